"""What became of mails: at the record that they are about, and for whom they are."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import current_app
from sqlalchemy import func, select

from auditapp.models import Notice, Person, db


@dataclass(frozen=True, slots=True)
class Sent:
    """What became of one mail: to whom, what it says in its subject, its state, when, and the trouble if any."""

    to: str
    subject: str
    state: str
    at: datetime
    trouble: str


def stay_here() -> bool:
    """Whether no mail server is set: each mail is a readable file, and reaches nobody by itself."""
    return bool(current_app.config["SETTINGS"].mail_url.startswith("file:"))


def about(*things: Any) -> list[Sent]:
    """The mails about ``things``, newest first."""
    moment = func.coalesce(Notice.returned_at, Notice.sent_at, Notice.created_at)
    query = (
        select(func.coalesce(Person.name, Notice.recipient), Notice.subject, Notice.state, moment, Notice.trouble)
        .outerjoin(Person, Person.id == Notice.person_id)
        .where(Notice.subject_id.in_([str(thing.id) for thing in things]))
        .order_by(Notice.created_at.desc(), Notice.id.desc())
    )
    return [Sent(*row) for row in db.session.execute(query)]


def lately_to(person: Person, most: int = 10) -> list[Sent]:
    """The last mails to ``person``, newest first."""
    query = (
        select(
            Notice.recipient,
            Notice.subject,
            Notice.state,
            func.coalesce(Notice.returned_at, Notice.sent_at, Notice.created_at),
            Notice.trouble,
        )
        .where(Notice.person_id == person.id)
        .order_by(Notice.created_at.desc(), Notice.id.desc())
        .limit(most)
    )
    return [Sent(*row) for row in db.session.execute(query)]
