"""The papers of a management review: the pack of inputs, set in type when asked for, and the minutes, frozen once."""

import uuid
from collections.abc import Sequence
from typing import Any

from flask_babel import force_locale, gettext
from sqlalchemy import select

from auditapp.adapters import clock
from auditapp.domain import management_review_paper as shape
from auditapp.domain import paper, record_reading
from auditapp.domain.management_review_inputs import CONCLUSIONS, OUTPUTS, VERDICTS
from auditapp.domain.permissions import can
from auditapp.domain.steps import REVIEW_STEPS
from auditapp.models import ManagementReview, Paper, Person, db
from auditapp.services import (
    distributions,
    history,
    management_review_contents,
    management_review_decisions,
    management_reviews,
    organisations,
    papers,
)
from auditapp.services.papers import File

KIND = "management_review"
TEMPLATE = "reports/management_review.html"


def pack(person: Person, reference: str) -> File:
    """The inputs of the review ``reference``, to be read before the meeting. Raises `NotThere`, `PaperFailed`."""
    review = management_reviews.find(person, reference)
    content = management_review_contents.pack(person, review)
    return _set(content, _name("pack", review, content), frozen_sha256=review.inputs_sha256)


def _name(kind: str, review: ManagementReview, content: shape.ReviewPaper) -> str:
    """What the file is called, in the language of papers."""
    with force_locale(papers.language()):
        if kind == "pack":
            return str(gettext("%(reference)s Management review inputs.pdf", reference=review.reference))
        if content.status == "draft":
            return str(gettext("%(reference)s Management review minutes draft.pdf", reference=review.reference))
        values = {"reference": review.reference, "revision": content.revision}
        return str(gettext("%(reference)s Management review minutes rev %(revision)s.pdf", **values))


def minutes(person: Person, reference: str) -> File:
    """The minutes: the frozen file once they are issued, a draft of them after the meeting, and of a correction for who
    makes it."""
    review = management_reviews.find(person, reference)
    issued = papers.in_force(KIND, review.id)
    if issued is not None and not (review.state == "held" and can(person, "decide_review", review)):
        return papers.frozen(issued)
    revision, reason = _next(review, issued)
    content = management_review_contents.minutes(review, by=person, revision=revision, reason=reason)
    return _set(content, _name("minutes", review, content))


def _set(content: shape.ReviewPaper, name: str, paper_id: uuid.UUID | None = None, *, frozen_sha256: str = "") -> File:
    words: dict[str, Any] = {"lists": shape.LISTS, "outputs": OUTPUTS, "questions": CONCLUSIONS, "verdicts": VERDICTS}
    file = papers.set_in_type(
        TEMPLATE,
        content,
        zone=organisations.zone(),
        paper_id=paper_id,
        review=content,
        frozen_sha256=frozen_sha256,
        **words,
    )
    return File(name, file)


def hold(by: Person, review: ManagementReview) -> str:
    """Take the step: the inputs are frozen as a record, on disk before the row says so. Answers its SHA-256."""
    db.session.flush()
    history.allow(by, "prepare_review")
    moment = clock.now()
    history.take(REVIEW_STEPS, review, "hold_review", by, held_on=review.held_on.isoformat() if review.held_on else "")
    content = management_review_contents.pack(by, review)
    review.inputs_sha256 = papers.store().put(paper.canonical_json(content))
    review.held_at = moment
    return review.inputs_sha256


def revise(by: Person, review: ManagementReview, reason: str) -> None:
    """Take issued minutes up again: what is written then becomes their next revision; until it is issued, the last one
    stays in force. Raises `Refusal` without a reason."""
    history.take(REVIEW_STEPS, review, "revise_minutes", by, note=reason.strip())


def revisions(review: ManagementReview) -> Sequence[Paper]:
    """Every revision of the minutes, the newest first."""
    query = select(Paper).where(Paper.kind == KIND, Paper.subject_id == review.id)
    return list(db.session.scalars(query.order_by(Paper.revision.desc())))


def _next(review: ManagementReview, issued: Paper | None) -> tuple[int, str]:
    """Number and reason of the next revision."""
    if issued is None:
        return 0, ""
    taken_up = [event.note for event in history.of(review) if event.verb == "revise_minutes"]
    return issued.revision + 1, taken_up[-1] if taken_up else ""


def issue(by: Person, review: ManagementReview) -> Paper:
    """Sign and issue the minutes: set once, frozen as their next revision; every owner of a decision and everybody who
    was invited is told. Raises `PaperFailed`: then nothing of it may be kept."""
    history.take(REVIEW_STEPS, review, "issue_minutes", by)
    db.session.flush()
    before = papers.in_force(KIND, review.id)
    told = record_reading.read(shape.ReviewPaper, papers.record_of(before)).decisions if before else ()
    moment = clock.now()
    review.issued_at = review.issued_at or moment
    revision, reason = _next(review, before)
    content = management_review_contents.minutes(review, by=by, issued_at=moment, revision=revision, reason=reason)
    paper_id = papers.new_paper_id()
    file = _set(content, _name("minutes", review, content), paper_id)
    made = papers.issue(by, KIND, review, file, content, paper_id)
    management_review_decisions.tell(review, by, {one.number for one in told})
    distributions.send_minutes(made, review)
    return made
