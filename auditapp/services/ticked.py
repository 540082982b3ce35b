"""Several nonconformities at once: what somebody ticked in the register gets the same step, all of it or none."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext
from sqlalchemy.orm import joinedload, selectinload

from auditapp.domain import nonconformity as rules
from auditapp.domain.errors import Refusal
from auditapp.domain.permissions import can
from auditapp.domain.steps import NONCONFORMITY_STEPS
from auditapp.domain.words import N_
from auditapp.models import Nonconformity, Person, Round, db
from auditapp.services import due_dates, nonconformities

MOST = 100
VERBS = ("reassign", "extend")
"""The steps that make sense for several: what is asked is the same for each."""


@dataclass(frozen=True)
class Ticked:
    """What was ticked, newest first, and for each of `VERBS` those whose step is open to the person now."""

    all: Sequence[Nonconformity]
    open_to: dict[str, list[Nonconformity]]


def look(person: Person, numbers: Sequence[str]) -> Ticked:
    """What ``person`` may see of ``numbers``. Raises a `Refusal` when that is nothing, or too much."""
    if len(numbers) > MOST:
        raise Refusal(N_("Tick at most %(most)s at once."), most=MOST)
    query = (
        nonconformities.visible_to(person)
        .where(Nonconformity.number.in_(numbers))
        .order_by(Nonconformity.raised_at.desc(), Nonconformity.number.desc())
        .options(
            joinedload(Nonconformity.owner), joinedload(Nonconformity.process), joinedload(Nonconformity.audit),
            selectinload(Nonconformity.due_dates), selectinload(Nonconformity.rounds).selectinload(Round.actions),
        )
    )  # fmt: skip
    found = db.session.scalars(query).unique().all()
    if not found:
        raise Refusal(N_("Nothing is ticked. Go back to the register and tick the boxes of what belongs together."))
    return Ticked(found, {verb: [one for one in found if _is_open_to(person, one, verb)] for verb in VERBS})


def _is_open_to(person: Person, one: Nonconformity, verb: str) -> bool:
    step = NONCONFORMITY_STEPS[verb]
    if one.state not in step.from_ or not can(person, step.permission, one):
        return False
    return verb != "extend" or _due(one) is not None


def _due(one: Nonconformity) -> Any:
    """The due date that whoever has the turn is bound to, while it is not met."""
    kind = rules.turn(one).deadline
    due = due_dates.due_date(one, kind) if kind else None
    return due if due is not None and due.met_on is None else None


def reassign(by: Person, numbers: Sequence[str], owner: Any, reason: str) -> int:
    """Give those that may be given to ``owner`` (an id); what is theirs already stays. Answers how many."""
    given = [one for one in look(by, numbers).open_to["reassign"] if one.owner_id != owner]
    return _take(by, given, "reassign", reason, lambda _one: {"owner": owner})


def extend(by: Person, numbers: Sequence[str], until: date | None, reason: str) -> int:
    """Extend what each is asked for next to ``until``; what is due later already stays. Answers how many."""
    able = [one for one in look(by, numbers).open_to["extend"] if until is None or _due(one).due_on < until]
    return _take(by, able, "extend", reason, lambda one: {"kind": _due(one).kind, "until": until})


def _take(by: Person, found: Sequence[Nonconformity], verb: str, reason: str, data: Any) -> int:
    if not found:
        raise Refusal(N_("None of them can take this step, or it would change nothing."))
    for one in found:
        try:
            nonconformities.take(by, one, verb, note=reason, **data(one))
        except Refusal as why:
            said = gettext(why.message, **why.values)
            raise Refusal(
                N_("%(number)s: %(sentence)s Nothing was changed."), field=getattr(why, "field", None) or "",
                number=one.number, sentence=said,
            ) from None  # fmt: skip
    return len(found)
