"""The numbers of one period: counts, shares, medians. Each is one statement over an index.

All are counts of nonconformities, so that the register shows as many rows; actions are counted as actions, too.
"""

from bisect import bisect_left
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

from sqlalchemy import ColumnElement, Date, Integer, case, cast, func, select

from auditapp.models import Action, DueDate, Nonconformity, Person, Round, db
from auditapp.services import nonconformities
from auditapp.services.figures_periods import Period, closed, raised
from auditapp.services.register_conditions import (
    broke_a_date,
    by_index,
    has_come_due,
    has_plan,
    is_reopened,
    was_open_on,
)


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
    came: Any = select(func.count(), func.sum(case((Nonconformity.recurrence > 0, 1), else_=0)))
    count, again = _one(by_index(came.where(*raised(period), *seen)))
    opened = select(func.count()).select_from(Nonconformity).where(is_reopened(), *raised(period), *seen)
    is_there = select(func.count()).select_from(Nonconformity).where(was_open_on(period.last), *seen)
    failed, verdicts = _by_nonconformity(Round, Round.effective.is_(False), Round.effective.is_not(None), period, seen)
    broken, promised = _by_nonconformity(DueDate, broke_a_date(), has_come_due(), period, seen)
    close = _days_between(Nonconformity.raised_at, Nonconformity.closed_at, *closed(period), *seen)
    with_plan = select(func.count()).select_from(Nonconformity).where(has_plan(), *raised(period), *seen)
    plan = _days_between(
        Nonconformity.raised_at, DueDate.met_on, DueDate.nonconformity_id == Nonconformity.id,
        DueDate.kind == "plan", DueDate.met_on.is_not(None), *raised(period), *seen,
    )  # fmt: skip
    source, standard = _actions(period, seen)
    return Numbers(
        raised=count, closed=sum(close.values()), open_at_end=_one(is_there)[0], reopened=_one(opened)[0],
        repeats=Share(again, count, again), on_time=Share(promised - broken, promised, promised - broken),
        not_effective=Share(failed, verdicts, failed), at_source=source, raises_standard=standard,
        planned=_one(with_plan)[0],
        days_to_plan=median(plan), days_to_close=median(close),
    )  # fmt: skip


def _by_nonconformity(
    kind: Any, fact: ColumnElement[bool], among: ColumnElement[bool], period: Period, seen: list[ColumnElement[bool]]
) -> tuple[int, int]:
    """Nonconformities raised in ``period`` with a row of ``kind`` that is ``among`` and has ``fact``, and all with one
    that is ``among``."""
    each = (
        select(func.max(case((fact, 1), else_=0)).label("has"))
        .select_from(Nonconformity)
        .join(kind, kind.nonconformity_id == Nonconformity.id)
        .where(among, *raised(period), *seen)
        .group_by(Nonconformity.id)
        .subquery()
    )
    has, whole = _one(select(func.sum(each.c.has), func.count()).select_from(each))
    return has, whole


def _actions(period: Period, seen: list[ColumnElement[bool]]) -> tuple[Share, Share]:
    """Actions at the source, and actions that raise the standard, of what was raised in ``period``."""
    counts: list[ColumnElement[Any]] = [func.count()]
    for fact in (Action.at_source, Action.raises_standard):
        counts += [func.sum(case((fact, 1), else_=0)), func.count(case((fact, Nonconformity.id)).distinct())]
    query = (
        select(*counts)
        .select_from(Nonconformity)
        .join(Round, Round.nonconformity_id == Nonconformity.id)
        .join(Action, Action.round_id == Round.id)
        .where(Action.withdrawn_at.is_(None), *raised(period), *seen)
    )
    whole, *found = _one(query)
    return Share(found[0], whole, found[1]), Share(found[2], whole, found[3])


def _days_between(first: Any, last: Any, *where: ColumnElement[bool]) -> dict[int, int]:
    """How many there are of each number of days from ``first`` to ``last``."""
    if db.engine.dialect.name == "sqlite":
        days: Any = cast(func.julianday(func.date(last)) - func.julianday(func.date(first)), Integer)
    else:
        days = cast(last, Date) - cast(first, Date)
    return {row[0]: row[1] for row in db.session.execute(select(days, func.count()).where(*where).group_by(days))}


def median(counts: dict[int, int]) -> int | float | None:
    """The middle of values told as value -> how many; between two middles, half way."""
    places, total = sorted(counts), sum(counts.values())
    if not total:
        return None
    ends = list(accumulate(counts[value] for value in places))
    low, high = (places[bisect_left(ends, place)] for place in ((total + 1) // 2, total // 2 + 1))
    return low if low == high else (low + high) / 2


def _one(query: Any) -> list[int]:
    return [value or 0 for value in db.session.execute(query).one()]
