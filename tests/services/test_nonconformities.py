"""Real nonconformities led by real verbs: what a step leaves behind, and what it refuses."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from auditapp.adapters import clock
from auditapp.domain.errors import Conflict, NotAllowed, NotThere, Refusal
from auditapp.models import Event, Nonconformity, db
from auditapp.services import history, nonconformities, registers
from tests import lives
from tests.cast import Cast


def last_event(nonconformity: Nonconformity) -> Event:
    query = select(Event).where(Event.subject_id == str(nonconformity.id), Event.to_state != "")
    return db.session.scalars(query.order_by(Event.seq.desc())).first()


def test_the_state_is_the_last_events_all_the_way(app: Flask, cast: Cast) -> None:
    nc = lives.raised(cast)
    for state in lives.WAY[1:]:
        lives.led_to(cast, state, nc)
        assert nc.state == state == last_event(nc).to_state
    assert history.first_break() is None


def test_closing_keeps_the_day_and_asks_for_nothing_more(app: Flask, cast: Cast) -> None:
    nc = lives.led_to(cast, "closed")
    assert nc.closed_at is not None
    assert nc.due_on is None
    assert nc.round.effective is True


def test_not_effective_opens_a_second_round_and_keeps_the_first(app: Flask, cast: Cast) -> None:
    nc = lives.led_to(cast, "verified")
    with clock.moved(datetime.now(UTC) + timedelta(days=61)):
        nonconformities.take(cast.lea, nc, "judge_not_effective", note="One drum outside again.")
    assert (nc.state, nc.round_number) == ("acknowledged", 2)
    assert [one.correction for one in nc.rounds] == ["Both drums were moved into a bund.", ""]
    assert nc.rounds[0].effective is False
    assert {due.round_number for due in nc.due_dates} == {1, 2}


def test_a_closed_one_is_reopened_by_the_ems_lead_into_a_new_round(app: Flask, cast: Cast) -> None:
    nc = lives.led_to(cast, "closed")
    with pytest.raises(NotAllowed):
        nonconformities.take(cast.lea, nc, "reopen", note="It is back.")
    nonconformities.take(cast.mia, nc, "reopen", note="It is back.")
    assert (nc.state, nc.round_number, nc.closed_at) == ("acknowledged", 2, None)


def test_the_owner_judges_nothing_even_as_an_auditor(app: Flask, cast: Cast) -> None:
    nc = lives.led_to(cast, "planned", owner_id=cast.ola.id)
    cast.ola.roles = [*cast.ola.roles, *cast.lea.roles]
    for state, verb in (("planned", "accept"), ("implemented", "verify"), ("verified", "judge_effective")):
        lives.led_to(cast, state, nc)
        with pytest.raises(NotAllowed):
            nonconformities.take(cast.ola, nc, verb, note="Fine.", how=["seen"])
        assert nc.state == state


def test_whoever_owns_an_action_does_not_verify_it(app: Flask, cast: Cast) -> None:
    nc = lives.led_to(cast, "acknowledged")
    lives.write_response(cast, nc, owner=cast.ann)
    nonconformities.take(cast.ola, nc, "plan")
    with pytest.raises(NotAllowed):
        nonconformities.take(cast.ann, nc, "accept")


def test_verifying_asks_how(app: Flask, cast: Cast) -> None:
    nc = lives.led_to(cast, "implemented")
    for how in ([], ["smelt"]):
        with pytest.raises(Refusal, match="seen, read or asked"):
            nonconformities.take(cast.lea, nc, "verify", note="Fine.", how=how)
    assert nc.state == "implemented"


def test_submitting_with_an_open_action_is_refused(app: Flask, cast: Cast) -> None:
    nc = lives.led_to(cast, "in_progress")
    with pytest.raises(Refusal, match="1 of 1 actions are still open"):
        nonconformities.take(cast.ola, nc, "submit")


def test_voiding_takes_a_reason_and_two_persons(app: Flask, cast: Cast) -> None:
    nc = lives.raised(cast)
    with pytest.raises(Refusal, match="Write a line first"):
        nonconformities.take(cast.mia, nc, "propose_void")
    nonconformities.take(cast.mia, nc, "propose_void", note="Wrong site.")
    assert nc.state == "raised"
    with pytest.raises(NotAllowed):
        nonconformities.take(cast.mia, nc, "void")
    nonconformities.take(cast.tom, nc, "void")
    assert nc.state == "void"


def test_a_second_press_is_known_and_a_second_judge_is_too_late(app: Flask, cast: Cast) -> None:
    nc = lives.led_to(cast, "planned")
    assert not nonconformities.already_taken(cast.lea, nc, "accept")
    nonconformities.take(cast.lea, nc, "accept")
    assert nonconformities.already_taken(cast.lea, nc, "accept")
    assert not nonconformities.already_taken(cast.ann, nc, "accept")
    with pytest.raises(Conflict):
        nonconformities.take(cast.ann, nc, "accept")


def test_a_step_on_what_somebody_changed_meanwhile_is_a_conflict(app: Flask, cast: Cast) -> None:
    nc = lives.led_to(cast, "planned")
    seen = history.last_of(nc).seq
    nonconformities.nothing_new(cast.lea, nc, seen)
    nonconformities.take(cast.ann, nc, "return", note="Say who.")
    with pytest.raises(Conflict, match="Ann Auditor changed this"):
        nonconformities.nothing_new(cast.lea, nc, seen)


def test_the_check_date_comes_with_the_plan_and_moves_with_a_better_one(app: Flask, cast: Cast) -> None:
    nc = lives.led_to(cast, "planned")
    nonconformities.take(cast.lea, nc, "return", note="Too early.")
    nc.round.check_on += timedelta(days=30)
    nonconformities.take(cast.ola, nc, "plan")
    due = nonconformities.due_date(nc, "effectiveness")
    assert due.due_on == nc.round.check_on
    assert due.original_on == nc.round.check_on - timedelta(days=30)


def test_not_yours_is_not_there(app: Flask, cast: Cast) -> None:
    nc = lives.raised(cast)
    with pytest.raises(NotThere):
        nonconformities.find(cast.zed, nc.number)
    assert registers.page(cast.zed, registers.Filter(show="all")).lines == []
    assert set(registers.counts(cast.zed).values()) == {0}


def test_the_owner_of_an_action_sees_the_nonconformity(app: Flask, cast: Cast) -> None:
    nc = lives.led_to(cast, "acknowledged")
    lives.write_response(cast, nc, owner=cast.zed)
    assert nonconformities.find(cast.zed, nc.number).id == nc.id
    assert registers.counts(cast.zed)["mine"] == 1
