"""Bars of the register: what is open and whose, how old it is, what was raised and why.

Each is one statement over an index; every bar names the filter whose rows it counts, so that page, paper and register
agree by construction.
"""

from dataclasses import dataclass, field
from datetime import timedelta
from itertools import pairwise
from typing import Any

from sqlalchemy import ColumnElement, case, desc, func, literal, select, union_all

from auditapp.models import Cause, Nonconformity, NonconformityClause, Person, Process, Round, db
from auditapp.services import organisations
from auditapp.services.figures_numbers import seen_by
from auditapp.services.figures_periods import Period, raised, today
from auditapp.services.register_conditions import by_index, has_passed, is_open, parts_of_open_on

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
    begin = organisations.start_of(period.first if period else today())
    sums = [_how_many(has_passed()), _how_many(Nonconformity.raised_at < begin)]
    query = _grouped(person, by, [is_open()], *sums).order_by(func.count().desc()).limit(MOST)
    rows = db.session.execute(by_index(query, "state")).all()
    closed_since: dict[Any, int] = {}
    if period:
        _, (ended, index) = parts_of_open_on(period.before.last)
        query = by_index(_grouped(person, by, [ended]), index)
        closed_since = {row[0]: row[1] for row in db.session.execute(query)}
    names = _names(by, [row[0] for row in rows])
    exact = {"exact": True} if by == "clause" else {}
    return [
        Bar(names.get(key, key), count, late, {"show": "open", by: key} | exact,
            open_still + closed_since.get(key, 0) if period else None)
        for key, count, late, open_still in rows
    ]  # fmt: skip


def _how_many(fact: ColumnElement[bool]) -> ColumnElement[int]:
    return func.count(case((fact, 1)))


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
    query: Any = select(place, func.count(), _how_many(has_passed())).where(is_open(), *seen_by(person)).group_by(place)
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

    def counted(span: Period, which: ColumnElement[bool]) -> Any:
        query: Any = select(Cause.words, func.count(Nonconformity.id.distinct()).label("many"))
        query = query.select_from(Nonconformity).join(Round, Round.nonconformity_id == Nonconformity.id)
        query = query.join(Cause, Cause.round_id == Round.id)
        return by_index(query.where(which, *raised(span), *seen_by(person)).group_by(Cause.words))

    most = counted(period, Cause.words != "").order_by(desc("many"), Cause.words).limit(MOST)
    found = most.subquery()
    written = select(Cause.statement).where(Cause.words == found.c.words).limit(1).scalar_subquery()
    rows = db.session.execute(select(found, written).order_by(found.c.many.desc(), found.c.words)).all()
    # Taken for a mere value, the words are compared with the ten once a cause is found, not looked for ten times.
    again = func.coalesce(Cause.words, "").in_([row[0] for row in rows])
    before = {row[0]: row[1] for row in db.session.execute(counted(period.before, again))} if rows else {}
    asked = _rows_of(period)
    return [
        Bar((statement or key)[:80], count, 0, asked | {"cause": key}, before.get(key, 0))
        for key, count, statement in rows
    ]


def by_month(person: Person, period: Period) -> list[Month]:
    """What was raised and what was closed, month by month; year by year in a period of more than two years."""
    parts, kind, seen = period.parts(), Nonconformity.raised_at.type, seen_by(person)
    starts = [organisations.start_of(day) for day in (*(part.first for part in parts), period.last + timedelta(days=1))]
    months = union_all(*(
        select(literal(at).label("at"), literal(start, kind).label("start"), literal(after, kind).label("after"))
        for at, (start, after) in enumerate(pairwise(starts))
    )).cte("months")  # fmt: skip

    def counted(moment: Any, state: ColumnElement[bool], index: str) -> Any:
        query: Any = select(func.count()).select_from(Nonconformity)
        query = query.where(moment >= months.c.start, moment < months.c.after, state, *seen)
        return by_index(query, index).scalar_subquery()

    # One range of an ordered index for each month: nothing is sorted.
    came = counted(Nonconformity.raised_at, Nonconformity.state != "void", "register")
    ended = counted(Nonconformity.closed_at, Nonconformity.state == "closed", "closed")
    rows = db.session.execute(select(came, ended).select_from(months).order_by(months.c.at))
    return [Month(part, row[0], row[1]) for part, row in zip(parts, rows, strict=True)]


def _rows_of(period: Period) -> dict[str, Any]:
    return {"show": "counted", "raised_from": period.first, "raised_until": period.last}
