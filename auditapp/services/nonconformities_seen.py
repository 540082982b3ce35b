"""Nonconformities as they are found: through the person, and with all that a page shows in few questions."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.orm.attributes import set_committed_value

from auditapp.domain.errors import NotThere
from auditapp.domain.words import N_
from auditapp.models import (
    Action,
    Audit,
    Evidence,
    ExtentQuestion,
    Finding,
    Instance,
    Nonconformity,
    Person,
    Process,
    Round,
    VerdictOverride,
    db,
)

SEES_ALL = frozenset({"ems_lead", "auditor", "top_management"})


def visible_to(person: Person) -> Select[Nonconformity]:
    """The nonconformities that ``person`` may see, as a query to go on from."""
    query = select(Nonconformity)
    if person.acting_on is not None:
        query = query.where(Nonconformity.id == person.acting_on)
    elif person.role_names & SEES_ALL:
        return query
    return query.where(theirs(person))


def theirs(person: Person) -> ColumnElement[bool]:
    """Of which ``person`` owns a part, or was asked whether it exists elsewhere."""
    acts = select(Round.nonconformity_id).join(Action).where(Action.owner_id == person.id)
    return or_(
        Nonconformity.owner_id == person.id,
        Nonconformity.process_id.in_(select(Process.id).where(Process.owner_id == person.id)),
        Nonconformity.id.in_(acts),
        Nonconformity.extent_questions.any(ExtentQuestion.person_id == person.id),
    )


def seen_of(person: Person, some: Sequence[Nonconformity]) -> frozenset[str]:
    """The numbers of those among ``some`` that ``person`` may see, in at most one question."""
    if not some or (person.acting_on is None and person.role_names & SEES_ALL):
        return frozenset(one.number for one in some)
    query = visible_to(person).where(Nonconformity.id.in_([one.id for one in some]))
    return frozenset(db.session.scalars(query.with_only_columns(Nonconformity.number)))


def find(person: Person, number: str) -> Nonconformity:
    """The nonconformity ``number`` with all that its page shows; `NotThere` when it is not ``person``'s to see."""
    query = visible_to(person).where(Nonconformity.number == number.upper()).options(*_whole())
    found = db.session.scalars(query).unique().one_or_none()
    if found is None:
        raise NotThere(N_("There is no such nonconformity here."))
    for cause in (cause for this in found.rounds for cause in this.causes):  # the round's actions are here already
        mine = [action for action in cause.round.actions if action.cause_id == cause.id]
        set_committed_value(cause, "actions", mine)
    _hang_evidence(found)
    return found


def _hang_evidence(found: Nonconformity) -> None:
    """All its evidence in one question, wherever it hangs: at itself, its actions, its finding, the question asked."""
    finding = found.finding
    instance = finding.instance if finding else None
    actions = [action for each in found.rounds for action in each.actions]
    its = [Evidence.nonconformity_id == found.id]
    its += [Evidence.action_id.in_([action.id for action in actions])] if actions else []
    its += [Evidence.finding_id == finding.id] if finding else []
    its += [Evidence.instance_id == instance.id] if instance else []
    rows = db.session.scalars(select(Evidence).where(or_(*its)).order_by(Evidence.id)).all()
    hangs: list[tuple[Any, str]] = [(found, "nonconformity_id"), (finding, "finding_id"), (instance, "instance_id")]
    for thing, key in (*hangs, *((action, "action_id") for action in actions)):
        if thing is not None:
            set_committed_value(thing, "evidence", [one for one in rows if getattr(one, key) == thing.id])


@cache
def _whole() -> tuple[Any, ...]:
    """All that the page shows, in few queries: roles are asked of the reader alone, not of everybody named."""
    rounds = selectinload(Nonconformity.rounds)
    finding = joinedload(Nonconformity.finding)
    actions = rounds.joinedload(Round.actions)  # a round has few of either: rows are cheaper than a question
    asked = joinedload(Nonconformity.extent_questions)
    return (
        _named(joinedload(Nonconformity.owner)),
        _named(joinedload(Nonconformity.raised_by)),
        joinedload(Nonconformity.process),
        joinedload(Nonconformity.site),
        _named(joinedload(Nonconformity.audit).joinedload(Audit.leader)),
        finding.joinedload(Finding.instance).joinedload(Instance.question),
        selectinload(Nonconformity.due_dates),
        rounds.joinedload(Round.causes),
        _named(actions.joinedload(Action.owner)),
        _named(rounds.joinedload(Round.verified_by)),
        _named(rounds.joinedload(Round.judged_by)),
        asked.joinedload(ExtentQuestion.process),
        _named(asked.joinedload(ExtentQuestion.person)),
        joinedload(Nonconformity.overrides).options(  # most have none: a row more is cheaper than a question
            _named(joinedload(VerdictOverride.person)),
            _named(joinedload(VerdictOverride.asked_by)),
            _named(joinedload(VerdictOverride.approved_by)),
        ),
    )


def _named(way: Any) -> Any:
    return way.lazyload(Person.roles)
