"""The register of 1,000, 10,000 and 100,000 nonconformities: first page, filters, search, figures, an import."""

import csv
import io
import time
from collections.abc import Iterator
from datetime import timedelta

from auditapp.adapters import clock
from auditapp.models import Process, Site, db
from auditapp.services import register_files, register_imports
from tests.bench import ground, many
from tests.bench.measure import Result, Times, repeated

ROWS = 10_000
SEARCHES = ("wall", "food contact", "NC-2024", "observed sink", "zebra", "r")


def register_1k() -> Iterator[Result]:
    """1,000: the first page with its chips and counts, and each filter."""
    yield from _register(1_000, "1k", rounds=20)


def register_10k() -> Iterator[Result]:
    """10,000: the same."""
    yield from _register(10_000, "10k", rounds=20)


def register_100k() -> Iterator[Result]:
    """100,000: the same, search as you type, figures."""
    yield from _register(100_000, "100k", rounds=15)


def _register(count: int, name: str, *, rounds: int) -> Iterator[Result]:
    with ground.kept(f"register-{name}", lambda: many.fill(count), many.SOURCES) as app:
        with app.app_context():
            process = db.session.query(Process).filter_by(name="Process 7").one().id
            site = db.session.query(Site).filter_by(name="Site 4").one().id
            owner = ground.the_cast().ola.id
        lea = ground.browser(app, "lea")
        today = clock.now().date()
        year_ago, long_ago = today - timedelta(days=365), today - timedelta(days=2700)

        def timed(path: str) -> Times:
            def get(_number: int) -> None:
                answer = lea.get(path, headers=ground.BROWSER)
                if answer.status_code != 200:
                    raise SystemExit(f"{path} answers {answer.status_code}")

            return repeated(get, rounds)

        def result(measured: str, path: str) -> Result:
            one = timed(path)
            return Result(f"{measured}.p50_ms", one.p50, "ms", one.told())

        yield result(f"register_{name}", "/nonconformities")
        filters = {
            "all": "show=all", "mine": "show=mine", "overdue": "show=overdue", "state": "show=planned",
            "closed": "show=closed", "grade": "show=all&grade=major", "clause": "show=all&clause=iso14001-2026:8.1",
            "process": f"show=all&process={process}", "site": f"show=all&site={site}",
            "owner": f"show=all&owner={owner}", "due": "due=month", "source": "show=all&source=complaint",
            "nothing": "show=all&source=regulator", "repeat": "show=all&repeat=1", "by_due": "show=all&sort=due",
            "by_number": "show=all&sort=number", "by_grade": "show=all&sort=grade",
            "open_on": f"show=counted&open_on={year_ago}", "open_on_long_ago": f"show=counted&open_on={long_ago}",
            "closed_from": f"show=counted&closed_from={year_ago}",
            "closed_long_ago": f"show=counted&closed_from={long_ago}&closed_until={long_ago + timedelta(days=30)}",
            "cause": "show=counted&cause=control+7+was+missing.", "not_on_time": "show=counted&fact=not_on_time",
        }  # fmt: skip
        for key, query in filters.items():
            yield result(f"register_{name}_{key}", f"/nonconformities?{query}")
        if count < 100_000:
            return
        found = {words: timed(f"/nonconformities?show=all&q={words}") for words in SEARCHES}
        told = {words: {"p50_ms": round(one.p50, 1)} | one.told() for words, one in found.items()}
        yield Result(f"search_{name}.p50_ms", max(one.p50 for one in found.values()), "ms", told)
        yield result(f"figures_{name}", "/figures")


def import_10k() -> Iterator[Result]:
    """A file of 10,000 rows: uploaded, read, checked and written."""
    out = io.StringIO()
    writer, texts = csv.writer(out), many.prose()
    writer.writerow(["Number", "Description", "Severity", "Status", "Date raised", "Owner", "Process", "Clause"])
    for number in range(ROWS):
        writer.writerow([
            f"OLD-{number}", texts[number % len(texts)], "minor", "closed" if number % 4 else "open",
            f"2025-{1 + number % 12:02d}-11", "Ola Owner", "Boiler house", "8.1",
        ])  # fmt: skip
    with ground.installation() as app, app.app_context():
        mia, start, spent = ground.the_cast().mia, time.perf_counter(), time.process_time()
        one = register_files.upload(mia, "old.csv", out.getvalue().encode())
        count = register_imports.write(mia, one)
        db.session.commit()
        detail = {"rows": count, "cpu_s": round(time.process_time() - spent, 1)}
        yield Result("import_10k.s", time.perf_counter() - start, "s", detail)
