"""What those who steer see on their first page: how the system stands, and the reports that were issued."""

from datetime import date

from sqlalchemy import and_, case, func, select

from auditapp.domain.nonconformity import OPEN_STATES
from auditapp.models import Audit, IndependenceOverride, Nonconformity, Paper, Person, Process, Site, db
from auditapp.services import concerns


def numbers(today: date) -> dict[str, int]:
    """How the system stands at ``today``, in one query."""
    still_open = Nonconformity.state.in_(OPEN_STATES)
    nonconformities = select(
        func.sum(case((still_open, 1), else_=0)),
        func.sum(case((and_(still_open, Nonconformity.grade == "major"), 1), else_=0)),
        func.sum(case((and_(still_open, Nonconformity.due_on < today), 1), else_=0)),
        func.sum(case((Nonconformity.state == "closed", 1), else_=0)),
    )
    held = select(func.count()).where(Audit.issued_at.is_not(None)).scalar_subquery()
    planned = select(func.count()).where(Audit.state.in_(("planned", "confirmed"))).scalar_subquery()
    sites = select(func.count(Site.id)).scalar_subquery()
    processes = select(func.count(Process.id)).scalar_subquery()
    people = select(func.count(Person.id)).where(Person.active).scalar_subquery()
    audits = select(func.count(Audit.id)).scalar_subquery()
    overrides = select(func.count()).where(IndependenceOverride.approved_by_id.is_(None)).scalar_subquery()
    counted = (held, planned, sites, processes, people, audits, concerns.waiting(), overrides)
    row = db.session.execute(nonconformities.add_columns(*counted)).one()
    names = (
        "open",
        "major",
        "late",
        "closed",
        "issued",
        "planned",
        "sites",
        "processes",
        "people",
        "audits",
        "concerns",
        "overrides",
    )
    return {name: int(value or 0) for name, value in zip(names, row, strict=True)}


def reports() -> list[tuple[Paper, Audit]]:
    """The latest issued reports, each in its latest revision first."""
    query = (
        select(Paper, Audit)
        .join(Audit, Audit.id == Paper.subject_id)
        .where(Paper.kind == "audit_report")
        .order_by(Paper.issued_at.desc())
        .limit(5)
    )
    return [(row[0], row[1]) for row in db.session.execute(query)]
