"""Audit report and NC sheet as files: a draft while the audit goes on, frozen bytes once it is issued."""

import uuid
from typing import Any

from flask_babel import force_locale, gettext
from sqlalchemy import Select, select

from auditapp.adapters import clock
from auditapp.domain import paper_length, record_reading, report
from auditapp.domain.errors import Conflict, NotThere
from auditapp.domain.words import N_
from auditapp.models import Audit, Job, Nonconformity, Paper, Person, db
from auditapp.services import (
    audits,
    distributions,
    history,
    jobs,
    languages,
    nonconformities,
    paper_orders,
    papers,
    report_contents,
    report_rows,
    sheet_contents,
)
from auditapp.services.papers import File

AUDIT_REPORT = "audit_report"
FIRST_REVISION = 0


FULL, SHEETS = "full", "sheets"
LAYOUTS: dict[str, tuple[str, str]] = {
    FULL: ("reports/audit_report.html", N_("Audit report")),
    "management": ("reports/audit_report_management.html", N_("Audit report for management")),
    SHEETS: ("reports/audit_report_sheets.html", N_("Nonconformities")),
}
"""Layout -> template and what its file is called. All are made from one record, whose hash is printed on each."""


def audit_report(person: Person | None, reference: str, layout: str = FULL) -> File:
    """The report of the audit ``reference``: as issued, or else a draft of it as it stands.

    ``person``: the reader, None for whoever has the command line. ``layout``: a key of `LAYOUTS`; of an issued report
    the full one is the frozen file, the others are set from its frozen record. Raises `NotThere`, `PaperFailed`.
    """
    audit, issued = _find(person, reference, layout)
    if issued is not None and layout == FULL:
        return papers.frozen(issued)
    return _laid_out(audit, _content(audit, issued), layout, paper_id=issued.id if issued else None)


def _find(person: Person | None, reference: str, layout: str) -> tuple[Audit, Paper | None]:
    query: Select[Any] = audits.visible_to(person) if person else select(Audit)
    audit = db.session.scalar(query.where(Audit.reference == reference.upper()))
    if audit is None or layout not in LAYOUTS:
        raise NotThere(N_("There is no audit %(reference)s here."), reference=reference)
    issued = papers.in_force(AUDIT_REPORT, audit.id)
    if issued is None and audit.state == "issued":
        raise Conflict(paper_orders.BEING_MADE)
    return audit, issued


def _content(audit: Audit, issued: Paper | None) -> report.AuditReport:
    """What is printed: the frozen record, or how things stand."""
    if issued is None:
        return content_of(audit)
    return record_reading.read(report.AuditReport, papers.record_of(issued))


def photos_to_wait_for(person: Person, reference: str, layout: str) -> int | None:
    """How many photos a paper holds that is not frozen and too long to wait for; None where it is made at once."""
    audit, issued = _find(person, reference, layout)
    if layout == "management" or (issued is not None and layout == FULL):
        return None
    content = _content(audit, issued)
    if layout == SHEETS:
        content = paper_length.nonconformities_alone(content)
    return len(paper_length.photos_of(content)) if paper_length.is_long(content) else None


def draft(audit: Audit, layout: str = FULL) -> File:
    """How the report of ``audit`` would look if it were issued now."""
    return _laid_out(audit, content_of(audit), layout)


def content_of(audit: Audit) -> report.AuditReport:
    """The draft's content."""
    with papers.written_in(audit.language), force_locale(papers.language()):
        return report_contents.fill(whole(audit), papers.language(), revision=next_revision(audit))


def speak(by: Person, audit: Audit, language: str) -> None:
    """The report of ``audit`` is written in ``language`` from its next revision on. Raises `Refusal` for one that there
    is not."""
    history.allow(by, "issue", audit)
    audit.language = languages.known(language)


def next_revision(audit: Audit) -> int:
    """The number of the revision that would be issued next."""
    newest = papers.in_force(AUDIT_REPORT, audit.id)
    return FIRST_REVISION if newest is None else newest.revision + 1


def _laid_out(audit: Audit, content: report.AuditReport, layout: str, paper_id: uuid.UUID | None = None) -> File:
    template, _title = LAYOUTS[layout]
    file = papers.set_in_type(template, content, zone=report_contents.zone(audit), paper_id=paper_id, report=content)
    return File(_name(audit, content, layout), file)


def _name(audit: Audit, content: report.AuditReport, layout: str) -> str:
    with force_locale(content.language or papers.language()):
        values = {"reference": audit.reference, "title": gettext(LAYOUTS[layout][1]), "revision": content.revision}
        if content.status == "draft":
            return str(gettext("%(reference)s %(title)s draft.pdf", **values))
        return str(gettext("%(reference)s %(title)s rev %(revision)s.pdf", **values))


def order_long(by: Person, reference: str, layout: str = FULL) -> Job:
    """Have a paper made that is too long to wait for, for ``by`` to look at; the same one is made once."""
    audit, issued = _find(by, reference, layout)
    content = _content(audit, issued)
    kind = AUDIT_REPORT if layout == FULL else f"{AUDIT_REPORT}_{layout}"
    made = paper_orders.made_already(by, kind, audit, content)
    if made is not None and made.state != "failed":
        return made
    return paper_orders.order(
        by, kind, audit, content, zone=report_contents.zone(audit), name=_name(audit, content, layout),
        paper_id=issued.id if issued else None, freeze=False,
    )  # fmt: skip


def issue(by: Person, audit: Audit, reason: str = "") -> Paper | Job:
    """Set and freeze the report of ``audit``, which is being issued, as its next revision, and send word of it; a long
    one is ordered: its record is frozen, and the rest follows. Raises `PaperFailed`: then nothing of the issue may be
    kept. ``reason``: why there is another revision."""
    if jobs.in_hand(audit, paper_orders.PAPER) is not None:
        raise Conflict(paper_orders.BEING_MADE)
    db.session.flush()
    audit = whole(audit)
    revision = next_revision(audit)
    with papers.written_in(audit.language), force_locale(papers.language()):
        content = report_contents.fill(
            audit,
            papers.language(),
            revision=revision,
            issued_at=clock.now() if revision else audit.issued_at or clock.now(),
            reason=reason,
        )
    paper_id = papers.new_paper_id()
    if paper_length.is_long(content):
        zone, name = report_contents.zone(audit), _name(audit, content, FULL)
        return paper_orders.order(by, AUDIT_REPORT, audit, content, zone=zone, name=name, paper_id=paper_id)
    paper = papers.issue(by, AUDIT_REPORT, audit, _laid_out(audit, content, FULL, paper_id), content, paper_id)
    distributions.send(paper, audit)
    return paper


def whole(audit: Audit) -> Audit:
    """``audit`` with all that its report needs, read again: what was changed meanwhile is in it."""
    query = select(Audit).where(Audit.id == audit.id).options(*report_rows.whole())
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
