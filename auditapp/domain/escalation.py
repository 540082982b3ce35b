"""Who is told when a due date comes near or passes: the ladder by grade, printed where the owner can see it before.

Source: requests 36 ('due and not yet sent', never 'today equals'), product.md 'The life of a nonconformity'.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from auditapp.domain.words import N_


@dataclass(frozen=True)
class Rung:
    """``days`` after the due date (before it when negative), ``told``: 'turn' (whoever has it), 'ems_lead' or
    'top_management'; ``says``: the rung as the ladder prints it."""

    key: str
    days: int
    told: str
    says: str


LADDERS: dict[str, tuple[Rung, ...]] = {
    "major": (
        Rung("near", -3, "turn", N_("3 days before: whoever has the turn")),
        Rung("due", 0, "turn", N_("on the day: whoever has the turn")),
        Rung("late", 1, "ems_lead", N_("1 day late: the EMS lead")),
        Rung("very_late", 7, "top_management", N_("7 days late: top management")),
    ),
    "minor": (
        Rung("near", -7, "turn", N_("7 days before: whoever has the turn")),
        Rung("due", 0, "turn", N_("on the day: whoever has the turn")),
        Rung("late", 7, "ems_lead", N_("7 days late: the EMS lead")),
        Rung("very_late", 30, "top_management", N_("30 days late: top management")),
    ),
}


def ladder(grade: str) -> tuple[Rung, ...]:
    """The rungs for a grade, the earliest first."""
    return LADDERS.get(grade, LADDERS["minor"])


def reached(grade: str, due_on: date, today: date) -> Iterator[Rung]:
    """The rungs whose day has come: those of a missed day, too."""
    for rung in ladder(grade):
        if today >= due_on + timedelta(days=rung.days):
            yield rung


LONGEST_BEFORE = max(-rung.days for rungs in LADDERS.values() for rung in rungs)

NEXT: dict[str, str] = {
    "turn": N_("If nothing happens, whoever has the turn is reminded on %(day)s."),
    "ems_lead": N_("If nothing happens, the EMS lead is told on %(day)s."),
    "top_management": N_("If nothing happens, top management is told on %(day)s."),
}
YOU_NEXT = N_("If nothing happens, you are reminded on %(day)s.")
"""The same to whoever has the turn."""
ALL_TOLD = N_("Everybody on the ladder was told already, up to top management.")


def next_rung(grade: str, due_on: date, today: date) -> tuple[Rung, date] | None:
    """The rung that comes next, with its day; None when all were reached."""
    for rung in ladder(grade):
        day = due_on + timedelta(days=rung.days)
        if day > today:
            return rung, day
    return None
