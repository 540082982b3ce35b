"""What management reviews ask of one person: a review to go on with, boxes to fill, decisions to carry out."""

from dataclasses import dataclass, field

from sqlalchemy import and_, or_, select

from auditapp.models import ManagementReview, Person, ReviewDecision, ReviewInput, db
from auditapp.services import management_review_minutes


@dataclass
class Asked:
    """``reviews``: those that wait for the person in one of their roles, the earliest period first (minutes that are
    corrected beside the next review); of inputs and decisions, what is late stands first."""

    reviews: list[ManagementReview] = field(default_factory=list)
    inputs: list[ReviewInput] = field(default_factory=list)
    decisions: list[ReviewDecision] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.reviews or self.inputs or self.decisions)


def of(person: Person) -> Asked:
    """In one statement, while no minutes are corrected: the first page asks few questions."""
    box = and_(
        ReviewInput.review_id == ManagementReview.id,
        ReviewInput.person_id == person.id,
        ReviewInput.answered_at.is_(None),
        ManagementReview.state == "prepared",
    )
    decision = and_(
        ReviewDecision.review_id == ManagementReview.id,
        ReviewDecision.owner_id == person.id,
        ReviewDecision.done_on.is_(None),
        ReviewDecision.withdrawn_at.is_(None),
        ManagementReview.issued_at.is_not(
            None
        ),  # minutes that are being corrected are in force until they are replaced
    )
    query = (
        select(ManagementReview, ReviewInput, ReviewDecision)
        .outerjoin(ReviewInput, box)
        .outerjoin(ReviewDecision, decision)
        .where(or_(ManagementReview.state != "issued", ReviewDecision.id.is_not(None)))
        .order_by(ReviewInput.due_on, ReviewInput.id, ReviewDecision.due_on, ReviewDecision.id)
    )
    asked, waiting = Asked(), set[ManagementReview]()
    for review, its_box, its_decision in db.session.execute(query):
        if review.state != "issued" and _is_turn_of(person, review):
            waiting.add(review)  # it comes once with each of its boxes and decisions
        if its_box is not None:
            asked.inputs.append(its_box)
        if its_decision is not None:
            asked.decisions.append(its_decision)
    asked.decisions = management_review_minutes.given(asked.decisions)
    asked.reviews = sorted(waiting, key=lambda review: review.first_on)
    return asked


def _is_turn_of(person: Person, review: ManagementReview) -> bool:
    for_top = review.state == "held" and review.concluded_at is None
    return ("top_management" if for_top else "ems_lead") in person.role_names
