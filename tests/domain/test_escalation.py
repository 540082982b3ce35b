"""The ladder: who is told next, if nothing happens."""

from datetime import date, timedelta

import pytest

from auditapp.domain import escalation

DUE = date(2026, 12, 10)


@pytest.mark.parametrize(
    ("grade", "days", "told", "on"),
    [
        ("minor", -8, "turn", -7), ("minor", -7, "turn", 0), ("minor", 0, "ems_lead", 7),
        ("minor", 7, "top_management", 30),
        ("major", -4, "turn", -3), ("major", 0, "ems_lead", 1), ("major", 6, "top_management", 7),
    ],
)  # fmt: skip
def test_the_next_rung_is_the_first_whose_day_is_still_to_come(grade: str, days: int, told: str, on: int) -> None:
    found = escalation.next_rung(grade, DUE, DUE + timedelta(days=days))
    assert found is not None
    assert (found[0].told, found[1]) == (told, DUE + timedelta(days=on))
    assert "%(day)s" in escalation.NEXT[told]


def test_after_the_last_rung_nothing_more_comes() -> None:
    assert escalation.next_rung("minor", DUE, DUE + timedelta(days=30)) is None


def test_no_rung_is_told_before_its_day() -> None:
    for grade, rungs in escalation.LADDERS.items():
        for rung in rungs:
            day = DUE + timedelta(days=rung.days)
            assert rung in escalation.reached(grade, DUE, day)
            assert rung not in escalation.reached(grade, DUE, day - timedelta(days=1))
