"""The record: every change as an event, chained by hashes; and the one function that takes a step.

A state column is written nowhere else than in `take`, together with its event.
"""

import hashlib
import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, insert, select
from sqlalchemy.orm import joinedload

from auditapp.adapters import clock
from auditapp.domain import steps
from auditapp.domain.errors import NotAllowed
from auditapp.domain.permissions import can, why_not
from auditapp.models import ChainHead, Event, Person, db

GENESIS = "0" * 64


def record(
    subject: Any,
    verb: str,
    by: Person | None,
    *,
    from_state: str = "",
    to_state: str = "",
    note: str = "",
    **data: Any,
) -> Event:
    """Append an event about ``subject`` (any row with an id). ``data``: JSON values, codes rather than sentences."""
    head = db.session.get(ChainHead, 1, with_for_update=True)
    if head is None:
        head = ChainHead(id=1, count=0, hash=GENESIS)
        db.session.add(head)
    event = Event(
        at=clock.now(),
        person_id=by.id if by else None,
        subject_kind=subject.__tablename__,
        subject_id=str(subject.id),
        verb=verb,
        from_state=from_state,
        to_state=to_state,
        note=note,
        data=data,
        previous_hash=head.hash,
    )
    event.hash = hash_of(event)
    head.hash = event.hash
    head.count += 1
    event.seq = head.count
    db.session.add(event)
    return event


def record_many(kind: str, entries: Sequence[dict[str, Any]], by: Person | None) -> None:
    """Append an event for each of ``entries`` (``id``, ``verb``, ``to_state`` and, where wanted, ``from_state``,
    ``note``, ``data``) about rows of the table ``kind``: the same as `record`, in a few statements for thousands."""
    if not entries:
        return
    db.session.flush()
    head = db.session.get(ChainHead, 1, with_for_update=True)
    if head is None:
        head = ChainHead(id=1, count=0, hash=GENESIS)
        db.session.add(head)
    moment, rows = clock.now(), []
    for entry in entries:
        event = Event(
            at=moment, person_id=by.id if by else None, subject_kind=kind, subject_id=str(entry["id"]),
            verb=entry["verb"], from_state=entry.get("from_state", ""), to_state=entry.get("to_state", ""),
            note=entry.get("note", ""), data=entry.get("data", {}), previous_hash=head.hash,
        )  # fmt: skip
        head.hash = event.hash = hash_of(event)
        head.count += 1
        columns = Event.__table__.columns.keys()
        rows.append({name: getattr(event, name) for name in columns if name != "seq"} | {"seq": head.count})
    db.session.execute(insert(Event), rows)


def hash_of(event: Event) -> str:
    """SHA-256 over the event's canonical JSON and the hash before it."""
    content = {
        "at": _moment(event.at),
        "person": str(event.person_id) if event.person_id else None,
        "subject": [event.subject_kind, event.subject_id],
        "verb": event.verb,
        "states": [event.from_state, event.to_state],
        "note": event.note,
        "data": event.data,
        "previous": event.previous_hash,
    }
    canonical = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()


def _moment(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def first_break() -> int | None:
    """The ``seq`` of the first event that does not fit the chain; 0 when the tail was cut; None when all is well."""
    previous, count = GENESIS, 0
    for event in db.session.scalars(select(Event).order_by(Event.seq).execution_options(yield_per=500)):
        count += 1
        if event.seq != count or event.previous_hash != previous or event.hash != hash_of(event):
            return event.seq
        previous = event.hash
    head = db.session.get(ChainHead, 1)
    if head is None:
        return None if count == 0 else 0
    return None if (head.count, head.hash) == (count, previous) else 0


def take(
    table: dict[str, steps.Step], subject: Any, verb: str, by: Person, *, note: str = "", **data: Any
) -> steps.Step:
    """Take the step ``verb`` of ``table``: permission, state, needs, then state and event together.

    Raises `NotAllowed`, `Conflict` or a `Refusal` naming what is missing; nothing is written then.
    """
    hold(subject)
    allow(by, table[verb].permission, subject)
    step = steps.step_for(table, verb, subject.state)
    steps.check(step, subject, note)
    before = subject.state
    if step.to != steps.SAME:
        subject.state = step.to
    record(subject, verb, by, from_state=before, to_state=subject.state, note=note.strip(), **data)
    return step


DECIDES = ("state", "void_proposed_by_id")
"""Columns of a row that say which steps are open, and to whom."""


def hold(subject: Any, *columns: str) -> None:
    """Lock the row and read ``columns`` (those of `DECIDES`) anew, or two who press the same button at once both find
    the step open, and what is submitted in one window is changed in the other.

    SQLite lets in one writer at a time, from its first statement (docs/decisions/0002).
    """
    if not _one_writer():
        wanted = columns or [name for name in DECIDES if hasattr(subject, name)]
        db.session.refresh(subject, wanted, with_for_update=True)


def _one_writer() -> bool:
    return db.engine.dialect.name == "sqlite"


def allow(person: Person, permission: str, thing: Any = None) -> None:
    """Raise `NotAllowed` unless ``person`` has ``permission`` on ``thing``."""
    if not can(person, permission, thing):
        raise NotAllowed(why_not(person, permission, thing))


def of(*subjects: Any) -> Sequence[Event]:
    """The events of ``subjects``, oldest first, each with its person loaded."""
    kinds, ids = {subject.__tablename__ for subject in subjects}, [str(subject.id) for subject in subjects]
    query = select(Event).where(is_about(kinds, ids)).order_by(Event.seq)
    query = query.options(joinedload(Event.person).lazyload(Person.roles))
    return db.session.scalars(query).all()


def is_about(kinds: Iterable[str], ids: Iterable[str]) -> ColumnElement[bool]:
    """What holds for the events of the rows ``ids`` of the tables ``kinds``. By an id alone no index finds them."""
    return and_(Event.subject_kind.in_(list(kinds)), Event.subject_id.in_(list(ids)))


def last_into(subject: Any, state: str) -> str:
    """The verb that led ``subject`` into ``state`` last; '' when none did."""
    query = select(Event.verb).where(
        Event.subject_kind == subject.__tablename__,
        Event.subject_id == str(subject.id),
        Event.to_state == state,
        Event.from_state != state,
    )
    return db.session.scalar(query.order_by(Event.seq.desc()).limit(1)) or ""


def last_of(subject: Any, *, not_by: Person | None = None) -> Event | None:
    """The newest event of ``subject``; with ``not_by`` the newest of somebody else."""
    query = select(Event).where(Event.subject_kind == subject.__tablename__, Event.subject_id == str(subject.id))
    if not_by is not None:
        query = query.where(Event.person_id != not_by.id)
    return db.session.scalar(query.order_by(Event.seq.desc()).limit(1))
