"""Work in the background: how far it is, and where its result is."""

import uuid

from flask import Blueprint, Response, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as AnyResponse

from auditapp.domain.errors import NotThere
from auditapp.domain.words import N_
from auditapp.models import Job
from auditapp.services import jobs, papers
from auditapp.services.pack_jobs import PACK
from auditapp.services.paper_orders import DRAFT
from auditapp.views.pages import done, me, page
from auditapp.views.reports import paper

views = Blueprint("jobs", __name__, url_prefix="/jobs")

PHASES: dict[str, tuple[str, str]] = {
    "sheets": (N_("Sheets frozen"), N_("Sheets frozen: %(done)s")),
    "photos": (N_("Photos prepared"), N_("Photos prepared: %(done)s")),
    "pages": (N_("Pages laid out"), N_("Pages laid out: %(done)s")),
    "writing": (N_("The file is being written"), N_("The file is being written")),
    "copies": (N_("Full-size photos added"), N_("Full-size photos added: %(done)s")),
}
"""What is counted, where its total is known and where it is not."""


@views.get("/<uuid:job_id>")
def show(job_id: uuid.UUID) -> Response:
    """How far it is; the page asks again by itself."""
    job = jobs.find(me(), job_id)
    counted, alone = PHASES.get(job.phase, ("", ""))
    return page(
        "jobs/show.html", job=job, counted=gettext(counted) if counted else "",
        alone=gettext(alone, done=job.done) if alone else "", result=_result(job), trouble=jobs.trouble_of(job),
    )  # fmt: skip


@views.post("/<uuid:job_id>/again")
def again(job_id: uuid.UUID) -> AnyResponse:
    """Try once more what failed."""
    job = jobs.again(me(), jobs.find(me(), job_id))
    return done(url_for(".show", job_id=job.id))


@views.get("/<uuid:job_id>/paper.pdf")
def draft(job_id: uuid.UUID) -> Response:
    """A draft that was made for whoever asks."""
    job = jobs.find(me(), job_id)
    if job.kind != DRAFT or job.state != "done":
        raise NotThere(N_("There is no such paper here."))
    return paper(papers.File(job.data["name"], papers.stored(job.data["sha256"])))


def _result(job: Job) -> str:
    """The address of what came of it."""
    if job.state != "done":
        return ""
    if job.kind == PACK:
        return url_for("packs.show", reference=job.data["reference"])
    if job.kind == DRAFT:
        return str(job.data.get("back") or url_for(".draft", job_id=job.id))
    return url_for("reports.issued", paper_id=job.data["paper_id"])
