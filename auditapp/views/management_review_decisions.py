"""Decisions of a management review: written at the meeting, reported done by their owners."""

import uuid

from flask import Blueprint, Response, flash, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as AnyResponse

from auditapp.domain.errors import Refusal
from auditapp.domain.management_review_inputs import OUTPUTS
from auditapp.domain.permissions import can
from auditapp.models import ReviewDecision
from auditapp.services import management_review_decisions, management_reviews, people
from auditapp.views import management_reviews as pages_of
from auditapp.views.fields import refused
from auditapp.views.management_review_forms import DoneForm
from auditapp.views.pages import done, me, page
from auditapp.views.refusals import undone

views = Blueprint("management_review_decisions", __name__)


@views.post("/management-reviews/<reference>/decisions")
def add(reference: str) -> Response | AnyResponse:
    """Write a decision down."""
    review = management_reviews.find(me(), reference)
    form = pages_of.sent_decision()
    try:
        if not form.validate():
            return pages_of.story(review, 422, decision=form)
        assert form.owner.data
        assert form.due_on.data
        management_review_decisions.add(
            me(), review, what=form.what.data, output=form.output.data or "", owner=people.find(form.owner.data),
            due_on=form.due_on.data,
        )  # fmt: skip
    except Refusal as refusal:
        undone(form, refusal)
        return pages_of.story(management_reviews.find(me(), reference), 422, decision=form)
    return done(url_for("management_reviews.show", reference=review.reference, _anchor="decisions"))


@views.post("/management-reviews/<reference>/decisions/<int:number>/withdraw")
def withdraw(reference: str, number: int) -> AnyResponse:
    """Take it back, while the minutes are not issued."""
    review = management_reviews.find(me(), reference)
    management_review_decisions.withdraw(me(), management_review_decisions.numbered(review, number))
    return done(url_for("management_reviews.show", reference=review.reference, _anchor="decisions"))


@views.get("/decisions/<uuid:decision_id>")
def show(decision_id: uuid.UUID) -> Response:
    """What was decided, by when, and the form to report it done."""
    return _page(management_review_decisions.find(me(), decision_id), DoneForm(formdata=None))


@views.post("/decisions/<uuid:decision_id>")
def report(decision_id: uuid.UUID) -> Response | AnyResponse:
    """It is carried out."""
    decision = management_review_decisions.find(me(), decision_id)
    form = DoneForm()
    if not form.validate():
        return _page(decision, form, 422)
    try:
        management_review_decisions.report_done(me(), decision, form.note.data)
    except Refusal as refusal:
        return _page(decision, form, refusal.status, refused(form, refusal))
    flash(gettext("Reported done. Thank you."), "success")
    return done(url_for(".show", decision_id=decision.id))


def _page(decision: ReviewDecision, form: DoneForm, status: int = 200, refusal: str = "") -> Response:
    return page(
        "management_reviews/decision.html", status, decision=decision, review=decision.review, form=form,
        refusal=refusal, mine=can(me(), "do_decision", decision), output=gettext(OUTPUTS[decision.output]),
        late=decision.done_on is None and decision.due_on < management_reviews.today(),
        sees_all=can(me(), "see_reviews"),
    )  # fmt: skip
