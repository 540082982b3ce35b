"""A management review led through its life by the cast."""

from datetime import UTC, datetime, timedelta

from auditapp.domain import management_review as rules
from auditapp.domain.management_review_inputs import CONCLUSIONS
from auditapp.models import ManagementReview, ReviewDecision, db
from auditapp.services import (
    management_review_decisions,
    management_review_inputs,
    management_review_papers,
    management_reviews,
)
from auditapp.services.management_reviews import Invited
from tests.cast import Cast

NOW = datetime(2026, 11, 20, 10, tzinfo=UTC)
"""When they review, where the day matters."""
SAID = {key: ("yes", f"The {key} shows in the numbers.") for key in CONCLUSIONS}


def fill_blanks(cast: Cast, review: ManagementReview) -> None:
    """Mia writes what is blank."""
    boxes = {box.key: box for box in review.inputs}
    for section in rules.blanks(review):
        management_review_inputs.answer(cast.mia, boxes[section.key], f"About {section.key}.")


def held(cast: Cast) -> ManagementReview:
    """Prepared, filled, and held today with Tom and Mia; Ola was missed."""
    review = management_reviews.prepare(cast.mia)
    fill_blanks(cast, review)
    people = [Invited("Tom Top", person=cast.tom), Invited("Mia Manager", person=cast.mia)]
    absent = Invited("Ola Owner", "Works manager", present=False, person=cast.ola)
    management_reviews.set_meeting(review, management_reviews.today(), [*people, absent])
    management_review_papers.hold(cast.mia, review)
    db.session.commit()
    return review


def decided(cast: Cast, review: ManagementReview, what: str = "Buy a second separator.") -> ReviewDecision:
    """A decision for Ola, due in 60 days."""
    return management_review_decisions.add(
        cast.mia, review, what=what, output="resources", owner=cast.ola,
        due_on=management_reviews.today() + timedelta(days=60),
    )  # fmt: skip


def issued(cast: Cast) -> ManagementReview:
    """Held, concluded by Tom, one decision for Ola, minutes issued by Mia."""
    review = held(cast)
    decided(cast, review)
    management_reviews.conclude(cast.tom, review, SAID, "")
    management_review_papers.issue(cast.mia, review)
    db.session.commit()
    return review
