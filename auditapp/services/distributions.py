"""Who gets an issued report: told by mail, and each receipt kept."""

from collections.abc import Iterator

from flask import current_app
from flask_babel import gettext
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from auditapp.adapters import clock
from auditapp.domain.errors import NotThere
from auditapp.domain.words import N_
from auditapp.models import Audit, Paper, Person, Receipt, db
from auditapp.services import history, notices
from auditapp.services.paper_parts import lines


def send(paper: Paper, audit: Audit) -> list[Receipt]:
    """Tell everybody on the distribution list of ``audit`` that ``paper`` is issued. A line names a person by name or
    address, alone or among other words; who has no account here is told by hand."""
    moment = clock.now()
    made = []
    for person in _named(audit.distribution):
        receipt = Receipt(paper=paper, person=person, sent_at=moment)
        db.session.add(receipt)
        made.append(receipt)
        notices.write(
            "report_issued",
            person,
            gettext("%(reference)s: the audit report is issued", reference=audit.reference)
            if paper.revision == 0
            else gettext(
                "%(reference)s: revision %(revision)s of the audit report is issued",
                reference=audit.reference,
                revision=paper.revision,
            ),
            about=paper,
            audit=audit,
            paper=paper,
            link=f"{current_app.config['SETTINGS'].url}/papers/{paper.id}/receipt",
        )
    db.session.flush()
    return made


def _named(distribution: str) -> Iterator[Person]:
    wanted = [line.casefold() for line in lines(distribution)]
    if not wanted:
        return
    for person in db.session.scalars(select(Person).where(Person.active).order_by(Person.name)):
        if any(person.name.casefold() in line or person.email.casefold() in line for line in wanted):
            yield person


def of(paper: Paper) -> list[Receipt]:
    """Its receipts, by name."""
    query = select(Receipt).where(Receipt.paper_id == paper.id).join(Receipt.person).order_by(Person.name)
    return list(db.session.scalars(query.options(joinedload(Receipt.person).lazyload(Person.roles))))


def find(person: Person, paper: Paper) -> Receipt:
    """The receipt that ``person`` is asked for; `NotThere` where they were sent nothing."""
    found = db.session.scalar(select(Receipt).where(Receipt.paper_id == paper.id, Receipt.person_id == person.id))
    if found is None:
        raise NotThere(N_("This paper was not sent to you."))
    return found


def confirm(by: Person, paper: Paper) -> Receipt:
    """Say that it was received. Twice is once."""
    receipt = find(by, paper)
    if receipt.seen_at is None:
        receipt.seen_at = clock.now()
        history.record(paper, "receive_paper", by)
    return receipt
