"""After the issue: the next revision with its reason, and the receipts of those who were sent the report."""

import uuid

from flask import Blueprint, url_for
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response as AnyResponse

from auditapp.domain.errors import Refusal
from auditapp.services import audits, distributions, history, papers, report_revisions
from auditapp.views.audit_forms import ReportForm
from auditapp.views.fields import Paragraph
from auditapp.views.pages import done, me, page
from auditapp.views.refusals import undone
from auditapp.views.signing import ask_again, signed

views = Blueprint("report_revisions", __name__)


class RevisionForm(ReportForm):
    """The parts of the report, and why they change after the issue."""

    reason = Paragraph(_l("Why is there a new revision?"))


@views.route("/audits/<reference>/revise", methods=["GET", "POST"])
def revise(reference: str) -> AnyResponse:
    """Change the report and issue it again; it asks for the password, for it signs. What was typed for longer than
    that is good for stays on the page, which asks again."""
    audit = audits.find(me(), reference)
    history.allow(me(), "issue", audit)
    again = ask_again(url_for(".revise", reference=audit.reference))
    form = RevisionForm(obj=audit)
    form.ask_on_each(audit.each_objective)
    if not form.is_submitted():
        return again or page("audits/revise.html", audit=audit, form=form)
    if again is not None:
        return page(
            "audits/revise.html",
            422,
            audit=audit,
            form=form,
            password_again=url_for("security.verify", next=url_for("audits.show", reference=audit.reference)),
        )
    try:
        if not form.validate():
            return page("audits/revise.html", 422, audit=audit, form=form)
        parts = {name: getattr(form, name).data or "" for name in audits.REPORT_PARTS}
        said = [text or "" for text in form.objectives_met.data]
        report_revisions.revise(me(), audit, parts, form.reason.data or "", said)
    except Refusal as refusal:
        undone(form, refusal)
        return page("audits/revise.html", 422, audit=audits.find(me(), reference), form=form)
    signed(audit)
    return done(url_for("audits.show", reference=audit.reference) + "#papers")


@views.post("/audits/<reference>/receipts/<uuid:receipt_id>/end")
def end_link(reference: str, receipt_id: uuid.UUID) -> AnyResponse:
    """The link of somebody without an account opens nothing any more."""
    audit = audits.find(me(), reference)
    distributions.end_link(me(), audit, receipt_id)
    return done(url_for("audits.show", reference=audit.reference) + "#papers")


@views.get("/papers/<uuid:paper_id>/receipt")
def receipt(paper_id: uuid.UUID) -> AnyResponse:
    """For somebody on the distribution list: the report, and the button that says they have it."""
    paper = papers.find(me(), paper_id)
    newest = papers.in_force(paper.kind, paper.subject_id)
    return page("reports/receipt.html", paper=paper, receipt=distributions.find(me(), paper), newest=newest)


@views.post("/papers/<uuid:paper_id>/receipt")
def confirm(paper_id: uuid.UUID) -> AnyResponse:
    """They have it."""
    paper = papers.find(me(), paper_id)
    distributions.confirm(me(), paper)
    return done(url_for(".receipt", paper_id=paper.id))
