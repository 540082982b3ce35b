"""Facts of a nonconformity as conditions on its table: the register filters by them, figures count them."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from auditapp.adapters import clock
from auditapp.domain import nonconformity as rules
from auditapp.domain import standard
from auditapp.models import Action, Cause, DueDate, Nonconformity, NonconformityClause, Person, Round
from auditapp.services import checklists, organisations

PROMISED = ("plan", "implementation")
"""The due dates whose keeping is told as 'on time'."""


def is_open() -> ColumnElement[bool]:
    """Somebody still has a turn."""
    return Nonconformity.state.in_(rules.OPEN_STATES)


def is_mine(person: Person) -> ColumnElement[bool]:
    """Open, and ``person`` owns it or an action of it that is not done."""
    to_do = select(Round.nonconformity_id).join(Action).where(Action.owner_id == person.id, Action.done_on.is_(None))
    return and_(is_open(), or_(Nonconformity.owner_id == person.id, Nonconformity.id.in_(to_do)))


def is_late() -> ColumnElement[bool]:
    """Open, and its next due date has passed."""
    return and_(is_open(), Nonconformity.due_on < clock.today(organisations.zone()))


def was_open_on(day: date) -> ColumnElement[bool]:
    """Raised by the end of ``day`` and not closed by then. What was opened again since counts as never closed."""
    end = organisations.start_of(day + timedelta(days=1))
    is_there = and_(Nonconformity.state != "void", Nonconformity.raised_at < end)
    return and_(is_there, or_(is_open(), Nonconformity.closed_at >= end))


def broke_a_date() -> ColumnElement[bool]:
    """A due date of the plan or of the implementation that was met late, or has passed and is not met. Of `DueDate`."""
    return func.coalesce(DueDate.met_on, clock.today(organisations.zone())) > DueDate.due_on


def has_come_due() -> ColumnElement[bool]:
    """A due date of the plan or of the implementation that was met or has passed. Of `DueDate`."""
    return and_(DueDate.kind.in_(PROMISED), or_(DueDate.met_on.is_not(None), broke_a_date()))


def kept_dates(*, on_time: bool) -> ColumnElement[bool]:
    """All due dates that were met or have passed were kept (there is one at least), or one of them was not."""
    due = select(DueDate.nonconformity_id).where(has_come_due())
    late = Nonconformity.id.in_(due.where(broke_a_date()))
    return and_(Nonconformity.id.in_(due), ~late) if on_time else late


def has_plan() -> ColumnElement[bool]:
    """Its plan was submitted, in some round."""
    return Nonconformity.id.in_(
        select(DueDate.nonconformity_id).where(DueDate.kind == "plan", DueDate.met_on.is_not(None))
    )


def judged(*, effective: bool) -> ColumnElement[bool]:
    """Some round was judged, and none not effective; or one was."""
    verdicts = select(Round.nonconformity_id).where(Round.effective.is_not(None))
    failed = Nonconformity.id.in_(verdicts.where(Round.effective.is_(False)))
    return and_(Nonconformity.id.in_(verdicts), ~failed) if effective else failed


def is_reopened() -> ColumnElement[bool]:
    """Opened again after it was closed: a round that was not judged ineffective has another one behind it."""
    ended = select(Round.nonconformity_id).where(
        Round.nonconformity_id == Nonconformity.id,
        Round.number < Nonconformity.round_number,
        func.coalesce(Round.effective, True),
    )
    return and_(Nonconformity.round_number > 1, ended.exists())


def has_action(fact: Any) -> ColumnElement[bool]:
    """An action of it (withdrawn ones left out) has ``fact``: `Action.at_source` or `Action.raises_standard`."""
    acts = select(Round.nonconformity_id).join(Action, Action.round_id == Round.id)
    return Nonconformity.id.in_(acts.where(fact, Action.withdrawn_at.is_(None)))


def is_caused_by(cause: str) -> ColumnElement[bool]:
    """A cause named for it begins with the 80 characters ``cause``, whatever the capitals."""
    named = func.lower(func.substr(Cause.statement, 1, 80)) == func.lower(cause)
    return Nonconformity.id.in_(
        select(Round.nonconformity_id)
        .join(Cause, Cause.round_id == Round.id)
        .where(named, Cause.withdrawn_at.is_(None))
    )


def fails(clause: str, *, exact: bool) -> ColumnElement[bool]:
    """It fails ``clause``, one of its parts, or the same requirement in another edition; or that clause alone."""
    column = NonconformityClause.clause
    if exact:
        return Nonconformity.id.in_(select(NonconformityClause.nonconformity_id).where(column == clause))
    refs = [clause, *standard.other_edition(clause, checklists.editions())]
    parts = [or_(column == ref, and_(column >= f"{ref}.", column < f"{ref}/")) for ref in refs]  # '/' follows '.'
    return Nonconformity.id.in_(select(NonconformityClause.nonconformity_id).where(or_(*parts)))


def by_index(query: Select[Any]) -> Select[Any]:
    """Have SQLite read the register's own index, whose entries hold all that is filtered and sorted by. Left alone it
    takes an index of one column and reads the long texts of every row that fits."""
    return query.with_hint(Nonconformity, "INDEXED BY ix_nonconformity_register", "sqlite")
