"""The owner's response: correction, extent, causes, actions, and the evidence that they are done."""

import uuid
from collections.abc import Sequence
from datetime import date
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from auditapp.adapters import clock
from auditapp.domain.errors import Conflict, NotAllowed, NotThere, Refusal
from auditapp.domain.permissions import can
from auditapp.domain.words import CAUSE_METHODS, N_
from auditapp.models import Action, Cause, Nonconformity, Person, Round, db
from auditapp.services import history, nonconformities

Row = TypeVar("Row", Cause, Action)

WRITABLE_IN = ("acknowledged",)
"""The plan is written here; once submitted it stays until a judge returns it."""
TEXTS = ("containment", "correction", "extent", "no_action_reason", "criterion")
DATES = ("contained_on", "corrected_on", "check_on")


def write(by: Person, nonconformity: Nonconformity, **parts: str | date | None) -> None:
    """Write parts of the response (`TEXTS`, `DATES`, cause_method). Half a response may stand: the step checks it."""
    _writable(by, nonconformity)
    today = nonconformities.today_at(nonconformity)
    this = nonconformity.round
    changed = []
    for name, value in parts.items():
        if name not in (*TEXTS, *DATES, "cause_method"):
            raise Refusal(N_("There is no such part of a response."))
        if name == "cause_method" and value not in CAUSE_METHODS:
            raise Refusal(N_("Choose the method from the list."), field="cause_method")
        if name in ("contained_on", "corrected_on") and isinstance(value, date) and value > today:
            raise Refusal(N_("A correction is something that was done: its day is not in the future."), field=name)
        if name == "check_on" and isinstance(value, date) and value <= today:
            raise Refusal(N_("The effectiveness check lies in the future: it needs time to show."), field=name)
        value = value.strip() if isinstance(value, str) else value
        if getattr(this, name) != value:
            setattr(this, name, value)
            changed.append(name)
    if changed:
        history.record(nonconformity, "respond", by, parts=sorted(changed), round=this.number)


def add_cause(by: Person, nonconformity: Nonconformity, statement: str, chain: Sequence[str] = ()) -> Cause:
    """Name a cause, with the whys that led to it."""
    _writable(by, nonconformity)
    if not statement.strip():
        raise Refusal(N_("Name the cause: the control that failed or was not there."), field="statement")
    cause = Cause(
        round=nonconformity.round, statement=statement.strip(), chain=[why.strip() for why in chain if why.strip()]
    )
    db.session.add(cause)
    db.session.flush()
    history.record(nonconformity, "add_cause", by, cause=str(cause.id), statement=cause.statement)
    return cause


def remove_cause(by: Person, nonconformity: Nonconformity, cause_id: uuid.UUID) -> None:
    """Take a cause out of the plan that is being written; the record keeps it."""
    _writable(by, nonconformity)
    cause = _one(nonconformity.round.causes, cause_id)
    if list(cause.actions):
        raise Refusal(N_("This cause has actions. Remove them first."))
    history.record(nonconformity, "remove_cause", by, statement=cause.statement, chain=list(cause.chain))
    nonconformity.round.causes.remove(cause)
    db.session.delete(cause)
    db.session.flush()


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
) -> Action:
    """Plan a corrective action for a named cause."""
    _writable(by, nonconformity)
    cause = _one(nonconformity.round.causes, cause_id)
    if not what.strip():
        raise Refusal(N_("Say what will be done."), field="what")
    if due_on < nonconformities.today_at(nonconformity):
        raise Refusal(N_("The action is due in the past. Choose a later day."), field="due_on")
    action = Action(
        round=nonconformity.round,
        cause=cause,
        what=what.strip(),
        owner=owner,
        owner_id=owner.id,
        due_on=due_on,
        at_source=at_source,
        raises_standard=raises_standard,
    )
    db.session.add(action)
    db.session.flush()
    history.record(nonconformity, "add_action", by, action=str(action.id), what=action.what, owner=str(owner.id))
    return action


def remove_action(by: Person, nonconformity: Nonconformity, action_id: uuid.UUID) -> None:
    """Take an action out of the plan that is being written; the record keeps it."""
    _writable(by, nonconformity)
    action = _one(nonconformity.round.actions, action_id)
    if list(action.evidence):
        raise Refusal(N_("This action has evidence and stays on record."))
    history.record(nonconformity, "remove_action", by, what=action.what, owner=str(action.owner_id))
    action.cause.actions.remove(action)
    nonconformity.round.actions.remove(action)
    db.session.delete(action)
    db.session.flush()


def _writable(by: Person, nonconformity: Nonconformity) -> None:
    history.allow(by, "own", nonconformity)
    if nonconformity.state not in WRITABLE_IN:
        raise Conflict(N_("The response is not open for writing: the state is '%(state)s'."), state=nonconformity.state)


def _one(rows: Sequence[Row], row_id: uuid.UUID) -> Row:
    for row in rows:
        if row.id == row_id:
            return row
    raise NotThere(N_("There is no such entry here."))


def find_action(person: Person, action_id: uuid.UUID) -> Action:
    """An action of a nonconformity that ``person`` may see; else `NotThere`."""
    seen = nonconformities.visible_to(person).with_only_columns(Nonconformity.id)
    query = (
        select(Action)
        .join(Action.round)
        .where(Action.id == action_id, Round.nonconformity_id.in_(seen))
        .options(joinedload(Action.owner), selectinload(Action.evidence), joinedload(Action.round))
    )
    action = db.session.scalar(query)
    if action is None:
        raise NotThere(N_("There is no such action here."))
    return action


def report_done(by: Person, action: Action, note: str, done_on: date | None = None) -> None:
    """Report that an action is done. Its evidence (at least one photo or document) comes first."""
    if not can(by, "do_action", action):
        raise NotAllowed(N_("This action is somebody else's. Its owner reports it."))
    nonconformity = action.nonconformity
    if nonconformity.state != "in_progress":
        raise Conflict(
            N_("Actions are reported while the plan is carried out: the state is '%(state)s'."),
            state=nonconformity.state,
        )
    if action.done_on is not None:
        return
    today = nonconformities.today_at(nonconformity)
    if done_on is not None and done_on > today:
        raise Refusal(N_("Done is past: choose today or an earlier day."), field="done_on")
    if not list(action.evidence):
        raise Refusal(N_("Evidence is missing: add a photo or a document that shows it."), field="photo")
    action.done_on, action.done_by_id, action.done_note = done_on or today, by.id, note.strip()
    history.record(
        nonconformity, "action_done", by, note=note.strip(), action=str(action.id), at=clock.now().isoformat()
    )
