"""Concerns: the page behind a poster's code, what became of one, and the EMS lead's decision."""

import secrets
import uuid

from flask import Blueprint, Response, current_app, flash, request, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response as AnyResponse
from wtforms import HiddenField

from auditapp.domain.errors import Refusal
from auditapp.domain.picture import MAX_BYTES
from auditapp.domain.words import CONCERN_STATES
from auditapp.models import Concern, Process
from auditapp.services import concerns, posters, throttles
from auditapp.views.fields import Paragraph, Words, at_its_field, refused
from auditapp.views.pages import done, me, page
from auditapp.views.reports import paper

LONGEST = 4000
"""Characters: more than anybody types on a phone beside a machine."""

views = Blueprint("concerns", __name__)


class ConcernForm(FlaskForm):
    """Three things at most; the first is enough."""

    words = Paragraph(_l("What did you see?"), max=LONGEST, required=True, render_kw={"rows": 4})
    photo = FileField(_l("Photo"), render_kw={"accept": "image/*"})
    place = Words(_l("Where exactly?"))
    name = Words(_l("Your name"))
    once = HiddenField()


class OutcomeForm(FlaskForm):
    """What the reporter is told."""

    outcome = Paragraph(_l("What its reporter is told"), max=LONGEST, required=True, render_kw={"rows": 3})


@views.route("/concern/<code>", methods=["GET", "POST"])
def report(code: str) -> Response | AnyResponse:
    """Report a concern in under a minute, without an account, without a name if wished."""
    address = request.remote_addr or ""
    with throttles.against_guessing(throttles.CONCERN_CODE, address):
        process = concerns.process_of(code)
    form = ConcernForm()
    if request.method == "GET":
        form.once.data = secrets.token_urlsafe(16)
        return _form(form, process, code)
    throttles.hold(throttles.CONCERN_FROM_ADDRESS, address)
    throttles.hold(throttles.CONCERN_AT_PROCESS, str(process.id))
    if not form.validate():
        return _form(form, process, code, 422)
    throttles.CONCERN_FROM_ADDRESS.count(address)  # a photo that is refused was looked at all the same
    throttles.CONCERN_AT_PROCESS.count(str(process.id))
    photo = form.photo.data
    try:
        kept = concerns.report(
            process,
            form.words.data,
            place=form.place.data,
            name=form.name.data,
            photo=photo.stream.read(MAX_BYTES + 1) if isinstance(photo, FileStorage) else b"",
            store=current_app.extensions["photo_store"],
            once=(form.once.data or "")[:40],
        )
    except Refusal as refusal:
        return _form(form, process, code, refusal.status, at_its_field(form, refusal))
    return done(url_for("concerns.told", code=kept.code))


def _form(form: ConcernForm, process: Process, code: str, status: int = 200, refusal: str = "") -> Response:
    return page("concerns/report.html", status, form=form, process=process, code=code, refusal=refusal)


@views.get("/concern/told")
def look() -> AnyResponse | Response:
    """The code typed into a form."""
    typed = request.args.get("code", "").strip()[:40]
    return done(url_for("concerns.told", code=typed)) if typed else page("concerns/look.html")


@views.get("/concern/told/<code>")
def told(code: str) -> Response:
    """What became of a concern, for whoever has its code."""
    with throttles.against_guessing(throttles.CONCERN_CODE, request.remote_addr or ""):
        found = concerns.told(code)
    return page(
        "concerns/told.html", concern=found, became=gettext(CONCERN_STATES[found.state]), spelt=spelt(found.code)
    )


def spelt(code: str) -> str:
    """In groups of four."""
    return " ".join(code[start : start + 4] for start in range(0, len(code), 4))


@views.get("/concerns")
def index() -> Response:
    """What was reported, and what nobody has decided on first."""
    return page("concerns/list.html", concerns=concerns.listed(me()), states=CONCERN_STATES)


@views.get("/concerns/<uuid:concern_id>")
def show(concern_id: uuid.UUID) -> Response:
    """One concern, to be decided on."""
    return _show(concerns.find(me(), concern_id), OutcomeForm(formdata=None))


def _show(concern: Concern, form: OutcomeForm, status: int = 200, refusal: str = "") -> Response:
    return page(
        "concerns/show.html",
        status,
        concern=concern,
        became=gettext(CONCERN_STATES[concern.state]),
        form=form,
        refusal=refusal,
    )


@views.post("/concerns/<uuid:concern_id>/decline")
def decline(concern_id: uuid.UUID) -> Response | AnyResponse:
    """No nonconformity comes of it."""
    concern = concerns.find(me(), concern_id)
    form = OutcomeForm()
    if not form.validate():
        return _show(concern, form, 422)
    try:
        concerns.decline(me(), concern, form.outcome.data)
    except Refusal as refusal:
        return _show(concern, form, refusal.status, refused(form, refusal))
    flash(gettext("Decided. Its reporter sees your words under the code."), "success")
    return done(url_for("concerns.index"))


@views.get("/concerns/<uuid:concern_id>/photo.jpg")
def photo(concern_id: uuid.UUID) -> Response:
    """Its photo, for the EMS lead."""
    concern = concerns.find(me(), concern_id)
    data = concerns.photo_of(concern, current_app.extensions["photo_store"])
    return Response(data, mimetype="image/jpeg", headers={"Cache-Control": "private, no-store"})


@views.get("/processes/<uuid:process_id>/poster.pdf")
def poster(process_id: uuid.UUID) -> Response:
    """A poster for the wall beside the process."""
    return paper(posters.of_process(me(), process_id))
