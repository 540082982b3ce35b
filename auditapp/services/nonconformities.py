"""Nonconformities: raised, found through the person, and led through their steps."""

from functools import cache
from typing import Any

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.orm.attributes import set_committed_value

from auditapp.domain import nonconformity as rules
from auditapp.domain import steps
from auditapp.domain.errors import Conflict, NotThere, Refusal
from auditapp.domain.permissions import can
from auditapp.domain.steps import NONCONFORMITY_STEPS, Step
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
)  # fmt: skip
from auditapp.services import (
    due_dates,
    extensions,
    history,
    notices_of_nonconformities,
    regrades,
    verdict_overrides,
    verdicts,
    warnings,
)
from auditapp.services.due_dates import due_date, meet, today_at

__all__ = [
    "already_taken", "due_date", "find", "nothing_new", "steps_open_to", "take", "today_at", "visible_to",
]  # fmt: skip

SEES_ALL = frozenset({"ems_lead", "auditor", "top_management"})


def visible_to(person: Person) -> Select[Nonconformity]:
    """The nonconformities that ``person`` may see, as a query to go on from."""
    query = select(Nonconformity)
    if person.acting_on is not None:
        query = query.where(Nonconformity.id == person.acting_on)
    elif person.role_names & SEES_ALL:
        return query
    acts = select(Round.nonconformity_id).join(Action).where(Action.owner_id == person.id)
    return query.where(
        or_(
            Nonconformity.owner_id == person.id,
            Nonconformity.process_id.in_(select(Process.id).where(Process.owner_id == person.id)),
            Nonconformity.id.in_(acts),
            Nonconformity.extent_questions.any(ExtentQuestion.person_id == person.id),
        )
    )


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
    actions = rounds.selectinload(Round.actions)
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


def take(by: Person, nonconformity: Nonconformity, verb: str, *, note: str = "", **data: Any) -> Step:
    """Take a step of `steps.NONCONFORMITY_STEPS`, with what belongs to it: verdicts kept, due dates met, rounds
    opened, and whoever has the turn next told."""
    before = _BEFORE.get(verb)
    if before is not None:  # what only this verb asks comes after who may and when, as for every step
        history.allow(by, NONCONFORMITY_STEPS[verb].permission, nonconformity)
        steps.step_for(NONCONFORMITY_STEPS, verb, nonconformity.state)
        before(nonconformity, data)
    step = history.take(NONCONFORMITY_STEPS, nonconformity, verb, by, note=note, **data)
    also = _ALSO.get(verb)
    if also is not None:
        also(by, nonconformity, note.strip(), data)
    if step.new_round:
        _open_round(nonconformity)
    due_dates.show_next(nonconformity)
    notices_of_nonconformities.tell_step(nonconformity, step, by, note.strip())
    return step


def already_taken(by: Person, nonconformity: Nonconformity, verb: str, seen: int | None = None) -> bool:
    """Whether ``verb`` is the last thing that happened here and ``by`` did it: a second press changes nothing. What
    the page that was pressed showed already (``seen``: its last event) is another time."""
    step = NONCONFORMITY_STEPS[verb]
    if nonconformity.state in step.from_ and step.to != steps.SAME:
        return False
    last = history.last_of(nonconformity)
    if last is None or (step.asks and seen is not None and last.seq <= seen):
        return False
    return last.verb == verb and last.person_id == by.id


def nothing_new(by: Person, nonconformity: Nonconformity, seen: int | None) -> None:
    """Raise `Conflict` when somebody else changed it after the event ``seen``, which the page of ``by`` showed last."""
    last = history.last_of(nonconformity, not_by=by)
    if seen is not None and last is not None and last.seq > seen:
        raise Conflict(
            N_("%(name)s changed this after you opened the page, so your step was not taken. Look at what is new."),
            name=last.person.name if last.person else "",
        )


def _needs_warnings_read(nonconformity: Nonconformity, data: dict[str, Any]) -> None:
    """A warning stops nobody, once it is read: what was overridden stays with the step, and prints."""
    read = data.pop("warnings_read", False)
    codes = warnings.of_response(nonconformity)
    if not codes or list(steps.missing(NONCONFORMITY_STEPS["plan"], nonconformity)):
        return
    if not read:
        raise Refusal(
            N_("Read the warnings on the page of the response first, and tick that you have read them."),
            field="warnings_read",
        )
    data["warnings"] = codes


def _keep_warnings(nonconformity: Nonconformity, data: dict[str, Any]) -> None:
    codes = warnings.for_judge(nonconformity)
    if codes:
        data["warnings"] = codes


_BEFORE: dict[str, Any] = {
    "plan": _needs_warnings_read,
    "accept": _keep_warnings,
    "verify": verdicts.needs_how,
    "judge_effective": verdicts.needs_the_day,
    "judge_not_effective": verdicts.needs_the_day,
    "extend": extensions.read_extension,
    "defer": extensions.read_deferral,
    "reassign": extensions.read_owner,
    "regrade": regrades.read,
    "ask_override": verdict_overrides.read,
    "override_independence": verdict_overrides.read_approval,
}


def _planned(_by: Person, nonconformity: Nonconformity, _note: str, _data: dict[str, Any]) -> None:
    meet(nonconformity, "plan")
    check_on = nonconformity.round.check_on
    assert check_on is not None
    due_dates.set_check(nonconformity, check_on)


def _reopened(_by: Person, nonconformity: Nonconformity, _note: str, _data: dict[str, Any]) -> None:
    nonconformity.closed_at = None


def _void_proposed(by: Person, nonconformity: Nonconformity, _note: str, _data: dict[str, Any]) -> None:
    nonconformity.void_proposed_by_id = by.id


_ALSO: dict[str, Any] = {
    "plan": _planned,
    "verify": verdicts.verified,
    "judge_effective": verdicts.judged(True),
    "judge_not_effective": verdicts.judged(False),
    "reopen": _reopened,
    "propose_void": _void_proposed,
    "withdraw": _void_proposed,
    "extend": extensions.extend,
    "defer": extensions.defer,
    "reassign": extensions.reassign,
    "regrade": regrades.regrade,
    "ask_override": verdict_overrides.ask,
    "override_independence": verdict_overrides.approve,
}


def _open_round(nonconformity: Nonconformity) -> None:
    nonconformity.round_number += 1
    nonconformity.rounds.append(Round(number=nonconformity.round_number))
    db.session.flush()
    due_dates.start(nonconformity, today_at(nonconformity))


def steps_open_to(person: Person, nonconformity: Nonconformity) -> list[tuple[Step, list[Refusal]]]:
    """The steps that ``person`` may take now, each with what is still missing."""
    found = []
    for step in NONCONFORMITY_STEPS.values():
        if nonconformity.state not in step.from_ or not can(person, step.permission, nonconformity):
            continue
        missing = list(steps.missing(step, nonconformity))
        if step.verb.startswith("judge_"):
            refusal = rules.check_is_due(nonconformity, today_at(nonconformity))
            missing = ([refusal] if refusal else []) + missing
        found.append((step, missing))
    return found
