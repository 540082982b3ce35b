"""Management reviews: prepared in a tap, found again, and the steps of their life (ISO 14001 9.3)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from auditapp.adapters import clock
from auditapp.domain import management_review as rules
from auditapp.domain.errors import Conflict, NotThere, Refusal
from auditapp.domain.management_review_inputs import CONCLUSIONS, INPUTS, VERDICTS
from auditapp.domain.permissions import can
from auditapp.domain.steps import REVIEW_STEPS, Step, missing
from auditapp.domain.words import N_
from auditapp.models import Audit, ManagementReview, Person, ReviewDecision, ReviewInput, ReviewPerson, Role, db
from auditapp.services import history, numbers, organisations


@dataclass(frozen=True, slots=True)
class Invited:
    """Somebody at the meeting, or missed there. ``person``: None for somebody without a record here."""

    name: str
    role: str = ""
    present: bool = True
    person: Person | None = None


def today() -> date:
    """The organisation's day."""
    return clock.today(organisations.zone())


def proposal() -> tuple[date, date]:
    """The period that the next review would have: since the last one."""
    last = db.session.scalar(select(ManagementReview.last_on).order_by(ManagementReview.last_on.desc()).limit(1))
    return rules.proposed_period(last, today())


def edition_in_use() -> str:
    """The edition that the organisation works to: the newest one of those that the last planned audit was held
    against; the newest there is where nothing says otherwise."""
    query = select(Audit.criteria).where(Audit.state != "cancelled").order_by(Audit.created_at.desc()).limit(20)
    for criteria in db.session.scalars(query):
        named = [one for one in criteria if one in INPUTS]
        if named:
            return max(named)
    return max(INPUTS)


def in_preparation() -> ManagementReview | None:
    """The review whose minutes are not issued yet."""
    return db.session.scalar(
        select(ManagementReview).where(ManagementReview.state != "issued").order_by(ManagementReview.id.desc()).limit(1)
    )


def prepare(by: Person) -> ManagementReview:
    """Prepare the next review, with a box for each input. Pressed twice, it is prepared once; `Refusal` while the
    minutes of the one before are not issued."""
    history.allow(by, "prepare_review")
    waiting = in_preparation()
    if waiting is not None:
        if waiting.state == "prepared":
            return waiting
        raise Refusal(
            N_("Issue the minutes of %(reference)s first: the next review begins with its decisions."),
            reference=waiting.reference,
        )
    first, last = proposal()
    edition = edition_in_use()
    review = ManagementReview(
        reference=numbers.next_number(f"MR-{last.year}", 2),
        state="prepared",
        edition=edition,
        first_on=first,
        last_on=last,
        prepared_by=by,
        prepared_at=clock.now(),
    )
    db.session.add(review)
    db.session.flush()
    _lay_out(review)
    history.record(
        review, "prepare_review", by, to_state="prepared", first=first.isoformat(), last=last.isoformat(),
        edition=edition,
    )  # fmt: skip
    return review


def _lay_out(review: ManagementReview) -> None:
    there = {box.key for box in review.inputs}
    review.inputs += [ReviewInput(key=one.key) for one in INPUTS[review.edition] if one.key not in there]
    db.session.flush()


def change(by: Person, review: ManagementReview, *, first: date, last: date, edition: str) -> None:
    """Change period or edition, while it is in preparation. What was written stays."""
    history.allow(by, "prepare_review")
    _still_prepared(review)
    if edition not in INPUTS:
        raise Refusal(N_("Choose the edition from the list."), field="edition")
    if first > last:
        raise Refusal(N_("The last day lies before the first."), field="last")
    if last > today():
        raise Refusal(N_("The period ends today at the latest: nobody can report what has not happened."), field="last")
    review.first_on, review.last_on, review.edition = first, last, edition
    _lay_out(review)
    history.record(review, "change_review", by, first=first.isoformat(), last=last.isoformat(), edition=edition)


def _still_prepared(review: ManagementReview) -> None:
    if review.state != "prepared":
        raise Conflict(N_("This review was held: its inputs are frozen."))


def whole() -> tuple[Any, ...]:
    """What is loaded with a review for its page and its papers."""

    def named(attribute: Any) -> Any:
        return joinedload(attribute).lazyload(Person.roles)

    return (
        named(ManagementReview.prepared_by),
        named(ManagementReview.concluded_by),
        selectinload(ManagementReview.inputs).joinedload(ReviewInput.person).lazyload(Person.roles),
        selectinload(ManagementReview.inputs).joinedload(ReviewInput.answered_by).lazyload(Person.roles),
        selectinload(ManagementReview.people).joinedload(ReviewPerson.person),
        selectinload(ManagementReview.decisions).joinedload(ReviewDecision.owner).lazyload(Person.roles),
    )


def find(person: Person, reference: str) -> ManagementReview:
    """A review that ``person`` may see; `NotThere`."""
    query = select(ManagementReview).where(ManagementReview.reference == reference.upper()).options(*whole())
    found = db.session.scalar(query) if can(person, "see_reviews") else None
    if found is None:
        raise NotThere(N_("There is no management review %(reference)s here."), reference=reference)
    return found


def listed() -> list[ManagementReview]:
    """All of them, the latest first."""
    query = select(ManagementReview).order_by(ManagementReview.last_on.desc(), ManagementReview.id.desc())
    return list(db.session.scalars(query.options(selectinload(ManagementReview.decisions))))


def last_words(review: ManagementReview, key: str) -> ReviewInput | None:
    """What was written under ``key`` for the review before ``review``, as a start."""
    query = (
        select(ReviewInput)
        .join(ReviewInput.review)
        .where(ReviewInput.key == key, ManagementReview.state == "issued", ManagementReview.id != review.id)
        .options(contains_eager(ReviewInput.review), joinedload(ReviewInput.answered_by).lazyload(Person.roles))
        .order_by(ManagementReview.last_on.desc())
        .limit(1)
    )
    return db.session.scalar(query)


def invited(review: ManagementReview) -> list[Person]:
    """Who may be at the meeting: top management, EMS leads, owners of processes, whoever filled a box, and whoever is
    on the list of those present already, though they may have left since."""
    there = [one.person_id for one in review.people if one.person_id]
    asked = [box.person_id for box in review.inputs if box.person_id]
    roles = Person.roles.any(Role.name.in_(("top_management", "ems_lead", "process_owner")))
    may_be = (Person.active & (roles | Person.id.in_(asked))) | Person.id.in_(there)
    query = select(Person).where(may_be).order_by(Person.name)
    return sorted(db.session.scalars(query), key=lambda one: (_rank(one), one.name))


def _rank(person: Person) -> int:
    return next((rank for rank, role in enumerate(("top_management", "ems_lead")) if role in person.role_names), 2)


def set_meeting(review: ManagementReview, day: date | None, people: Iterable[Invited]) -> None:
    """Say when it was held and who was there; the step `hold_review` follows in the same transaction."""
    refusal = rules.meeting_can_be_on(review, day, today())
    if refusal is not None:
        raise refusal
    _still_prepared(review)
    review.held_on = day
    review.people = rows_of(people)


def rows_of(people: Iterable[Invited]) -> list[ReviewPerson]:
    """``people`` as they are kept."""
    return [
        ReviewPerson(
            name=one.name, role=one.role, present=one.present, person=one.person,
            person_id=one.person.id if one.person else None,
        )
        for one in people
    ]  # fmt: skip


def conclude(by: Person, review: ManagementReview, said: Mapping[str, tuple[str, str]], no_decision: str) -> None:
    """Write what top management concludes. ``said``: key of `CONCLUSIONS` -> verdict and words; ``no_decision``: why
    nothing had to be decided, where that is so."""
    for key in CONCLUSIONS:
        verdict, words = said.get(key, ("", ""))
        if verdict not in VERDICTS:
            raise Refusal(N_("Choose an answer."), field=f"{key}_verdict")
        if not words.strip():
            raise Refusal(N_("Write what this conclusion rests on."), field=f"{key}_words")
    history.take(REVIEW_STEPS, review, "conclude_review", by, **{key: said[key][0] for key in CONCLUSIONS})
    review.conclusions = {key: {"verdict": said[key][0], "words": said[key][1].strip()} for key in CONCLUSIONS}
    review.no_decision_reason = no_decision.strip()
    review.concluded_by, review.concluded_at = by, clock.now()


def steps_open_to(person: Person, review: ManagementReview) -> list[tuple[Step, list[Refusal]]]:
    """The steps that ``person`` may take now, each with what is still missing."""
    return [
        (step, [one for one in missing(step, review) if one.field != "people"])
        for step in REVIEW_STEPS.values()
        if review.state in step.from_ and can(person, step.permission, review)
    ]
