"""Facts of a nonconformity as conditions on its table: the register filters by them, figures count them."""

import uuid
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, false, func, or_, select

from auditapp.adapters import clock
from auditapp.domain import nonconformity as rules
from auditapp.domain import standard
from auditapp.models import Action, Cause, Nonconformity, NonconformityClause, Person, Round, db
from auditapp.services import checklists, organisations
from auditapp.services.full_texts import FEW


def is_open() -> ColumnElement[bool]:
    """Somebody still has a turn."""
    return Nonconformity.state.in_(rules.OPEN_STATES)


def is_mine(person: Person) -> ColumnElement[bool]:
    """Open, and ``person`` owns it or an action of it that is not done."""
    to_do = select(Round.nonconformity_id).join(Action).where(Action.owner_id == person.id, Action.done_on.is_(None))
    return and_(is_open(), or_(Nonconformity.owner_id == person.id, Nonconformity.id.in_(to_do)))


def is_late() -> ColumnElement[bool]:
    """Open, and its next due date has passed."""
    return and_(is_open(), has_passed())


def has_passed() -> ColumnElement[bool]:
    """Its next due date has: of what is open this alone says that it is late."""
    return Nonconformity.due_on < clock.today(organisations.zone())


def was_open_on(day: date) -> ColumnElement[bool]:
    """Raised by the end of ``day`` and not closed by then. What was opened again since counts as never closed."""
    end = organisations.start_of(day + timedelta(days=1))
    # What came later is told apart first: the newest that qualifies stands right at that place of the index.
    return and_(Nonconformity.raised_at < end, or_(is_open(), _closed_from(end)))


def parts_of_open_on(day: date) -> list[tuple[ColumnElement[bool], str]]:
    """The same in two that exclude each other, still open or closed since, each with the index that finds it."""
    end = organisations.start_of(day + timedelta(days=1))
    came = Nonconformity.raised_at < end
    return [
        (and_(is_open(), came), "state"),
        (and_(_closed_from(end), came), "closed"),
    ]


def _closed_from(end: datetime) -> ColumnElement[bool]:
    return and_(Nonconformity.closed_at >= end, Nonconformity.state == "closed")


def broke_a_date() -> ColumnElement[bool]:
    """A due date of the plan or of the implementation was met late, or has passed and is not met."""
    return func.coalesce(Nonconformity.broken_from < clock.today(organisations.zone()), false())


def has_come_due() -> ColumnElement[bool]:
    """A due date of the plan or of the implementation was met or has passed."""
    return or_(Nonconformity.kept_dates > 0, broke_a_date())


def is_caused_by(cause: str) -> ColumnElement[bool]:
    """A cause named for it begins with the 80 characters ``cause``, whatever the capitals."""
    named = select(Round.nonconformity_id).join(Cause, Cause.round_id == Round.id)
    return Nonconformity.id.in_(named.where(Cause.words == func.lower(cause)))


def fails(clause: str, *, exact: bool) -> ColumnElement[bool]:
    """It fails ``clause``, one of its parts, or the same requirement in another edition; or that clause alone."""
    # Asked row by row: of the many that fail a usual clause, a page of the register looks at few.
    return exists().where(NonconformityClause.nonconformity_id == Nonconformity.id, _is_of(clause, exact=exact))


def few_failing(clause: str, *, exact: bool) -> list[uuid.UUID] | None:
    """The ids of what `fails` finds where they are few; None where they are many."""
    query = select(NonconformityClause.nonconformity_id).where(_is_of(clause, exact=exact))
    ids = list(db.session.scalars(query.limit(FEW + 1)))
    return list(dict.fromkeys(ids)) if len(ids) <= FEW else None


def _is_of(clause: str, *, exact: bool) -> ColumnElement[bool]:
    column = NonconformityClause.clause
    if exact:
        return column == clause
    refs = [clause, *standard.other_edition(clause, checklists.editions())]
    return or_(*(or_(column == ref, and_(column >= f"{ref}.", column < f"{ref}/")) for ref in refs))  # '/' follows '.'


def by_index(query: Select[Any], index: str = "register") -> Select[Any]:
    """Have SQLite read one of the register's own indexes, whose entries hold all that is filtered, sorted and counted
    by: ``index`` is 'register' (by day), 'state' or 'closed'. Left alone it takes an index of one column and reads the
    long texts of every row that fits."""
    return query.with_hint(Nonconformity, f"INDEXED BY ix_nonconformity_{index}", "sqlite")
