"""Minutes as they were issued: what the revision in force says, and which decisions it gives to their owners."""

import uuid
from collections.abc import Iterable

from auditapp.domain import record_reading
from auditapp.domain.management_review import standing
from auditapp.domain.management_review_paper import ReviewPaper
from auditapp.models import ManagementReview, Paper, ReviewDecision
from auditapp.services import papers

KIND = "management_review"


def said_by(paper: Paper) -> ReviewPaper:
    """What the revision ``paper`` says, from its record."""
    return record_reading.read(ReviewPaper, papers.record_of(paper))


def numbers_told(review: ManagementReview) -> frozenset[int]:
    """The numbers of the decisions in the revision in force; none before the first."""
    paper = papers.in_force(KIND, review.id)
    return frozenset(one.number for one in said_by(paper).decisions) if paper else frozenset()


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
