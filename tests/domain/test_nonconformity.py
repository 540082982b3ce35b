"""Hard stops of a nonconformity's life, each a sentence with a remedy; and whose turn it is."""

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from auditapp.domain import nonconformity as rules
from auditapp.domain.words import NONCONFORMITY_STATES


def a_cause(*actions: Any, statement: str = "No bund is planned") -> SimpleNamespace:
    return SimpleNamespace(short="No bund is planned", statement=statement, actions=list(actions))


def an_action(**changes: Any) -> SimpleNamespace:
    values = {"short": "Build a bund", "done_on": date(2026, 12, 1), "evidence": ["photo"]}
    return SimpleNamespace(**(values | changes))


def complete(**changes: Any) -> SimpleNamespace:
    action = an_action()
    values = {
        "correction": "Moved.", "corrected_on": date(2026, 12, 1), "extent": "4 stores, 0 more.",
        "causes": [a_cause(action)], "actions": [action], "no_action_reason": "", "criterion": "None in 3 walks.",
        "check_on": date(2027, 3, 1),
    }  # fmt: skip
    grade, proposed = changes.pop("grade", "minor"), changes.pop("void_proposed_by_id", None)
    return SimpleNamespace(
        state="verified", grade=grade, void_proposed_by_id=proposed, round=SimpleNamespace(**(values | changes))
    )


def test_a_complete_chain_can_be_closed() -> None:
    assert rules.can_be_closed(complete()) is None


@pytest.mark.parametrize(
    ("changes", "sentence", "field"),
    [
        ({"correction": " "}, "The correction is missing", "correction"),
        ({"corrected_on": None}, "The day of the correction is missing", "corrected_on"),
        ({"extent": "\n"}, "The extent is missing", "extent"),
        ({"causes": []}, "The cause is missing", "causes"),
        ({"causes": [a_cause(), a_cause(statement="")]}, "A cause that you began has no name", "cause_statement"),
        ({"causes": [a_cause()]}, "The cause 'No bund is planned' has no action yet", "actions"),
        ({"criterion": ""}, "The effectiveness criterion is missing", "criterion"),
        ({"check_on": None}, "The date of the effectiveness check is missing", "check_on"),
        ({"actions": [an_action(done_on=None), an_action()]}, "1 of 2 actions are still open", None),
        ({"actions": [an_action(evidence=[])]}, "The action 'Build a bund' has no evidence yet", None),
    ],
)
def test_nothing_is_closed_with_a_hole_in_the_chain(changes: dict[str, Any], sentence: str, field: str | None) -> None:
    refusal = rules.can_be_closed(complete(**changes))
    assert refusal is not None
    assert str(refusal).startswith(sentence)
    assert refusal.field == field


def test_a_minor_may_need_no_action_with_a_reason() -> None:
    assert rules.has_action_per_cause(complete(causes=[a_cause()], no_action_reason="It was the last drum.")) is None


def test_a_major_needs_an_action_whatever_the_reason() -> None:
    major = complete(grade="major", causes=[a_cause()], no_action_reason="It was the last drum.")
    assert rules.has_action_per_cause(major) is not None


def test_effectiveness_waits_for_the_check_date() -> None:
    refusal = rules.check_is_due(complete(), date(2027, 2, 28))
    assert refusal is not None
    assert refusal.values == {"day": date(2027, 3, 1)}


@pytest.mark.parametrize("day", [date(2027, 3, 1), date(2027, 5, 1)])
def test_effectiveness_is_judged_on_the_check_date_or_later(day: date) -> None:
    assert rules.check_is_due(complete(), day) is None


def test_voiding_takes_two_persons() -> None:
    assert "Nobody has proposed" in str(rules.void_is_proposed(complete()))
    assert "A second person" in str(rules.void_not_proposed(complete(void_proposed_by_id="mia")))


@pytest.mark.parametrize("state", NONCONFORMITY_STATES)
def test_every_state_says_whose_turn_it_is(state: str) -> None:
    turn = rules.turn(SimpleNamespace(state=state))
    assert turn.who in ("owner", "judge", "releaser", "verifier", "nobody")
    assert turn.then
    if turn.who != "nobody":
        assert turn.you.startswith("You are asked to")
        assert "%(name)s" in turn.they
    if turn.who != "owner":
        assert turn.anybody.endswith(".")


def test_every_state_is_in_the_register() -> None:
    assert set(rules.GROUPS["all"]) == set(NONCONFORMITY_STATES)
    assert set(rules.GROUPS["open"]) | set(rules.GROUPS["closed"]) == set(NONCONFORMITY_STATES)
