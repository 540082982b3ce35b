"""Figures of the register: what is open and late and whose, how long it takes, what comes back, what causes it.

Each is one statement over an index; every bar names the filter whose rows it counts, so that page, paper and register
agree by construction.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from statistics import median
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, select

from auditapp.adapters import clock
from auditapp.models import (
    Action,
    Cause,
    DueDate,
    Nonconformity,
    NonconformityClause,
    Person,
    Process,
    Round,
    db,
)
from auditapp.services import nonconformities, organisations
from auditapp.services.register_filters import by_index, is_late, is_open

MOST = 10
AGES = (30, 60, 90, 180, 365)
"""Days since an open nonconformity was raised, as upper ends of the bars."""


@dataclass(frozen=True)
class Bar:
    """One bar: its word (or a code), how many, how many of them late, and the register's filter of its rows."""

    word: str
    count: int
    late: int = 0
    filter: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Period:
    """Days, both included."""

    first: date
    last: date

    @property
    def before(self) -> "Period":
        """As many days right before it."""
        days = (self.last - self.first).days + 1
        return Period(self.first - timedelta(days=days), self.first - timedelta(days=1))


@dataclass(frozen=True)
class Numbers:
    """Of one period: counts, and shares as (part, whole)."""

    raised: int
    closed: int
    repeats: int
    in_a_second_round: int
    on_time: tuple[int, int]
    not_effective: tuple[int, int]
    at_source: tuple[int, int]
    raises_standard: tuple[int, int]
    days_to_plan: float | None
    days_to_close: float | None


def year_to(day: date) -> Period:
    """The twelve months that end with ``day``."""
    return Period(day - timedelta(days=364), day)


def today() -> date:
    """The organisation's day."""
    return clock.today(organisations.zone())


def _seen(person: Person) -> list[ColumnElement[bool]]:
    where = nonconformities.visible_to(person).whereclause
    return [] if where is None else [where]


def open_by(person: Person, by: str) -> list[Bar]:
    """Open nonconformities by 'owner', 'process' or 'clause', the most first."""
    late = func.sum(case((is_late(), 1), else_=0))
    query: Any
    if by == "clause":
        query = (
            select(NonconformityClause.clause, NonconformityClause.clause, func.count(), late)
            .join(Nonconformity, Nonconformity.id == NonconformityClause.nonconformity_id)
            .group_by(NonconformityClause.clause)
        )
    else:
        named: Any = Person if by == "owner" else Process
        column = Nonconformity.owner_id if by == "owner" else Nonconformity.process_id
        query = select(named.id, named.name, func.count(), late).join(named, column == named.id).group_by(named.id)
    query = query.where(is_open(), *_seen(person)).order_by(func.count().desc()).limit(MOST)
    return [
        Bar(name, count, late or 0, {"show": "open", by: key} | ({"exact": True} if by == "clause" else {}))
        for key, name, count, late in db.session.execute(query)
    ]


def ageing(person: Person) -> list[Bar]:
    """Open nonconformities by the days since they were raised."""
    day, bars, last = today(), [], None
    rows = db.session.execute(
        select(Nonconformity.raised_at, case((is_late(), 1), else_=0)).where(is_open(), *_seen(person))
    ).all()
    ages = [((day - row[0].date()).days, row[1]) for row in rows]
    for end in (*AGES, None):
        first = 0 if last is None else last + 1
        within = [late for age, late in ages if (first <= age or first == 0) and (end is None or age <= end)]
        filter_ = {"show": "open", "raised_until": day - timedelta(days=first)}
        if end is not None:
            filter_["raised_from"] = day - timedelta(days=end)
        bars.append(Bar(f"{first}-{end}" if end else f"> {last}", len(within), sum(within), filter_))
        last = end
    return bars


def pareto_of_clauses(person: Person, period: Period) -> list[Bar]:
    """What was raised in ``period`` by clause, the most first."""
    query = (
        select(NonconformityClause.clause, func.count())
        .join(Nonconformity, Nonconformity.id == NonconformityClause.nonconformity_id)
        .where(*_raised(period), *_seen(person))
        .group_by(NonconformityClause.clause)
        .order_by(func.count().desc())
        .limit(MOST)
    )
    asked = {"show": "counted", "raised_from": period.first, "raised_until": period.last}
    return [
        Bar(clause, count, 0, asked | {"clause": clause, "exact": True}) for clause, count in db.session.execute(query)
    ]


def pareto_of_causes(person: Person, period: Period) -> list[Bar]:
    """Causes named for what was raised in ``period``, the same words counted together, the most first."""
    words = func.lower(func.substr(Cause.statement, 1, 80))
    query = (
        select(func.min(Cause.statement), func.count(Nonconformity.id.distinct()))
        .join(Round, Round.id == Cause.round_id)
        .join(Nonconformity, Nonconformity.id == Round.nonconformity_id)
        .where(Cause.withdrawn_at.is_(None), *_raised(period), *_seen(person))
        .group_by(words)
        .order_by(func.count(Nonconformity.id.distinct()).desc(), words)
        .limit(MOST)
    )
    asked = {"show": "counted", "raised_from": period.first, "raised_until": period.last}
    return [Bar(cause[:80], count, 0, asked | {"cause": cause[:80]}) for cause, count in db.session.execute(query)]


def numbers(person: Person, period: Period) -> Numbers:
    """The numbers of one period. What is void counts nowhere."""
    raised = and_(*_raised(period))
    closed = and_(*_within(Nonconformity.closed_at, period), Nonconformity.state == "closed")
    counted: Any = (
        select(
            func.sum(case((raised, 1), else_=0)),
            func.sum(case((closed, 1), else_=0)),
            func.sum(case((and_(raised, Nonconformity.recurrence > 0), 1), else_=0)),
        )
        .select_from(Nonconformity)
        .where(*_seen(person), raised | closed)
    )
    counts = _one(by_index(counted))
    again = _one(select(func.count()).where(raised, Nonconformity.round_number > 1, *_seen(person)))
    verdicts = _one(
        select(func.sum(case((Round.effective.is_(False), 1), else_=0)), func.count())
        .join(Nonconformity, Nonconformity.id == Round.nonconformity_id)
        .where(raised, Round.effective.is_not(None), *_seen(person))
    )
    met = _met_dates(person, period)
    acts = _one(
        select(
            func.sum(case((Action.at_source, 1), else_=0)),
            func.sum(case((Action.raises_standard, 1), else_=0)),
            func.count(),
        )
        .join(Round, Round.id == Action.round_id)
        .join(Nonconformity, Nonconformity.id == Round.nonconformity_id)
        .where(Action.withdrawn_at.is_(None), raised, *_seen(person))
    )
    times: Any = select(Nonconformity.raised_at, Nonconformity.closed_at).where(closed, *_seen(person))
    to_close = [(row[1] - row[0]).days for row in db.session.execute(by_index(times))]
    plans = [days for kind, days, _ in met if kind == "plan"]
    return Numbers(
        counts[0], counts[1], counts[2], again[0], (sum(on_time for _, _, on_time in met), len(met)),
        (verdicts[0], verdicts[1]), (acts[0], acts[2]), (acts[1], acts[2]),
        median(plans) if plans else None, median(to_close) if to_close else None,
    )  # fmt: skip


def _met_dates(person: Person, period: Period) -> list[tuple[str, int, bool]]:
    """Kind, days from release, whether on time: of the due dates met for what was raised in ``period``."""
    query: Any = (
        select(DueDate.kind, Nonconformity.raised_at, DueDate.met_on, DueDate.due_on)
        .join(Nonconformity, Nonconformity.id == DueDate.nonconformity_id)
        .where(DueDate.met_on.is_not(None), DueDate.kind.in_(("plan", "implementation")), *_raised(period))
        .where(*_seen(person))
    )
    return [(row[0], (row[2] - row[1].date()).days, row[2] <= row[3]) for row in db.session.execute(query)]


def _one(query: Any) -> list[int]:
    return [value or 0 for value in db.session.execute(query).one()]


def _raised(period: Period) -> list[ColumnElement[bool]]:
    return [*_within(Nonconformity.raised_at, period), Nonconformity.state != "void"]


def _within(column: Any, period: Period) -> list[ColumnElement[bool]]:
    return [
        column >= organisations.start_of(period.first),
        column < organisations.start_of(period.last + timedelta(days=1)),
    ]
