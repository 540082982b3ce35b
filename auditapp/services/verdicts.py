"""Verdicts on a nonconformity: what they ask for before, and what they leave on the round that they judge."""

from collections.abc import Callable
from typing import Any

from auditapp.adapters import clock
from auditapp.domain import nonconformity as rules
from auditapp.domain.errors import Refusal
from auditapp.domain.words import KINDS_OF_EVIDENCE, N_
from auditapp.models import Nonconformity, Person
from auditapp.services import due_dates

Data = dict[str, Any]


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
