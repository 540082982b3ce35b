"""Nonconformities led through their steps."""

from typing import Any

from auditapp.domain import nonconformity as rules
from auditapp.domain import steps
from auditapp.domain.errors import Conflict, Refusal
from auditapp.domain.permissions import can
from auditapp.domain.steps import NONCONFORMITY_STEPS, Step
from auditapp.domain.words import N_
from auditapp.models import Nonconformity, Person, Round, db
from auditapp.services import (
    descriptions,
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
from auditapp.services.nonconformities_seen import SEES_ALL, find, seen_of, visible_to

__all__ = [
    "SEES_ALL", "already_taken", "due_date", "find", "nothing_new", "seen_of", "steps_open_to", "take",
    "today_at", "visible_to",
]  # fmt: skip


def take(by: Person, nonconformity: Nonconformity, verb: str, *, note: str = "", **data: Any) -> Step:
    """Take a step of `steps.NONCONFORMITY_STEPS`, with what belongs to it: verdicts kept, due dates met, rounds
    opened, and whoever has the turn next told."""
    permission, before = NONCONFORMITY_STEPS[verb].permission, _BEFORE.get(verb)
    is_verdict = permission in verdicts.PERMISSIONS
    if is_verdict or before is not None:  # what only this verb asks comes after who may and when, as for every step
        history.allow(by, permission, nonconformity)
    if is_verdict:
        verdicts.by_other_hands(by, nonconformity)
    if before is not None:
        steps.step_for(NONCONFORMITY_STEPS, verb, nonconformity.state)
        before(nonconformity, data)
    step = history.take(NONCONFORMITY_STEPS, nonconformity, verb, by, note=note, **data)
    proposed = nonconformity.void_proposed_by_id
    also = _ALSO.get(verb)
    if also is not None:
        also(by, nonconformity, note.strip(), data)
    if step.new_round:
        _open_round(nonconformity)
    if verb == "reassign":
        _settle_not_mine(by, nonconformity, note)
    due_dates.show_next(nonconformity)
    told = notices_of_nonconformities.tell_step(nonconformity, step, by, note.strip(), data)
    if proposed and (step.to == "void" or nonconformity.void_proposed_by_id is None):
        proposer = db.session.get_one(Person, proposed)
        notices_of_nonconformities.tell_proposer(nonconformity, step, by, note.strip(), proposer, told)
    return step


def _settle_not_mine(by: Person, nonconformity: Nonconformity, note: str) -> None:
    """'It is not mine' is answered by naming another owner: it stands, and the new owner has the turn."""
    if nonconformity.state != "disputed" or not can(by, "decide_dispute", nonconformity):
        return
    if history.last_into(nonconformity, "disputed") == "not_mine":
        history.take(NONCONFORMITY_STEPS, nonconformity, "uphold", by, note=note)
        _stands(by, nonconformity, note, {})


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
    "describe": descriptions.read,
    "ask_override": verdict_overrides.read,
    "override_independence": verdict_overrides.read_approval,
}


def _planned(_by: Person, nonconformity: Nonconformity, _note: str, _data: dict[str, Any]) -> None:
    meet(nonconformity, "plan")
    check_on = nonconformity.round.check_on
    assert check_on is not None
    due_dates.set_check(nonconformity, check_on)


def _reopened(_by: Person, nonconformity: Nonconformity, _note: str, _data: dict[str, Any]) -> None:
    nonconformity.closed_at, nonconformity.void_proposed_by_id = None, None


def _stands(_by: Person, nonconformity: Nonconformity, _note: str, _data: dict[str, Any]) -> None:
    """Whoever says that it stands leaves no proposal to void it behind."""
    nonconformity.void_proposed_by_id = None


def _void_proposed(by: Person, nonconformity: Nonconformity, _note: str, _data: dict[str, Any]) -> None:
    nonconformity.void_proposed_by_id = by.id


_ALSO: dict[str, Any] = {
    "plan": _planned,
    "verify": verdicts.verified,
    "judge_effective": verdicts.judged(True),
    "judge_not_effective": verdicts.judged(False),
    "uphold": _stands,
    "reopen": _reopened,
    "keep": _stands,
    "propose_void": _void_proposed,
    "withdraw": _void_proposed,
    "extend": extensions.extend,
    "defer": extensions.defer,
    "reassign": extensions.reassign,
    "regrade": regrades.regrade,
    "describe": descriptions.write,
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
    opened = [
        step
        for step in NONCONFORMITY_STEPS.values()
        if nonconformity.state in step.from_ and can(person, step.permission, nonconformity)
    ]
    is_verdict = {step.verb: step.permission in verdicts.PERMISSIONS for step in opened}
    if any(is_verdict.values()) and not verdicts.has_other_hands(person, nonconformity):
        opened = [step for step in opened if not is_verdict[step.verb]]
    found = []
    for step in opened:
        missing = list(steps.missing(step, nonconformity))
        if step.verb.startswith("judge_"):
            refusal = rules.check_is_due(nonconformity, today_at(nonconformity))
            missing = ([refusal] if refusal else []) + missing
        found.append((step, missing))
    return found
