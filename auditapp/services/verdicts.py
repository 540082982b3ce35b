"""Verdicts on a nonconformity: what they ask for before, and what they leave on the round that they judge."""

import uuid
from collections.abc import Callable
from typing import Any

from sqlalchemy import select

from auditapp.adapters import clock
from auditapp.domain import nonconformity as rules
from auditapp.domain.errors import NotAllowed, Refusal
from auditapp.domain.standing import is_overridden
from auditapp.domain.words import KINDS_OF_EVIDENCE, N_
from auditapp.models import Event, Nonconformity, Person, db
from auditapp.services import due_dates

Data = dict[str, Any]

PERMISSIONS = frozenset({"judge", "verify", "check_effectiveness"})
"""Of the steps that are verdicts."""
ANSWERING = ("respond", "add_cause", "change_cause", "add_action", "change_action", "plan", "action_done", "submit")
"""Verbs of who answers it. They stay on the record when it goes to another owner."""


def answered_by(nonconformity: Nonconformity) -> set[uuid.UUID]:
    """Who wrote on its answers in any round, whoever owns it now."""
    query = select(Event.person_id).where(
        Event.subject_kind == "nonconformity", Event.subject_id == str(nonconformity.id), Event.verb.in_(ANSWERING)
    )
    return {one for one in db.session.scalars(query.distinct()) if one is not None}


def has_other_hands(person: Person, nonconformity: Nonconformity) -> bool:
    """Whether ``person`` did not answer it: to give it away does not make one's answers somebody else's work."""
    return is_overridden(person, nonconformity) or person.id not in answered_by(nonconformity)


def by_other_hands(by: Person, nonconformity: Nonconformity) -> None:
    """Raise `NotAllowed` for who answered it."""
    if not has_other_hands(by, nonconformity):
        raise NotAllowed(
            N_(
                "You answered it while it was yours, so somebody else does this. Where nobody else is there to judge "
                "it, its page has 'Ask for an override of independence': somebody else approves that."
            )
        )


def needs_how(_nonconformity: Nonconformity, data: Data) -> None:
    """Seen, read or asked: one of them at least."""
    how = data.get("how", [])
    if not how or any(kind not in KINDS_OF_EVIDENCE for kind in how):
        raise Refusal(N_("Choose how you verified it: seen, read or asked."), field="how")


def needs_the_day(nonconformity: Nonconformity, _data: Data) -> None:
    """Effectiveness is judged on the check date or later."""
    refusal = rules.check_is_due(nonconformity, due_dates.today_at(nonconformity))
    if refusal is not None:
        raise refusal


def verified(by: Person, nonconformity: Nonconformity, note: str, data: Data) -> None:
    """Keep who verified, how, and the line."""
    this = nonconformity.round
    this.verified_by, this.verified_at = by, clock.now()
    this.verified_how, this.verified_note = list(data["how"]), note
    due_dates.meet(nonconformity, "implementation")


def judged(effective: bool) -> Callable[[Person, Nonconformity, str, Data], None]:
    """Keep the verdict on effectiveness; with a good one it is closed."""

    def keep(by: Person, nonconformity: Nonconformity, note: str, _data: Data) -> None:
        this = nonconformity.round
        this.judged_by, this.judged_at = by, clock.now()
        this.effective, this.judged_note = effective, note
        due_dates.meet(nonconformity, "effectiveness")
        if effective:
            nonconformity.closed_at = clock.now()

    return keep
