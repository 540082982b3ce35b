"""The register as a table to take away: fixed columns, versioned, for XLSX and CSV."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import and_, select

from auditapp.domain.words import N_
from auditapp.models import Audit, Nonconformity, Person, Process, Round, Site, db
from auditapp.services import nonconformities, organisations, registers

VERSION = 1
"""Raised when a column is taken out, renamed or moved; a new one is added at the end under the same version."""

COLUMNS: tuple[tuple[str, str], ...] = (
    ("number", N_("Number")), ("grade", N_("Grade")), ("state", N_("State")), ("source", N_("Source")),
    ("clauses", N_("Clauses")), ("process", N_("Process")), ("site", N_("Site")), ("place", N_("Place")),
    ("owner", N_("Owner")), ("requirement", N_("Requirement")), ("evidence", N_("Evidence")),
    ("statement", N_("Statement")), ("grade_reason", N_("Reason for the grade")), ("audit", N_("Audit")),
    ("raised", N_("Raised")), ("due", N_("Due")), ("closed", N_("Closed")), ("round", N_("Round")),
    ("recurrence", N_("Recurrence")), ("correction", N_("Correction")), ("extent", N_("Extent")),
    ("criterion", N_("Effectiveness criterion")), ("check_on", N_("Effectiveness check")),
)  # fmt: skip
"""Key and word of each column. The grades, states and sources are codes: files are compared over the years."""


def rows(person: Person, wanted: registers.Filter) -> Iterator[list[Any]]:
    """A row for each nonconformity of ``wanted`` that ``person`` may see, in `COLUMNS`; moments in the organisation's
    time zone."""
    zone = ZoneInfo(organisations.zone())
    query = registers.filtered(nonconformities.visible_to(person), person, wanted)
    ids = query.with_only_columns(Nonconformity.id)
    found = db.session.execute(
        select(*_columns())
        .select_from(Nonconformity)
        .where(Nonconformity.id.in_(ids))
        .join(Person, Nonconformity.owner_id == Person.id)
        .outerjoin(Process, Nonconformity.process_id == Process.id)
        .outerjoin(Site, Nonconformity.site_id == Site.id)
        .outerjoin(Audit, Nonconformity.audit_id == Audit.id)
        .outerjoin(
            Round,
            and_(Round.nonconformity_id == Nonconformity.id, Round.number == Nonconformity.round_number),
        )
        .order_by(Nonconformity.raised_at.desc(), Nonconformity.number.desc())
        .execution_options(yield_per=500)
    )
    for row in found:
        yield [_cell(value, zone) for value in row]


def _columns() -> list[Any]:
    return [
        Nonconformity.number, Nonconformity.grade, Nonconformity.state, Nonconformity.source, Nonconformity.clauses,
        Process.name, Site.name, Nonconformity.place, Person.name, Nonconformity.requirement,
        Nonconformity.evidence_text, Nonconformity.statement, Nonconformity.grade_reason, Audit.reference,
        Nonconformity.raised_at, Nonconformity.due_on, Nonconformity.closed_at, Nonconformity.round_number,
        Nonconformity.recurrence, Round.correction, Round.extent, Round.criterion, Round.check_on,
    ]  # fmt: skip


def _cell(value: Any, zone: ZoneInfo) -> Any:
    if isinstance(value, list):
        return ", ".join(value)
    if isinstance(value, datetime):
        return value.astimezone(zone).replace(tzinfo=None)
    return value
