"""What the worker does with `jobs`: takes the next one, lets its handler work, keeps what came of it."""

import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta

import structlog
from flask import Flask, current_app
from flask_babel import lazy_gettext as _l
from sqlalchemy import select, update
from sqlalchemy.exc import OperationalError

from auditapp.adapters import clock
from auditapp.adapters.database import reading
from auditapp.domain.errors import Conflict, Refusal
from auditapp.domain.words import N_
from auditapp.models import Job, db
from auditapp.services import jobs, notices
from auditapp.services.jobs import HANDLERS, LEASE, OPEN, LeaseLost, Work, mine

log = structlog.get_logger()
TRIES = 3


def work_once() -> bool:
    """Take the next job that is due and do it. Whether there was one."""
    work = _claim()
    if work is None:
        return False
    try:
        with _alive(work):
            finish = HANDLERS[work.kind](work)
        db.session.rollback()
        finish()
        _end(work, "done")
    except LeaseLost:
        db.session.rollback()
        log.warning("job was taken over", job=str(work.id))
    except Conflict:  # somebody was faster: what it is made of has changed
        db.session.rollback()
        _put_back(work)
    except Refusal as refusal:
        db.session.rollback()
        _end(work, "failed", refusal)
    except Exception as trouble:
        db.session.rollback()
        log.error("job", job=str(work.id), kind=work.kind, exc_info=trouble)
        _put_back(work)
    return True


@contextmanager
def _alive(work: Work) -> Iterator[None]:
    """Inside, the lease is kept even where a handler has nothing to tell for long: it ends with the process."""
    over, engine = threading.Event(), db.engine

    def keep() -> None:
        while not over.wait(LEASE.total_seconds() / 3):
            with suppress(OperationalError), engine.begin() as connection:  # the next time may get through
                connection.execute(update(Job).where(*mine(work)).values(due_at=clock.now() + LEASE))

    thread = threading.Thread(target=keep, name="lease", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def _claim() -> Work | None:
    moment = clock.now()
    due = select(Job.id).where(Job.state.in_(OPEN), Job.due_at <= moment).order_by(Job.due_at).limit(1)
    with reading():  # the usual answer is 'nothing', and that should not wait for writers
        waiting = db.session.scalar(due)
        db.session.rollback()
    if waiting is None:
        return None
    claim = (
        update(Job)
        .where(Job.id == due.scalar_subquery(), Job.due_at <= moment)
        .values(state="running", attempts=Job.attempts + 1, due_at=moment + LEASE)
        .returning(Job)
        .execution_options(populate_existing=True)
    )
    job = db.session.scalar(claim)
    work = None
    if job is not None:
        work = Work(job.id, job.kind, uuid.UUID(job.subject_id), job.person_id, dict(job.data), job.attempts)
    db.session.commit()
    if work is not None and work.attempt > TRIES:  # each of them was killed: so would be the next
        _end(work, "failed", Refusal(N_("The server stopped each time it was made. Choose fewer photos or parts.")))
        return _claim()
    return work


def _end(work: Work, state: str, refusal: Refusal | None = None) -> None:
    """Say how it ended, in the transaction that holds its result; nothing is kept of who was too late."""
    trouble = {"message": refusal.message, "values": refusal.values} if refusal else {}
    values = {"state": state, "finished_at": clock.now(), "trouble": trouble, "data": work.data}
    ended = db.session.execute(update(Job).where(*mine(work)).values(**values))
    if not ended.rowcount:  # type: ignore[attr-defined]  # an UPDATE counts rows
        db.session.rollback()
        raise LeaseLost
    _send_word(work, state, refusal)
    db.session.commit()
    notices.wake()


def _send_word(work: Work, state: str, refusal: Refusal | None) -> None:
    job = db.session.get_one(Job, work.id, populate_existing=True)
    name = str(work.data.get("name", "")).removesuffix(".pdf")
    ready, not_made = (
        _l("%(name)s is ready", name=name),
        _l("%(name)s could not be made", name=name),
    )
    notices.write(
        "job_ended", job.person, ready if state == "done" else not_made, about=job, name=name,
        trouble=_l(refusal.message, **refusal.values) if refusal else "",
        link=f"{current_app.config['SETTINGS'].url}/jobs/{work.id}",
    )  # fmt: skip


def _put_back(work: Work) -> None:
    """After a trouble nobody foresaw: later again, until it was tried often enough."""
    if work.attempt >= TRIES:
        _end(work, "failed", Refusal(N_("It could not be made. The server's log says why.")))
        return
    later = clock.now() + timedelta(seconds=10 * work.attempt)
    db.session.execute(update(Job).where(*mine(work)).values(state="queued", due_at=later))
    db.session.commit()


def start(app: Flask) -> threading.Thread:
    """A thread of this process that does jobs: at once when woken, and every 20 seconds what others left."""

    def work() -> None:
        while True:
            jobs.bell.wait(20)
            jobs.bell.clear()
            try:
                with app.app_context():
                    while work_once():
                        pass
            except Exception as trouble:  # a worker that dies does nothing ever after
                log.error("jobs", exc_info=trouble)

    thread = threading.Thread(target=work, name="jobs", daemon=True)
    thread.start()
    return thread
