"""The papers of a management review: the pack of inputs, set in type when asked for, and the minutes, frozen once."""

import uuid
from datetime import date
from typing import Any

from flask_babel import force_locale, gettext

from auditapp.adapters import clock
from auditapp.domain import management_review_paper as shape
from auditapp.domain import paper
from auditapp.domain.management_review_inputs import CONCLUSIONS, OUTPUTS, VERDICTS
from auditapp.domain.permissions import can
from auditapp.domain.steps import REVIEW_STEPS
from auditapp.models import ManagementReview, Paper, Person, db
from auditapp.services import (
    distributions,
    history,
    management_review_contents,
    management_review_decisions,
    management_review_revisions,
    management_reviews,
    organisations,
    papers,
)
from auditapp.services.management_review_revisions import KIND
from auditapp.services.papers import File

TEMPLATE = "reports/management_review.html"


def pack(person: Person, reference: str) -> File:
    """The inputs of the review ``reference``, to be read before the meeting. Raises `NotThere`, `PaperFailed`."""
    review = management_reviews.find(person, reference)
    content = management_review_contents.pack(person, review)
    name = _name("pack", review, content)
    return _set(content, name, frozen_sha256=review.inputs_sha256, held_on=review.held_on)


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
    revision, reason = management_review_revisions.coming(review)
    content = management_review_contents.minutes(review, by=person, revision=revision, reason=reason, before=issued)
    return _set(content, _name("minutes", review, content))


def _set(
    content: shape.ReviewPaper,
    name: str,
    paper_id: uuid.UUID | None = None,
    *,
    frozen_sha256: str = "",
    held_on: date | None = None,
) -> File:
    """``held_on``: the day of the meeting, which may have been corrected since the inputs were frozen."""
    words: dict[str, Any] = {"lists": shape.LISTS, "outputs": OUTPUTS, "questions": CONCLUSIONS, "verdicts": VERDICTS}
    file = papers.set_in_type(
        TEMPLATE,
        content,
        zone=organisations.zone(),
        paper_id=paper_id,
        review=content,
        frozen_sha256=frozen_sha256,
        held_on=held_on or content.held_on,
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


def issue(by: Person, review: ManagementReview) -> Paper:
    """Sign and issue the minutes: set once, frozen as their next revision; every owner of a decision, everybody who was
    invited and everybody who has the revision before is told. Raises `Refusal` where nothing is different from that,
    `PaperFailed`: then nothing of it may be kept."""
    before = papers.in_force(KIND, review.id)
    revision, reason = management_review_revisions.coming(review)
    new = management_review_revisions.new_decisions(review)
    history.take(REVIEW_STEPS, review, "issue_minutes", by)
    same = management_review_revisions.unchanged(review)
    if same is not None:
        raise same
    db.session.flush()
    moment = clock.now()
    review.issued_at = review.issued_at or moment
    content = management_review_contents.minutes(
        review, by=by, issued_at=moment, revision=revision, reason=reason, before=before
    )
    paper_id = papers.new_paper_id()
    file = _set(content, _name("minutes", review, content), paper_id)
    made = papers.issue(by, KIND, review, file, content, paper_id)
    management_review_decisions.tell(new, by)
    distributions.send_minutes(made, review, before)
    return made
