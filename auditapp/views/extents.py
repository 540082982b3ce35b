"""'Could it exist elsewhere?': asking the owners of similar processes, and their answers."""

import uuid

from flask import Blueprint, Response, flash, request, url_for
from flask_babel import get_locale, gettext
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response as AnyResponse
from wtforms.validators import InputRequired

from auditapp.domain.errors import Refusal
from auditapp.domain.nonconformity import is_open
from auditapp.domain.words import EXTENT_ANSWERS
from auditapp.models import ExtentQuestion
from auditapp.services import extents, nonconformities, situations
from auditapp.views.choices import RadioField
from auditapp.views.evidence import as_figure
from auditapp.views.fields import Paragraph, refused
from auditapp.views.formats import translated
from auditapp.views.nonconformities import story
from auditapp.views.pages import done, id_of, me, page

views = Blueprint("extents", __name__)


class AnswerForm(FlaskForm):
    """One of three answers, and where was looked."""

    answer = RadioField(_l("What did you find?"), validators=[InputRequired(_l("Choose an answer."))])
    words = Paragraph(
        _l("Where did you look and how many, or why can it not exist?"), required=True, render_kw={"rows": 3}
    )


@views.post("/nonconformities/<number>/elsewhere")
def ask(number: str) -> Response | AnyResponse:
    """Ask the owners of the processes that were ticked."""
    nonconformity = nonconformities.find(me(), number)
    try:
        say_asked(extents.ask(me(), nonconformity, ticked()))
    except Refusal as refusal:
        if refusal.status != 422:
            raise
        return story(nonconformity, status=422, refusal=translated(refusal.message, refusal.values))
    return done(url_for("nonconformities.show", number=nonconformity.number, _anchor="elsewhere"))


def ticked() -> list[uuid.UUID]:
    """The processes that were ticked."""
    return [id_of(one) for one in request.form.getlist("processes")]


def say_asked(asked: list[ExtentQuestion]) -> None:
    """Who was asked, on the next page."""
    if asked:
        names = ", ".join(dict.fromkeys(one.person.name for one in asked))
        flash(gettext("Asked by mail: %(names)s.", names=names), "success")


@views.get("/extent/<uuid:question_id>")
def show(question_id: uuid.UUID) -> Response:
    """What was found, and the question whether it could exist at the reader's process."""
    question = extents.find(me(), question_id)
    return _page(question, AnswerForm(formdata=None, data={"answer": question.answer or None, "words": question.words}))


@views.post("/extent/<uuid:question_id>")
def answer(question_id: uuid.UUID) -> Response | AnyResponse:
    """Keep the answer."""
    question = extents.find(me(), question_id)
    form = AnswerForm()
    form.answer.choices = _choices()
    if not form.validate():
        return _page(question, form, 422)
    try:
        extents.answer(me(), question, form.answer.data, form.words.data)
    except Refusal as refusal:
        return _page(question, form, refusal.status, refused(form, refusal))
    flash(gettext("Thank you. Your answer stands on the page of the nonconformity."), "success")
    return done(url_for("extents.show", question_id=question.id))


def _choices() -> list[tuple[str, str]]:
    return [(code, gettext(word)) for code, word in EXTENT_ANSWERS.items()]


def _page(question: ExtentQuestion, form: AnswerForm, status: int = 200, refusal: str = "") -> Response:
    form.answer.choices = _choices()
    situation = situations.of(question.nonconformity, str(get_locale() or "en"))
    return page(
        "extents/show.html",
        status,
        question=question,
        nonconformity=question.nonconformity,
        form=form,
        refusal=refusal,
        open=is_open(question.nonconformity),
        situation=situation,
        photos=[as_figure(photo, number) for number, photo in enumerate(situation.photos, 1)],
    )
