"""Facts of a nonconformity that its due dates, rounds and actions hold, kept as columns of its own.

A register of 100,000 is filtered and counted by them, and reading its children for that takes seconds. They follow by
themselves whoever writes through the session; bulk writers call `keep_facts`.
"""

import uuid
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Date,
    Integer,
    Update,
    and_,
    bindparam,
    case,
    cast,
    event,
    func,
    inspect,
    or_,
    select,
    update,
)
from sqlalchemy.orm import Session

from auditapp.models.action import Action, Round
from auditapp.models.base import db
from auditapp.models.nonconformity import DueDate, Nonconformity

PROMISED = ("plan", "implementation")
"""The due dates whose keeping is told as 'on time'."""
_NC = Nonconformity.__table__
_DUE = DueDate.__table__
_ROUND = Round.__table__
_ACTION = Action.__table__


def keep_facts(connection: Connection, *which: ColumnElement[bool]) -> None:
    """Write the facts of the nonconformities that are ``which``, or of all, anew from what stands in the tables."""
    connection.execute(update(Nonconformity).where(*which).values(_facts(connection.dialect.name)))


@cache
def _written_anew(dialect: str) -> Update:
    """The statement for the ids ``of``, put together once: each step of a nonconformity runs it."""
    which = _NC.c.id.in_(bindparam("of", expanding=True))
    return update(Nonconformity).where(which).values(_facts(dialect))


def _facts(dialect: str) -> dict[str, Any]:
    due = select(_DUE).where(_DUE.c.nonconformity_id == _NC.c.id, _DUE.c.kind.in_(PROMISED)).correlate(_NC)
    plan = due.where(_DUE.c.kind == "plan").with_only_columns(func.min(_days(dialect, _NC.c.raised_at, _DUE.c.met_on)))
    kept = due.where(_DUE.c.met_on <= _DUE.c.due_on).with_only_columns(func.count())
    broken = due.where(or_(_DUE.c.met_on.is_(None), _DUE.c.met_on > _DUE.c.due_on))
    rounds = select(_ROUND).where(_ROUND.c.nonconformity_id == _NC.c.id).correlate(_NC)
    verdict = rounds.with_only_columns(
        func.min(case((_ROUND.c.effective.is_(None), None), (_ROUND.c.effective, 1), else_=0))
    )
    ended = rounds.where(_ROUND.c.number < _NC.c.round_number, func.coalesce(_ROUND.c.effective, True))
    acts = (
        select(func.count())
        .select_from(_ACTION.join(_ROUND, _ROUND.c.id == _ACTION.c.round_id))
        .where(_ROUND.c.nonconformity_id == _NC.c.id, _ACTION.c.withdrawn_at.is_(None))
        .correlate(_NC)
    )
    is_closed = and_(_NC.c.closed_at.is_not(None), _NC.c.state == "closed")
    return {
        "days_to_plan": plan.scalar_subquery(),
        "days_to_close": case((is_closed, _days(dialect, _NC.c.raised_at, _NC.c.closed_at))),
        "kept_dates": kept.scalar_subquery(),
        "broken_from": broken.with_only_columns(func.min(_DUE.c.due_on)).scalar_subquery(),
        "verdict": verdict.scalar_subquery(),
        "reopened": ended.with_only_columns(func.count()).scalar_subquery(),
        "acts": acts.scalar_subquery(),
        "acts_at_source": acts.where(_ACTION.c.at_source).scalar_subquery(),
        "acts_raising": acts.where(_ACTION.c.raises_standard).scalar_subquery(),
    }


def _days(dialect: str, first: Any, last: Any) -> Any:
    if dialect == "sqlite":
        return cast(func.julianday(func.date(last)) - func.julianday(func.date(first)), Integer)
    return cast(last, Date) - cast(first, Date)


@event.listens_for(db.session, "after_flush")
def _follow(session: Session, _context: Any) -> None:
    ids: set[uuid.UUID] = set()
    rounds: set[uuid.UUID] = set()
    for one in (*session.new, *session.dirty, *session.deleted):
        if isinstance(one, DueDate | Round):
            ids.add(one.nonconformity_id)
        elif isinstance(one, Action):
            rounds.add(one.round_id)
        elif isinstance(one, Nonconformity) and one not in session.deleted and _moved(one):
            ids.add(one.id)
    if rounds:
        found = session.connection().execute(select(_ROUND.c.nonconformity_id).where(_ROUND.c.id.in_(rounds)))
        ids |= set(found.scalars())
    if ids:
        connection = session.connection()
        connection.execute(_written_anew(connection.dialect.name), {"of": list(ids)})


def _moved(one: Nonconformity) -> bool:
    seen = inspect(one).attrs
    return any(seen[name].history.has_changes() for name in ("raised_at", "closed_at", "state", "round_number"))
