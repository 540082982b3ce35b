"""Which decisions the minutes in force give to their owners, also while those minutes are corrected."""

import uuid
from collections.abc import Iterable

from auditapp.domain.management_review import standing
from auditapp.models import ManagementReview, ReviewDecision
from auditapp.services import history


def numbers_told(review: ManagementReview) -> frozenset[int]:
    """The numbers of the decisions that were written down before the last issue of the minutes; none before the first.
    From the history, so that no page of an owner hangs on the file of a paper."""
    written: set[int] = set()
    told: frozenset[int] = frozenset()
    for event in history.of(review):
        if event.verb == "add_decision":
            written.add(event.data["number"])
        elif event.verb == "issue_minutes":
            told = frozenset(written)
    return told


def given(decisions: Iterable[ReviewDecision]) -> list[ReviewDecision]:
    """Those that are in force: what a correction adds is nobody's to carry out until its revision is issued."""
    told: dict[uuid.UUID, frozenset[int]] = {}
    found = []
    for one in standing(decisions):
        review = one.review
        if review.state != "issued" and review.id not in told:
            told[review.id] = numbers_told(review)
        if review.state == "issued" or one.number in told[review.id]:
            found.append(one)
    return found
