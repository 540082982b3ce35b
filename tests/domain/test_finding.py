"""What a finding needs before it is released, without a database."""

from types import SimpleNamespace
from typing import Any

import pytest

from auditapp.domain import finding as rules


def a_finding(**changes: Any) -> SimpleNamespace:
    values: dict[str, Any] = {
        "grade": "minor", "grade_reason": "One place.", "requirement": "Oil stands in bunds.",
        "evidence_text": "Two drums on bare concrete.", "evidence": [], "statement": "Oil storage is not controlled.",
        "statement_confirmed": True, "owner_id": "ola", "instance": None,
    }  # fmt: skip
    return SimpleNamespace(**(values | changes))


def missing(**changes: Any) -> list[str | None]:
    return [refusal.field for refusal in rules.missing_for_release(a_finding(**changes))]


def test_a_complete_finding_lacks_nothing() -> None:
    assert missing() == []


@pytest.mark.parametrize("part", ["requirement", "evidence_text", "statement", "grade_reason"])
def test_a_nonconforming_finding_needs_every_part(part: str) -> None:
    assert missing(**{part: "  "}) == [part]


def test_a_photo_is_evidence() -> None:
    assert missing(evidence_text="", evidence=["photo"]) == []


def test_a_photo_that_could_not_be_read_is_no_evidence() -> None:
    refused = SimpleNamespace(trouble="This file is not a photo.")
    assert missing(evidence_text="", evidence=[refused]) == ["evidence_text"]


def test_a_nonconforming_finding_needs_an_owner() -> None:
    assert missing(owner_id=None) == ["owner_id"]


def test_a_prefilled_statement_is_a_draft() -> None:
    assert missing(statement_confirmed=False) == ["statement"]


def test_a_confirmed_draft_says_what_fails() -> None:
    assert missing(statement="ISO 14001:2026 8.1 Operational control is not met at bay 3: …") == ["statement"]


def test_an_observation_needs_its_statement_only() -> None:
    bare = {"requirement": "", "evidence_text": "", "grade_reason": "", "owner_id": None, "statement_confirmed": False}
    assert missing(grade="observation", **bare) == []


@pytest.mark.parametrize("grade", ["observation", "ofi", "good_practice"])
def test_a_breach_is_not_filed_as_less(grade: str) -> None:
    breach = SimpleNamespace(result="nonconformity", label="8.1")
    assert missing(grade=grade, instance=breach) == ["grade"]


def test_an_observed_question_may_be_filed_as_observation() -> None:
    assert missing(grade="observation", instance=SimpleNamespace(result="observation", label="8.1")) == []
