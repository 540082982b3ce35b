"""One photo taken in, and one large report issued: processor time, memory, size."""

import time
from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO
from typing import Any

from flask import current_app
from PIL import Image

from auditapp.adapters import clock, images, pdf
from auditapp.demo import scenes
from auditapp.models import Audit, db
from auditapp.services import audit_steps, audits, evidence, reports
from tests.bench import ground
from tests.bench.measure import Result, repeated
from tests.cast import Cast
from tests.reporting import answer, note

TWELVE_MEGAPIXELS = (4032, 3024)
ANSWERS, PHOTOS, FINDINGS = 150, 120, 20


def photo() -> Iterator[Result]:
    """A 12-megapixel JPEG with EXIF, from its bytes to the original under its hash and its copies."""
    with ground.installation() as app, app.app_context():
        store = current_app.extensions["photo_store"]
        data = with_exif(TWELVE_MEGAPIXELS)

        def take_in(number: int) -> None:
            one = another(data, number)
            sha256 = store.put(one)
            found = images.ingest(one)
            store.put_derivatives(sha256, found.derivatives)

        for number in range(3):
            take_in(-100 - number)
        before, spent, rounds = images.reader.cpu_seconds, time.process_time(), 12
        times = repeated(take_in, rounds)
        cpu = images.reader.cpu_seconds - before + time.process_time() - spent
        detail = {
            "photo_mb": round(len(data) / 1e6, 1),
            "wall_p50_ms": round(times.p50, 1),
            "with": "hash, EXIF, fsync",
        }
        yield Result("photo_12mp.cpu_ms", cpu / (rounds + 5) * 1000, "ms", detail)


def with_exif(size: tuple[int, int]) -> bytes:
    painted, _ = scenes.paint("drums_unlabelled", 1, size)
    file = BytesIO()
    picture = Image.open(BytesIO(painted)).convert("RGB")
    exif = picture.getexif()
    picture = Image.blend(picture, Image.effect_noise(size, 40).convert("RGB"), 0.08)  # as small as a sensor's
    exif[0x0132] = "2026:11:23 10:00:00"
    picture.save(file, "JPEG", quality=92, exif=exif)
    return file.getvalue()


def another(jpeg: bytes, number: int) -> bytes:
    """The same picture as another file: a comment behind the start of the image."""
    words = f"photo {number}".encode()
    return jpeg[:2] + b"\xff\xfe" + (len(words) + 2).to_bytes(2, "big") + words + jpeg[2:]


def report() -> Iterator[Result]:
    """Issue of a report of 150 answers, 20 nonconformities and 120 photos: all that the request costs."""
    with ground.installation() as app, app.app_context():
        cast = ground.the_cast()
        audit = _walked(cast)
        pdf.render("<p>warm</p>", media=lambda _: b"", title="warm", lang="en", when=clock.now())
        costs: list[pdf.Paper] = []
        plain = pdf.render_and_measure

        def measured(*args: Any, **kwargs: Any) -> pdf.Paper:
            costs.append(plain(*args, **kwargs))
            return costs[-1]

        pdf.render_and_measure = measured
        try:
            audit_steps.take(cast.lea, audit, "conclude")
            start, spent = time.perf_counter(), time.process_time()
            audit_steps.take(cast.mia, audit, "issue")
            db.session.commit()
            wall, own = time.perf_counter() - start, time.process_time() - spent
        finally:
            pdf.render_and_measure = plain
        size = len(reports.audit_report(cast.mia, audit.reference).pdf)
        pdf.close()
    detail = {"answers": ANSWERS, "photos": PHOTOS, "nonconformities": FINDINGS}
    yield Result("report.cpu_s", costs[0].cpu_s + own, "s", detail | {"setting_s": round(costs[0].cpu_s, 2)})
    yield Result("report.wall_s", wall, "s", detail)
    yield Result("report.peak_mb", costs[0].peak_mb, "MB", detail | {"of": "the process that sets it"})
    yield Result("report.file_mb", size / 1e6, "MB", detail)


def _walked(cast: Cast) -> Audit:
    """150 answered questions; 60 photos at 20 findings, 60 at answers."""
    audit = ground.an_audit_of(cast, ANSWERS)
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
        if place < FINDINGS:
            row.result = "nonconformity"
            finding = note(cast, audit, row, statement="The control of storage is not in place. " * 3)
            for _ in range(3):
                add(finding)
        elif place < FINDINGS + PHOTOS - 3 * FINDINGS:
            add(row)
    audit.conclusion = "The system is effective, with the findings in this report."
    db.session.commit()
    return audit
