"""Who gets an issued report: told by mail, and each receipt kept. Who has no account here gets a link of their own."""

import uuid
from dataclasses import dataclass
from datetime import timedelta

from flask import current_app
from flask_babel import lazy_gettext
from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, lazyload

from auditapp.adapters import clock
from auditapp.domain import recipient
from auditapp.domain.errors import NotAllowed, NotThere
from auditapp.domain.management_review import standing
from auditapp.domain.recipient import Line
from auditapp.domain.words import N_
from auditapp.models import Audit, ManagementReview, Paper, Person, Receipt, db, new_id
from auditapp.services import grant_links, history, notices

GOOD_FOR = timedelta(days=90)
"""How long the link of somebody without an account opens the report."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of a distribution list as it is typed, and whom a mail reaches by it: ``people`` with an account here,
    or else the address of its ``line``."""

    line: Line
    people: tuple[Person, ...] = ()

    @property
    def is_mailed(self) -> bool:
        """Whether a mail reaches anybody by it."""
        return bool(self.people or self.line.address)


def entries(text: str) -> list[Entry]:
    """The entries of ``text``. Each names people by name or address, alone or among other words; or somebody outside,
    by name and address; or nobody who can be mailed ('all shift leaders')."""
    typed = recipient.entries(text)
    query = select(Person).where(Person.active).order_by(Person.name).options(lazyload(Person.roles))
    people = db.session.scalars(query).all() if typed else ()
    names = {person.name for person in people}
    found = []
    for one in typed:
        addresses = recipient.addresses_in(one)  # where there is one it says who is meant, of two of the same name too
        meant = () if addresses else recipient.names_in(one, names)
        reached = tuple(each for each in people if each.name in meant or each.email.casefold() in addresses)
        found.append(Entry(recipient.read(one), reached))
    return found


def send(paper: Paper, audit: Audit) -> list[Receipt]:
    """Tell everybody on the distribution list of ``audit`` that ``paper`` is issued."""
    listed = entries(audit.distribution)
    inside = {person.id: person for one in listed for person in one.people}
    made = [_tell(paper, audit, person) for person in inside.values()]
    known = {person.email.casefold() for person in inside.values()}
    outside = {one.line.address: one.line for one in listed if one.line.address}
    made += [_tell_outside(paper, audit, one) for address, one in outside.items() if address not in known]
    db.session.flush()
    return made


def _tell(paper: Paper, audit: Audit, person: Person) -> Receipt:
    receipt = Receipt(paper=paper, person=person, sent_at=clock.now())
    db.session.add(receipt)
    link = f"{current_app.config['SETTINGS'].url}/papers/{paper.id}/receipt"
    notices.write("report_issued", person, _subject(paper, audit), about=paper, audit=audit, paper=paper, link=link)
    return receipt


def _tell_outside(paper: Paper, audit: Audit, line: Line) -> Receipt:
    moment, number = clock.now(), new_id()
    receipt = Receipt(
        id=number, paper=paper, name=line.name[:200], address=line.address[:200], sent_at=moment,
        token_hash=grant_links.hash_of(grant_links.token_of(number)), expires_at=moment + GOOD_FOR,
    )  # fmt: skip
    db.session.add(receipt)
    notices.write_outside(
        "report_issued", line.name, line.address, _subject(paper, audit), about=paper, audit=audit, paper=paper,
        link=grant_links.marked(number, "r"),
    )  # fmt: skip
    return receipt


def _subject(paper: Paper, audit: Audit) -> object:
    if paper.revision == 0:
        return lazy_gettext("%(reference)s: the audit report is issued", reference=audit.reference)
    return lazy_gettext(
        "%(reference)s: revision %(revision)s of the audit report is issued",
        reference=audit.reference,
        revision=paper.revision,
    )


def send_minutes(paper: Paper, review: ManagementReview, before: Paper | None = None) -> list[Receipt]:
    """Tell whoever was invited to ``review``, the owners of its decisions, and whoever has the revision ``before``
    (the owner of a decision that was taken back, too) that its minutes are issued."""
    invited = [one.person for one in review.people if one.person is not None]
    owners = [one.owner for one in standing(review.decisions)]
    had = [one.person for one in of(before) if one.person is not None] if before else []
    wanted = {person.id: person for person in (*invited, *owners, *had) if person.active}
    link = f"{current_app.config['SETTINGS'].url}/papers/{paper.id}/receipt"
    made = []
    for person in wanted.values():
        receipt = Receipt(paper=paper, person=person, sent_at=clock.now())
        db.session.add(receipt)
        made.append(receipt)
        if paper.revision:
            subject = lazy_gettext(
                "%(reference)s: revision %(revision)s of the minutes is issued",
                reference=review.reference,
                revision=paper.revision,
            )
        else:
            subject = lazy_gettext("%(reference)s: the minutes are issued", reference=review.reference)
        notices.write("minutes_issued", person, subject, about=paper, review=review, paper=paper, link=link)
    db.session.flush()
    return made


def of(paper: Paper) -> list[Receipt]:
    """Its receipts, by name."""
    query = select(Receipt).where(Receipt.paper_id == paper.id).outerjoin(Receipt.person)
    query = query.order_by(func.coalesce(Person.name, Receipt.name))
    return list(db.session.scalars(query.options(joinedload(Receipt.person).lazyload(Person.roles))))


def find(person: Person, paper: Paper) -> Receipt:
    """The receipt that ``person`` is asked for; `NotThere` where they were sent nothing."""
    found = db.session.scalar(select(Receipt).where(Receipt.paper_id == paper.id, Receipt.person_id == person.id))
    if found is None:
        raise NotThere(N_("This paper was not sent to you."))
    return found


def find_by_link(token: str) -> Receipt:
    """The receipt behind the link of somebody without an account; `NotThere`, or `NotAllowed` where it has ended."""
    query = select(Receipt).where(Receipt.token_hash == grant_links.hash_of(token)).options(joinedload(Receipt.paper))
    found = db.session.scalar(query)
    if found is None:
        raise NotThere(
            N_("This link is not known here. Perhaps a part of it was lost: open it from the mail, or copy all of it.")
        )
    if found.expires_at is None or found.expires_at <= clock.now():
        raise NotAllowed(N_("This link has ended. Ask who sent you the report for another copy."))
    return found


def confirm(by: Person, paper: Paper) -> Receipt:
    """Say that it was received. Twice is once."""
    return _seen(find(by, paper), by)


def confirm_by_link(receipt: Receipt) -> Receipt:
    """The same, by who came by the link of ``receipt``."""
    return _seen(receipt, None)


def _seen(receipt: Receipt, by: Person | None) -> Receipt:
    if receipt.seen_at is None:
        receipt.seen_at = clock.now()
        history.record(receipt.paper, "receive_paper", by, note="" if by else receipt.name)
    return receipt


def end_link(by: Person, audit: Audit, receipt_id: uuid.UUID) -> None:
    """The link of somebody without an account opens nothing any more. Twice is once."""
    history.allow(by, "issue", audit)
    receipt = db.session.get(Receipt, receipt_id, options=(joinedload(Receipt.paper),))
    if receipt is None or receipt.paper.subject_id != audit.id or receipt.person_id is not None:
        raise NotThere(N_("There is no such entry here."))
    if receipt.expires_at is not None and receipt.expires_at > clock.now():
        receipt.expires_at = clock.now()
        history.record(receipt.paper, "revoke_link", by, note=receipt.name)
