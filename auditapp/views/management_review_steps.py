"""The steps of a management review: held, concluded, its minutes issued and corrected.

Issuing asks for the password again.
"""

from typing import Any

from flask import Blueprint, Response, flash, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as AnyResponse

from auditapp.domain import management_review as rules
from auditapp.domain.errors import Refusal
from auditapp.domain.management_review_inputs import CONCLUSIONS
from auditapp.domain.steps import REVIEW_STEPS, missing, step_for
from auditapp.models import ManagementReview
from auditapp.services import history, management_review_papers, management_reviews
from auditapp.views.audit_steps import ask_again
from auditapp.views.management_review_forms import CorrectionForm, IssueForm, MeetingForm, conclusion_form, presences
from auditapp.views.pages import done, me, page
from auditapp.views.refusals import undone

views = Blueprint("management_review_steps", __name__, url_prefix="/management-reviews")


def _find(reference: str, verb: str) -> ManagementReview:
    review = management_reviews.find(me(), reference)
    history.allow(me(), REVIEW_STEPS[verb].permission, review)
    step_for(REVIEW_STEPS, verb, review.state)
    return review


@views.route("/<reference>/hold", methods=["GET", "POST"])
def hold(reference: str) -> Response | AnyResponse:
    """When it was held and who was there; with that the inputs are frozen."""
    review = _find(reference, "hold_review")
    if request.method == "GET":
        form = MeetingForm(formdata=None, data={"held_on": management_reviews.today()})
        return _meeting(review, form)
    form = MeetingForm()
    try:
        if not form.validate():
            return _meeting(review, form, 422)
        invited = form.invited(management_reviews.invited(review))
        management_reviews.set_meeting(review, form.held_on.data, invited)
        management_review_papers.hold(me(), review)
    except Refusal as refusal:
        undone(form, refusal)
        return _meeting(management_reviews.find(me(), reference), form, 422)
    flash(gettext("The inputs are frozen. Conclusions and decisions can be written."), "success")
    return done(_back(reference))


def _meeting(review: ManagementReview, form: MeetingForm, status: int = 200) -> Response:
    asked = {box.person_id for box in review.inputs if box.person_id}
    return page(
        "management_reviews/hold.html", status, review=review, form=form,
        people=list(presences(management_reviews.invited(review), asked)), blanks=rules.blanks(review),
        boxes={box.key: box for box in review.inputs},
    )  # fmt: skip


@views.route("/<reference>/conclude", methods=["GET", "POST"])
def conclude(reference: str) -> Response | AnyResponse:
    """Whether the system is suitable, adequate and effective, in the words of top management."""
    review = _find(reference, "conclude_review")
    if request.method == "GET":
        return _conclusions(review, conclusion_form(None, **_written(review)))
    form: Any = conclusion_form()
    try:
        if not form.validate():
            return _conclusions(review, form, 422)
        said = {key: (form[f"{key}_verdict"].data, form[f"{key}_words"].data) for key in CONCLUSIONS}
        management_reviews.conclude(me(), review, said, form["no_decision_reason"].data)
    except Refusal as refusal:
        undone(form, refusal)
        return _conclusions(management_reviews.find(me(), reference), form, 422)
    return done(_back(reference))


def _written(review: ManagementReview) -> dict[str, str]:
    values = {"no_decision_reason": review.no_decision_reason}
    for key, said in review.conclusions.items():
        values |= {f"{key}_verdict": said["verdict"], f"{key}_words": said["words"]}
    return values


def _conclusions(review: ManagementReview, form: Any, status: int = 200) -> Response:
    return page("management_reviews/conclude.html", status, review=review, form=form, questions=list(CONCLUSIONS))


@views.route("/<reference>/issue", methods=["GET", "POST"])
def issue(reference: str) -> Response | AnyResponse:
    """Sign and issue the minutes."""
    review = _find(reference, "issue_minutes")
    again = ask_again(url_for(".issue", reference=review.reference))
    if again is not None:
        return again
    form = IssueForm()
    if request.method == "GET":
        return _signing(review, form)
    try:
        management_review_papers.issue(me(), review)
    except Refusal as refusal:
        undone(form, refusal)
        return _signing(management_reviews.find(me(), reference), form, 422)
    flash(gettext("The minutes are issued. Owners of decisions are told by mail."), "success")
    return done(_back(reference))


def _signing(review: ManagementReview, form: IssueForm, status: int = 200) -> Response:
    return page(
        "management_reviews/issue.html", status, review=review, form=form,
        missing=list(missing(REVIEW_STEPS["issue_minutes"], review)), decisions=rules.standing(review.decisions),
    )  # fmt: skip


@views.route("/<reference>/correct", methods=["GET", "POST"])
def correct(reference: str) -> Response | AnyResponse:
    """Take issued minutes up again, with the reason; they are then changed and issued as the others were."""
    review = _find(reference, "revise_minutes")
    form = CorrectionForm()
    if request.method == "GET":
        return page("management_reviews/correct.html", review=review, form=form)
    try:
        if not form.validate():
            return page("management_reviews/correct.html", 422, review=review, form=form)
        management_review_papers.revise(me(), review, form.reason.data)
    except Refusal as refusal:
        undone(form, refusal)
        return page("management_reviews/correct.html", 422, review=management_reviews.find(me(), reference), form=form)
    return done(_back(reference))


def _back(reference: str) -> str:
    return url_for("management_reviews.show", reference=reference.upper())
