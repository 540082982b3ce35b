"""The register of 10,000 and 100,000 nonconformities: first page, each filter, search, figures, and an import."""

import csv
import io
import time
from collections.abc import Iterator

from auditapp.models import Process, Site, db
from auditapp.services import register_files, register_imports
from tests.bench import ground, many
from tests.bench.measure import Result, Times, repeated

ROWS = 10_000
SEARCHES = ("wall", "food contact", "NC-2024", "observed sink", "zebra", "r")


def register_10k() -> Iterator[Result]:
    """10,000: the first page and the slowest filter."""
    yield from _register(10_000, "10k", rounds=20)


def register_100k() -> Iterator[Result]:
    """100,000: the first page and each filter, search as you type, figures."""
    yield from _register(100_000, "100k", rounds=10)


def _register(count: int, name: str, *, rounds: int) -> Iterator[Result]:
    with ground.installation() as app:
        with app.app_context():
            many.fill(count)
            process = db.session.query(Process).filter_by(name="Process 7").one().id
            site = db.session.query(Site).filter_by(name="Site 4").one().id
            owner = ground.the_cast().ola.id
        lea = ground.browser(app, "lea")

        def timed(path: str) -> Times:
            def get(_number: int) -> None:
                answer = lea.get(path, headers=ground.BROWSER)
                if answer.status_code != 200:
                    raise SystemExit(f"{path} answers {answer.status_code}")

            return repeated(get, rounds)

        first = timed("/nonconformities")
        filters = {
            "all": "show=all", "mine": "show=mine", "overdue": "show=overdue", "state": "show=planned",
            "grade": "show=all&grade=major", "clause": "show=all&clause=iso14001-2026:8.1",
            "process": f"show=all&process={process}", "site": f"show=all&site={site}",
            "owner": f"show=all&owner={owner}", "due": "due=month", "source": "show=all&source=complaint",
            "nothing": "show=all&source=regulator", "repeat": "show=all&repeat=1", "by_due": "show=all&sort=due",
        }  # fmt: skip
        times = {key: round(timed(f"/nonconformities?{query}").p50, 1) for key, query in filters.items()}
        yield Result(f"register_{name}.p50_ms", first.p50, "ms", first.told() | {"filters_p50_ms": times})
        if count < 100_000:
            return
        found = {words: timed(f"/nonconformities?show=all&q={words}") for words in SEARCHES}
        told = {words: round(one.p50, 1) for words, one in found.items()}
        yield Result(f"search_{name}.p50_ms", max(one.p50 for one in found.values()), "ms", {"by_words_ms": told})
        figures = timed("/figures")
        yield Result(f"figures_{name}.p50_ms", figures.p50, "ms", figures.told())


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
