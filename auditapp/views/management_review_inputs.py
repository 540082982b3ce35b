"""One input of a management review: what the app knows, the box, and whom to ask for it."""

import uuid
from typing import Any

from flask import Blueprint, Response, flash, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as AnyResponse

from auditapp.domain import management_review as rules
from auditapp.domain.errors import Refusal
from auditapp.domain.management_review_inputs import input_of
from auditapp.domain.management_review_paper import LISTS
from auditapp.domain.permissions import can
from auditapp.models import ReviewInput, db
from auditapp.services import checklists, management_review_inputs, management_review_known, management_reviews, people
from auditapp.services.management_review_known import Known
from auditapp.views.fields import chosen, refused
from auditapp.views.figures import rows_of
from auditapp.views.management_review_forms import AskForm, BoxForm
from auditapp.views.pages import done, me, page

views = Blueprint("management_review_inputs", __name__, url_prefix="/management-reviews/inputs")


@views.get("/<uuid:input_id>")
def show(input_id: uuid.UUID) -> Response:
    """What is asked, what is known, and the box."""
    box = management_review_inputs.find(me(), input_id)
    return _page(box, _empty(box))


@views.post("/<uuid:input_id>")
def answer(input_id: uuid.UUID) -> Response | AnyResponse:
    """Keep what was written."""
    box = management_review_inputs.find(me(), input_id)
    form = BoxForm()
    if not form.validate():
        return _page(box, form, 422)
    try:
        management_review_inputs.answer(me(), box, form.words.data, nothing=bool(form.nothing.data))
    except Refusal as refusal:
        return _page(box, form, refusal.status, refused(form, refusal))
    flash(gettext("Kept, with your name and the date."), "success")
    return done(_onward(box))


def _onward(box: ReviewInput) -> str:
    """Who fills several goes on to the next blank one; who was asked for one stays."""
    if not can(me(), "see_reviews"):
        return url_for(".show", input_id=box.id)
    following = rules.blanks(box.review)
    if request.form.get("do") == "next" and following:
        key = following[0].key
        return url_for(".show", input_id=next(one.id for one in box.review.inputs if one.key == key))
    return url_for("management_reviews.show", reference=box.review.reference, _anchor=box.key)


@views.post("/<uuid:input_id>/ask")
def ask(input_id: uuid.UUID) -> Response | AnyResponse:
    """Ask somebody for it, by mail."""
    box = management_review_inputs.find(me(), input_id)
    form = _ask_form(box, sent=True)
    if not form.validate():
        return _page(box, _empty(box), 422, ask=form)
    try:
        assert form.person.data is not None
        management_review_inputs.ask(me(), box, people.find(form.person.data), form.due_on.data)
    except Refusal as refusal:
        return _page(box, _empty(box), refusal.status, refused(form, refusal), ask=form)
    assert box.person is not None
    flash(gettext("%(name)s is asked by mail.", name=box.person.name), "success")
    return done(url_for("management_reviews.show", reference=box.review.reference, _anchor=box.key))


def _empty(box: ReviewInput) -> BoxForm:
    return BoxForm(formdata=None, data={"words": box.words, "nothing": box.nothing})


def _ask_form(box: ReviewInput, *, sent: bool = False) -> AskForm:
    form = AskForm() if sent else AskForm(formdata=None, data={"person": box.person_id, "due_on": box.due_on})
    form.person.choices = chosen(people.active(), none=gettext("Choose"))
    return form


def _page(
    box: ReviewInput, form: BoxForm, status: int = 200, refusal: str = "", *, ask: AskForm | None = None
) -> Response:
    if status >= 400:
        db.session.rollback()  # what was half done is not to be shown
    person, review = me(), box.review
    section = input_of(review.edition, box.key)
    assert section is not None
    sees_all = can(person, "see_reviews")
    known = management_review_known.of(person, review, box.key) if sees_all else Known()
    may_ask = review.state == "prepared" and can(person, "prepare_review")
    values: dict[str, Any] = {
        "open": review.state == "prepared" and can(person, "answer_input", box),
        "blank": rules.is_blank(section, box),
        "sees_all": sees_all,
        "last_time": management_reviews.last_words(review, box.key) if sees_all else None,
        "others_blank": [one for one in rules.blanks(review) if one.key != box.key] if sees_all else [],
    }
    return page(
        "management_reviews/input.html", status, review=review, section=section, box=box, form=form, refusal=refusal,
        ask=ask or (_ask_form(box) if may_ask else None), known=known, lists=LISTS, rows_of=rows_of,
        edition=checklists.editions()[review.edition].name, today=management_reviews.today(), **values,
    )  # fmt: skip
