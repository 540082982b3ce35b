"""A large report issued: processor time, wall time, memory, size; against Chromium printing the same HTML."""

import ctypes
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from flask import current_app

from auditapp.adapters import clock, pdf
from auditapp.demo import scenes
from auditapp.models import Audit, db
from auditapp.services import audit_steps, audits, evidence, job_runs, report_revisions, reports, worker
from tests.bench import ground
from tests.bench.measure import Result
from tests.bench.papers import another
from tests.cast import Cast
from tests.journeys.tablets import BROWSER
from tests.reporting import answer, note

ANSWERS, PHOTOS, FINDINGS = 150, 120, 20
ROOT = Path(__file__).resolve().parents[2]
MANY, MANY_ANSWERS = 500, 400
assert worker.HANDLERS


@dataclass
class Cost:
    """What one issue cost in all: the request that signs, and the worker and its press that make the paper."""

    cpu: float = 0.0
    wall: float = 0.0
    set: list[pdf.Paper] = field(default_factory=list)
    html: str = ""
    media: pdf.Media | None = None


@contextmanager
def measured() -> Iterator[Cost]:
    """Inside, a report is issued and made."""
    cost, plain = Cost(), pdf.render_and_measure

    def kept(html: str, **more: Any) -> pdf.Paper:
        cost.html, cost.media = html, more["media"]
        cost.set.append(plain(html, **more))
        return cost.set[-1]

    pdf.render_and_measure = kept
    start, spent = time.perf_counter(), time.process_time()
    try:
        yield cost
        db.session.commit()
        while job_runs.work_once():
            pass
        cost.wall = time.perf_counter() - start
        cost.cpu = time.process_time() - spent + sum(one.cpu_s for one in cost.set)
    finally:
        pdf.render_and_measure = plain


def warm(cast: Cast) -> None:
    """A small report first: what a worker has that has been at work, its templates, its statements and its press."""
    audit = walked(cast, 3, 3, findings=1)
    audit_steps.take(cast.lea, audit, "conclude")
    with measured() as cost:
        audit_steps.take(cast.mia, audit, "issue")
    assert cost.media is not None
    pdf.render(cost.html, media=cost.media, title="x", lang="en", when=clock.now(), press=pdf.BACKGROUND)


def report() -> Iterator[Result]:
    """150 answers, 20 nonconformities and 120 photos, issued, printed by Chromium, and issued again."""
    detail = {"answers": ANSWERS, "photos": PHOTOS, "nonconformities": FINDINGS}
    with ground.installation() as app, app.app_context():
        cast = ground.the_cast()
        audit = walked(cast, ANSWERS, PHOTOS)
        audit_steps.take(cast.lea, audit, "conclude")
        warm(cast)
        with measured() as cost:
            audit_steps.take(cast.mia, audit, "issue")
        size = len(reports.audit_report(cast.mia, audit.reference).pdf)
        yield Result("report.cpu_s", cost.cpu, "s", detail | {"setting_s": round(cost.set[0].cpu_s, 2)})
        yield Result("report.wall_s", cost.wall, "s", detail | {"setting_s": round(cost.set[0].wall_s, 2)})
        yield Result("report.peak_mb", cost.set[0].peak_mb, "MB", detail | {"of": "the two processes that set it"})
        yield Result("report.file_mb", size / 1e6, "MB", detail)
        yield from _by_chromium(cost)
        answer(audits.instances(audit)[40], "conform", note="Read again in the log.")
        with measured() as again:
            report_revisions.revise(cast.mia, audit, {}, "One answer was corrected.")
        yield Result("report_again.wall_s", again.wall, "s", {"cpu_s": round(again.cpu, 2), "reused": "nothing"})
        pdf.close()


def report_500() -> Iterator[Result]:
    """500 photos at 400 answers: how it grows."""
    with ground.installation() as app, app.app_context():
        cast = ground.the_cast()
        audit = walked(cast, MANY_ANSWERS, MANY)
        audit_steps.take(cast.lea, audit, "conclude")
        warm(cast)
        with measured() as cost:
            audit_steps.take(cast.mia, audit, "issue")
        pdf.close()
    detail = {
        "answers": MANY_ANSWERS, "photos": MANY, "nonconformities": FINDINGS, "wall_s": round(cost.wall, 2),
        "peak_mb": round(cost.set[0].peak_mb, 1), "file_mb": round(len(cost.set[0].pdf) / 1e6, 1),
    }  # fmt: skip
    yield Result("report_500.cpu_s", cost.cpu, "s", detail)


def walked(cast: Cast, answers: int, photos: int, findings: int = FINDINGS) -> Audit:
    """``answers`` answered questions; three photos at each of the findings, the rest at answers."""
    audit = ground.an_audit_of(cast, answers)
    pictures = [scenes.paint(scene, seed)[0] for seed, scene in enumerate(list(scenes.SCENES)[:12])]
    number = 0

    def add(subject: Any) -> None:
        nonlocal number
        evidence.add_photo(
            cast.lea, another(pictures[number % len(pictures)], number), subject,
            store=current_app.extensions["photo_store"], name=f"IMG_{number:04}.jpg", caption=f"Situation {number}",
            place="Boiler house", captured_at=clock.now() - timedelta(minutes=number),
        )  # fmt: skip
        number += 1

    for place, row in enumerate(audits.instances(audit)):
        answer(row, "conform", note="Three of the six bays walked with the shift leader; labels legible, trays dry.")
        row.sample, row.kinds = "6 of 22 containers, every fourth along the walk", ["seen", "asked"]
        if place < findings:
            row.result = "nonconformity"
            finding = note(cast, audit, row, statement="The control of storage is not in place. " * 3)
            for _ in range(3):
                add(finding)
        elif place < findings + photos - 3 * findings:
            add(row)
    for row in audits.instances(audit):  # where there are more photos than questions
        if number < photos:
            add(row)
    audit.conclusion = "The system is effective, with the findings in this report."
    db.session.commit()
    return audit


def _by_chromium(cost: Cost) -> Iterator[Result]:
    """The same HTML with the same style and pictures, printed by a Chromium that was just started."""
    with tempfile.TemporaryDirectory(prefix="bench-") as place:
        folder = Path(place)
        html = re.sub(r"media:([0-9a-f]{64})", lambda found: _beside(folder, found[1], cost.media), cost.html)
        style = f"<style>{pdf.STYLE.read_text()} @page {{ size: A4 }}</style></head>"
        (folder / "report.html").write_text(html.replace("</head>", style, 1))
        said = subprocess.run(
            [sys.executable, "-m", "tests.bench.reports", str(folder / "report.html"), str(folder / "out.pdf")],
            cwd=ROOT, capture_output=True, check=True, text=True,
        )  # fmt: skip
        told = json.loads(said.stdout)
        size = (folder / "out.pdf").stat().st_size
    detail = {"file_mb": round(size / 1e6, 1), "ours_times": round(cost.set[0].cpu_s / told["cpu"], 2)}
    yield Result("report_chromium.cpu_s", told["cpu"], "s", detail)
    setting = cost.set[0].wall_s / told["wall"]
    ours = {"ours_times": round(cost.wall / told["wall"], 2), "setting_times": round(setting, 2)}
    yield Result("report_chromium.wall_s", told["wall"], "s", ours)


def _beside(folder: Path, sha256: str, media: Callable[[str], Path | bytes] | None) -> str:
    assert media is not None
    found = media(sha256)
    content = found.read_bytes() if isinstance(found, Path) else found
    (folder / f"{sha256}.jpg").write_bytes(content)
    return f"{sha256}.jpg"


def _print(html: str, out: str) -> None:
    """Run Chromium and wait for all of its processes, so that what each of them spent is counted."""
    set_child_subreaper = 36
    ctypes.CDLL(None).prctl(set_child_subreaper, 1)
    start = time.perf_counter()
    with tempfile.TemporaryDirectory() as profile:
        subprocess.run(
            [shutil.which("chromium") or BROWSER, "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic",
             "--disable-background-networking", f"--user-data-dir={profile}", "--no-pdf-header-footer",
             f"--print-to-pdf={out}", Path(html).as_uri()],
            check=True, capture_output=True,
        )  # fmt: skip
        wall = time.perf_counter() - start
        while True:
            try:
                os.wait()
            except ChildProcessError:
                break
    spent = os.times()
    print(json.dumps({"wall": wall, "cpu": spent.children_user + spent.children_system}))


if __name__ == "__main__":
    _print(*sys.argv[1:3])
