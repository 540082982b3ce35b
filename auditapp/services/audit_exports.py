"""Answers and findings of an audit as a book to take away: fixed columns, versioned."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask_babel import get_locale, gettext

from auditapp.adapters.workbook import Sheet
from auditapp.domain.words import FINDING_STATES, KINDS_OF_EVIDENCE, N_, RESULTS, SHORT_GRADES
from auditapp.models import Finding, Person
from auditapp.services import audit_answers, audits, book_sheets, findings, organisations
from auditapp.services.audit_answers import Answered

VERSION = 2
"""Raised when a column is taken out, renamed or moved; a new one is added at the end under the same version. In 1 the
results, grades and states were codes alone."""

ANSWERS: tuple[tuple[str, str], ...] = (
    ("number", N_("Number")), ("clauses", N_("Clauses")), ("section", N_("Section")), ("question", N_("Question")),
    ("where", N_("Process, place")), ("result", N_("Answer")), ("reason", N_("Reason")), ("note", N_("Note")),
    ("sample", N_("Sample")), ("kinds", N_("Seen, read or asked")), ("photos", N_("Photos")),
    ("findings", N_("Findings")), ("by", N_("By")), ("at", N_("At")),
    ("unanswered", N_("Why there is no answer")), ("result_code", ""),
    ("clause_codes", ""),
)  # fmt: skip
FINDINGS: tuple[tuple[str, str], ...] = (
    ("nonconformity", N_("Nonconformity")), ("grade", N_("Grade")), ("state", N_("State")), ("clauses", N_("Clauses")),
    ("process", N_("Process")), ("site", N_("Site")), ("place", N_("Place")), ("requirement", N_("Requirement")),
    ("evidence", N_("Evidence")), ("statement", N_("Statement")), ("grade_reason", N_("Reason for the grade")),
    ("owner", N_("Owner")), ("photos", N_("Photos")), ("by", N_("Noted by")), ("at", N_("Noted at")),
    ("released", N_("Released")), ("grade_code", ""), ("state_code", ""), ("clause_codes", ""),
)  # fmt: skip
"""Key and word of each column; those without a word are for programs, and headed by their key."""
SENTENCES = frozenset(
    ("question", "reason", "note", "sample", "findings", "unanswered", "requirement", "evidence", "statement",
     "grade_reason")
)  # fmt: skip
"""Columns that are read, and so are wide."""


def of_audit(person: Person, reference: str) -> list[Sheet]:
    """The sheets of the audit ``reference``: answers, findings, and what the book is. Raises `NotThere`."""
    audit = audits.find(person, reference)
    zone = ZoneInfo(organisations.zone())
    answers = audit_answers.listed(audit, str(get_locale() or "en"))
    noted = [one for one in findings.of_audit(audit) if one.state != "withdrawn"]
    facts = {gettext("Audit"): audit.reference, gettext("Title"): audit.title}
    return [
        _sheet(gettext("Answers"), ANSWERS, _rows((_answer(one) for one in answers), zone)),
        _sheet(gettext("Findings"), FINDINGS, _rows((_finding(one) for one in noted), zone)),
        book_sheets.about(person, "audit", VERSION, **facts),
    ]


def _sheet(title: str, columns: Sequence[tuple[str, str]], rows: Iterable[list[Any]]) -> Sheet:
    heads = [gettext(word) if word else key for key, word in columns]
    wide = [place for place, (key, _) in enumerate(columns) if key in SENTENCES]
    return Sheet(title, heads, rows, wide, for_programs=sum(not word for _, word in columns))


def _rows(rows: Iterable[list[Any]], zone: ZoneInfo) -> Iterator[list[Any]]:
    for row in rows:
        yield [cell.astimezone(zone).replace(tzinfo=None) if isinstance(cell, datetime) else cell for cell in row]


def _answer(one: Answered) -> list[Any]:
    led_to = ", ".join(f"{_said(SHORT_GRADES, finding.grade)}: {finding.short}" for finding in one.findings)
    kinds = ", ".join(_said(KINDS_OF_EVIDENCE, kind) for kind in one.kinds)
    return [
        one.number, book_sheets.clauses(one.clauses), one.section, one.text, ", ".join(one.where),
        _said(RESULTS, one.result), one.reason, one.note, one.sample, kinds, len(one.photos), led_to, one.by, one.at,
        one.unanswered_reason,
        one.result, ", ".join(one.clauses),
    ]  # fmt: skip


def _said(table: Mapping[str, str], code: str) -> str:
    return str(gettext(table[code])) if code in table else code


def _finding(one: Finding) -> list[Any]:
    return [
        one.nonconformity.number if one.nonconformity else "", _said(SHORT_GRADES, one.grade),
        _said(FINDING_STATES, one.state), book_sheets.clauses(one.clauses),
        one.process.name if one.process else "", one.site.name if one.site else "", one.place, one.requirement,
        one.evidence_text, one.statement, one.grade_reason, one.owner.name if one.owner else "", len(one.evidence),
        one.noted_by.name, one.noted_at, one.released_at, one.grade, one.state,
        ", ".join(one.clauses),
    ]  # fmt: skip
