"""Papers of a page or two that people take to a meeting or put into an envelope."""

from dataclasses import replace

from flask_babel import force_locale, gettext

from auditapp.adapters import clock
from auditapp.domain import deadlines
from auditapp.domain.errors import NotThere
from auditapp.domain.words import N_
from auditapp.models import Nonconformity, Person, db
from auditapp.services import audits, nonconformities, organisations, papers, report_contents, reports, sheet_contents
from auditapp.services.papers import File


def closing_summary(person: Person, reference: str) -> File:
    """What is read out at the closing meeting of the audit ``reference``, on one page, as things stand; with room for
    signatures. Raises `NotThere`, `PaperFailed`."""
    audit = audits.find(person, reference)
    content = replace(reports.content_of(audit), status="current", issued_at=clock.now())
    organisation = organisations.current()
    days = (organisation.deadline_days if organisation else None) or deadlines.DEFAULT_DAYS
    with force_locale(papers.language()):
        name = gettext("%(reference)s Closing meeting.pdf", reference=audit.reference)
    file = papers.set_in_type(
        "reports/closing_summary.html", content, zone=report_contents.zone(audit), report=content, days=days
    )
    return File(name, file)


def response_letter(person: Person, number: str) -> File:
    """The letter that answers a nonconformity: correction, cause, corrective action. Raises `NotThere`,
    `PaperFailed`."""
    query = nonconformities.visible_to(person).where(Nonconformity.number == number.upper())
    found = db.session.scalar(query.options(*sheet_contents.whole()).execution_options(populate_existing=True))
    if found is None:
        raise NotThere(N_("There is no nonconformity %(number)s here."), number=number)
    with force_locale(papers.language()):
        content = sheet_contents.fill(found, papers.language(), as_of=clock.now())
        name = gettext("%(number)s Response.pdf", number=found.number)
    file = papers.set_in_type("reports/response_letter.html", content, zone=sheet_contents.zone(found), sheet=content)
    return File(name, file)
