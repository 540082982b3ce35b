"""Registers: nonconformities as lines to compare, filtered, counted and paged without reading what is not shown."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, case, func, or_, select, tuple_

from auditapp.adapters import clock
from auditapp.domain import nonconformity as rules
from auditapp.models import Action, Nonconformity, Person, Process, Round, Site, db
from auditapp.services import nonconformities, organisations

PAGE = 50
SHORT = 160
"""Characters of the statement that a line shows."""


@dataclass(frozen=True, slots=True)
class Filter:
    """What is asked for. ``show``: 'mine', 'overdue' or a key of `nonconformity.GROUPS`; ``grade``: 'major',
    'minor' or ''; ``words``: to be found in number or statement."""

    show: str = "open"
    grade: str = ""
    words: str = ""


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
    """The lines of ``wanted`` that ``person`` may see: those older than ``after``, or newer than ``before``."""
    query = filtered(nonconformities.visible_to(person), person, wanted)
    backwards, start = bool(before), _start(person, after or before)
    place = tuple_(Nonconformity.raised_at, Nonconformity.number)
    if start is not None:
        here = tuple_(*start)
        query = query.where(place > here if backwards else place < here)
    order = [Nonconformity.raised_at, Nonconformity.number]
    query = query.order_by(*(order if backwards else [column.desc() for column in order]))
    rows = db.session.execute(_columns(query).limit(PAGE + 1)).all()
    more, rows = len(rows) > PAGE, rows[:PAGE]
    lines = [_line(row) for row in (reversed(rows) if backwards else rows)]
    if not lines:
        return Page([], None, None)
    has_newer = more if backwards else start is not None
    has_older = start is not None if backwards else more
    return Page(lines, lines[0].number if has_newer else None, lines[-1].number if has_older else None)


def _start(person: Person, number: str) -> Row[datetime, str] | None:
    if not number:
        return None
    columns = (Nonconformity.raised_at, Nonconformity.number)
    query = nonconformities.visible_to(person).where(Nonconformity.number == number).with_only_columns(*columns)
    return db.session.execute(query).first()


def everything() -> list[Line]:
    """All nonconformities, newest first, for whoever has the server's own command line."""
    query = select(Nonconformity).order_by(Nonconformity.raised_at.desc(), Nonconformity.number.desc())
    return [_line(row) for row in db.session.execute(_columns(query))]


def counts(person: Person) -> dict[str, int]:
    """How many ``person`` may see of each group, 'mine' and 'overdue' included."""
    mine, late = case((_is_mine(person), 1), else_=0), case((_is_late(), 1), else_=0)
    query = (
        nonconformities.visible_to(person)
        .with_only_columns(Nonconformity.state, func.count(), func.sum(mine), func.sum(late))
        .group_by(Nonconformity.state)
    )
    by_state = {state: (count, own, overdue) for state, count, own, overdue in db.session.execute(query)}
    found = {group: sum(by_state.get(state, (0,))[0] for state in states) for group, states in rules.GROUPS.items()}
    found["mine"] = sum(own for _, own, _ in by_state.values())
    found["overdue"] = sum(overdue for _, _, overdue in by_state.values())
    return found


def filtered(query: Select[Nonconformity], person: Person, wanted: Filter) -> Select[Nonconformity]:
    """``query`` cut down to what ``wanted`` says."""
    if wanted.show == "mine":
        query = query.where(_is_mine(person))
    elif wanted.show == "overdue":
        query = query.where(_is_late())
    else:
        query = query.where(Nonconformity.state.in_(rules.GROUPS[wanted.show]))
    if wanted.grade:
        query = query.where(Nonconformity.grade == wanted.grade)
    if wanted.words:
        query = query.where(
            or_(
                Nonconformity.number.icontains(wanted.words, autoescape=True),
                Nonconformity.statement.icontains(wanted.words, autoescape=True),
            )
        )
    return query


def _is_open() -> ColumnElement[bool]:
    return Nonconformity.state.in_(rules.OPEN_STATES)


def _is_mine(person: Person) -> ColumnElement[bool]:
    to_do = select(Round.nonconformity_id).join(Action).where(Action.owner_id == person.id, Action.done_on.is_(None))
    return and_(_is_open(), or_(Nonconformity.owner_id == person.id, Nonconformity.id.in_(to_do)))


def _is_late() -> ColumnElement[bool]:
    return and_(_is_open(), Nonconformity.due_on < clock.today(organisations.zone()))


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
            case((_is_late(), 1), else_=0).label("late"),
        )
    )


def _line(row: Row[Any]) -> Line:
    values = dict(row._mapping)
    statement = " ".join(values["statement"].split())
    values["statement"] = statement if len(statement) <= SHORT else statement[: SHORT - 1] + "…"
    return Line(**values | {"process": row.process or "", "site": row.site or "", "late": bool(row.late)})
