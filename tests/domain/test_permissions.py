"""Separation of duties: nobody judges, verifies or checks the effectiveness of what they own."""

from types import SimpleNamespace
from typing import Any

import pytest

from auditapp.domain.permissions import GRANTED_TO, PRINTED, can
from auditapp.domain.standing import PREDICATE_WORDS

CHECKS = ("judge", "verify", "check_effectiveness")


def somebody(*roles: str, id: str = "ola", active: bool = True) -> SimpleNamespace:
    return SimpleNamespace(id=id, active=active, role_names=frozenset(roles))


def a_nonconformity(**changes: Any) -> SimpleNamespace:
    values = {
        "owner_id": "somebody", "process": SimpleNamespace(owner_id="somebody"), "rounds": [], "audit": None,
        "void_proposed_by_id": None, "overrides": [],
    }  # fmt: skip
    return SimpleNamespace(**(values | changes))


OWNED = {
    "the nonconformity": {"owner_id": "ola"},
    "the process": {"process": SimpleNamespace(owner_id="ola")},
    "one of its actions": {"rounds": [SimpleNamespace(actions=[SimpleNamespace(owner_id="ola")])]},
    "an action of an earlier round": {
        "rounds": [
            SimpleNamespace(actions=[SimpleNamespace(owner_id="ola")]),
            SimpleNamespace(actions=[]),
        ]
    },
}


@pytest.mark.parametrize("permission", CHECKS)
@pytest.mark.parametrize("owned", OWNED)
@pytest.mark.parametrize("role", ["auditor", "ems_lead"])
def test_nobody_checks_what_they_own(permission: str, owned: str, role: str) -> None:
    assert not can(somebody(role), permission, a_nonconformity(**OWNED[owned]))


@pytest.mark.parametrize("permission", CHECKS)
def test_a_team_leader_does_not_check_own_work_either(permission: str) -> None:
    led = a_nonconformity(owner_id="ola", audit=SimpleNamespace(leader_id="ola"))
    assert not can(somebody("process_owner"), permission, led)


@pytest.mark.parametrize("permission", CHECKS)
@pytest.mark.parametrize("role", ["auditor", "ems_lead"])
def test_an_independent_auditor_or_ems_lead_checks(permission: str, role: str) -> None:
    assert can(somebody(role), permission, a_nonconformity())


@pytest.mark.parametrize("permission", CHECKS)
@pytest.mark.parametrize("role", ["process_owner", "top_management", "administrator"])
def test_no_other_role_checks(permission: str, role: str) -> None:
    assert not can(somebody(role), permission, a_nonconformity())


@pytest.mark.parametrize("permission", GRANTED_TO)
def test_somebody_who_left_may_nothing(permission: str) -> None:
    assert not can(somebody("ems_lead", "auditor", "administrator", active=False), permission, a_nonconformity())


def test_whoever_proposed_to_void_does_not_approve_it() -> None:
    proposed = a_nonconformity(void_proposed_by_id="ola")
    assert not can(somebody("ems_lead"), "approve_void", proposed)
    assert can(somebody("ems_lead", id="another"), "approve_void", proposed)


def test_an_action_is_reported_by_its_owner_or_the_owner_of_the_nonconformity() -> None:
    action = SimpleNamespace(owner_id="tom", nonconformity=a_nonconformity(owner_id="ola"))
    assert can(somebody(id="tom"), "do_action", action)
    assert can(somebody(id="ola"), "do_action", action)
    assert not can(somebody("ems_lead", id="mia"), "do_action", action)


def test_every_printed_row_has_words_for_each_predicate() -> None:
    for permission in PRINTED:
        for row in GRANTED_TO[permission]:
            assert all(predicate.__name__ in PREDICATE_WORDS for predicate in row), permission
