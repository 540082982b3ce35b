"""The due dates of one person as a calendar: an address with a secret in it, of which only the hash is kept."""

import hashlib
import secrets
from collections.abc import Callable
from urllib.parse import urlsplit

from flask_babel import gettext
from sqlalchemy import select

from auditapp.adapters import calendar, clock
from auditapp.domain.errors import NotThere
from auditapp.domain.nonconformity import OPEN_STATES, turn
from auditapp.domain.words import N_
from auditapp.models import Nonconformity, Person, db
from auditapp.services import actions, history, organisations


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def make(person: Person) -> str:
    """A new secret for the person's calendar; an earlier address ends. It is shown once and kept as a hash."""
    token = secrets.token_urlsafe(24)
    person.calendar_hash = _hash(token)
    history.record(person, "make_calendar", person)
    return token


def end(person: Person) -> None:
    """The address ends."""
    if person.calendar_hash is not None:
        person.calendar_hash = None
        history.record(person, "end_calendar", person)


def find(token: str) -> Person:
    """Whose calendar it is; `NotThere` when the address ended or the person left."""
    person = db.session.scalar(select(Person).where(Person.calendar_hash == _hash(token), Person.active))
    if person is None:
        raise NotThere(N_("This calendar is no longer there. Make a new address on your account page."))
    return person


def feed(person: Person, url: str, to_nonconformity: Callable[[str], str]) -> bytes:
    """What ``person`` owns that is due: nonconformities, and the actions to carry out now."""
    own = select(Nonconformity).where(
        Nonconformity.owner_id == person.id, Nonconformity.state.in_(OPEN_STATES), Nonconformity.due_on.is_not(None)
    )
    entries = [
        calendar.Entry(
            one.id.hex, one.due_on, f"{one.number}: {one.short}",
            gettext(turn(one).you) if turn(one).who == "owner" else gettext("It is not your turn at present."),
            to_nonconformity(one.number),
        )
        for one in db.session.scalars(own) if one.due_on
    ]  # fmt: skip
    entries += [
        calendar.Entry(
            action.id.hex, action.in_force_on, f"{action.nonconformity.number}: {action.short}",
            gettext("You are asked to carry out this action."), to_nonconformity(action.nonconformity.number),
        )
        for action in actions.given_to(person)
    ]  # fmt: skip
    organisation = organisations.current()
    name = gettext(
        "Due for %(name)s, %(organisation)s", name=person.name, organisation=organisation.name if organisation else ""
    )
    return calendar.feed(name, urlsplit(url).hostname or "auditapp", entries, clock.now())
