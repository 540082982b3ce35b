"""The owner's response: correction, extent, causes, actions, and the evidence that they are done."""

import uuid
from datetime import date

from auditapp.domain.errors import Refusal
from auditapp.domain.words import CAUSE_METHODS, N_
from auditapp.models import Action, Nonconformity, Person, db
from auditapp.services import due_dates, history, nonconformities
from auditapp.services.causes import NAME_IT, add_cause, change_cause, remove_cause
from auditapp.services.response_writing import WRITABLE_IN, allow_writing, one_of

__all__ = [
    "NAME_IT", "WRITABLE_IN", "add_action", "add_cause", "allow_writing", "already_removed", "change_action",
    "change_cause", "remove_action", "remove_cause", "write",
]  # fmt: skip

TEXTS = (
    "containment", "containment_not_needed", "consequence", "correction", "extent", "no_action_reason",
    "system_change", "criterion",
)  # fmt: skip
DATES = ("contained_on", "corrected_on", "check_on")


def write(by: Person, nonconformity: Nonconformity, **parts: str | date | None) -> None:
    """Write parts of the response (`TEXTS`, `DATES`, cause_method). Half a response may stand: the step checks it."""
    allow_writing(by, nonconformity)
    today = nonconformities.today_at(nonconformity)
    this = nonconformity.round
    said = {name: value.strip() if isinstance(value, str) else value for name, value in parts.items()}
    for name, value in said.items():
        if name not in (*TEXTS, *DATES, "cause_method"):
            raise Refusal(N_("There is no such part of a response."))
        if name == "cause_method" and value not in CAUSE_METHODS:
            raise Refusal(N_("Choose the method from the list."), field="cause_method")
        if name in ("contained_on", "corrected_on") and isinstance(value, date) and value > today:
            raise Refusal(N_("A correction is something that was done: its day is not in the future."), field=name)
        if name == "check_on" and isinstance(value, date) and value <= today:
            raise Refusal(N_("The effectiveness check lies in the future: it needs time to show."), field=name)
    if all(said.get(name, getattr(this, name)) for name in ("containment", "containment_not_needed")):
        raise Refusal(
            N_("Containment is either written or not needed. Empty one of the two."), field="containment_not_needed"
        )
    changed = [name for name, value in said.items() if getattr(this, name) != value]
    for name in changed:
        setattr(this, name, said[name])
    if {"containment", "contained_on", "containment_not_needed"} & set(changed):
        due_dates.meet_containment(nonconformity)
    if changed:
        history.record(nonconformity, "respond", by, parts=sorted(changed), round=this.number)


def add_action(
    by: Person,
    nonconformity: Nonconformity,
    cause_id: uuid.UUID,
    what: str,
    *,
    owner: Person,
    due_on: date,
    at_source: bool = True,
    raises_standard: bool = False,
    resources: str = "",
) -> Action:
    """Plan a corrective action for a named cause. The same action planned twice stays one."""
    allow_writing(by, nonconformity)
    cause = one_of(nonconformity.round.causes, cause_id)
    what, resources = _action(nonconformity, what, due_on), resources.strip()
    for before in cause.actions:
        if (before.what, before.owner_id, before.due_on, before.resources) == (what, owner.id, due_on, resources):
            return before
    action = Action(
        round=nonconformity.round,
        cause=cause,
        what=what,
        owner=owner,
        owner_id=owner.id,
        due_on=due_on,
        at_source=at_source,
        raises_standard=raises_standard,
        resources=resources,
    )
    db.session.add(action)
    db.session.flush()
    history.record(nonconformity, "add_action", by, action=str(action.id), what=action.what, owner=str(owner.id))
    return action


def change_action(
    by: Person,
    nonconformity: Nonconformity,
    action_id: uuid.UUID,
    what: str,
    *,
    cause_id: uuid.UUID,
    owner: Person,
    due_on: date,
    at_source: bool,
    raises_standard: bool,
    resources: str = "",
) -> Action:
    """Plan an action anew while the plan is being written; the record keeps what stood there."""
    allow_writing(by, nonconformity)
    action = one_of(nonconformity.round.actions, action_id)
    cause = one_of(nonconformity.round.causes, cause_id)
    before = {"what": action.what, "owner": str(action.owner_id), "due_on": action.due_on.isoformat()}
    if action.resources:
        before["resources"] = action.resources
    action.what = _action(nonconformity, what, due_on)
    action.cause, action.owner, action.owner_id, action.due_on = cause, owner, owner.id, due_on
    action.at_source, action.raises_standard, action.resources = at_source, raises_standard, resources.strip()
    if db.session.is_modified(action):
        db.session.flush()
        history.record(nonconformity, "change_action", by, action=str(action.id), before=before, what=action.what)
    return action


def _action(nonconformity: Nonconformity, what: str, due_on: date) -> str:
    if not what.strip():
        raise Refusal(N_("Say what will be done."), field="action_what")
    if due_on < nonconformities.today_at(nonconformity):
        raise Refusal(N_("The action is due in the past. Choose a later day."), field="action_due")
    return what.strip()


def remove_action(by: Person, nonconformity: Nonconformity, action_id: uuid.UUID) -> None:
    """Take an action out of the plan that is being written; the record keeps it."""
    allow_writing(by, nonconformity)
    action = one_of(nonconformity.round.actions, action_id)
    if list(action.evidence):
        raise Refusal(N_("This action has evidence and stays on record."))
    history.record(
        nonconformity, "remove_action", by, action=str(action.id), what=action.what, owner=str(action.owner_id)
    )
    action.cause.actions.remove(action)
    nonconformity.round.actions.remove(action)
    db.session.delete(action)
    db.session.flush()


def already_removed(by: Person, nonconformity: Nonconformity, verb: str, row_id: str) -> bool:
    """Whether removing this row ('remove_cause' or 'remove_action') was the last thing that ``by`` did here: a second
    press changes nothing."""
    last = history.last_of(nonconformity)
    if last is None or last.verb != verb or last.person_id != by.id:
        return False
    return row_id in (last.data.get("cause"), last.data.get("action"))
