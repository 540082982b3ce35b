"""Bars of the register: what is open and whose, how old it is, what was raised and why.

Each is one statement over an index; every bar names the filter whose rows it counts, so that page, paper and register
agree by construction.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, case, func, select

from auditapp.models import Cause, Nonconformity, NonconformityClause, Person, Process, Round, db
from auditapp.services import organisations
from auditapp.services.figures_numbers import seen_by
from auditapp.services.figures_periods import Period, closed, raised, today
from auditapp.services.register_conditions import by_index, is_late, is_open, parts_of_open_on

MOST = 10
AGES = (30, 60, 90, 180, 365)
"""Days since an open nonconformity was raised, as upper ends of the bars."""


@dataclass(frozen=True)
class Bar:
    """One bar: its word (or the reference of a clause), how many, how many of them late, the register's filter of its
    rows, and how many it was before the period; None where that is not told."""

    word: str
    count: int
    late: int = 0
    filter: dict[str, Any] = field(default_factory=dict)
    before: int | None = None


@dataclass(frozen=True)
class Month:
    """A month of the period (a year, of a long one): what was raised and what was closed in it."""

    days: Period
    raised: int
    closed: int


def open_by(person: Person, by: str, period: Period | None = None) -> list[Bar]:
    """Open nonconformities by 'owner', 'process' or 'clause', the most first. ``before``: open when
    ``period`` began."""
    late = func.sum(case((is_late(), 1), else_=0))
    query = _grouped(person, by, [is_open()], late).order_by(func.count().desc()).limit(MOST)
    rows = db.session.execute(by_index(query, "state")).all()
    before: dict[Any, int] = defaultdict(int)
    for part, index in parts_of_open_on(period.before.last) if period else []:
        for row in db.session.execute(by_index(_grouped(person, by, [part]), index)):
            before[row[0]] += row[1]
    names = _names(by, [row[0] for row in rows])
    exact = {"exact": True} if by == "clause" else {}
    return [
        Bar(names.get(key, key), count, of_it_late or 0, {"show": "open", by: key} | exact,
            before[key] if period else None)
        for key, count, of_it_late in rows
    ]  # fmt: skip


def _grouped(person: Person, by: str, which: list[ColumnElement[bool]], *also: Any) -> Any:
    columns = {"owner": Nonconformity.owner_id, "process": Nonconformity.process_id}
    key: Any = columns.get(by, NonconformityClause.clause)
    query: Any = select(key, func.count(), *also).select_from(Nonconformity)
    if by == "clause":
        query = query.join(NonconformityClause, Nonconformity.id == NonconformityClause.nonconformity_id)
    return query.where(*which, key.is_not(None), *seen_by(person)).group_by(key)


def _names(by: str, keys: list[Any]) -> dict[Any, str]:
    if by == "clause":
        return {}
    named: Any = Person if by == "owner" else Process
    return {row[0]: row[1] for row in db.session.execute(select(named.id, named.name).where(named.id.in_(keys)))}


def ageing(person: Person) -> list[Bar]:
    """Open nonconformities by the days since they were raised."""
    day, firsts = today(), [0, *(end + 1 for end in AGES)]
    since = [organisations.start_of(day - timedelta(days=end)) for end in AGES]
    place: Any = case(*((Nonconformity.raised_at >= start, at) for at, start in enumerate(since)), else_=len(since))
    late = func.sum(case((is_late(), 1), else_=0))
    query: Any = select(place, func.count(), late).where(is_open(), *seen_by(person)).group_by(place)
    found = {row[0]: (row[1], row[2]) for row in db.session.execute(by_index(query, "state"))}
    bars = []
    for at, (first, end) in enumerate(zip(firsts, [*AGES, None], strict=True)):
        filter_: dict[str, Any] = {"show": "open"}
        if first:
            filter_["raised_until"] = day - timedelta(days=first)
        if end:
            filter_["raised_from"] = day - timedelta(days=end)
        count, of_it_late = found.get(at, (0, 0))
        bars.append(Bar(f"{first}-{end}" if end else f"> {first - 1}", count, of_it_late, filter_))
    return bars


def pareto_of_clauses(person: Person, period: Period) -> list[Bar]:
    """What was raised in ``period`` by clause, the most first; ``before``: in the period before."""

    def counted(span: Period) -> Any:
        return by_index(_grouped(person, "clause", raised(span)))

    rows = db.session.execute(counted(period).order_by(func.count().desc(), NonconformityClause.clause).limit(MOST))
    found = [(row[0], row[1]) for row in rows]
    before = {row[0]: row[1] for row in db.session.execute(counted(period.before))}
    asked = _rows_of(period)
    return [
        Bar(clause, count, 0, asked | {"clause": clause, "exact": True}, before.get(clause, 0))
        for clause, count in found
    ]


def pareto_of_causes(person: Person, period: Period) -> list[Bar]:
    """Causes named for what was raised in ``period``, the same words counted together, the most first; ``before``: in
    the period before."""

    def counted(span: Period) -> Any:
        query: Any = select(Cause.words, func.count(Nonconformity.id.distinct())).select_from(Nonconformity)
        query = query.join(Round, Round.nonconformity_id == Nonconformity.id).join(Cause, Cause.round_id == Round.id)
        return by_index(query.where(Cause.words != "", *raised(span), *seen_by(person)).group_by(Cause.words))

    most = func.count(Nonconformity.id.distinct()).desc()
    found = db.session.execute(counted(period).order_by(most, Cause.words).limit(MOST)).all()
    keys = [row[0] for row in found]
    before = {row[0]: row[1] for row in db.session.execute(counted(period.before))}
    written = {key: _as_written(key) for key in keys}
    asked = _rows_of(period)
    return [Bar(written[key], count, 0, asked | {"cause": key}, before.get(key, 0)) for key, count in found]


def _as_written(words: str) -> str:
    statement = db.session.scalar(select(Cause.statement).where(Cause.words == words).limit(1))
    return (statement or words)[:80]


def by_month(person: Person, period: Period) -> list[Month]:
    """What was raised and what was closed, month by month; year by year in a period of more than two years."""
    seen = seen_by(person)

    def counted(facts: Any, days: Period, index: str) -> Any:
        query: Any = select(func.count()).select_from(Nonconformity).where(*facts(days), *seen)
        return by_index(query, index).scalar_subquery()

    parts = period.parts()
    # One range of an ordered index for each month: nothing is sorted.
    came = [counted(raised, part, "register") for part in parts]
    ended = [counted(closed, part, "closed") for part in parts]
    row = list(db.session.execute(select(*came, *ended)).one())
    return [Month(part, row[at], row[at + len(parts)]) for at, part in enumerate(parts)]


def _rows_of(period: Period) -> dict[str, Any]:
    return {"show": "counted", "raised_from": period.first, "raised_until": period.last}
