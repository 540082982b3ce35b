"""Reminders of what a management review asks: a box or a decision whose day comes near, has come, or is a week past.

Each rung is told once, by the mail that asked first, with a new link in it. Rungs that were missed are told together.
Who is asked in somebody's place, or until another day, climbs the ladder from its foot.
"""

import uuid
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from auditapp.adapters import clock
from auditapp.domain import escalation
from auditapp.models import ManagementReview, Person, Reminder, ReviewDecision, ReviewInput, db
from auditapp.services import management_review_minutes, management_review_notices, management_reviews

GRADE = "minor"
"""Whose ladder is climbed; every rung is told to the owner."""


def send_due() -> int:
    """Write the mails that are due; answers how many. Called often, it writes each once."""
    today, written = management_reviews.today(), 0
    matters = list(_due(today + timedelta(days=escalation.LONGEST_BEFORE)))
    told = _told([thing.id for thing, *_ in matters])
    for thing, person, due_on, tell in matters:
        reached = [one.key for one in escalation.reached(GRADE, due_on, today) if one.key != "very_late"]
        rungs = [key for key in reached if (thing.id, person.id, key, due_on) not in told]
        if not rungs or not person.active or not person.digest:
            continue
        tell()
        written += 1
        for key in rungs:
            db.session.add(
                Reminder(subject_id=thing.id, person_id=person.id, rung=key, due_on=due_on, sent_at=clock.now())
            )
    db.session.flush()
    return written


def _told(subjects: list[uuid.UUID]) -> set[tuple[Any, ...]]:
    query = select(Reminder.subject_id, Reminder.person_id, Reminder.rung, Reminder.due_on)
    return set(map(tuple, db.session.execute(query.where(Reminder.subject_id.in_(subjects)))))


Matter = tuple[ReviewInput | ReviewDecision, Person, date, Callable[[], None]]


def _due(latest: date) -> Iterator[Matter]:
    boxes = (
        select(ReviewInput)
        .join(ReviewInput.review)
        .where(
            ManagementReview.state == "prepared",
            ReviewInput.answered_at.is_(None),
            ReviewInput.person_id.is_not(None),
            ReviewInput.due_on <= latest,
        )
    )
    for box in db.session.scalars(boxes):
        assert box.person is not None
        assert box.due_on is not None
        by = box.review.prepared_by
        yield box, box.person, box.due_on, lambda box=box, by=by: management_review_notices.tell_asked(box, by)  # type: ignore[misc]
    decisions = (
        select(ReviewDecision)
        .join(ReviewDecision.review)
        .where(
            ManagementReview.issued_at.is_not(None),
            ReviewDecision.withdrawn_at.is_(None),
            ReviewDecision.done_on.is_(None),
            ReviewDecision.due_on <= latest,
        )
    )
    for one in management_review_minutes.given(db.session.scalars(decisions)):
        yield one, one.owner, one.due_on, lambda one=one: management_review_notices.tell_decided(one)  # type: ignore[misc]
