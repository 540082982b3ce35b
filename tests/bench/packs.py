"""A closure evidence pack of 50 nonconformities and 500 photos, from frozen sheets to the last byte of the ZIP."""

import time
from collections.abc import Iterator
from typing import Any

from flask import current_app

from auditapp.adapters import bag, clock, pdf, pdf_child
from auditapp.demo import scenes
from auditapp.models import Audit, db
from auditapp.services import evidence, findings, pack_bags, packs
from auditapp.services.packs import Wanted
from tests.bench import ground
from tests.bench.measure import Result
from tests.bench.papers import another
from tests.cast import Cast
from tests.reporting import note

SHEETS, PHOTOS_EACH = 50, 10


def pack() -> Iterator[Result]:
    """What who pressed the button waits for once the sheets are frozen: the pack is made, then sent."""
    with ground.installation() as app, app.app_context():
        cast = ground.the_cast()
        _fifty(cast)
        looked = packs.look(cast.mia, Wanted())
        packs.make(cast.mia, looked, packs.set_missing(looked))  # every sheet is frozen now
        db.session.commit()
        pdf.close()
        db.session.expunge_all()
        cast = ground.the_cast()
        pdf_child.forget_peak()
        before = pdf_child.peak_mb()
        start, spent = time.perf_counter(), time.process_time()
        looked = packs.look(cast.mia, Wanted())
        again = packs.make(cast.mia, looked, packs.set_missing(looked))
        db.session.commit()
        made = time.perf_counter() - start
        size = sum(map(len, bag.stream(pack_bags.bag(again))))
        wall, own = time.perf_counter() - start, time.process_time() - spent
        after = pdf_child.peak_mb()
    detail: dict[str, Any] = {
        "nonconformities": SHEETS,
        "photos": SHEETS * PHOTOS_EACH,
        "zip_mb": round(size / 1e6, 1),
        "cpu_s": round(own, 2),
        "until_made_s": round(made, 2),
    }
    yield Result("pack_50.wall_s", wall, "s", detail)
    yield Result(
        "pack_50.peak_mb",
        after - before,
        "MB",
        {"of": "this process, above what it held before", "whole_mb": round(after, 1)},
    )


def _fifty(cast: Cast) -> None:
    audit: Audit = ground.an_audit_of(cast, 4)
    pictures = [scenes.paint(scene, seed, (2016, 1512))[0] for seed, scene in enumerate(list(scenes.SCENES)[:10])]
    for number in range(SHEETS):
        finding = note(cast, audit, None, statement=f"The control of storage {number} is not in place.")
        for place in range(PHOTOS_EACH):
            evidence.add_photo(
                cast.lea, another(pictures[place], number * PHOTOS_EACH + place), finding,
                store=current_app.extensions["photo_store"], caption=f"Situation {place}", captured_at=clock.now(),
            )  # fmt: skip
        findings.release(cast.lea, finding)
    db.session.commit()
