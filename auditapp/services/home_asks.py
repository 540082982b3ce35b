"""What is asked of one person beside the ordinary turns: findings to take up, and second signatures."""

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import joinedload

from auditapp.domain.finding import ANSWERED_IN, TO_BE_TAKEN_UP
from auditapp.domain.nonconformity import OPEN_STATES
from auditapp.models import Audit, Finding, IndependenceOverride, Nonconformity, Person, VerdictOverride, db
from auditapp.services import audit_overrides

MOST = 18


def findings_of(person: Person) -> list[Finding]:
    """Observations and opportunities that ``person`` has to take up or decline, or took up and has to finish: those
    with the nearest day first."""
    query = (
        select(Finding)
        .where(Finding.owner_id == person.id, Finding.state.in_(ANSWERED_IN), Finding.grade.in_(TO_BE_TAKEN_UP))
        .order_by(Finding.taken_up_until.is_(None).desc(), Finding.taken_up_until, Finding.released_at)
        .limit(MOST)
        .options(joinedload(Finding.process))
    )
    return list(db.session.scalars(query))


def to_approve(person: Person) -> list[Nonconformity]:
    """Nonconformities that wait for a second person: ``person`` may approve to void, or an override."""
    roles = person.role_names
    waiting = []
    if roles & {"ems_lead", "auditor", "top_management"}:
        proposed = Nonconformity.void_proposed_by_id
        waiting.append(and_(proposed.is_not(None), proposed != person.id))
    if roles & {"ems_lead", "top_management"}:
        waiting.append(
            Nonconformity.overrides.any(
                and_(
                    VerdictOverride.approved_by_id.is_(None),
                    VerdictOverride.person_id != person.id,
                    VerdictOverride.asked_by_id != person.id,
                )
            )
        )
    if not waiting:
        return []
    query = select(Nonconformity).where(Nonconformity.state.in_(OPEN_STATES), or_(*waiting))
    query = query.order_by(Nonconformity.number).limit(MOST).options(joinedload(Nonconformity.process))
    return list(db.session.scalars(query))


def overrides_to_approve(person: Person) -> list[IndependenceOverride]:
    """Audits of own work that wait for a second person, who may be ``person``: an EMS lead or top management."""
    query = (
        select(IndependenceOverride)
        .join(IndependenceOverride.audit)
        .where(
            IndependenceOverride.approved_by_id.is_(None),
            IndependenceOverride.person_id != person.id,
            IndependenceOverride.asked_by_id != person.id,
            Audit.state.in_(("planned", "confirmed", "under_way")),
        )
        .order_by(Audit.starts_on, Audit.reference)
        .limit(MOST)
        .options(
            joinedload(IndependenceOverride.audit),
            joinedload(IndependenceOverride.person).lazyload(Person.roles),
            joinedload(IndependenceOverride.process),
        )
    )
    return [one for one in db.session.scalars(query) if audit_overrides.still_waits(one)]
