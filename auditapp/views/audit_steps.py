"""The steps of an audit. Issuing asks for the password: it signs."""

from flask import Blueprint, Response, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as AnyResponse

from auditapp.domain.errors import Refusal
from auditapp.domain.steps import AUDIT_STEPS, Step, missing, step_for
from auditapp.models import Audit
from auditapp.services import (
    audit_answers,
    audit_steps,
    audits,
    history,
    languages,
    papers,
    report_previews,
    reports,
    walk_devices,
)
from auditapp.views.audit_forms import StepForm
from auditapp.views.pages import done, me, page
from auditapp.views.refusals import on_form
from auditapp.views.signing import ask_again, signed

views = Blueprint("audit_steps", __name__, url_prefix="/audits")

ASK_AGAIN = frozenset({"issue"})
"""Steps that ask for the password: they sign."""


@views.get("/<reference>/<any(issue, cancel):verb>")
def ask(reference: str, verb: str) -> AnyResponse:
    """The page before a step that cannot be taken back: what will happen, and what it needs."""
    audit, step = _find(reference, verb)
    return _again(audit, verb) or _page(audit, step, StepForm(formdata=None))


@views.post("/<reference>/<any(confirm, start, conclude, issue, cancel):verb>")
def take(reference: str, verb: str) -> AnyResponse:
    """Take the step."""
    audit, step = _find(reference, verb)
    again = _again(audit, verb)
    if again is not None:
        return again
    form = StepForm()
    if step.says and not form.validate_on_submit():
        return _page(audit, step, form, 422)
    try:
        if verb == "issue" and request.form.get("language"):
            reports.speak(me(), audit, request.form["language"])
        audit_steps.take(me(), audit, verb, note=form.note.data or "")
    except Refusal as refusal:
        if refusal.status != 422 or not (step.says or verb in ASK_AGAIN):
            raise
        on_form(form, refusal)
        return _page(audit, step, form, 422)
    if verb in ASK_AGAIN:
        signed(audit)
    return done(url_for("audits.show", reference=audit.reference))


@views.get("/<reference>/preview/<key>/<int:number>.jpg")
def page_picture(reference: str, key: str, number: int) -> Response:
    """A page of the draft that the step's page shows."""
    audit, _step = _find(reference, "issue")
    with papers.written_in(_language(audit)):
        picture = report_previews.page(me(), audit, key, number)
    response = Response(picture, mimetype="image/jpeg")
    response.headers["Cache-Control"] = "private, max-age=600"
    return response


def _find(reference: str, verb: str) -> tuple[Audit, Step]:
    audit = audits.find(me(), reference)
    step = AUDIT_STEPS[verb]
    history.allow(me(), step.permission, audit)
    step_for(AUDIT_STEPS, verb, audit.state)
    return audit, step


def _again(audit: Audit, verb: str) -> AnyResponse | None:
    """On to the password, and back to the step's page, where the step signs."""
    if verb not in ASK_AGAIN:
        return None
    language = request.values.get("language") or None
    return ask_again(url_for("audit_steps.ask", reference=audit.reference, verb=verb, language=language))


def _page(audit: Audit, step: Step, form: StepForm, status: int = 200) -> Response:
    looked = audit_answers.look(audit)
    form.note.label.text = gettext(step.ask) if step.ask else gettext("Reason")
    noted = [one for one in looked.findings if one.state == "noted"]
    with papers.written_in(_language(audit)):
        preview = report_previews.of(me(), audit) if step.verb == "issue" else None
        return page(
            "audits/step.html", status, audit=audit, step=step, form=form, missing=list(missing(step, looked)),
            noted=noted, holding=walk_devices.holding(audit), language=papers.language(), preview=preview,
        )  # fmt: skip


def _language(audit: Audit) -> str:
    """That in which the report is looked at, and issued from there; '' for the organisation's."""
    wanted = request.values.get("language", "")
    return languages.known(wanted) if wanted else audit.language
