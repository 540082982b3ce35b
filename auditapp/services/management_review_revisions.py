"""After the minutes are issued: taken up again with a reason, corrected, and issued as their next revision or left as
they are. Every revision stays, byte for byte."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from flask_babel import force_locale
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from auditapp.domain import management_review as rules
from auditapp.domain import record_reading
from auditapp.domain.errors import Conflict, Refusal
from auditapp.domain.management_review_paper import ReviewPaper
from auditapp.domain.steps import REVIEW_STEPS, Step
from auditapp.domain.words import N_
from auditapp.models import ManagementReview, Paper, Person, ReviewDecision, ReviewPerson, db
from auditapp.services import history, management_review_contents, management_review_days, management_reviews, papers
from auditapp.services.management_review_minutes import numbers_told
from auditapp.services.management_reviews import Invited

KIND = "management_review"


def of(review: ManagementReview) -> list[Paper]:
    """Every revision of the minutes of ``review``, the newest first."""
    query = select(Paper).where(Paper.kind == KIND, Paper.subject_id == review.id)
    named = joinedload(Paper.issued_by).lazyload(Person.roles)
    return list(db.session.scalars(query.order_by(Paper.revision.desc()).options(named)))


def coming(review: ManagementReview) -> tuple[int, str]:
    """Number of the revision that would be issued next, and why there is one ('' for the first): both days first, where
    the day of the meeting was corrected, in the language of the minutes."""
    before = papers.in_force(KIND, review.id)
    if before is None:
        return 0, ""
    reasons = [event.note for event in history.of(review) if event.verb == "revise_minutes"]
    said = _record(before)
    with force_locale(said.language or papers.language()):
        moved = management_review_days.moved(said.held_on, review.held_on)
    return before.revision + 1, "\n".join(filter(None, [moved, *reasons[-1:]]))


def revise(by: Person, review: ManagementReview, reason: str) -> None:
    """Take issued minutes up again: what is written then becomes their next revision; until it is issued, the last one
    stays in force. Raises `Refusal` without a reason."""
    history.take(REVIEW_STEPS, review, "revise_minutes", by, note=reason.strip())


def keep(by: Person, review: ManagementReview) -> None:
    """Leave the minutes as they are issued, after all. `Refusal` where something was changed: that has to be issued,
    or the record would say something else than the paper in force."""
    history.allow(by, "decide_review", review)
    if review.state == "held" and review.issued_at is not None and unchanged(review) is None:
        raise Refusal(N_("Something was corrected already. Sign and issue it as the next revision."))
    history.take(REVIEW_STEPS, review, "keep_minutes", by)


def correct_presence(by: Person, review: ManagementReview, people: Iterable[Invited]) -> None:
    """Say anew who was there. Raises `Conflict` unless minutes are being written, `Refusal` where top management would
    not be there any more; who has lost that role since the meeting is not asked for it."""
    history.hold(review)
    history.allow(by, "decide_review", review)
    if review.state != "held":
        raise Conflict(N_("The list of those present is changed while the minutes are written. Correct them first."))
    were = {one.person_id: one for one in review.people if one.person_id}
    found = [_as_then(one, were.get(one.person.id) if one.person else None) for one in people]
    if _listed(found) == _listed(review.people):
        return
    complete = rules.top_management_is_present(review) is None
    for one in review.people:
        db.session.delete(one)
    review.people = management_reviews.rows_of(found)
    missing = rules.top_management_is_present(review)
    if complete and missing is not None:
        raise missing
    history.record(review, "correct_presence", by)


def _as_then(one: Invited, was: ReviewPerson | None) -> Invited:
    """Who was listed keeps the name and role of that day."""
    return replace(one, name=was.name, role=was.role) if was else one


def _listed(people: Iterable[Any]) -> set[tuple[str, str, bool]]:
    return {(one.name, one.role, one.present) for one in people}


def unchanged(review: ManagementReview) -> Refusal | None:
    """Why there is nothing to issue: the minutes would say what their last revision says. None where they would not,
    or were never issued."""
    before = papers.in_force(KIND, review.id)
    if before is None:
        return None
    old = _record(before)
    new = management_review_contents.minutes(review, by=before.issued_by, revision=before.revision)
    if _said(old) != _said(new):
        return None
    return Refusal(N_("Nothing is different from revision %(revision)s."), revision=before.revision)


def new_decisions(review: ManagementReview) -> list[ReviewDecision]:
    """What no issued revision tells yet: their owners are told when the next one is issued."""
    told = numbers_told(review)
    return [one for one in rules.standing(review.decisions) if one.number not in told]


def _record(paper: Paper) -> ReviewPaper:
    return record_reading.read(ReviewPaper, papers.record_of(paper))


def _said(content: ReviewPaper) -> ReviewPaper:
    """``content`` without what moves by itself: when, by whom, to whom, and what was carried out since."""
    decisions = tuple(replace(one, done=None, note="") for one in content.decisions)
    return replace(
        content, status="", issued_at=None, revision_reason="", signatures=(), history=(), distribution=(),
        decisions=decisions,
    )  # fmt: skip


def steps_open_to(person: Person, review: ManagementReview) -> Sequence[tuple[Step, list[Refusal]]]:
    """The steps that ``person`` may take now, each with what is missing: issuing needs a change, leaving the minutes as
    they are needs none."""
    steps = management_reviews.steps_open_to(person, review)
    if review.state != "held" or review.issued_at is None:
        return [one for one in steps if one[0].verb != "keep_minutes"]
    same = unchanged(review)
    if same is None:
        return [one for one in steps if one[0].verb != "keep_minutes"]
    return [(step, [*lacks, same] if step.verb == "issue_minutes" else lacks) for step, lacks in steps]
