"""`python -m tests.bench [NAME]`: every measurement, or those whose name starts with NAME."""

import sys
from collections.abc import Callable, Iterator

from tests.bench import (
    first_load,
    management_reviews,
    packs,
    pages,
    papers,
    registers,
    reports,
    sequences,
    soak,
    tablets,
)
from tests.bench.measure import Result

NAMES: dict[Callable[[], Iterator[Result]], tuple[str, ...]] = {
    pages.run: (
        "home.p50_ms",
        "audit_page.p50_ms",
        "walk_page.p50_ms",
        "walk_page.kb",
        "answer.p50_ms",
        "home_of_owner.p50_ms",
        "nc_page.p50_ms",
        "nc_page_of_owner.p50_ms",
    ),
    first_load.run: tuple(f"first_load.{name}" for name in first_load.NAMES),
    sequences.run: ("sequences.run", "sequences.wrong"),
    soak.run: ("soak.operations", "soak.photos", "soak.kills", "soak.lost_answers", "soak.lost", "soak.doubled"),
    tablets.run: ("walk_first_load.kb", "walk_answer_4x.ms", "photo_store_4x.s", "walk_open_offline_4x.s"),
    papers.photo: ("photo_12mp.cpu_ms",),
    reports.report: (
        "report.cpu_s",
        "report.wall_s",
        "report.peak_mb",
        "report.file_mb",
        "report_chromium.cpu_s",
        "report_chromium.wall_s",
        "report_again.wall_s",
    ),
    reports.report_500: ("report_500.cpu_s",),
    packs.pack: ("pack_50.wall_s", "pack_50.peak_mb"),
    registers.register_1k: ("register_1k",),
    registers.register_10k: ("register_10k",),
    registers.register_100k: ("register_100k", "search_100k.p50_ms", "figures_100k.p50_ms"),
    registers.import_10k: ("import_10k.s",),
    management_reviews.review_pack: ("review_pack.wall_s",),
}


def main(wanted: str = "") -> None:
    """Print the lines; leave with 2 when nothing has that name."""
    chosen = [
        run for run, names in NAMES.items() if any(name.startswith(wanted) or wanted.startswith(name) for name in names)
    ]
    if not chosen:
        known = ", ".join(name for names in NAMES.values() for name in names)
        print(f"Nothing is called {wanted}. There are: {known}", file=sys.stderr)
        raise SystemExit(2)
    for run in chosen:
        for result in run():
            if result.name.startswith(wanted):
                print(result.line(), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:2])
