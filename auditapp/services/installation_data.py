"""Whether the data of this installation is whole: database, history, and the files behind evidence and papers."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import current_app
from sqlalchemy import func, select

from auditapp.adapters import clock
from auditapp.adapters.photo_store import PhotoStore
from auditapp.domain.errors import NotThere
from auditapp.models import Evidence, Paper, db
from auditapp.services import chain_anchors, history

OVERDUE = timedelta(days=3)
"""A photo that was announced this long ago and has not come lies on a device that nobody opened since."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """What is wrong, and the remedy. A ``hint`` is worth knowing, but the installation works."""

    what: str
    remedy: str
    hint: bool = False


def database() -> Iterator[Trouble]:
    """Whether it answers, has the tables of this version, and is undamaged."""
    connection = db.session.connection()
    here = MigrationContext.configure(connection).get_current_revision()
    wanted = ScriptDirectory(current_app.extensions["migrate"].directory).get_current_head()
    if here != wanted:
        yield Trouble(
            f"The database has the tables of version {here or 'none'}, the program those of {wanted}.",
            "Start with bin/run, or type .venv/bin/flask --app wsgi setup-data",
        )
    if connection.dialect.name == "sqlite":
        restore = "Stop the server, keep the file, and restore the last backup."
        for (said,) in connection.exec_driver_sql("PRAGMA integrity_check(5)"):
            if said != "ok":
                yield Trouble(f"The database file is damaged: {said}", restore)
        for row in connection.exec_driver_sql("PRAGMA foreign_key_check").fetchmany(5):
            yield Trouble(f"A row of {row[0]} points to one of {row[2]} that is not there.", restore)


def history_chain() -> Iterator[Trouble]:
    """Whether every event stands as it was written, and none is missing."""
    broken = history.first_break()
    compare = "Keep a copy as it is, compare it with the last backup, and find out who had access."
    if broken is not None:
        what = (
            f"Entry {broken} of the history is not as it was written." if broken else "The newest entries are missing."
        )
        yield Trouble(f"{what} Somebody changed the database past the program.", compare)
    elif not chain_anchors.holds():
        yield Trouble(
            "The history is not the one that was signed last: entries are missing or others, or the database is older.",
            f"Where you brought back a backup, remove the file history-signed of the data folder. Else: {compare}",
        )


def files(*, every_byte: bool = False) -> Iterator[Trouble]:
    """Whether every photo and every issued paper has its file; with ``every_byte``, whether it is still the same."""
    store: PhotoStore = current_app.extensions["photo_store"]
    kept = select(Evidence.sha256, Evidence.id).where(
        Evidence.complete_at.is_not(None), Evidence.sha256 != "", Evidence.trouble == ""
    )
    for sha256, evidence_id in db.session.execute(kept.order_by(Evidence.id)):
        yield from _file(store, sha256, f"The photo {evidence_id}", every_byte)
        if store.has(sha256) and not store.has(sha256, "print"):
            yield Trouble(f"The smaller copies of photo {evidence_id} are missing.", "Restore them from the backup.")
    for paper in db.session.scalars(select(Paper).order_by(Paper.id)):
        yield from _file(store, paper.sha256, f"'{paper.name}'", True)
    coming = select(func.count()).where(Evidence.complete_at.is_(None), Evidence.received_at < clock.now() - OVERDUE)
    late = db.session.scalar(coming) or 0
    if late:
        yield Trouble(
            f"{late} photos were announced more than three days ago and have not arrived.",
            "Open the walk on the devices they were taken with, in reach of the network.",
            hint=True,
        )


def _file(store: PhotoStore, sha256: str, name: str, every_byte: bool) -> Iterator[Trouble]:
    restore = f"Restore originals/{sha256[:2]}/{sha256} of the store from the backup."
    if not store.has(sha256):
        yield Trouble(f"{name} has lost its file.", restore)
    elif every_byte:
        try:
            with store.open(sha256) as file:
                found = hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]  # what a store opens can be read
        except NotThere:
            return
        if found != sha256:
            yield Trouble(f"{name} has a file that is not the one that was kept.", restore)
