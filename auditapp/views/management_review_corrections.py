"""After the minutes are issued: taken up again with a reason, day and presence corrected, or left as they are."""

from flask import Blueprint, Response, flash, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as AnyResponse

from auditapp.domain.errors import Refusal
from auditapp.models import ManagementReview
from auditapp.services import management_review_days, management_review_revisions, management_reviews
from auditapp.views.management_review_forms import CorrectionForm, MeetingForm, presences
from auditapp.views.management_review_steps import back_to, in_step
from auditapp.views.pages import done, me, page
from auditapp.views.refusals import undone

views = Blueprint("management_review_corrections", __name__, url_prefix="/management-reviews")


@views.route("/<reference>/correct", methods=["GET", "POST"])
def take_up(reference: str) -> Response | AnyResponse:
    """Take issued minutes up again, with the reason; they are then changed and issued as the others were."""
    review = in_step(reference, "revise_minutes")
    form = CorrectionForm()
    if request.method == "GET":
        return page("management_reviews/correct.html", review=review, form=form)
    try:
        if not form.validate():
            return page("management_reviews/correct.html", 422, review=review, form=form)
        management_review_revisions.revise(me(), review, form.reason.data or "")
    except Refusal as refusal:
        undone(form, refusal)
        return page("management_reviews/correct.html", 422, review=management_reviews.find(me(), reference), form=form)
    return done(back_to(reference))


@views.post("/<reference>/keep")
def keep(reference: str) -> AnyResponse:
    """Leave the minutes as they are issued, after all."""
    management_review_revisions.keep(me(), in_step(reference, "keep_minutes"))
    flash(gettext("The minutes stay as they were issued."), "success")
    return done(back_to(reference))


@views.route("/<reference>/meeting", methods=["GET", "POST"])
def meeting(reference: str) -> Response | AnyResponse:
    """Correct when the meeting was and who was there, until the minutes are issued."""
    review = in_step(reference, "issue_minutes")
    if request.method == "GET":
        others = [f"{one.name}, {one.role}".strip(", ") for one in review.people if one.person is None]
        said = {"held_on": review.held_on, "others": "\n".join(others)}
        return _meeting(review, MeetingForm(formdata=None, data=said))
    form = MeetingForm()
    try:
        if not form.validate():
            return _meeting(review, form, 422)
        management_review_days.correct(me(), review, form.held_on.data)
        management_review_revisions.correct_presence(me(), review, form.invited(management_reviews.invited(review)))
    except Refusal as refusal:
        undone(form, refusal)
        return _meeting(management_reviews.find(me(), reference), form, 422)
    return done(url_for("management_reviews.show", reference=review.reference, _anchor="meeting"))


def _meeting(review: ManagementReview, form: MeetingForm, status: int = 200) -> Response:
    said = {one.person_id: "present" if one.present else "absent" for one in review.people if one.person_id}
    people = list(presences(management_reviews.invited(review), said))
    return page("management_reviews/meeting.html", status, review=review, form=form, people=people)
