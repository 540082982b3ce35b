"""A nonconformity that gets more time, waits, or goes to another owner. What was first agreed stays on record."""

import uuid
from datetime import date
from typing import Any

from auditapp.domain.errors import Refusal
from auditapp.domain.words import DEADLINES, N_
from auditapp.models import Nonconformity, Person, db
from auditapp.services import due_dates

Data = dict[str, Any]


def read_extension(nonconformity: Nonconformity, data: Data) -> None:
    """``kind`` and ``until`` (a date) become the event's kind, from, to. Only an open due date gets a later day."""
    due = due_dates.due_date(nonconformity, data.get("kind") or "")
    if due is None or due.kind not in DEADLINES:
        raise Refusal(N_("Choose which due date is extended."), field="kind")
    if due.met_on is not None:
        raise Refusal(N_("This due date is met already. Choose one that is open."), field="kind")
    until = _day(nonconformity, data)
    if until <= due.due_on:
        raise Refusal(N_("It is due on %(day)s already. Choose a later day."), field="until", day=due.due_on)
    data |= {"from": due.due_on.isoformat(), "to": until.isoformat()}


def read_deferral(nonconformity: Nonconformity, data: Data) -> None:
    """``until`` (a date) becomes the event's from (the end of the last deferral, or '') and to."""
    until, before = _day(nonconformity, data), nonconformity.round.deferred_until
    if until == before:
        raise Refusal(N_("It is deferred until that day already."), field="until")
    data |= {"from": before.isoformat() if before else "", "to": until.isoformat()}


def _day(nonconformity: Nonconformity, data: Data) -> date:
    until = data.pop("until", None)
    if not isinstance(until, date):
        raise Refusal(N_("Choose the day."), field="until")
    if until <= due_dates.today_at(nonconformity):
        raise Refusal(N_("Choose a day in the future."), field="until")
    return until


def read_owner(nonconformity: Nonconformity, data: Data) -> None:
    """``owner`` (an id) becomes the event's before and after."""
    owner_id = data.pop("owner", None)
    owner = db.session.get(Person, owner_id) if isinstance(owner_id, uuid.UUID) else None
    if owner is None or not owner.active:
        raise Refusal(N_("Choose who owns it from now on."), field="owner")
    if owner.id == nonconformity.owner_id:
        raise Refusal(N_("%(name)s owns it already. Choose somebody else."), field="owner", name=owner.name)
    data |= {"before": str(nonconformity.owner_id), "after": str(owner.id)}


def extend(_by: Person, nonconformity: Nonconformity, _note: str, data: Data) -> None:
    """Move one due date. Its original day stays; the event keeps who approved it, and why."""
    due = due_dates.due_date(nonconformity, data["kind"])
    assert due is not None
    due.due_on = date.fromisoformat(data["to"])
    if due.kind == "effectiveness":
        nonconformity.round.check_on = due.due_on


def defer(_by: Person, nonconformity: Nonconformity, _note: str, data: Data) -> None:
    """Let it wait until a day that somebody named. It ends by itself; no due date is written over."""
    nonconformity.round.deferred_until = date.fromisoformat(data["to"])


def reassign(_by: Person, nonconformity: Nonconformity, _note: str, data: Data) -> None:
    """Another owner from now on. Links of the last one stop to carry it, since they own it no longer."""
    nonconformity.owner = db.session.get_one(Person, uuid.UUID(data["after"]))
    nonconformity.owner_id = nonconformity.owner.id
