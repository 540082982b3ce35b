"""Builds the made-up company by calling the services, in the order in which things happened."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

import structlog
from flask import current_app
from sqlalchemy import func, select, update

from auditapp.adapters import pdf
from auditapp.adapters.database import unhurried_disk
from auditapp.adapters.photo_store import PhotoStore
from auditapp.demo import annual, company, earlier, reviews
from auditapp.demo import now as present
from auditapp.demo.cast import Cast
from auditapp.demo.film import Film, wanted
from auditapp.demo.timeline import Timeline
from auditapp.demo.tour import Walked
from auditapp.models import Evidence, Notice, db
from auditapp.services import checklists, job_runs, notices, worker

log = structlog.get_logger()
PHOTO_SIZE = (1280, 960)
"""Pixels: sharp on a tablet and in print, and drawn in a third of the time of a full sensor."""
MAILS_AT_ONCE = 50

TOURS = (*earlier.AUDITS, annual.AUDIT, present.TODAY, present.PLANNED)


def build(now: datetime, store: PhotoStore, *, photo_size: tuple[int, int] = PHOTO_SIZE) -> None:
    """Make up the whole company as it stands at ``now`` (aware), in an empty database inside a request context.

    Commits after each deed. Three years are told; the photos keep their own past in EXIF.
    """
    cast = Cast()
    pdf.warm()
    with unhurried_disk(db.engine), _rarely_swept(), Film(wanted(TOURS), photo_size) as film:
        line = Timeline(now, company.TIMEZONE, _keep)
        line.on(-1120, "08:00", lambda: _found(cast))
        until = line.date(company.CERTIFIED + company.CERTIFIED_FOR)
        line.on(company.CERTIFIED, "10:00", lambda: cast.be_certified(until))
        for tour in TOURS:
            Walked(tour, cast, line, film, store).begin()
        for review in reviews.REVIEWS:
            reviews.Reviewed(review, cast, line).begin()
        line.run()


@contextmanager
def _rarely_swept() -> Iterator[None]:
    """Three years of records come and go; looking among them for what holds itself, as often as ever, costs a fifth."""
    usual = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(50_000, 50, 50)
    try:
        yield
    finally:
        gc.set_threshold(*usual)
        gc.unfreeze()


def is_whole() -> bool:
    """Whether the story was told to its end: one that was interrupted lacks the last photos."""
    photos = db.session.scalar(select(func.count()).select_from(Evidence)) or 0
    db.session.rollback()
    return photos >= len(wanted(TOURS))


def _found(cast: Cast) -> None:
    if not checklists.newest():
        checklists.load_shipped()
    cast.arrive()


def _keep() -> None:
    """End the transaction, make what was ordered, and send the mails of that day where they become files; elsewhere
    none leaves."""
    db.session.commit()
    assert worker.HANDLERS
    while job_runs.work_once():
        pass
    if current_app.config["SETTINGS"].mail_url.startswith("file:"):
        while notices.send_due(MAILS_AT_ONCE) == MAILS_AT_ONCE:
            pass
    else:
        left = update(Notice).where(Notice.state == "queued")
        db.session.execute(left.values(state="failed", trouble="The demo company writes to nobody."))
        db.session.commit()
    db.session.expunge_all()
