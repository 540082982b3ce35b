"""Due dates count calendar days from the release, by grade."""

from datetime import date

import pytest

from auditapp.domain.deadlines import deadlines, proposed_check_on

RELEASED = date(2026, 12, 30)


def test_a_major_has_containment_plan_and_implementation() -> None:
    found = {one.kind: one.due_on for one in deadlines("major", RELEASED)}
    assert found == {
        "containment": date(2026, 12, 31),
        "plan": date(2027, 1, 13),
        "implementation": date(2027, 2, 28),
    }


def test_a_minor_has_plan_and_implementation() -> None:
    found = {one.kind: one.due_on for one in deadlines("minor", RELEASED)}
    assert found == {"plan": date(2027, 1, 29), "implementation": date(2027, 3, 30)}


@pytest.mark.parametrize("grade", ["observation", "ofi", "good_practice"])
def test_what_is_no_nonconformity_has_none(grade: str) -> None:
    assert deadlines(grade, RELEASED) == []


def test_an_organisation_sets_its_own_days() -> None:
    assert [one.due_on for one in deadlines("minor", RELEASED, {"minor": {"plan": 7}})] == [date(2027, 1, 6)]


def test_the_check_is_proposed_90_days_after_implementation() -> None:
    assert proposed_check_on(date(2027, 3, 30)) == date(2027, 6, 28)
