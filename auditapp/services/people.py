"""People: invited, given roles, deactivated; never deleted."""

import secrets
import uuid
from collections.abc import Iterable

from flask_security.utils import hash_password
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from auditapp.adapters import clock
from auditapp.domain.errors import NotThere, Refusal
from auditapp.domain.words import N_, ROLES
from auditapp.models import Person, Role, db
from auditapp.services import grants, history, languages, sign_in_sessions


def new_person(name: str, email: str, *, password: str | None = None, job_title: str = "") -> Person:
    """A person that is not in the database yet. ``password``: clear text, hashed here; None: cannot sign in yet."""
    return Person(
        name=name.strip(),
        email=email.strip().lower(),
        job_title=job_title.strip(),
        password=hash_password(password) if password else None,
        active=True,
        fs_uniquifier=secrets.token_hex(32),
        created_at=clock.now(),
        language="",
    )


def add(
    by: Person, name: str, email: str, roles: Iterable[str], *,
    job_title: str = "", password: str | None = None, language: str = "",
) -> Person:  # fmt: skip
    """Add somebody with ``roles``. ``language``: what they read, '' for the organisation's. Raises a `Refusal` when the
    address is taken or a role is unknown."""
    history.allow(by, "manage_people")
    _may_give(by, roles)
    if find_by_email(email) is not None:
        raise Refusal(N_("Somebody with this address is here already."), field="email")
    person = new_person(name, email, password=password, job_title=job_title)
    languages.choose(person, language)
    person.roles = _roles(roles)
    db.session.add(person)
    db.session.flush()
    history.record(person, "create", by, roles=sorted(person.role_names))
    return person


def change(
    by: Person, person: Person, *, name: str, job_title: str, roles: Iterable[str], language: str | None = None
) -> None:
    """Change name, job title, roles and, unless it is None, the language; roles are recorded before and after."""
    history.allow(by, "manage_people")
    before = sorted(person.role_names)
    wanted = sorted(set(roles))
    if before != wanted:
        _may_give(by, set(before) ^ set(wanted))
        _keep_an_administrator(person, wanted)
    person.name, person.job_title = name.strip(), job_title.strip()
    if language is not None:
        languages.choose(person, language)
    person.roles = _roles(wanted)
    history.record(person, "change_roles" if before != wanted else "change", by, before=before, after=wanted)


def correct_address(by: Person, person: Person, email: str) -> None:
    """Another mail address for somebody who has no password: what went to the one before opens nothing any more.

    Raises a `Refusal` when they sign in with it, or when the address is taken."""
    history.allow(by, "manage_people")
    before, email = person.email, email.strip().lower()
    if email == before:
        return
    _may_give(by, person.role_names)  # who is invited at the new address gets all of them
    if person.password:
        raise Refusal(N_("%(name)s signs in with this address, so it stays."), field="email", name=person.name)
    if find_by_email(email) is not None:
        raise Refusal(N_("Somebody with this address is here already."), field="email")
    person.email, person.invited_at, person.fs_uniquifier = email, None, secrets.token_hex(32)
    grants.revoke_all_of(by, person)
    history.record(person, "change", by, address=[before, email])


def deactivate(by: Person, person: Person) -> None:
    """They can no longer sign in, and their sessions end. What they did stays."""
    history.allow(by, "manage_people")
    _may_give(by, person.role_names)
    _keep_an_administrator(person, [])
    if person.id == by.id:
        raise Refusal(N_("Nobody deactivates themselves. Ask another administrator."))
    person.active = False
    sign_in_sessions.end_all_of(person)
    history.record(person, "deactivate", by)


def activate(by: Person, person: Person) -> None:
    """They can sign in again."""
    history.allow(by, "manage_people")
    _may_give(by, person.role_names)
    person.active = True
    history.record(person, "activate", by)


def _may_give(by: Person, roles: Iterable[str]) -> None:
    if "administrator" in roles:
        history.allow(by, "manage_administrators")


def _keep_an_administrator(person: Person, wanted: Iterable[str]) -> None:
    if "administrator" not in person.role_names or "administrator" in wanted:
        return
    query = select(Person).where(Person.active, Person.id != person.id, Person.roles.any(Role.name == "administrator"))
    others = list(db.session.scalars(query.order_by(Person.name)))
    if not others:
        raise Refusal(N_("Somebody has to stay administrator. Give the role to another person first."), field="roles")
    if not any(other.password for other in others):
        raise Refusal(
            N_(
                "Somebody has to stay administrator, and %(name)s cannot sign in: there is no password yet. Wait until "
                "it is chosen, or give the role to another person first."
            ),
            field="roles",
            name=others[0].name,
        )


def _roles(names: Iterable[str]) -> list[Role]:
    wanted = set(names)
    unknown = wanted - set(ROLES)
    if unknown:
        raise Refusal(N_("There is no such role."), field="roles")
    return [db.session.get_one(Role, name) for name in sorted(wanted)]


def find_by_email(email: str) -> Person | None:
    """By address, whatever its capitals."""
    return db.session.scalar(select(Person).where(Person.email == email.strip().lower()))


def find(person_id: uuid.UUID) -> Person:
    """By id; raises `NotThere`."""
    person = db.session.get(Person, person_id)
    if person is None:
        raise NotThere(N_("There is no such person here."))
    return person


def active() -> list[Person]:
    """Everybody who is here, by name."""
    query = select(Person).where(Person.active).order_by(Person.name).options(joinedload(Person.roles))
    return list(db.session.scalars(query).unique())


def everybody() -> list[Person]:
    """Those who left included, by name."""
    return list(db.session.scalars(select(Person).order_by(Person.active.desc(), Person.name)))
