"""When a management review can be held and its minutes issued (ISO 14001 9.3)."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from auditapp.domain.errors import Refusal
from auditapp.domain.management_review_inputs import CONCLUSIONS, VERDICTS, Input, inputs_of
from auditapp.domain.words import N_

YEAR = timedelta(days=364)


def proposed_period(last: date | None, today: date) -> tuple[date, date]:
    """From the day after the last review's period until today; the last twelve months where there was none."""
    if last is None:
        return today - YEAR, today
    return min(last + timedelta(days=1), today), today


def is_blank(section: Input, box: Any) -> bool:
    """Whether ``section`` says nothing yet: the app fills it not, and nobody wrote into its ``box`` (None: no box) or
    stated, with name and date, that there is nothing to report."""
    if section.filled:
        return False
    return box is None or box.answered_at is None or not (box.words.strip() or box.nothing)


def blanks(review: Any) -> list[Input]:
    """The sections of ``review`` that are still blank, in their order."""
    boxes = {box.key: box for box in review.inputs}
    return [section for section in inputs_of(review.edition) if is_blank(section, boxes.get(section.key))]


def no_section_is_blank(review: Any) -> Refusal | None:
    """9.3 asks for every input; one with nothing to report says so."""
    blank = blanks(review)
    if not blank:
        return None
    return Refusal(
        N_("%(blank)s of %(total)s inputs are still blank. Each needs words, or 'nothing to report'."),
        field="inputs",
        blank=len(blank),
        total=len(inputs_of(review.edition)),
    )


def top_management_is_present(review: Any) -> Refusal | None:
    """Top management reviews: without it there is no management review."""
    present = [one for one in review.people if one.present and one.person is not None]
    if any("top_management" in one.person.role_names for one in present):
        return None
    return Refusal(
        N_("Top management is not among those present. It is their review; choose another day, or give the role."),
        field="people",
    )


def meeting_can_be_on(review: Any, day: date | None, today: date, issued_on: date | None = None) -> Refusal | None:
    """A meeting is held in its period or after it and not in the future, before its minutes are issued (``issued_on``:
    the day of their first issue) and before what it decided is due."""
    if day is None or not review.first_on <= day <= today:
        return Refusal(
            N_("Give the day of the meeting: between the first day of the period and today."), field="held_on"
        )
    if issued_on is not None and day > issued_on:
        return Refusal(
            N_("The minutes were first issued on %(issued)s, so the meeting was not after that day."),
            field="held_on",
            issued=issued_on,
        )
    early = next((one for one in standing(review.decisions) if one.due_on < day), None)
    if early is None:
        return None
    return Refusal(
        N_("Decision %(number)s is due on %(due)s, before this day. Give an earlier day, or take that decision back."),
        field="held_on",
        number=early.number,
        due=early.due_on,
    )


def is_concluded(review: Any) -> Refusal | None:
    """Top management has said whether the system is suitable, adequate and effective, and why."""
    if all(review.conclusions.get(key, {}).get("verdict") in VERDICTS for key in CONCLUSIONS):
        return None
    return Refusal(
        N_("Top management has not concluded yet whether the system is suitable, adequate and effective."),
        field="conclusions",
    )


def has_decisions(review: Any) -> Refusal | None:
    """A review ends in decisions; one that ends in none says why."""
    if standing(review.decisions) or review.no_decision_reason.strip():
        return None
    return Refusal(
        N_("No decision is written down. Write what was decided, or why nothing had to be decided."), field="decisions"
    )


def minutes_were_issued(review: Any) -> Refusal | None:
    """Only minutes that are in force can be left as they are."""
    if review.issued_at is not None:
        return None
    return Refusal(N_("The minutes were not issued yet. Sign and issue them."), field="minutes")


def standing(decisions: Iterable[Any]) -> list[Any]:
    """Those that were not taken back."""
    return [one for one in decisions if one.withdrawn_at is None]
