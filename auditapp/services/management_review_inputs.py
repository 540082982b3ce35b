"""The boxes of a management review: who is asked for each, and what they wrote."""

import uuid
from datetime import date

from sqlalchemy.orm import joinedload

from auditapp.adapters import clock
from auditapp.domain.errors import Conflict, NotThere, Refusal
from auditapp.domain.management_review_inputs import input_of
from auditapp.domain.permissions import can
from auditapp.domain.words import N_
from auditapp.models import Person, ReviewInput, db
from auditapp.services import history, management_review_notices


def find(person: Person, input_id: uuid.UUID) -> ReviewInput:
    """A box that ``person`` may fill, or see with its review; `NotThere`."""
    box = db.session.get(ReviewInput, input_id, options=(joinedload(ReviewInput.review),))
    if box is None or not (can(person, "answer_input", box) or can(person, "see_reviews")):
        raise NotThere(N_("There is no such question here."))
    return box


def ask(by: Person, box: ReviewInput, person: Person, due_on: date | None) -> None:
    """Ask ``person`` for the input, by mail; the box stands on the first page of theirs until it is filled."""
    history.allow(by, "prepare_review")
    _open(box)
    if not person.active:
        raise Refusal(N_("Choose somebody who is here."), field="person")
    if box.person_id == person.id and box.due_on == due_on and box.asked_at is not None:
        return  # pressed twice
    section = input_of(box.review.edition, box.key)
    assert section is not None
    box.person, box.asked_at, box.due_on = person, clock.now(), due_on
    db.session.flush()
    history.record(
        box.review, "ask_input", by, key=box.key, person=str(person.id), what=f"{section.clause}: {person.name}"
    )
    if person.id != by.id:
        management_review_notices.tell_asked(box, by)


def answer(by: Person, box: ReviewInput, words: str, *, nothing: bool = False) -> None:
    """Write the input, or state that there is nothing to report; anew as often as one likes until the meeting."""
    history.allow(by, "answer_input", box)
    _open(box)
    section = input_of(box.review.edition, box.key)
    assert section is not None
    words = words.strip()
    if nothing and words:
        raise Refusal(N_("Either there is something to report or there is not: take out the words or the tick."))
    if not nothing and not words and not section.filled:
        raise Refusal(N_("Write what there is to report, or tick that there is nothing."), field="words")
    box.words, box.nothing = words, nothing
    box.answered_by, box.answered_at = by, clock.now()
    history.record(box.review, "answer_input", by, key=box.key, nothing=nothing, what=section.clause)


def _open(box: ReviewInput) -> None:
    if box.review.state != "prepared":
        raise Conflict(N_("This review was held: its inputs are frozen."))
