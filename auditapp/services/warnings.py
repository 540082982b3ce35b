"""The warnings that a nonconformity draws now, with what was found before at the same place."""

from datetime import timedelta

from sqlalchemy import select

from auditapp.domain import standard
from auditapp.domain import warnings as rules
from auditapp.models import Nonconformity, db
from auditapp.services import checklists, due_dates

WITHIN = timedelta(days=3 * 365 + 1)


def of_response(nonconformity: Nonconformity) -> list[str]:
    """What the owner reads before the plan is submitted: codes of `warnings.SENTENCES`."""
    return rules.of_response(nonconformity, due_dates.today_at(nonconformity))


def for_judge(nonconformity: Nonconformity) -> list[str]:
    """What the judge reads before the plan is accepted: the same, and what the grade draws."""
    return of_response(nonconformity) + rules.of_grade(nonconformity.grade, _earlier_grades(nonconformity))


def _earlier_grades(nonconformity: Nonconformity) -> list[str]:
    """Grades at the same process and one of the clauses, in either edition, within three years, the newest first."""
    if nonconformity.process_id is None:
        return []
    editions = checklists.editions()
    clauses = set(nonconformity.clauses)
    clauses |= {other for ref in tuple(clauses) for other in standard.other_edition(ref, editions)}
    query = select(Nonconformity.grade, Nonconformity.clauses).where(
        Nonconformity.process_id == nonconformity.process_id,
        Nonconformity.id != nonconformity.id,
        Nonconformity.state != "void",
        Nonconformity.raised_at <= nonconformity.raised_at,
        Nonconformity.raised_at >= nonconformity.raised_at - WITHIN,
    )
    rows = db.session.execute(query.order_by(Nonconformity.raised_at.desc(), Nonconformity.number.desc()))
    return [grade for grade, refs in rows if clauses & set(refs)]
