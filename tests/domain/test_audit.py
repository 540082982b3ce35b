"""Rules of one audit, without a database."""

from types import SimpleNamespace
from typing import Any

import pytest

from auditapp.domain import audit as rules

OLA = SimpleNamespace(id="ola", name="Ola Owner")
LEA = SimpleNamespace(id="lea", name="Lea Auditor")
MIA = SimpleNamespace(id="mia", name="Mia Manager")
BOILERS = SimpleNamespace(id="boilers", name="Boiler house", owner_id="ola")


def an_audit(**changes: Any) -> SimpleNamespace:
    values: dict[str, Any] = {
        "objectives": "Find out.", "scope": "The works.", "criteria": ["iso14001-2026"], "other_criteria": "",
        "leader": LEA, "members": [member(LEA, "leader")], "processes": [BOILERS], "overrides": [], "instances": [],
        "findings": [], "conclusion": "Criteria are met.",
    }  # fmt: skip
    return SimpleNamespace(**(values | changes))


def member(person: Any, role: str = "auditor") -> SimpleNamespace:
    return SimpleNamespace(person=person, person_id=person.id, role=role)


def an_instance(**changes: Any) -> SimpleNamespace:
    values: dict[str, Any] = {
        "result": "conform", "note": "", "sample": "", "evidence": [], "unanswered_reason": "", "label": "9.2.2",
    }  # fmt: skip
    return SimpleNamespace(**(values | changes))


def an_override(person: Any = OLA, approved_by: Any = None, asked_by: Any = MIA) -> SimpleNamespace:
    return SimpleNamespace(
        person_id=person.id,
        process_id="boilers",
        asked_by_id=asked_by.id,
        approved_by_id=approved_by.id if approved_by else None,
    )


def test_a_complete_plan_lacks_nothing() -> None:
    assert rules.missing_in_plan(an_audit()) == []


@pytest.mark.parametrize("part", ["objectives", "scope"])
def test_a_plan_needs_its_texts(part: str) -> None:
    (refusal,) = rules.missing_in_plan(an_audit(**{part: "  \n"}))
    assert refusal.field == part


def test_a_plan_needs_criteria() -> None:
    (refusal,) = rules.missing_in_plan(an_audit(criteria=[]))
    assert "criteria" in str(refusal)


def test_another_document_is_a_criterion_too() -> None:
    assert rules.missing_in_plan(an_audit(criteria=[], other_criteria="Water permit 2024/17")) == []


def test_a_plan_needs_an_audit_team_leader() -> None:
    (refusal,) = rules.missing_in_plan(an_audit(leader=None))
    assert refusal.field == "leader_id"


def test_everything_missing_is_named_at_once() -> None:
    empty = an_audit(objectives="", scope="", criteria=[], leader=None)
    assert [one.field for one in rules.missing_in_plan(empty)] == ["objectives", "scope", "criteria", "leader_id"]


def test_nobody_audits_own_work() -> None:
    refusal = rules.team_is_independent(an_audit(members=[member(LEA, "leader"), member(OLA)]))
    assert refusal is not None
    assert "Ola Owner owns Boiler house" in str(refusal)


def test_an_observer_of_own_work_only_watches() -> None:
    assert rules.team_is_independent(an_audit(members=[member(LEA, "leader"), member(OLA, "observer")])) is None


def test_an_override_counts_only_once_approved() -> None:
    waiting = an_audit(members=[member(OLA)], overrides=[an_override()])
    approved = an_audit(members=[member(OLA)], overrides=[an_override(approved_by=LEA)])
    assert (rules.team_is_independent(waiting) is None, rules.team_is_independent(approved) is None) == (False, True)


@pytest.mark.parametrize("person", [OLA, MIA])
def test_neither_the_auditor_nor_the_asker_approves_the_override(person: Any) -> None:
    assert rules.override_may_be_approved_by(an_override(), person) is not None


def test_somebody_else_approves_the_override() -> None:
    assert rules.override_may_be_approved_by(an_override(), LEA) is None


def test_a_conform_does_not_stand_on_a_photo_that_could_not_be_read() -> None:
    assert rules.lacks_evidence(an_instance(evidence=[SimpleNamespace(trouble="This file is not a photo.")]))


@pytest.mark.parametrize("behind", [{"note": "Saw it."}, {"sample": "3 of 14"}, {"evidence": ["photo"]}])
def test_a_conform_stands_on_words_a_sample_or_a_photo(behind: dict[str, Any]) -> None:
    assert not rules.lacks_evidence(an_instance(**behind))


def test_a_conform_with_nothing_behind_it_holds_the_conclusion_up() -> None:
    refusal = rules.every_conform_has_evidence(an_audit(instances=[an_instance(note="Saw it."), an_instance(note=" ")]))
    assert refusal is not None
    assert refusal.values == {"count": 1, "first": "9.2.2"}


@pytest.mark.parametrize(
    ("result", "reason", "left"), [("", "", 1), ("later", "", 1), ("", "No time.", 0), ("ofi", "", 0)]
)
def test_a_question_is_answered_or_has_its_reason(result: str, reason: str, left: int) -> None:
    audit = an_audit(instances=[an_instance(result=result, unanswered_reason=reason)])
    assert len(rules.unanswered(audit)) == left


def test_no_audit_is_concluded_without_a_conclusion() -> None:
    refusal = rules.has_a_conclusion(an_audit(conclusion="\n"))
    assert refusal is not None
    assert refusal.field == "conclusion"
