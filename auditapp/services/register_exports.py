"""The register as a table to take away: fixed columns, versioned, for XLSX and CSV."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask_babel import gettext
from sqlalchemy import and_, select

from auditapp.domain.words import N_, NONCONFORMITY_STATES, SHORT_GRADES, SOURCES
from auditapp.models import Audit, Nonconformity, Person, Process, Round, Site, db
from auditapp.services import book_sheets, nonconformities, organisations, registers

VERSION = 2
"""Raised when a column is taken out, renamed or moved; a new one is added at the end under the same version. In 1 the
columns stood in another order, and grades, states, sources and clauses were codes alone."""

COLUMNS: tuple[tuple[str, str], ...] = (
    ("number", N_("Number")), ("grade", N_("Grade")), ("state", N_("State")), ("statement", N_("Statement")),
    ("clauses", N_("Clauses")), ("process", N_("Process")), ("site", N_("Site")), ("place", N_("Place")),
    ("owner", N_("Owner")), ("due", N_("Due")), ("raised", N_("Raised")), ("closed", N_("Closed")),
    ("source", N_("Source")), ("body", N_("Found by")), ("body_number", N_("Their number")),
    ("body_wording", N_("Their wording")), ("requirement", N_("Requirement")), ("evidence", N_("Evidence")),
    ("grade_reason", N_("Reason for the grade")), ("audit", N_("Audit")), ("round", N_("Round")),
    ("recurrence", N_("Recurrence")), ("correction", N_("Correction")), ("extent", N_("Extent")),
    ("criterion", N_("Effectiveness criterion")), ("check_on", N_("Effectiveness check")),
)  # fmt: skip
"""Key and word of each column that people read, in their language."""

SAID = (("grade", SHORT_GRADES), ("state", NONCONFORMITY_STATES), ("source", SOURCES))
"""Columns of words, and what the code of each is called."""

CODES = {"grade_code": "grade", "state_code": "state", "source_code": "source", "clause_codes": "clauses"}
"""Columns at the end -> the column whose words they stand for: for programs, and to compare files over the years. Their
heads are these names, never translated."""

SENTENCES = frozenset(
    ("body_wording", "requirement", "evidence", "statement", "grade_reason", "correction", "extent", "criterion")
)
"""Columns that are read, and so are wide."""


def heads() -> list[str]:
    """The head of each column."""
    return [*(str(gettext(word)) for _, word in COLUMNS), *CODES]


def wide() -> list[int]:
    """The places of the columns that hold sentences."""
    return [place for place, (key, _) in enumerate(COLUMNS) if key in SENTENCES]


def rows(person: Person, wanted: registers.Filter) -> Iterator[list[Any]]:
    """A row for each nonconformity of ``wanted`` that ``person`` may see, under `heads`; moments in the organisation's
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
    keys = [key for key, _ in COLUMNS]
    coded = [keys.index(key) for key in CODES.values()]
    said = [(keys.index(key), {code: str(gettext(word)) for code, word in table.items()}) for key, table in SAID]
    clauses = keys.index("clauses")
    for row in found:
        cells = [_cell(value, zone) for value in row]
        codes = [cells[place] for place in coded]
        for place, words in said:
            cells[place] = words.get(cells[place], cells[place])
        cells[clauses] = book_sheets.clauses(row[clauses])
        yield cells + codes


def _columns() -> list[Any]:
    one = Nonconformity
    return [
        one.number, one.grade, one.state, one.statement,
        one.clauses, Process.name, Site.name, one.place,
        Person.name, one.due_on, one.raised_at, one.closed_at,
        one.source, one.external_body, one.external_number,
        one.external_wording, one.requirement, one.evidence_text,
        one.grade_reason, Audit.reference, one.round_number,
        one.recurrence, Round.correction, Round.extent,
        Round.criterion, Round.check_on,
    ]  # fmt: skip


def _cell(value: Any, zone: ZoneInfo) -> Any:
    if isinstance(value, list):
        return ", ".join(value)
    if isinstance(value, datetime):
        return value.astimezone(zone).replace(tzinfo=None)
    return value
