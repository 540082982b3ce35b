"""The organisation: set up once, asked for everywhere."""

import secrets
from datetime import date, datetime, time
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from auditapp.adapters import clock, secret_store
from auditapp.domain.dates import is_zone
from auditapp.domain.errors import NotAllowed, Refusal
from auditapp.domain.languages import NAMES
from auditapp.domain.words import N_, ROLES
from auditapp.models import Organisation, Person, Role, db
from auditapp.services import history


def current() -> Organisation | None:
    """The organisation, or None before set-up. A page asks for it dozens of times, the database once."""
    session = db.session()
    held: Organisation | None = session.info.get("organisation")
    if held is None or held not in session:
        held = session.info["organisation"] = session.get(Organisation, 1)
    return held


def zone() -> str:
    """Its time zone; UTC before set-up."""
    organisation = current()
    return organisation.timezone if organisation else "UTC"


def start_of(day: date) -> datetime:
    """The moment at which ``day`` begins in its time zone."""
    return datetime.combine(day, time(), ZoneInfo(zone()))


def claim_code(data: Path) -> str:
    """The code that claims an empty installation, made on first asking: who reads the terminal may set up."""
    path = data / "claim-code"
    if not path.exists():
        secret_store.create_once(path, "-".join(f"{secrets.randbelow(10_000):04d}" for _ in range(3)).encode())
    return path.read_text().strip()


def _digits(code: str) -> bytes:
    """What counts of a code: a tablet's keyboard of digits has no dash."""
    return "".join(sign for sign in code if sign.isdecimal()).encode()


def set_up(data: Path, *, code: str, name: str, timezone: str, ems_lead: Person, language: str = "en") -> Organisation:
    """Claim the installation. Raises `NotAllowed` when already claimed or the code is wrong."""
    if current() is not None:
        raise NotAllowed(N_("This installation is set up already. Sign in instead."))
    wanted = _digits(claim_code(data))
    if not wanted or not secrets.compare_digest(_digits(code), wanted):  # a file without digits is no code of ours
        raise Refusal(N_("The code is not the one printed in the terminal where the server was started."), field="code")
    return found(name=name, timezone=timezone, ems_lead=ems_lead, language=language)


def found(*, name: str, timezone: str, ems_lead: Person, is_demo: bool = False, language: str = "en") -> Organisation:
    """Write the organisation and its first person, who is EMS lead and administrator. ``language``: of its papers, and
    of everybody who chooses no other."""
    if not is_zone(timezone):
        raise Refusal(N_("Choose a time zone from the list."), field="timezone")
    if language not in NAMES:
        raise Refusal(N_("Choose a language from the list."), field="language")
    ensure_roles()
    organisation = Organisation(
        id=1, name=name.strip(), timezone=timezone, is_demo=is_demo, created_at=clock.now(), language=language
    )
    db.session.add(organisation)
    db.session.add(ems_lead)
    ems_lead.roles = [db.session.get_one(Role, "administrator"), db.session.get_one(Role, "ems_lead")]
    db.session.flush()
    history.record(organisation, "set_up", ems_lead)
    return organisation


def change(by: Person, organisation: Organisation, *, name: str, timezone: str) -> None:
    """Another name or time zone from now on; each change is on the record. Raises a `Refusal` for no name or zone."""
    history.allow(by, "manage_sites")
    if not name.strip():
        raise Refusal(N_("Type the name of the organisation."), field="name")
    if not is_zone(timezone):
        raise Refusal(N_("Choose a time zone from the list."), field="timezone")
    wanted = {"name": name.strip(), "timezone": timezone}
    before = {key: getattr(organisation, key) for key in wanted}
    changed: dict[str, Any] = {
        key: {"before": before[key], "after": text} for key, text in wanted.items() if before[key] != text
    }
    for key in changed:
        setattr(organisation, key, wanted[key])
    if changed:
        history.record(organisation, "change", by, **changed)


def ensure_roles() -> None:
    """The five roles exist; safe to do twice."""
    for name in ROLES:
        if db.session.get(Role, name) is None:
            db.session.add(Role(name=name))
    db.session.flush()
