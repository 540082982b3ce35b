"""Passkeys of people: added and removed by themselves, and used to sign in and to sign.

Whoever may not sign in with a password may not with a passkey: an account that is closed, or not taken up yet.
"""

import hashlib
import uuid
from collections.abc import Sequence
from typing import Any

import structlog
from flask import current_app
from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select

from auditapp.adapters import clock, passkey_answers
from auditapp.domain import passkey as rules
from auditapp.domain.errors import NotThere, Refusal
from auditapp.domain.words import N_
from auditapp.models import Passkey, Person, db
from auditapp.services import history, notices, organisations, throttles

log = structlog.get_logger()
MOST = 20
"""Passkeys of one person: more are somebody's mistake."""


def place() -> rules.Place | None:
    """Where the passkeys of this installation belong, by its public address; None where that is a number."""
    return rules.place(current_app.config["SETTINGS"].url)


def belongs_at() -> rules.Place:
    """As `place`; raises `Refusal` where there is none."""
    found = place()
    if found is None:
        raise Refusal(
            N_(
                "Passkeys need an address with a name, and that of this installation is a number. Whoever runs it can "
                "give it one."
            )
        )
    return found


def of_person(person: Person) -> Sequence[Passkey]:
    """Those of ``person``, in the order in which they were added."""
    return db.session.scalars(select(Passkey).where(Passkey.person_id == person.id).order_by(Passkey.id)).all()


def has_any(person: Person) -> bool:
    """Whether ``person`` has a passkey."""
    return db.session.scalar(select(Passkey.id).where(Passkey.person_id == person.id).limit(1)) is not None


def find(person: Person, passkey_id: uuid.UUID) -> Passkey:
    """One of ``person``'s; raises `NotThere` for somebody else's."""
    found = db.session.get(Passkey, passkey_id)
    if found is None or found.person_id != person.id:
        raise NotThere(N_("There is no such passkey on your account."))
    return found


def asking_for_new(person: Person, challenge: bytes) -> dict[str, Any]:
    """What the browser of ``person`` is asked for, to make one more."""
    house = organisations.current()
    return passkey_answers.asking_for_new(
        belongs_at(), challenge, house=house.name if house else "", handle=person.id.bytes, address=person.email,
        name=person.name, known=_known(person),
    )  # fmt: skip


def asking_for_one(challenge: bytes, person: Person | None = None) -> dict[str, Any]:
    """What a browser is asked for: a passkey of ``person``, or any that its device holds for this installation."""
    return passkey_answers.asking_for_one(belongs_at(), challenge, _known(person) if person else None)


def _known(person: Person) -> list[passkey_answers.Known]:
    return [passkey_answers.Known(one.credential_id, one.transports) for one in of_person(person)]


def add(person: Person, name: str, challenge: bytes, answer: str) -> Passkey:
    """Keep the passkey that the browser of ``person`` made for ``challenge``; they are told by mail.

    Raises `Refusal` where ``name`` is taken, there are too many, or the answer is not good.
    """
    held = of_person(person)
    if name.casefold() in {one.name.casefold() for one in held}:
        raise Refusal(N_("You have a passkey of this name already. Choose another."), field="name")
    if len(held) >= MOST:
        raise Refusal(N_("You have %(most)d passkeys. Remove one that you no longer use first."), most=MOST)
    try:
        made = passkey_answers.made(belongs_at(), challenge, answer)
    except passkey_answers.NotGoodError as trouble:
        log.warning("passkey not added", person=str(person.id), trouble=str(trouble))
        raise Refusal(N_("Your device did not make a passkey that can be used here. Try again.")) from None
    if db.session.scalar(select(func.count()).where(Passkey.credential_id == made.credential_id)):
        raise Refusal(N_("This passkey is here already."))
    passkey = Passkey(
        person=person, name=name, credential_id=made.credential_id, key=made.key, count=made.count,
        transports=made.transports, created_at=clock.now(),
    )  # fmt: skip
    db.session.add(passkey)
    db.session.flush()
    history.record(person, "add_passkey", person, passkey=str(passkey.id), name=name)
    notices.write("passkey_added", person, _l("A passkey was added to your account"), about=person, passkey=name)
    return passkey


def remove(person: Person, passkey: Passkey) -> None:
    """It opens nothing any more; ``person`` is told by mail, and the record keeps that it was there."""
    history.record(person, "remove_passkey", person, passkey=str(passkey.id), name=passkey.name)
    notices.write(
        "passkey_removed", person, _l("A passkey was removed from your account"), about=person, passkey=passkey.name
    )
    db.session.delete(passkey)


def use(challenge: bytes, answer: str, *, by: Person | None = None) -> Passkey:
    """The passkey with which ``answer`` was signed for ``challenge``: whose it is has shown who they are.

    ``by``: whoever is signed in, and signs with one of their own. Raises a `Refusal` that is the same whatever was
    wrong, so that nobody learns which passkeys are known; it counts as a try of the account.
    """
    try:
        named = passkey_answers.named(answer)
        passkey = db.session.scalar(select(Passkey).where(Passkey.credential_id == named.credential_id))
        if passkey is None:
            raise passkey_answers.NotGoodError("not known")
    except passkey_answers.NotGoodError as trouble:
        raise _refused(None, by, str(trouble)) from None
    history.hold(passkey, "count", "last_challenge")
    with throttles.against_guessing(throttles.PASSKEY_OF_ACCOUNT, str(passkey.person_id)):
        _check(passkey, named, challenge, answer, by)
    return passkey


def _check(passkey: Passkey, named: passkey_answers.Named, challenge: bytes, answer: str, by: Person | None) -> None:
    person, spent = passkey.person, hashlib.sha256(challenge).hexdigest()
    if by is not None and person.id != by.id:
        raise _refused(passkey, by, "somebody else's")
    if named.handle not in (b"", person.id.bytes):
        raise _refused(passkey, by, "the handle is another person's")
    if not person.active or not person.password:
        raise _refused(passkey, by, "the account is closed")
    if passkey.last_challenge == spent:
        raise _refused(passkey, by, "the challenge was answered before")
    try:
        count = passkey_answers.used(belongs_at(), challenge, answer, key=passkey.key, count=passkey.count)
    except passkey_answers.NotGoodError as trouble:
        raise _refused(passkey, by, str(trouble)) from None
    passkey.count, passkey.last_challenge, passkey.used_at = count, spent, clock.now()


def _refused(passkey: Passkey | None, by: Person | None, trouble: str) -> Refusal:
    log.warning(
        "passkey refused", passkey=str(passkey.id) if passkey else "", by=str(by.id) if by else "", trouble=trouble
    )
    return Refusal(N_("This passkey was not accepted. Use another one, or type your password."))


def note_signature(by: Person, subject: Any, name: str) -> None:
    """Keep with ``subject`` that it was signed with the passkey called ``name``."""
    history.record(subject, "sign_with_passkey", by, name=name)
