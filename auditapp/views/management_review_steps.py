"""The steps of a management review: held, concluded, its minutes issued.

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
from auditapp.models import ManagementReview, Person
from auditapp.services import history, management_review_papers, management_review_revisions, management_reviews
from auditapp.views.management_review_forms import IssueForm, MeetingForm, conclusion_form, presences
from auditapp.views.pages import done, me, page
from auditapp.views.refusals import undone
from auditapp.views.signing import ask_again, signed

views = Blueprint("management_review_steps", __name__, url_prefix="/management-reviews")


def in_step(reference: str, verb: str) -> ManagementReview:
    """The review, when the person may take the step ``verb`` and its state allows it."""
    review = management_reviews.find(me(), reference)
    history.allow(me(), REVIEW_STEPS[verb].permission, review)
    step_for(REVIEW_STEPS, verb, review.state)
    return review


@views.route("/<reference>/hold", methods=["GET", "POST"])
def hold(reference: str) -> Response | AnyResponse:
    """When it was held and who was there; with that the inputs are frozen."""
    review = in_step(reference, "hold_review")
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
    return done(back_to(reference))


def _meeting(review: ManagementReview, form: MeetingForm, status: int = 200) -> Response:
    return page(
        "management_reviews/hold.html", status, review=review, form=form, people=_expected(review),
        blanks=rules.blanks(review), boxes={box.key: box for box in review.inputs},
    )  # fmt: skip


def _expected(review: ManagementReview) -> list[tuple[Person, str]]:
    """Top management, EMS leads and those who filled a box are taken for present."""
    people = management_reviews.invited(review)
    asked = {box.person_id for box in review.inputs if box.person_id}
    here = [one.id for one in people if one.role_names & {"top_management", "ems_lead"} or one.id in asked]
    return list(presences(people, dict.fromkeys(here, "present")))


@views.route("/<reference>/conclude", methods=["GET", "POST"])
def conclude(reference: str) -> Response | AnyResponse:
    """Whether the system is suitable, adequate and effective, in the words of top management."""
    review = in_step(reference, "conclude_review")
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
    return done(back_to(reference))


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
    review = in_step(reference, "issue_minutes")
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
    signed(review)
    flash(gettext("The minutes are issued. Owners of decisions are told by mail."), "success")
    return done(back_to(reference))


def _signing(review: ManagementReview, form: IssueForm, status: int = 200) -> Response:
    same = management_review_revisions.unchanged(review)
    revision, reason = management_review_revisions.coming(review)
    return page(
        "management_reviews/issue.html", status, review=review, form=form, revision=revision, reason=reason,
        missing=[*missing(REVIEW_STEPS["issue_minutes"], review), *([same] if same else [])],
        decisions=management_review_revisions.new_decisions(review),
    )  # fmt: skip


def back_to(reference: str) -> str:
    """The page of the review."""
    return url_for("management_reviews.show", reference=reference.upper())
