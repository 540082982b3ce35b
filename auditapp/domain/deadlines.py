"""Due dates of a nonconformity: calendar days from its release, by grade.

Source: product.md 'The life of a nonconformity' (defaults, to be changed in the organisation's settings).
"""

from dataclasses import dataclass
from datetime import date

from auditapp.domain.dates import days_after


@dataclass(frozen=True)
class Deadline:
    """One due date: its ``kind`` (a key of `words.DEADLINES`) and ``due_on``."""

    kind: str
    due_on: date


DEFAULT_DAYS: dict[str, dict[str, int]] = {
    "major": {"containment": 1, "plan": 14, "implementation": 60},
    "minor": {"plan": 30, "implementation": 90},
}
"""Days from release to each due date."""

EFFECTIVENESS_DAYS_AFTER_IMPLEMENTATION = 90
"""Proposed for the effectiveness check; the owner's plan sets the real date."""

SOON_CHECKED_DAYS = 30
"""A check date closer than this draws a warning: too early to show an effect."""


def deadlines(grade: str, released_on: date, days: dict[str, dict[str, int]] | None = None) -> list[Deadline]:
    """The due dates that a release on ``released_on`` starts. Only nonconforming grades have any."""
    table = (days or DEFAULT_DAYS).get(grade, {})
    return [Deadline(kind, days_after(released_on, count)) for kind, count in table.items()]


INTERNAL_DAYS_BEFORE = 7
"""How long before the date of somebody outside ours lies: time to send it to them."""


def before_theirs(due_on: date, theirs: date | None, released_on: date) -> date:
    """Our date, where ``theirs`` is the date of a certification body or authority: never after it."""
    if theirs is None:
        return due_on
    return max(released_on, min(due_on, days_after(theirs, -INTERNAL_DAYS_BEFORE)))


def after_regrade(
    grade: str, day: date, standing: dict[str, date], days: dict[str, dict[str, int]] | None = None
) -> list[Deadline]:
    """What is due once the grade became ``grade`` on ``day``: counted anew from then, but where it became graver never
    later than what stands (``standing``: kind -> day). What only the lighter grade or the plan set stays as it is."""
    graver = grade == "major"
    return [
        Deadline(one.kind, min(one.due_on, standing.get(one.kind, one.due_on)) if graver else one.due_on)
        for one in deadlines(grade, day, days)
    ]


def proposed_check_on(implementation_due_on: date) -> date:
    """The effectiveness check's date that the plan proposes."""
    return days_after(implementation_due_on, EFFECTIVENESS_DAYS_AFTER_IMPLEMENTATION)
