"""The lives of the made-up company's nonconformities: told in one order, on whatever day somebody starts the demo."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from auditapp.demo.builder import TOURS
from auditapp.demo.life import Life
from auditapp.demo.shape import Told
from auditapp.demo.timeline import Timeline

MONDAY = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
TOLD = [told for tour in TOURS for told in tour.findings if told.response is not None]


def deeds(monkeypatch: pytest.MonkeyPatch, told: Told, now: datetime) -> list[str]:
    """What is done, in its order, by somebody who only writes down what they are asked."""
    done: list[str] = []
    monkeypatch.setattr(Life, "_owner_takes", lambda _self, verb, _note="": done.append(verb))
    monkeypatch.setattr(Life, "_take", lambda _self, _key, verb, _note="": done.append(verb))
    monkeypatch.setattr(Life, "_describe", lambda _self: done.append("describe"))
    monkeypatch.setattr(Life, "_plan", lambda _self, _response: done.append("plan"))
    monkeypatch.setattr(Life, "_done", lambda _self, step: done.append(step.what))
    monkeypatch.setattr(Life, "_verify", lambda _self, _saw: done.append("verify"))
    nobody: Any = None
    line = Timeline(now, "Europe/Berlin", lambda: None)
    Life(told, "NC-2026-0001", "judge", nobody, line, nobody, nobody).begin()
    line.run()
    return done


@pytest.mark.parametrize("weekday", range(1, 7))
def test_a_life_goes_the_same_way_on_every_day_of_the_week(monkeypatch: pytest.MonkeyPatch, weekday: int) -> None:
    """Two days that follow each other meet on the Monday after a weekend, where a rejection at 10:40 came before
    what it rejects, of 15:30: the demo could not be made on Mondays, Thursdays and Fridays."""
    other = MONDAY + timedelta(days=weekday)
    for told in TOLD:
        assert deeds(monkeypatch, told, other) == deeds(monkeypatch, told, MONDAY), told.statement
