"""Audit report and NC sheet as files: a draft while the audit goes on, frozen bytes once it is issued."""

from typing import Any

from flask_babel import force_locale, gettext
from sqlalchemy import Select, select

from auditapp.adapters import clock
from auditapp.domain.errors import NotThere
from auditapp.domain.words import N_
from auditapp.models import Audit, Nonconformity, Paper, Person, db
from auditapp.services import audits, nonconformities, papers, report_contents, sheet_contents
from auditapp.services.papers import File

AUDIT_REPORT = "audit_report"
FIRST_REVISION = 0


def audit_report(person: Person | None, reference: str) -> File:
    """The report of the audit ``reference``: as issued, or else a draft of it as it stands.

    ``person``: the reader, None for whoever has the command line. Raises `NotThere`, `PaperFailed`.
    """
    query: Select[Any] = audits.visible_to(person) if person else select(Audit)
    audit = db.session.scalar(query.where(Audit.reference == reference.upper()))
    if audit is None:
        raise NotThere(N_("There is no audit %(reference)s here."), reference=reference)
    issued = papers.in_force(AUDIT_REPORT, audit.id)
    return papers.frozen(issued) if issued else _draft(audit)


def _draft(audit: Audit) -> File:
    audit = _whole(audit)
    with force_locale(papers.language()):
        content = report_contents.fill(audit, papers.language(), revision=FIRST_REVISION)
        name = gettext("%(reference)s Audit report draft.pdf", reference=audit.reference)
    file = papers.set_in_type("reports/audit_report.html", content, zone=report_contents.zone(audit), report=content)
    return File(name, file)


def issue(by: Person, audit: Audit) -> Paper:
    """Set and freeze the report of ``audit``, which `audit_steps` is issuing. Raises `PaperFailed`: then nothing of
    the issue may be kept."""
    db.session.flush()
    audit = _whole(audit)
    with force_locale(papers.language()):
        content = report_contents.fill(
            audit, papers.language(), revision=FIRST_REVISION, issued_at=audit.issued_at or clock.now()
        )
        name = gettext(
            "%(reference)s Audit report rev %(revision)s.pdf", reference=audit.reference, revision=content.revision
        )
    paper_id = papers.new_paper_id()
    file = papers.set_in_type(
        "reports/audit_report.html", content, zone=report_contents.zone(audit), paper_id=paper_id, report=content
    )
    return papers.issue(by, AUDIT_REPORT, audit, File(name, file), content, paper_id)


def _whole(audit: Audit) -> Audit:
    """``audit`` with all that its report needs, read again: what was changed meanwhile is in it."""
    query = select(Audit).where(Audit.id == audit.id).options(*report_contents.whole())
    return db.session.scalars(query.execution_options(populate_existing=True)).one()


def nc_sheet(person: Person | None, number: str) -> File:
    """The sheet of the nonconformity ``number`` as it stands now. ``person`` as at `audit_report`."""
    query: Select[Any] = nonconformities.visible_to(person) if person else select(Nonconformity)
    query = query.where(Nonconformity.number == number.upper()).options(*sheet_contents.whole())
    found = db.session.scalar(query.execution_options(populate_existing=True))
    if found is None:
        raise NotThere(N_("There is no nonconformity %(number)s here."), number=number)
    with force_locale(papers.language()):
        content = sheet_contents.fill(found, papers.language(), as_of=clock.now())
        name = gettext("%(number)s NC sheet.pdf", number=found.number)
    return File(
        name, papers.set_in_type("reports/nc_sheet.html", content, zone=sheet_contents.zone(found), sheet=content)
    )
