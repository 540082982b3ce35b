"""Decisions of management reviews: written down, given to their owners, followed until they are done."""

import uuid
from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from auditapp.adapters import clock
from auditapp.domain.errors import Conflict, NotThere, Refusal
from auditapp.domain.management_review_inputs import OUTPUTS
from auditapp.domain.permissions import can
from auditapp.domain.words import N_
from auditapp.models import ManagementReview, Person, ReviewDecision, db
from auditapp.services import history, management_review_minutes, management_review_notices
from auditapp.services.figures_periods import Period
from auditapp.services.management_reviews import today


def add(by: Person, review: ManagementReview, *, what: str, output: str, owner: Person, due_on: date) -> ReviewDecision:
    """Write a decision down, once the review is held and until its minutes are issued."""
    history.hold(review)
    history.allow(by, "decide_review", review)
    _open(review)
    if not what.strip():
        raise Refusal(N_("Write what was decided."), field="what")
    if output not in OUTPUTS:
        raise Refusal(N_("Choose what the decision belongs to."), field="output")
    if not owner.active:
        raise Refusal(N_("Choose somebody who is here."), field="owner")
    if review.held_on is not None and due_on < review.held_on:
        raise Refusal(N_("The date lies before the meeting. Give a day by which it can be done."), field="due_on")
    twice = [one for one in review.decisions if one.withdrawn_at is None and one.what == what.strip()]
    if any((one.owner_id, one.due_on, one.output) == (owner.id, due_on, output) for one in twice):
        return twice[0]
    decision = ReviewDecision(
        number=max((one.number for one in review.decisions), default=0) + 1,
        what=what.strip(),
        output=output,
        owner=owner,
        owner_id=owner.id,
        due_on=due_on,
    )
    review.decisions.append(decision)
    db.session.flush()
    history.record(review, "add_decision", by, number=decision.number, what=decision.short, owner=str(owner.id))
    return decision


def numbered(review: ManagementReview, number: int) -> ReviewDecision:
    """The decision ``number`` of ``review``; `NotThere`."""
    found = next((one for one in review.decisions if one.number == number), None)
    if found is None:
        raise NotThere(N_("There is no such decision here."))
    return found


def withdraw(by: Person, decision: ReviewDecision) -> None:
    """Take it back before the minutes are issued. Safe to do twice; its number is not given again."""
    history.hold(decision.review)
    history.allow(by, "decide_review", decision.review)
    _open(decision.review)
    if decision.done_on is not None:
        raise Conflict(N_("It is carried out already, so it stands."))
    if decision.withdrawn_at is None:
        decision.withdrawn_at = clock.now()
        history.record(decision.review, "withdraw_decision", by, number=decision.number, what=decision.short)


def _open(review: ManagementReview) -> None:
    if review.state == "prepared":
        raise Conflict(N_("Decisions are taken at the meeting. Hold the review first."))
    if review.state != "held":
        raise Conflict(N_("The minutes are issued. Correct them, or decide it in the next review."))


def tell(decisions: Iterable[ReviewDecision], by: Person) -> None:
    """Tell each owner what was decided, when the minutes are issued."""
    for decision in decisions:
        if decision.owner_id != by.id:
            management_review_notices.tell_decided(decision)


def find(person: Person, decision_id: uuid.UUID) -> ReviewDecision:
    """A decision that ``person`` owns or may see, once its minutes are issued; `NotThere`."""
    decision = db.session.get(ReviewDecision, decision_id, options=(joinedload(ReviewDecision.review),))
    if decision is None or not (can(person, "do_decision", decision) or can(person, "see_reviews")):
        raise NotThere(N_("There is no such decision here."))
    if not management_review_minutes.given([decision]):
        raise NotThere(N_("There is no such decision here."))
    return decision


def report_done(by: Person, decision: ReviewDecision, note: str) -> None:
    """Say that it is carried out, in a line. `Conflict` when somebody said so already."""
    history.allow(by, "do_decision", decision)
    if not management_review_minutes.given([decision]):
        raise Conflict(N_("It is not to be carried out yet: the minutes are not issued."))
    if decision.done_on is not None:
        raise Conflict(N_("This was reported done already. Reload the page to see by whom."))
    if not note.strip():
        raise Refusal(N_("Write a line on what was done."), field="note")
    decision.done_on, decision.done_by, decision.done_note = today(), by, note.strip()
    decision.done_by_id = by.id
    history.record(decision.review, "decision_done", by, number=decision.number, note=note.strip(), what=decision.short)


def still_open() -> Sequence[ReviewDecision]:
    """All that are not carried out yet."""
    return _followed(ReviewDecision.done_on.is_(None))


def for_review(review: ManagementReview) -> Sequence[ReviewDecision]:
    """What ``review`` begins with: decisions of earlier reviews that were open in its period, or are still."""
    return _followed(
        or_(ReviewDecision.done_on.is_(None), ReviewDecision.done_on >= review.first_on),
        ReviewDecision.review_id != review.id,
    )


def count_done(period: Period) -> int:
    """How many were carried out on the days of ``period``."""
    query = select(func.count()).where(
        ReviewDecision.withdrawn_at.is_(None), ReviewDecision.done_on.between(period.first, period.last)
    )
    return db.session.scalar(query) or 0


def count_open(day: date, *, late: bool = False) -> int:
    """How many of the reviews held until ``day`` were not carried out at its end; ``late``: and past their date."""
    was_open = or_(ReviewDecision.done_on.is_(None), ReviewDecision.done_on > day)
    counted = _followed(ManagementReview.held_on <= day, was_open)
    return sum(1 for one in counted if not late or one.due_on < day)


def _followed(*where: ColumnElement[bool]) -> Sequence[ReviewDecision]:
    query = (
        select(ReviewDecision)
        .join(ReviewDecision.review)
        .where(ManagementReview.issued_at.is_not(None), ReviewDecision.withdrawn_at.is_(None), *where)
        .options(contains_eager(ReviewDecision.review), joinedload(ReviewDecision.owner).lazyload(Person.roles))
        .order_by(ReviewDecision.due_on, ReviewDecision.id)
    )
    return management_review_minutes.given(db.session.scalars(query))
