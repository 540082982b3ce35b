"""Where a database lets several write at once, each writer reads anew what it decides by, with the row locked."""

import pytest
from flask import Flask
from sqlalchemy import text

from auditapp.domain.errors import Conflict, NotAllowed, Refusal
from auditapp.models import Concern, db
from auditapp.services import (
    actions,
    concerns,
    extents,
    grants,
    history,
    nonconformities,
    nonconformities_raised,
    numbers,
    responses,
)
from tests import lives
from tests.cast import Cast


@pytest.fixture(autouse=True)
def _several_writers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history, "_one_writer", lambda: False)


def meanwhile(statement: str) -> None:
    """What another transaction wrote after this one read."""
    db.session.flush()
    db.session.execute(text(statement))


def test_a_plan_submitted_in_another_window_is_not_changed_in_this_one(app: Flask, cast: Cast) -> None:
    nc = lives.led_to(cast, "acknowledged")
    assert nc.state == "acknowledged"
    meanwhile("update nonconformity set state = 'planned'")
    with pytest.raises(Conflict):
        responses.write(cast.ola, nc, extent="0 more.")


def test_what_was_declined_to_be_void_in_another_window_is_not_voided_in_this_one(app: Flask, cast: Cast) -> None:
    nc = lives.led_to(cast, "acknowledged")
    nonconformities.take(cast.mia, nc, "propose_void", note="A drum of water.")
    meanwhile("update nonconformity set void_proposed_by_id = null")
    with pytest.raises(Refusal):
        nonconformities.take(cast.lea, nc, "void")
    assert nc.state == "acknowledged"


def test_an_action_done_in_another_window_is_done_once(app: Flask, cast: Cast) -> None:
    nc = lives.led_to(cast, "in_progress")
    (action,) = nc.actions
    lives.show_done(action)
    meanwhile("update action set done_on = '2026-01-02', done_note = 'First.', done_by_id = owner_id")
    actions.report_done(cast.ola, action, "Second.")
    assert action.done_note == ""  # as this transaction read it: nothing was written over
    assert "action_done" not in [event.verb for event in history.of(nc)]


def test_an_answer_given_in_another_window_is_recorded_once(app: Flask, cast: Cast) -> None:
    nc = lives.led_to(cast, "acknowledged")
    with app.test_request_context():
        (question,) = extents.ask(cast.ola, nc, [cast.vans.id])
    meanwhile("update extent_question set answer = 'found', words = 'Two.'")
    extents.answer(cast.zed, question, "found", "Two.")
    assert "answer_elsewhere" not in [event.verb for event in history.of(nc)]


def test_a_concern_is_decided_once(app: Flask, cast: Cast) -> None:
    concern = concerns.report(cast.drains, "Oil.", store=app.extensions["photo_store"])
    meanwhile("update concern set state = 'raised'")
    with pytest.raises(Conflict):
        concerns.decline(cast.mia, concern, "Rain.")
    assert db.session.query(Concern).one().outcome == ""


def test_a_link_opens_on_one_of_two_devices_that_press_at_once(app: Flask, cast: Cast) -> None:
    lives.led_to(cast, "raised")
    grant = grants.of(db.session.query(lives.Nonconformity).one())[0]
    meanwhile("update access_grant set used_at = '2026-01-02 00:00:00', browser_hash = 'theirs'")
    with pytest.raises(NotAllowed):
        grants.exchange(grant, "ours")


def test_two_that_begin_a_series_of_numbers_at_once_get_one_each(
    app: Flask, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    get = db.session.get

    def found_before_the_other(*asked: object, **how: object) -> None:
        monkeypatch.setattr(db.session, "get", get)
        meanwhile("insert into counter (series, last) values ('NC-2031', 1)")

    monkeypatch.setattr(db.session, "get", found_before_the_other)
    assert numbers.next_number("NC-2031", 3) == "NC-2031-002"


def test_what_comes_from_outside_is_raised_once_by_two_presses_at_once(
    app: Flask, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    hold, parts = numbers.hold, {
        "source": "complaint", "external_wording": "Foam on the brook.", "requirement": "8.1", "evidence_text": "Seen.",
        "grade": "minor", "grade_reason": "Once.", "process": cast.drains, "owner": cast.ola,
    }  # fmt: skip

    def wait(series: str) -> object:
        """The other press has the number first, and ends."""
        monkeypatch.setattr(numbers, "hold", hold)
        nonconformities_raised.from_outside(cast.mia, **parts)
        return hold(series)

    monkeypatch.setattr(numbers, "hold", wait)
    with app.test_request_context():
        nonconformities_raised.from_outside(cast.mia, **parts)
    assert db.session.query(lives.Nonconformity).count() == 1
