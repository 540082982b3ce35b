"""Who is asked: the people behind 'owner', 'judge' and 'verifier', and those who step in for somebody who left."""

from collections.abc import Sequence

from sqlalchemy import select

from auditapp.domain.nonconformity import turn
from auditapp.domain.permissions import can
from auditapp.domain.standing import is_independent
from auditapp.models import Nonconformity, Person, Role, db


def with_role(role: str) -> list[Person]:
    """Everybody here who has ``role``."""
    return list(db.session.scalars(select(Person).where(Person.active, Person.roles.any(Role.name == role))))


def of(nonconformity: Nonconformity, leads: Sequence[Person]) -> list[Person]:
    """Whoever has the turn: the owner; else the audit team leader or, where there is none, the EMS leads (``leads``).
    For an owner who left, the EMS leads: they give it to somebody else."""
    if turn(nonconformity).who == "owner":
        return [nonconformity.owner] if nonconformity.owner.active else list(leads)
    return judges(nonconformity, leads)


def judges(nonconformity: Nonconformity, leads: Sequence[Person]) -> list[Person]:
    """Who is asked first to judge and verify: the audit team leader, else those EMS leads who own no part of it."""
    leader = nonconformity.audit.leader if nonconformity.audit else None
    if leader is not None and leader.active and is_independent(leader, nonconformity):
        return [leader]
    return [lead for lead in leads if is_independent(lead, nonconformity)] or list(leads)


def to_answer(nonconformity: Nonconformity, by: Person) -> list[Person]:
    """Who reads what the owner (``by``) did: whoever raised it, or, where they left or own a part of it, the judges."""
    raised = nonconformity.raised_by
    if raised.active and raised.id != by.id and is_independent(raised, nonconformity):
        return [raised]
    return [person for person in judges(nonconformity, with_role("ems_lead")) if person.id != by.id]


def to_approve_void(nonconformity: Nonconformity) -> list[Person]:
    """The second person for a proposal to void: the audit team leader, else other EMS leads, else top management."""
    leader = nonconformity.audit.leader if nonconformity.audit else None
    for some in ([leader] if leader is not None else [], with_role("ems_lead"), with_role("top_management")):
        able = [person for person in some if can(person, "approve_void", nonconformity)]
        if able:
            return able
    return []
