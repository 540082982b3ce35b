"""The short life of an observation or opportunity: its owner takes it up or declines, and says when it is done."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask

from auditapp.adapters import clock
from auditapp.domain.errors import Conflict, NotAllowed, Refusal
from auditapp.models import Finding, Person, db
from auditapp.services import findings, history
from tests import lives
from tests.cast import Cast
from tests.pages import DistrustfulClient

SignIn = Callable[[Person], DistrustfulClient]


def released(cast: Cast, grade: str = "observation") -> Finding:
    finding = lives.a_finding(cast, grade=grade)
    findings.release(cast.lea, finding)
    db.session.commit()
    return finding


def test_an_owner_takes_an_observation_up_and_reports_it_done(app: Flask, cast: Cast, signed_in: SignIn) -> None:
    finding, ola = released(cast), signed_in(cast.ola)
    until = clock.today("Europe/Berlin") + timedelta(days=30)
    path = f"/findings/{finding.id}"
    assert ola.send(f"{path}/take_up", {"until": until.isoformat(), "note": "A list."}).status_code == 303
    db.session.expire_all()
    assert (finding.state, finding.taken_up_until) == ("taken_up", until)
    assert ola.send(f"{path}/finish", {"note": "The list hangs there."}).status_code == 303
    assert ola.send(f"{path}/finish", {"note": "The list hangs there."}).status_code == 303
    db.session.expire_all()
    assert finding.state == "done"
    assert [one.verb for one in history.of(finding)][-2:] == ["take_up", "finish"]


def test_declining_asks_why_and_keeps_what_was_typed(app: Flask, cast: Cast, signed_in: SignIn) -> None:
    finding, ola = released(cast, "ofi"), signed_in(cast.ola)
    answer = ola.send(f"/findings/{finding.id}/decline", {"note": ""})
    assert answer.status_code == 422
    assert "Write a line first" in answer.get_data(as_text=True)
    assert ola.send(f"/findings/{finding.id}/decline", {"note": "It costs more than it saves."}).status_code == 303
    db.session.expire_all()
    assert finding.state == "declined"


def test_taking_up_needs_a_day_that_is_not_past(app: Flask, cast: Cast) -> None:
    finding = released(cast)
    for until in (None, clock.today("Europe/Berlin") - timedelta(days=1)):
        with pytest.raises(Refusal, match="today or later"):
            findings.answer(cast.ola, finding, "take_up", until=until)
    assert finding.state == "released"


def test_only_its_owner_or_the_ems_lead_answers_it(app: Flask, cast: Cast) -> None:
    finding = released(cast)
    for person in (cast.lea, cast.zed, cast.tom):
        with pytest.raises(NotAllowed):
            findings.answer(person, finding, "decline", note="No.")
    findings.answer(cast.mia, finding, "decline", note="No.")
    assert finding.state == "declined"


@pytest.mark.parametrize("grade", ["minor", "good_practice"])
def test_nothing_else_is_taken_up_or_declined(app: Flask, cast: Cast, grade: str) -> None:
    finding = released(cast, grade)
    assert findings.answers_open_to(cast.ola, finding) == []
    with pytest.raises(Refusal, match="Only observations"):
        findings.answer(cast.ola, finding, "decline", note="No.")


def test_what_is_not_released_is_not_answered(app: Flask, cast: Cast) -> None:
    with pytest.raises(Conflict, match="Noted"):
        findings.answer(cast.ola, lives.a_finding(cast, grade="ofi"), "decline", note="No.")
