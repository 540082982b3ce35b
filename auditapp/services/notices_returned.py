"""Mails that did not arrive: sent back after the mail server took them, or refused by it for good.

The EMS lead sees them on the first page until the address is another one, or a test mail to it went out and did not
come back.
"""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import and_, exists, func, or_, select
from sqlalchemy.orm import aliased

from auditapp.adapters import clock
from auditapp.adapters.delivery_reports import Returned
from auditapp.models import Notice, Person, db

BEHIND = timedelta(days=10)
"""How long a mail server tries before it sends a mail back; five days are usual (RFC 5321, 4.5.4.1)."""
SHOWN_FOR = timedelta(days=60)
MOST = 20


def take(reports: Iterable[Returned]) -> list[Notice]:
    """Mark the mails that ``reports`` speak of; answers those that were not known to have come back."""
    found = [(one, _meant(one)) for one in reports]
    marked = []
    for one, notice in found:
        if notice is not None and notice.state == "sent":
            notice.state, notice.returned_at, notice.trouble = "returned", clock.now(), one.reason
            marked.append(notice)
    db.session.flush()
    return marked


def _meant(one: Returned) -> Notice | None:
    """The mail with the key; without a key the latest one to the address."""
    if one.key:
        return db.session.get(Notice, uuid.UUID(hex=one.key))
    if not one.address:
        return None
    query = select(Notice).where(
        func.lower(Notice.recipient) == one.address,
        Notice.state.in_(("sent", "returned")),
        Notice.sent_at > clock.now() - BEHIND,
    )
    return db.session.scalar(query.order_by(Notice.sent_at.desc()).limit(1))


@dataclass(frozen=True, slots=True)
class Unreached:
    """An address that mail does not arrive at. ``person_id``: None for somebody without an entry under people."""

    name: str
    address: str
    person_id: uuid.UUID | None
    subject: str
    at: datetime
    trouble: str


def unreached(person: Person | None = None) -> list[Unreached]:
    """The addresses whose last trouble is not settled, the latest first: those of everybody, or of ``person``."""
    later = aliased(Notice)
    moment = func.coalesce(Notice.returned_at, Notice.created_at)
    settled = exists().where(
        later.recipient == Notice.recipient,
        later.kind == "test",
        later.created_at >= moment,
        later.state.in_(("queued", "sending", "sent")),
    )
    query = (
        select(Person.name, Notice.recipient, Person.id, Notice.subject, moment, Notice.trouble)
        .outerjoin(Person, Person.email == Notice.recipient)  # nobody, where the address is another one by now
        .where(
            Notice.state.in_(("returned", "failed")),
            moment > clock.now() - SHOWN_FOR,
            or_(Person.active, and_(Person.id.is_(None), Notice.person_id.is_(None))),
            ~settled,
        )
        .order_by(moment.desc())
        .limit(MOST * 5)
    )
    if person is not None:
        query = query.where(Person.id == person.id)
    found: dict[str, Unreached] = {}
    for row in db.session.execute(query):
        found.setdefault(row[1], Unreached(row[0] or row[1], row[1], row[2], row[3], row[4], row[5]))
    return list(found.values())[:MOST]
