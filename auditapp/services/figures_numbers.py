"""The numbers of one period: counts, shares, medians. Each is one statement over an index.

All are counts of nonconformities, so that the register shows as many rows; actions are counted as actions, too.
"""

from bisect import bisect_left
from dataclasses import dataclass
from datetime import date
from itertools import accumulate
from typing import Any

from sqlalchemy import ColumnElement, case, func, select

from auditapp.models import Nonconformity, Person, db
from auditapp.services import nonconformities
from auditapp.services.figures_periods import Period, closed, raised
from auditapp.services.register_conditions import broke_a_date, by_index, has_come_due, parts_of_open_on


@dataclass(frozen=True)
class Share:
    """``part`` of ``whole``, and of how many nonconformities the part is (the same number but for actions)."""

    part: int
    whole: int
    rows: int

    @property
    def percent(self) -> int | None:
        """A whole number of percent; None of nothing."""
        return round(100 * self.part / self.whole) if self.whole else None


@dataclass(frozen=True)
class Numbers:
    """Of one period. ``open_at_end``: at the end of its last day. Shares are of what was raised in it; ``repeats``:
    same clause and process within three years; medians are days, None of nothing."""

    raised: int
    closed: int
    open_at_end: int
    reopened: int
    repeats: Share
    on_time: Share
    not_effective: Share
    at_source: Share
    raises_standard: Share
    planned: int
    """Nonconformities whose plan was submitted."""
    days_to_plan: int | float | None
    days_to_close: int | float | None


def seen_by(person: Person) -> list[ColumnElement[bool]]:
    """What keeps counts to what ``person`` may see."""
    where = nonconformities.visible_to(person).whereclause
    return [] if where is None else [where]


def numbers(person: Person, period: Period) -> Numbers:
    """The numbers of ``period`` that ``person`` may see. What is void counts nowhere."""
    seen = seen_by(person)
    come = _of_raised(period, seen)
    plan = _days(Nonconformity.days_to_plan, [*raised(period), *seen], "register")
    close = _days(Nonconformity.days_to_close, [*closed(period), *seen], "closed")
    kept = come.due - come.broken
    return Numbers(
        raised=come.raised, closed=sum(close.values()), open_at_end=open_on(period.last, seen), reopened=come.reopened,
        repeats=Share(come.repeats, come.raised, come.repeats), on_time=Share(kept, come.due, kept),
        not_effective=Share(come.failed, come.judged, come.failed),
        at_source=Share(come.at_source, come.acts, come.with_source),
        raises_standard=Share(come.raising, come.acts, come.with_raising), planned=sum(plan.values()),
        days_to_plan=median(plan), days_to_close=median(close),
    )  # fmt: skip


def _of_raised(period: Period, seen: list[ColumnElement[bool]]) -> Any:
    """All that is counted of what was raised in ``period``, in one pass."""
    one = Nonconformity
    counted: dict[str, ColumnElement[bool]] = {
        "repeats": one.recurrence > 0, "reopened": one.reopened > 0, "due": has_come_due(), "broken": broke_a_date(),
        "judged": one.verdict.is_not(None), "failed": one.verdict == 0, "with_source": one.acts_at_source > 0,
        "with_raising": one.acts_raising > 0,
    }  # fmt: skip
    sums = {"acts": one.acts, "at_source": one.acts_at_source, "raising": one.acts_raising}
    query: Any = select(
        func.count().label("raised"),
        *(func.count(case((fact, 1))).label(name) for name, fact in counted.items()),
        *(func.coalesce(func.sum(column), 0).label(name) for name, column in sums.items()),
    )  # fmt: skip
    return db.session.execute(by_index(query.where(*raised(period), *seen))).one()


def _days(days: Any, where: list[ColumnElement[bool]], index: str) -> dict[int, int]:
    """How many there are of each number of days; what has none is left out."""
    query: Any = select(days, func.count()).where(days.is_not(None), *where).group_by(days)
    return {row[0]: row[1] for row in db.session.execute(by_index(query, index))}


def open_on(day: date, seen: list[ColumnElement[bool]]) -> int:
    """How many were open at the end of ``day``: closed since, or still open."""
    return sum(
        db.session.scalar(by_index(select(func.count()).select_from(Nonconformity).where(part, *seen), index)) or 0
        for part, index in parts_of_open_on(day)
    )


def median(counts: dict[int, int]) -> int | float | None:
    """The middle of values told as value -> how many; between two middles, half way."""
    places, total = sorted(counts), sum(counts.values())
    if not total:
        return None
    ends = list(accumulate(counts[value] for value in places))
    low, high = (places[bisect_left(ends, place)] for place in ((total + 1) // 2, total // 2 + 1))
    return low if low == high else (low + high) / 2
