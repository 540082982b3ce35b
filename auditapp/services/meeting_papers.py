"""Papers of a page or two that people take to a meeting or put into an envelope: as things stand, or as a revision."""

import uuid
from dataclasses import replace
from datetime import datetime
from typing import Any

from flask_babel import force_locale, gettext
from sqlalchemy import select

from auditapp.adapters import clock, pdf_pages
from auditapp.domain import closing_page, deadlines
from auditapp.domain.errors import Conflict, NotThere, Refusal
from auditapp.domain.nc_sheet import NcSheet
from auditapp.domain.paper import record_hash
from auditapp.domain.report import AuditReport
from auditapp.domain.words import N_
from auditapp.models import Audit, Nonconformity, Paper, Person, db
from auditapp.services import (
    audits,
    ems_certificates,
    history,
    nonconformities,
    organisations,
    papers,
    report_contents,
    reports,
    sheet_contents,
)
from auditapp.services.papers import File

CLOSING, LETTER = "closing_summary", "response_letter"
TRIED = (1, 0.92, 0.84, 0.7, 0.5, 0.3, 0.1)
"""Parts of the estimated room that the findings are given on the closing page, until all that it says stands on one."""


def closing_summary(person: Person, reference: str) -> File:
    """What is read out at the closing meeting of the audit ``reference``, on one page, as things stand: with the
    signatures of who was there, or room for them. Raises `NotThere`, `Conflict` before the audit has begun,
    `PaperFailed`."""
    audit = _begun(audits.find(person, reference))
    content = replace(reports.content_of(audit), status="current", issued_at=clock.now())
    return _closing(audit, content)


def _begun(audit: Audit) -> Audit:
    """Before it has, the page would say that nothing was found."""
    if audit.state in ("planned", "confirmed"):
        raise Conflict(N_("The audit has not begun, so there is nothing to read out yet."))
    return audit


def _closing(audit: Audit, content: AuditReport, paper_id: uuid.UUID | None = None) -> File:
    organisation = organisations.current()
    days = (organisation.deadline_days if organisation else None) or deadlines.DEFAULT_DAYS
    with force_locale(papers.language()):
        name = gettext("%(reference)s Closing meeting.pdf", reference=audit.reference)
    room = closing_page.room(content, organisation.paper_size if organisation else "A4")
    for part in TRIED:
        shown, more = closing_page.fitted(content, room * part)
        file = papers.set_in_type(
            "reports/closing_summary.html", content, zone=report_contents.zone(audit), paper_id=paper_id,
            report=content, days=days, shown=shown, more=more,
        )  # fmt: skip
        if pdf_pages.count(file) == 1:
            break
    return File(name, file)


def freeze_closing(by: Person, reference: str) -> Paper:
    """Keep the closing page of the audit ``reference`` as its next revision. Raises `Refusal` where nothing changed."""
    audit = _begun(audits.find(by, reference))
    history.allow(by, "conclude", audit)
    newest = papers.in_force(CLOSING, audit.id)

    def filled(revision: int, moment: Any) -> AuditReport:
        return replace(reports.content_of(audit), revision=revision, status="issued", issued_at=moment, history=())

    content = filled(newest.revision + 1 if newest else 0, clock.now())
    if newest is not None:
        _complain_if_same(newest, filled(newest.revision, newest.issued_at))
    paper_id = papers.new_paper_id()
    return papers.issue(by, CLOSING, audit, _closing(audit, content, paper_id), content, paper_id)


def response_letter(person: Person, number: str) -> File:
    """The letter that answers a nonconformity: correction, cause, corrective action. Raises `NotThere`,
    `PaperFailed`."""
    found = _nonconformity(person, number)
    return _letter(found, _letter_content(found, clock.now()))


def _letter_content(found: Nonconformity, moment: datetime, revision: int | None = None) -> NcSheet:
    with force_locale(papers.language()):
        content = sheet_contents.fill(found, papers.language(), as_of=moment, revision=revision)
    to_the_body = found.source == "external_audit"  # an authority or a neighbour is told of no certificate
    return replace(content, certificate=ems_certificates.current() if to_the_body else None)


def _letter(found: Nonconformity, content: NcSheet, paper_id: uuid.UUID | None = None) -> File:
    with force_locale(papers.language()):
        name = gettext("%(number)s Response.pdf", number=found.number)
    file = papers.set_in_type(
        "reports/response_letter.html", content, zone=sheet_contents.zone(found), paper_id=paper_id, sheet=content
    )
    return File(name, file)


def freeze_letter(by: Person, number: str) -> Paper:
    """Keep the letter about the nonconformity ``number`` as its next revision: what was sent stands as it was. Raises
    `Refusal` where nothing changed."""
    history.allow(by, "make_pack")
    found = _nonconformity(by, number)
    newest = papers.in_force(LETTER, found.id)

    content = _letter_content(found, clock.now(), newest.revision + 1 if newest else 0)
    if newest is not None:
        _complain_if_same(newest, _letter_content(found, newest.issued_at, newest.revision))
    paper_id = papers.new_paper_id()
    return papers.issue(by, LETTER, found, _letter(found, content, paper_id), content, paper_id)


def _complain_if_same(newest: Paper, again: AuditReport | NcSheet) -> None:
    if record_hash(again) == newest.record_sha256:
        raise Refusal(N_("Nothing is different from revision %(revision)s."), revision=newest.revision)


def _nonconformity(person: Person, number: str) -> Nonconformity:
    query = nonconformities.visible_to(person).where(Nonconformity.number == number.upper())
    found = db.session.scalar(query.options(*sheet_contents.whole()).execution_options(populate_existing=True))
    if found is None:
        raise NotThere(N_("There is no nonconformity %(number)s here."), number=number)
    return found


def frozen(kind: str, subject: Audit | Nonconformity) -> list[Paper]:
    """The revisions that were kept, the newest first."""
    query = select(Paper).where(Paper.kind == kind, Paper.subject_id == subject.id).order_by(Paper.revision.desc())
    return list(db.session.scalars(query))
