"""Papers on the screen: the audit report, the NC sheet, and what a reader needs to check an issued one."""

import uuid
from urllib.parse import quote

from flask import Blueprint, Response, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as AnyResponse

from auditapp.services import languages, meeting_papers, papers, reports
from auditapp.views.pages import done, me, page

views = Blueprint("reports", __name__)


@views.get("/audits/<reference>/report.pdf")
def audit_report(reference: str) -> Response:
    """The report as it was issued; before that, a draft. ``?layout=management``: two pages; ``sheets``: the
    nonconformities alone. What is too long to wait for is ordered first."""
    layout = request.args.get("layout", reports.FULL)
    photos = reports.photos_to_wait_for(me(), reference, layout)
    if photos is not None:
        return page(
            "jobs/long.html", title=gettext("A long report"), photos=photos,
            back=(reference, url_for("audits.show", reference=reference)),
            action=url_for(".order", reference=reference, layout=layout),
        )  # fmt: skip
    return paper(reports.audit_report(me(), reference, layout))


@views.post("/audits/<reference>/report")
def order(reference: str) -> AnyResponse:
    """Have a long one made; ``?step=issue``: its pages are then shown where it is issued."""
    asked = request.args.get("language", "")
    language = languages.known(asked) if asked else ""
    with papers.written_in(language):
        job = reports.order_long(me(), reference, request.args.get("layout", reports.FULL))
    if request.args.get("step") == "issue":
        job.data = job.data | {
            "back": url_for("audit_steps.ask", reference=reference, verb="issue", language=language or None)
        }
    return done(url_for("jobs.show", job_id=job.id))


@views.get("/nonconformities/<number>/sheet.pdf")
def nc_sheet(number: str) -> Response:
    """The NC sheet as things stand."""
    return paper(reports.nc_sheet(me(), number))


@views.get("/audits/<reference>/closing.pdf")
def closing_summary(reference: str) -> Response:
    """One page for the closing meeting."""
    return paper(meeting_papers.closing_summary(me(), reference))


@views.get("/nonconformities/<number>/letter.pdf")
def response_letter(number: str) -> Response:
    """The response in the order in which certification bodies ask for it."""
    return paper(meeting_papers.response_letter(me(), number))


@views.get("/papers/<uuid:paper_id>")
def issued(paper_id: uuid.UUID) -> Response:
    """An issued paper, byte for byte."""
    return paper(papers.frozen(papers.find(me(), paper_id)))


@views.get("/papers/<uuid:paper_id>/check")
def check(paper_id: uuid.UUID) -> Response:
    """For whoever holds the paper in hand: whether it is the one in force, and the hashes to compare."""
    found = papers.get(paper_id)
    return page("reports/check.html", paper=found, newest=papers.in_force(found.kind, found.subject_id))


def paper(file: papers.File) -> Response:
    """``file`` to be read in the browser, and kept by nobody on the way."""
    response = Response(file.pdf, mimetype="application/pdf")
    plain = file.name.encode("ascii", "replace").decode().replace("?", "_").replace('"', "_").replace("\\", "_")
    response.headers["Content-Disposition"] = f"inline; filename=\"{plain}\"; filename*=UTF-8''{quote(file.name)}"
    response.headers["Cache-Control"] = "private, no-store"
    return response
