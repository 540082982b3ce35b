"""Invitations: a link by mail, good for seven days and for one use.

The link is signed and carries the person's secret mark and the moment of the invitation: a newer invitation, a
password or being deactivated makes it worthless. Opening it changes nothing (mail scanners open links); sending
the form does.
"""

import secrets
from datetime import timedelta

from flask import current_app
from flask_babel import lazy_gettext as _l
from flask_security.utils import hash_password
from itsdangerous import BadSignature, URLSafeSerializer
from sqlalchemy import select

from auditapp.adapters import clock
from auditapp.domain.errors import NotThere, Refusal
from auditapp.domain.words import N_
from auditapp.models import Person, db
from auditapp.services import history, notices, organisations

GOOD_FOR = timedelta(days=7)


def invite(by: Person, person: Person) -> None:
    """Mail ``person`` a link to choose a password. An earlier link stops working."""
    history.allow(by, "manage_people")
    if not person.active:
        raise Refusal(N_("%(name)s is deactivated. Activate them first."), name=person.name)
    if person.password:
        raise Refusal(N_("%(name)s has a password already and can sign in."), name=person.name)
    person.invited_at = clock.now()
    organisation = organisations.current()
    name = organisation.name if organisation else ""
    subject = _l("You are asked to join the internal audits of %(organisation)s", organisation=name)
    ends = person.invited_at + GOOD_FOR
    notices.write(
        "invitation", person, subject, about=person, token=token_for(person), by=by, ends=ends, organisation_name=name
    )
    history.record(person, "invite", by)


def token_for(person: Person) -> str:
    """What stands in the link of the last invitation."""
    assert person.invited_at is not None
    return _signer().dumps([person.fs_uniquifier, person.invited_at.isoformat()])


def find(token: str) -> Person:
    """The person invited by ``token``; `NotThere` with what to do when it is used, replaced, late or no token."""
    try:
        mark, moment = _signer().loads(token)
    except (BadSignature, ValueError, TypeError):
        raise _ended() from None
    person = db.session.scalar(select(Person).where(Person.fs_uniquifier == str(mark)))
    if person is None or not person.active or person.password or person.invited_at is None:
        raise _ended()
    if person.invited_at.isoformat() != moment or clock.now() > person.invited_at + GOOD_FOR:
        raise _ended()
    return person


def accept(token: str, password: str) -> Person:
    """Give the invited person their password. The link is used up."""
    person = find(token)
    person.password = hash_password(password)
    person.fs_uniquifier = secrets.token_hex(32)
    history.record(person, "accept_invitation", person)
    return person


def _ended() -> NotThere:
    return NotThere(
        N_("This invitation was used, replaced by a newer one, or is older than seven days. Ask for another.")
    )


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.secret_key or "", salt="invitation")
