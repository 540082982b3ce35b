"""Registers: nonconformities as lines to compare, filtered, counted and paged without reading what is not shown."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, case, func, select, tuple_, union

from auditapp.domain import nonconformity as rules
from auditapp.domain.excerpt import PREFIX
from auditapp.models import Action, Nonconformity, Person, Process, Round, Site, db
from auditapp.services import full_texts, nonconformities
from auditapp.services.register_conditions import by_index, few_failing, is_late, is_open
from auditapp.services.register_filters import ORDERS, Filter, conditions

__all__ = ["PAGE", "SHORT", "Filter", "Line", "Page", "counts", "everything", "filtered", "page"]

PAGE = 50
SHORT = 160
"""Characters of the statement that a line shows."""


@dataclass(frozen=True, slots=True)
class Line:
    """One nonconformity as a register shows it."""

    id: uuid.UUID
    number: str
    grade: str
    statement: str
    state: str
    process: str
    site: str
    owner: str
    raised_at: datetime
    due_on: date | None
    late: bool


@dataclass(frozen=True, slots=True)
class Page:
    """Up to `PAGE` lines, newest first; ``newer`` and ``older``: numbers to go on from, None at the ends."""

    lines: list[Line]
    newer: str | None
    older: str | None


def page(person: Person, wanted: Filter, *, after: str = "", before: str = "") -> Page:
    """The lines of ``wanted`` that ``person`` may see: what follows the number ``after``, or precedes ``before``."""
    columns, greatest_first = ORDERS.get(wanted.sort, ORDERS["newest"])
    backwards, start = bool(before), _start(person, after or before, columns)
    few, left = _few(wanted)
    query = filtered(nonconformities.visible_to(person), person, left)
    if few is not None:
        query = query.where(Nonconformity.id.in_(few))
    elif index := _index(wanted):
        query = by_index(query, index)
    if start is not None:
        place, here = tuple_(*columns), tuple_(*start)
        query = query.where(place > here if backwards == greatest_first else place < here)
    downwards = greatest_first != backwards
    query = query.order_by(*(column.desc() if downwards else column for column in columns))
    ids = list(db.session.scalars(query.with_only_columns(Nonconformity.id).limit(PAGE + 1)))
    more, ids = len(ids) > PAGE, ids[:PAGE]
    lines = _lines(list(reversed(ids)) if backwards else ids)
    if not lines:
        return Page([], None, None)
    has_newer = more if backwards else start is not None
    has_older = start is not None if backwards else more
    return Page(lines, lines[0].number if has_newer else None, lines[-1].number if has_older else None)


def _few(wanted: Filter) -> tuple[list[uuid.UUID] | None, Filter]:
    """The ids that the words or the clause find, where they are few, and what else is asked for."""
    if wanted.words and (few := full_texts.few(wanted.words)) is not None:
        return few, replace(wanted, words="")
    if wanted.clause and (few := few_failing(wanted.clause, exact=wanted.exact)) is not None:
        return few, replace(wanted, clause="", exact=False)
    return None, wanted


def _index(wanted: Filter) -> str:
    """Which index finds the first page soonest: by day, among what is open, or in its order."""
    by_day, narrows = wanted.sort in ("newest", "oldest"), wanted.narrows
    if by_day and not narrows and wanted.show in ("open", "closed", "all", "counted"):
        return "register"
    if wanted.show not in ("closed", "all", "counted", *rules.ENDED_STATES) and not wanted.asks_facts:
        return "state"
    if narrows or by_day:
        return "register"
    return {"due": "due_first", "grade": "grade_first"}.get(wanted.sort, "")


def _start(person: Person, number: str, columns: Sequence[Any]) -> Row[Any] | None:
    if not number:
        return None
    query = nonconformities.visible_to(person).where(Nonconformity.number == number).with_only_columns(*columns)
    return db.session.execute(query).first()


def _lines(ids: Sequence[uuid.UUID]) -> list[Line]:
    rows = db.session.execute(_columns(select(Nonconformity).where(Nonconformity.id.in_(ids))))
    lines = {row.id: _line(row) for row in rows}
    return [lines[one] for one in ids if one in lines]


def everything() -> list[Line]:
    """All nonconformities, newest first, for whoever has the server's own command line."""
    query = select(Nonconformity).order_by(Nonconformity.raised_at.desc(), Nonconformity.number.desc())
    return [_line(row) for row in db.session.execute(_columns(query))]


def statements() -> dict[str, str]:
    """The whole statement of each nonconformity by its number; lists show the beginning of it."""
    found = db.session.execute(select(Nonconformity.number, Nonconformity.statement))
    return {row.number: row.statement for row in found}


def counts(person: Person) -> dict[str, int]:
    """How many ``person`` may see of each group, 'mine' and 'overdue' included."""
    visible = nonconformities.visible_to(person)
    by_state = _by_state(visible, is_open())
    late: Select[Any] = visible.where(is_late()).with_only_columns(func.count())
    found = {group: sum(by_state.get(state, 0) for state in states) for group, states in rules.GROUPS.items()}
    # What has ended is by far the most: it is counted by counting all, which reads no entry of an index.
    found["all"] = db.session.scalar(visible.with_only_columns(func.count()).select_from(Nonconformity)) or 0
    found["closed"] = found["all"] - found["open"]
    found["mine"] = _count_mine(person)
    found["overdue"] = db.session.scalar(by_index(late, "state")) or 0
    return found


def _by_state(visible: Select[Any], which: ColumnElement[bool]) -> dict[str, int]:
    query: Any = visible.where(which).with_only_columns(Nonconformity.state, func.count())
    rows = db.session.execute(by_index(query.group_by(Nonconformity.state), "state"))
    return {row[0]: row[1] for row in rows}


def _count_mine(person: Person) -> int:
    own: Select[Any] = select(Nonconformity.id).where(Nonconformity.owner_id == person.id, is_open())
    acts = (
        select(Nonconformity.id)
        .join(Round, Round.nonconformity_id == Nonconformity.id)
        .join(Action)
        .where(Action.owner_id == person.id, Action.done_on.is_(None), is_open())
    )
    both = union(by_index(own, "state"), acts)
    return db.session.scalar(select(func.count()).select_from(both.subquery())) or 0


def filtered(query: Select[Nonconformity], person: Person, wanted: Filter) -> Select[Nonconformity]:
    """``query`` cut down to what ``wanted`` says."""
    return query.where(*conditions(person, wanted))


def _columns(query: Select[Nonconformity]) -> Select[Any]:
    return (
        query.outerjoin(Nonconformity.process)
        .outerjoin(Nonconformity.site)
        .join(Person, Nonconformity.owner_id == Person.id)
        .with_only_columns(
            Nonconformity.id,
            Nonconformity.number,
            Nonconformity.grade,
            func.substr(Nonconformity.statement, 1, SHORT + 1).label("statement"),
            Nonconformity.state,
            Process.name.label("process"),
            Site.name.label("site"),
            Person.name.label("owner"),
            Nonconformity.raised_at,
            Nonconformity.due_on,
            case((is_late(), 1), else_=0).label("late"),
        )
    )


def _line(row: Row[Any]) -> Line:
    values = dict(row._mapping)
    statement = " ".join(PREFIX.sub("", values["statement"], count=1).split())
    values["statement"] = statement if len(statement) <= SHORT else statement[: SHORT - 1] + "…"
    return Line(**values | {"process": row.process or "", "site": row.site or "", "late": bool(row.late)})
