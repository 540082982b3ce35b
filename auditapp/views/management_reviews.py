"""Management reviews: the list with what is still to be done, one of them, its period, its papers."""

from typing import Any

from flask import Blueprint, Response, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as AnyResponse

from auditapp.domain import management_review as rules
from auditapp.domain.errors import Refusal
from auditapp.domain.management_review_inputs import CONCLUSIONS, OUTPUTS, VERDICTS, inputs_of
from auditapp.domain.permissions import can
from auditapp.models import ManagementReview, Person
from auditapp.services import (
    checklists,
    distributions,
    history,
    management_review_decisions,
    management_review_minutes,
    management_review_papers,
    management_review_revisions,
    management_reviews,
    people,
)
from auditapp.views import management_review_stories as stories
from auditapp.views import reports
from auditapp.views.fields import chosen
from auditapp.views.management_review_forms import DecisionForm, PeriodForm
from auditapp.views.pages import done, me, page
from auditapp.views.refusals import undone

views = Blueprint("management_reviews", __name__, url_prefix="/management-reviews")


@views.get("")
def index() -> Response:
    """What was reviewed, and which decisions are open."""
    first, last = management_reviews.proposal()
    reviews = management_reviews.listed()
    return page(
        "management_reviews/list.html",
        reviews=reviews,
        waiting=[one for one in reversed(reviews) if one.state != "issued"],
        first=first,
        last=last,
        open=management_review_decisions.still_open(),
        may_prepare=can(me(), "prepare_review"),
        state_word=stories.state_word,
    )


@views.post("")
def prepare() -> AnyResponse:
    """In one tap: the next review with the proposed period, a box for each input."""
    review = management_reviews.prepare(me())
    return done(url_for(".show", reference=review.reference))


@views.get("/<reference>")
def show(reference: str) -> Response:
    """The review: what is blank, who is asked, what comes next."""
    return story(management_reviews.find(me(), reference))


@views.post("/<reference>/period")
def change(reference: str) -> Response | AnyResponse:
    """Another period or edition."""
    review = management_reviews.find(me(), reference)
    form = PeriodForm()
    try:
        if not form.validate():
            return story(review, 422, period=form)
        assert form.first.data
        assert form.last.data
        management_reviews.change(
            me(), review, first=form.first.data, last=form.last.data, edition=form.edition.data or ""
        )
    except Refusal as refusal:
        undone(form, refusal)
        return story(management_reviews.find(me(), reference), 422, period=form)
    return done(url_for(".show", reference=review.reference))


@views.get("/<reference>/inputs.pdf")
def pack(reference: str) -> Response:
    """The pack of inputs on paper."""
    return reports.paper(management_review_papers.pack(me(), reference))


@views.get("/<reference>/minutes.pdf")
def minutes(reference: str) -> Response:
    """The minutes: as issued, else a draft."""
    return reports.paper(management_review_papers.minutes(me(), reference))


def story(
    review: ManagementReview, status: int = 200, *, period: PeriodForm | None = None, decision: Any = None
) -> Response:
    """The page of ``review``; a form that was refused comes back as it was sent."""
    person = me()
    boxes = {box.key: box for box in review.inputs}
    sections = [(one, boxes[one.key], rules.is_blank(one, boxes[one.key])) for one in inputs_of(review.edition)]
    revisions = management_review_revisions.of(review)
    values = {"first": review.first_on, "last": review.last_on, "edition": review.edition}
    return page(
        "management_reviews/show.html",
        status,
        review=review,
        edition=checklists.editions()[review.edition].name,
        sections=sections,
        blank=sum(blank for _, _, blank in sections),
        steps=management_review_revisions.steps_open_to(person, review),
        turn=stories.turn(person, review),
        period=period or (PeriodForm(formdata=None, data=values) if _may_change(person, review) else None),
        decisions=rules.standing(review.decisions),
        given={one.number for one in management_review_minutes.given(review.decisions)},
        decision=decision or (_with_people(DecisionForm(formdata=None)) if _may_decide(person, review) else None),
        outputs=OUTPUTS,
        conclusions=CONCLUSIONS,
        verdicts=VERDICTS,
        state_word=stories.state_word,
        revisions=revisions,
        reason=management_review_revisions.coming(review)[1] if review.state == "held" else "",
        may_correct=_may_decide(person, review),
        receipts=distributions.of(revisions[0]) if revisions else [],
        today=management_reviews.today(),
        events=stories.timeline(review, history.of(review)),
    )


def sent_decision() -> DecisionForm:
    """The decision that was sent."""
    return _with_people(DecisionForm())


def _with_people(form: DecisionForm) -> DecisionForm:
    form.owner.choices = chosen(people.active(), none=gettext("Choose"))
    return form


def _may_change(person: Person, review: ManagementReview) -> bool:
    return review.state == "prepared" and can(person, "prepare_review")


def _may_decide(person: Person, review: ManagementReview) -> bool:
    return review.state == "held" and can(person, "decide_review", review)
