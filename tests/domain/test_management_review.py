"""What a management review must hold before it can be held and issued: 9.3 of both editions."""

from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

import pytest

from auditapp.domain import management_review as rules
from auditapp.domain.management_review_inputs import CONCLUSIONS, FILLED, INPUTS, OUTPUTS
from auditapp.domain.steps import REVIEW_STEPS
from auditapp.domain.words import VERBS

LETTERS = ["a", "b 1", "b 2", "b 3", "b 4", "c", "d 1", "d 2", "d 3", "d 4", "e", "f", "g"]
NOW = datetime(2026, 11, 22, tzinfo=UTC)


def a_review(edition: str = "iso14001-2026", **changes: Any) -> SimpleNamespace:
    boxes = [SimpleNamespace(key=one.key, words="", nothing=False, answered_at=None) for one in INPUTS[edition]]
    values = {"edition": edition, "inputs": boxes, "people": [], "conclusions": {}, "decisions": [],
              "no_decision_reason": ""}  # fmt: skip
    return SimpleNamespace(**(values | changes))


def somebody(*roles: str, present: bool = True) -> SimpleNamespace:
    return SimpleNamespace(present=present, person=SimpleNamespace(role_names=frozenset(roles)))


@pytest.mark.parametrize(("edition", "clause"), [("iso14001-2015", "9.3"), ("iso14001-2026", "9.3.2")])
def test_an_edition_asks_for_its_inputs_in_its_order(edition: str, clause: str) -> None:
    assert [one.clause for one in INPUTS[edition]] == [f"{clause} {letter}" for letter in LETTERS]


def test_each_edition_knows_what_its_sections_sum_up() -> None:
    assert all(one.title and one.asks and one.looks_at for inputs in INPUTS.values() for one in inputs)
    assert {one.key for one in INPUTS["iso14001-2026"] if one.filled} == FILLED


def test_planned_changes_are_asked_about_since_2026() -> None:
    assert [[one.looks_at for one in INPUTS[edition] if one.key == "issues"] for edition in sorted(INPUTS)] == [
        ["4.1"], ["4.1, 6.3"],
    ]  # fmt: skip


def test_a_review_that_nobody_wrote_on_is_blank_but_for_what_the_app_knows() -> None:
    refusal = rules.no_section_is_blank(a_review())
    assert refusal is not None
    assert str(refusal).startswith("10 of 13 inputs are still blank")


def test_nothing_to_report_fills_a_section_with_its_moment() -> None:
    review = a_review()
    for box in review.inputs:
        box.nothing, box.answered_at = True, NOW
    assert rules.no_section_is_blank(review) is None


def test_blanks_and_line_breaks_are_no_words() -> None:
    review = a_review()
    for box in review.inputs:
        box.words, box.answered_at = " \n", NOW
    assert len(rules.blanks(review)) == 10


@pytest.mark.parametrize(
    "people",
    [
        [],
        [somebody("ems_lead")],
        [somebody("top_management", present=False)],
        [SimpleNamespace(present=True, person=None)],
    ],
)
def test_no_review_without_top_management(people: list[SimpleNamespace]) -> None:
    assert rules.top_management_is_present(a_review(people=people)) is not None


def test_top_management_in_the_room_is_enough() -> None:
    assert rules.top_management_is_present(a_review(people=[somebody("top_management", "ems_lead")])) is None


@pytest.mark.parametrize(
    ("day", "why_not"),
    [
        (None, "Give the day"),
        (date(2025, 11, 22), "Give the day"),
        (date(2025, 11, 23), ""),
        (date(2026, 11, 10), ""),
        (date(2026, 11, 11), "Decision 2 is due on 2026-11-10"),
        (date(2026, 11, 16), "first issued on 2026-11-15"),
        (date(2026, 11, 23), "Give the day"),
    ],
)
def test_a_meeting_was_in_its_time_before_its_minutes_and_before_what_it_decided_is_due(
    day: date | None, why_not: str
) -> None:
    due = [(1, date(2026, 11, 1), NOW), (2, date(2026, 11, 10), None), (3, date(2026, 12, 1), None)]
    decisions = [SimpleNamespace(number=number, due_on=on, withdrawn_at=at) for number, on, at in due]
    review = a_review(first_on=date(2025, 11, 23), decisions=decisions)
    refusal = rules.meeting_can_be_on(review, day, NOW.date(), date(2026, 11, 15))
    assert (refusal is None) == (why_not == "")
    assert why_not in str(refusal)


def test_all_three_conclusions_are_needed() -> None:
    said = {key: {"verdict": "yes", "words": "So it is."} for key in CONCLUSIONS}
    assert rules.is_concluded(a_review(conclusions=said)) is None
    for key in CONCLUSIONS:
        left = {one: what for one, what in said.items() if one != key}
        assert rules.is_concluded(a_review(conclusions=left)) is not None


def test_a_review_ends_in_a_decision_or_says_why_in_none() -> None:
    taken_back = SimpleNamespace(withdrawn_at=NOW)
    assert rules.has_decisions(a_review(decisions=[taken_back])) is not None
    assert rules.has_decisions(a_review(decisions=[taken_back, SimpleNamespace(withdrawn_at=None)])) is None
    assert rules.has_decisions(a_review(no_decision_reason="All is on its way.")) is None


def test_the_next_period_begins_where_the_last_one_ended() -> None:
    today = date(2026, 11, 22)
    assert rules.proposed_period(date(2025, 12, 19), today) == (date(2025, 12, 20), today)
    assert rules.proposed_period(None, today) == (date(2025, 11, 23), today)
    assert rules.proposed_period(today, today) == (today, today)


def test_there_is_a_place_for_every_result_that_the_standard_asks_for() -> None:
    assert list(OUTPUTS) == ["improvement", "change", "resources", "objectives", "integration", "strategy"]


def test_every_step_of_its_life_has_words() -> None:
    assert set(REVIEW_STEPS) <= set(VERBS)
