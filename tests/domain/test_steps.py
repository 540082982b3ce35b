"""Every verb in every state for every role, against the table of product.md, which is written here a second time."""

from types import SimpleNamespace

import pytest

from auditapp.domain import steps
from auditapp.domain.errors import Conflict, Refusal
from auditapp.domain.permissions import can, why_not
from auditapp.domain.steps import FINDING_STEPS
from auditapp.domain.steps import NONCONFORMITY_STEPS as STEPS
from auditapp.domain.words import FINDING_STATES, NONCONFORMITY_STATES, VERBS

OPEN = ("raised", "acknowledged", "disputed", "planned", "in_progress", "implemented", "verified")
JUDGES = {"lea", "ann", "mia"}
LIFE: dict[str, tuple[tuple[str, ...], str, set[str]]] = {
    "acknowledge": (("raised",), "acknowledged", {"ola"}),
    "not_mine": (("raised",), "disputed", {"ola"}),
    "dispute": (("raised",), "disputed", {"ola"}),
    "uphold": (("disputed",), "raised", {"lea", "mia"}),
    "withdraw": (("disputed",), "", {"lea", "mia"}),
    "plan": (("acknowledged",), "planned", {"ola"}),
    "accept": (("planned",), "in_progress", JUDGES),
    "return": (("planned",), "acknowledged", JUDGES),
    "submit": (("in_progress",), "implemented", {"ola"}),
    "verify": (("implemented",), "verified", JUDGES),
    "reject": (("implemented",), "in_progress", JUDGES),
    "judge_effective": (("verified",), "closed", JUDGES),
    "judge_not_effective": (("verified",), "acknowledged", JUDGES),
    "reopen": (("closed",), "acknowledged", {"mia"}),
    "extend": (OPEN, "", JUDGES),
    "defer": (OPEN, "", JUDGES),
    "reassign": (OPEN, "", JUDGES),
    "regrade": (OPEN, "", {"mia"}),
    "describe": (OPEN, "", JUDGES),
    "ask_override": (OPEN, "", JUDGES | {"dan"}),
    "override_independence": (OPEN, "", {"mia", "tom"}),
    "propose_void": (OPEN, "", {"mia"}),
    "void": (OPEN, "void", {"lea", "ann", "dan", "tom"}),
    "keep": (OPEN, "", {"lea", "ann", "dan", "tom"}),
}
"""Verb -> from, to, who. Voiding was proposed by Mia, so somebody else approves or declines; Lea asked for the
override."""
ROLES = {
    "mia": {"ems_lead", "administrator"}, "lea": {"auditor"}, "ann": {"auditor"}, "ola": {"process_owner"},
    "dan": {"auditor"}, "tom": {"top_management"}, "zed": {"process_owner"}, "adm": {"administrator"},
}  # fmt: skip
"""Dan audits, and owns one of the actions."""


def person(name: str) -> SimpleNamespace:
    return SimpleNamespace(id=name, active=True, role_names=frozenset(ROLES[name]))


def a_nonconformity(state: str) -> SimpleNamespace:
    action = SimpleNamespace(owner_id="dan")
    waiting = SimpleNamespace(person_id="dan", asked_by_id="lea", approved_by_id=None)
    return SimpleNamespace(
        state=state, owner_id="ola", process=SimpleNamespace(owner_id="ola"), void_proposed_by_id="mia",
        audit=SimpleNamespace(leader_id="lea"), rounds=[SimpleNamespace(actions=[action])], overrides=[waiting],
    )  # fmt: skip


def test_the_table_has_the_verbs_of_a_life_and_no_others() -> None:
    assert set(STEPS) == set(LIFE)
    assert set(STEPS) <= set(VERBS)


@pytest.mark.parametrize("verb", LIFE)
@pytest.mark.parametrize("state", NONCONFORMITY_STATES)
def test_a_step_starts_from_its_states_only(verb: str, state: str) -> None:
    from_, to, _ = LIFE[verb]
    if state in from_:
        assert steps.step_for(STEPS, verb, state).to == to
    else:
        with pytest.raises(Conflict, match="This step is not open"):
            steps.step_for(STEPS, verb, state)


@pytest.mark.parametrize("verb", LIFE)
@pytest.mark.parametrize("state", NONCONFORMITY_STATES)
def test_a_step_is_open_to_its_people_only(verb: str, state: str) -> None:
    thing = a_nonconformity(state)
    allowed = {name for name in ROLES if can(person(name), STEPS[verb].permission, thing)}
    assert allowed == LIFE[verb][2]


@pytest.mark.parametrize("verb", ["accept", "verify", "judge_effective"])
def test_an_approved_override_opens_verdicts_to_the_one_it_names(verb: str) -> None:
    thing = a_nonconformity("planned")
    assert not can(person("dan"), STEPS[verb].permission, thing)
    thing.overrides[0].approved_by_id = "tom"
    assert {name for name in ROLES if can(person(name), STEPS[verb].permission, thing)} == JUDGES | {"dan"}


def test_an_override_is_worth_nothing_to_somebody_who_is_no_auditor() -> None:
    thing = a_nonconformity("planned")
    thing.overrides[0].person_id, thing.overrides[0].approved_by_id = "ola", "tom"
    assert not can(person("ola"), "judge", thing)


def test_who_owns_a_part_of_it_hears_why_and_what_remains() -> None:
    thing = a_nonconformity("planned")
    assert "Ask for an override" in why_not(person("dan"), "judge", thing)
    assert "roles" in why_not(person("zed"), "judge", thing)


@pytest.mark.parametrize("verb", [verb for verb, step in STEPS.items() if step.says == "required"])
def test_a_verdict_without_words_is_refused(verb: str) -> None:
    bare = steps.Step("x", ("raised",), "", "own", "X", says="required", ask=STEPS[verb].ask)
    with pytest.raises(Refusal, match="Write a line first"):
        steps.check(bare, SimpleNamespace(), "  \n")


def test_missing_parts_come_all_at_once_and_the_first_is_raised() -> None:
    empty = SimpleNamespace(
        grade="minor",
        round=SimpleNamespace(
            correction="", corrected_on=None, extent="", causes=[], actions=[], no_action_reason="", criterion="",
            check_on=None,
        ),
    )  # fmt: skip
    fields = [refusal.field for refusal in steps.missing(STEPS["plan"], empty)]
    assert fields == ["correction", "extent", "causes", "criterion"]
    with pytest.raises(Refusal, match="The correction is missing"):
        steps.check(STEPS["plan"], empty)


@pytest.mark.parametrize("state", [state for state in OPEN if state != "disputed"])
def test_no_state_is_a_dead_end(state: str) -> None:
    assert any(state in step.from_ and step.to not in (steps.SAME, "void") for step in STEPS.values())


FINDING_LIFE: dict[str, tuple[str, str]] = {
    "take_up": ("released", "taken_up"),
    "decline": ("released", "declined"),
    "finish": ("taken_up", "done"),
}
"""Verb -> from, to. Each is for the owner, or for the EMS lead who writes down what the owner says."""


@pytest.mark.parametrize("verb", FINDING_LIFE)
@pytest.mark.parametrize("state", FINDING_STATES)
def test_an_observation_goes_its_short_way_only(verb: str, state: str) -> None:
    from_, to = FINDING_LIFE[verb]
    if state == from_:
        assert steps.step_for(FINDING_STEPS, verb, state).to == to
    else:
        with pytest.raises(Conflict, match="This step is not open"):
            steps.step_for(FINDING_STEPS, verb, state)


@pytest.mark.parametrize("verb", FINDING_STEPS)
@pytest.mark.parametrize("state", FINDING_STATES)
@pytest.mark.parametrize("name", ROLES)
def test_an_observation_is_its_owners_to_answer(verb: str, state: str, name: str) -> None:
    finding = SimpleNamespace(state=state, owner_id="ola", grade="observation", audit=SimpleNamespace(leader_id="lea"))
    assert can(person(name), FINDING_STEPS[verb].permission, finding) is (name in ("ola", "mia"))


def test_the_table_of_observations_has_no_other_verbs() -> None:
    assert set(FINDING_STEPS) == set(FINDING_LIFE)
