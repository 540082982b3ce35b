"""Work that takes longer than a request may: a row, taken by the worker for a lease (`job_runs`), finished once.

A handler does the long part without a transaction and answers a function that keeps the result; that one runs in the
transaction that ends the job, so a worker that is killed leaves the row and nothing else, and the next one begins
again when the lease is over.
"""

import threading
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import structlog
from flask import g
from sqlalchemy import select, update
from sqlalchemy.exc import OperationalError

from auditapp.adapters import clock
from auditapp.domain.errors import NotThere, Refusal
from auditapp.domain.words import N_
from auditapp.models import Job, Person, db

log = structlog.get_logger()
LEASE = timedelta(seconds=45)
"""How long nothing is heard of a job before another worker takes it."""
TOLD_EVERY = 0.7
"""Seconds between two words on progress; each is a write."""
OPEN = ("queued", "running")
bell = threading.Event()

Finish = Callable[[], None]


class LeaseLost(Exception):
    """Another worker has the job."""


@dataclass
class Work:
    """One attempt at a job, for its handler."""

    id: uuid.UUID
    kind: str
    subject_id: uuid.UUID
    person_id: uuid.UUID
    data: dict[str, Any]
    attempt: int
    told_at: float = 0.0
    phase: str = ""

    def tell(self, phase: str, done: int, total: int = 0) -> None:
        """Write how far it is, and keep the lease. Raises `LeaseLost`."""
        moment = time.monotonic()
        if phase == self.phase and moment - self.told_at < TOLD_EVERY and done != total:
            return
        self.told_at, self.phase = moment, phase
        values = {"phase": phase, "done": done, "total": total, "due_at": clock.now() + LEASE}
        try:
            with db.engine.begin() as connection:
                kept = connection.execute(update(Job).where(*mine(self)).values(**values)).rowcount
        except OperationalError as trouble:  # the disk is full, or a writer holds on: the next word may get through
            log.warning("progress not written", trouble=str(trouble.orig))
            return
        if not kept:
            raise LeaseLost


def mine(work: Work) -> tuple[Any, ...]:
    """What holds for the row while this attempt has it."""
    return Job.id == work.id, Job.attempts == work.attempt, Job.state == "running"


Handler = Callable[[Work], Finish]
HANDLERS: dict[str, Handler] = {}
"""Kind of job -> what does it; filled by the modules that `services.worker` imports."""


def handles(kind: str) -> Callable[[Handler], Handler]:
    """Name the function below as the handler of ``kind``."""

    def keep(handler: Handler) -> Handler:
        HANDLERS[kind] = handler
        return handler

    return keep


def order(by: Person, kind: str, subject: Any, **data: Any) -> Job:
    """Queue work about ``subject`` (a row with an id) for ``by``, who gets a mail when it is done."""
    moment = clock.now()
    job = Job(
        kind=kind, subject_kind=subject.__tablename__, subject_id=str(subject.id), person_id=by.id, data=data,
        due_at=moment, created_at=moment,
    )  # fmt: skip
    db.session.add(job)
    db.session.flush()
    g.jobs_ordered = True
    return job


def last_about(subject: Any, kind: str, by: Person, **data: Any) -> Job | None:
    """The newest job of ``kind`` about ``subject`` that ``by`` ordered and whose data hold ``data``."""
    query = select(Job).where(Job.subject_id == str(subject.id), Job.kind == kind, Job.person_id == by.id)
    found = db.session.scalars(query.order_by(Job.created_at.desc()).limit(20))
    return next((job for job in found if data.items() <= job.data.items()), None)


def find(person: Person, job_id: uuid.UUID) -> Job:
    """A job that ``person`` ordered; else `NotThere`."""
    job = db.session.get(Job, job_id)
    if job is None or job.person_id != person.id:
        raise NotThere(N_("There is no such work of yours here."))
    return job


def again(by: Person, job: Job) -> Job:
    """Queue a job once more that failed. Twice is once."""
    if job.state == "failed" and job.person_id == by.id:
        job.state, job.attempts, job.due_at, job.trouble, job.phase = "queued", 0, clock.now(), {}, ""
        job.done = job.total = 0
        g.jobs_ordered = True
    return job


def trouble_of(job: Job) -> Refusal | None:
    """Why it failed, to be shown."""
    return Refusal(job.trouble["message"], **job.trouble["values"]) if job.trouble else None


def in_hand(subject: Any, kind: str) -> Job | None:
    """The job of ``kind`` about ``subject`` that is not finished; one that failed counts until it is tried again."""
    query = select(Job).where(Job.subject_id == str(subject.id), Job.kind == kind, Job.state.in_((*OPEN, "failed")))
    return db.session.scalars(query.order_by(Job.created_at.desc()).limit(1)).first()


def wake() -> None:
    """Tell the worker of this process that something was ordered."""
    bell.set()
