"""Who is told of an audit's dates: the team, who is audited, and who owns what is audited (ISO 19011, 6.3 and 6.4)."""

from dataclasses import dataclass
from datetime import date

from flask import url_for
from flask_babel import lazy_gettext as _l

from auditapp.domain.permissions import can
from auditapp.models import Audit, Person
from auditapp.services import checklists, history, notices


@dataclass(frozen=True)
class Told:
    """What those who were told know of a confirmed plan."""

    days: tuple[date, date]
    people: frozenset[Person]


def told_of(audit: Audit) -> Told:
    """What is to be compared with the plan after a change, by `tell_changed`."""
    return Told((audit.starts_on, audit.ends_on), frozenset(_concerned(audit)))


def tell_confirmed(by: Person, audit: Audit) -> None:
    """Everybody whom the audit concerns."""
    _tell(by, audit, "confirmed", _concerned(audit))


def tell_changed(by: Person, audit: Audit, before: Told) -> None:
    """Of a confirmed audit: everybody where its days changed, else whoever it concerns from now on, or no longer."""
    moved, now = before.days != (audit.starts_on, audit.ends_on), _concerned(audit)
    _tell(by, audit, "confirmed", [person for person in now if person not in before.people])
    if moved:
        _tell(by, audit, "moved", [person for person in now if person in before.people])
    left = [person for person in before.people.difference(now) if person.active]
    _tell(by, audit, "left", sorted(left, key=lambda person: person.name), days=before.days)


def tell_cancelled(by: Person, audit: Audit) -> None:
    """Whoever was told of its dates."""
    if history.last_into(audit, "confirmed"):
        _tell(by, audit, "cancelled", _concerned(audit))


def _concerned(audit: Audit) -> list[Person]:
    owners = [process.owner for process in audit.processes if process.owner is not None]
    people = [*(member.person for member in audit.members), *audit.auditees, *owners]
    return [person for person in dict.fromkeys(people) if person.active]


def _tell(by: Person, audit: Audit, what: str, people: list[Person], *, days: tuple[date, date] | None = None) -> None:
    """``what``: 'confirmed', 'moved', 'cancelled', or 'left' for who is not part of it any more; ``days``: those they
    were told before, where they have changed. Who cannot sign in gets no link."""
    editions = checklists.editions()
    criteria = [editions[key].name if key in editions else key for key in audit.criteria]
    subjects = {
        "confirmed": _l("%(reference)s: the dates of an audit that concerns you", reference=audit.reference),
        "moved": _l("%(reference)s: an audit that concerns you has other dates", reference=audit.reference),
        "cancelled": _l("%(reference)s: an audit that concerns you is cancelled", reference=audit.reference),
        "left": _l("%(reference)s: you are not part of this audit any more", reference=audit.reference),
    }
    team = {member.person_id for member in audit.members}
    for person in people:
        if person == by:
            continue
        opens = person.password is not None and can(person, "see_audit", audit)
        notices.write(
            "audit_dates",
            person,
            subjects[what],
            about=audit,
            audit=audit,
            what=what,
            days=days or (audit.starts_on, audit.ends_on),
            criteria=criteria,
            on_team=person.id in team,
            owned=[process.name for process in audit.processes if process.owner_id == person.id],
            by=by,
            contact=by if audit.leader is None or person == audit.leader else audit.leader,
            link=url_for("audits.show", reference=audit.reference, _external=True) if opens else "",
        )
