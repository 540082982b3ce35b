"""What the register and its actions say of one period, beyond the figures that everybody sees."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, or_, select

from auditapp.domain import management_review_paper as paper
from auditapp.domain.dates import local_day
from auditapp.domain.excerpt import excerpt
from auditapp.models import Action, Concern, DueDate, Nonconformity, Person, Round, db
from auditapp.services import organisations
from auditapp.services.figures_numbers import seen_by
from auditapp.services.figures_periods import Period, raised, within
from auditapp.services.register_conditions import is_late, was_open_on

MOST = 10
"""Lines of one list; the register has the rest."""
SOURCES = {"external": "external_audit", "regulator": "regulator", "complaint": "complaint"}


def of_register(period: Period) -> dict[str, int]:
    """Grades raised, what was late at the end, and corrective actions due, done and late."""
    end = period.last
    moved = and_(DueDate.due_on < end, or_(DueDate.met_on.is_(None), DueDate.met_on > end))
    late = (
        select(func.count(Nonconformity.id.distinct()))
        .join(DueDate, DueDate.nonconformity_id == Nonconformity.id)
        .where(was_open_on(end), moved, DueDate.round_number == Nonconformity.round_number)
    )
    major = select(func.count()).select_from(Nonconformity).where(Nonconformity.grade == "major", *raised(period))
    open_then = and_(Action.due_on < end, or_(Action.done_on.is_(None), Action.done_on > end))
    acts = (
        select(
            _sum(Action.due_on.between(period.first, end)),
            _sum(Action.done_on.between(period.first, end)),
            _sum(and_(open_then, was_open_on(end), Round.number == Nonconformity.round_number)),
        )
        .join(Round, Round.id == Action.round_id)
        .join(Nonconformity, Nonconformity.id == Round.nonconformity_id)
        .where(Action.withdrawn_at.is_(None), Nonconformity.state != "void")
    )
    due, done, past = db.session.execute(acts).one()
    return {
        "raised_major": db.session.scalar(major) or 0, "late_at_end": db.session.scalar(late) or 0,
        "actions_due": due or 0, "actions_done": done or 0, "actions_late": past or 0,
    }  # fmt: skip


def _sum(fact: ColumnElement[bool]) -> Any:
    return func.sum(case((fact, 1), else_=0))


def of_sources(period: Period) -> dict[str, int]:
    """What came from outside, and concerns of employees."""
    rows = db.session.execute(
        select(Nonconformity.source, func.count()).where(*raised(period)).group_by(Nonconformity.source)
    )
    counted = {row[0]: row[1] for row in rows}
    concerns = select(func.count()).select_from(Concern).where(*within(Concern.received_at, period))
    return {
        "external": counted.get("external_audit", 0), "regulator": counted.get("regulator", 0),
        "complaints": counted.get("complaint", 0), "concerns": db.session.scalar(concerns) or 0,
    }  # fmt: skip


def from_source(code: str, period: Period) -> paper.Listed:
    """The nonconformities raised in ``period`` from one of `SOURCES`, and what became of them."""
    return _listed(code, *raised(period), Nonconformity.source == SOURCES[code])


def overdue(person: Person) -> paper.Listed:
    """What is open past a due date now, the longest first."""
    return _listed("overdue", is_late(), *seen_by(person), by_due=True)


def _listed(code: str, *where: ColumnElement[bool], by_due: bool = False) -> paper.Listed:
    columns = (
        Nonconformity.number, func.substr(Nonconformity.statement, 1, paper.LINE + 100), Nonconformity.state,
        Nonconformity.due_on, Nonconformity.raised_at,
    )  # fmt: skip
    total = db.session.scalar(select(func.count()).select_from(Nonconformity).where(*where)) or 0
    query = select(*columns).where(*where).limit(MOST)
    query = query.order_by(Nonconformity.due_on if by_due else Nonconformity.raised_at, Nonconformity.number)
    rows = db.session.execute(query).all()
    return paper.Listed(
        code=code,
        lines=tuple(
            paper.Line(
                name=row[0], text=excerpt(row[1], paper.LINE), state=row[2], day=row[3] if by_due else _day(row[4])
            )
            for row in rows
        ),
        more=total - len(rows),
    )


def _day(moment: datetime) -> date:
    return local_day(moment, organisations.zone())
