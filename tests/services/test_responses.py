"""The owner's response: written in pieces, twice without harm, and only by the owner while it is open."""

from datetime import timedelta

import pytest
from flask import Flask

from auditapp.domain.errors import Conflict, NotAllowed, Refusal
from auditapp.models import Nonconformity
from auditapp.services import actions, history, nonconformities, responses
from tests import lives
from tests.cast import Cast


@pytest.fixture
def nc(app: Flask, cast: Cast) -> Nonconformity:
    return lives.led_to(cast, "acknowledged")


def test_half_a_response_may_stand(cast: Cast, nc: Nonconformity) -> None:
    responses.write(cast.ola, nc, correction="Moved.")
    assert (nc.round.correction, nc.round.extent) == ("Moved.", "")


def test_writing_the_same_again_leaves_no_second_event(cast: Cast, nc: Nonconformity) -> None:
    responses.write(cast.ola, nc, correction="Moved.")
    before = len(history.of(nc))
    responses.write(cast.ola, nc, correction="Moved. ")
    assert len(history.of(nc)) == before


def test_the_same_cause_and_action_twice_stay_one(cast: Cast, nc: Nonconformity) -> None:
    for _ in range(2):
        lives.write_response(cast, nc)
    assert (len(nc.round.causes), len(nc.round.actions)) == (1, 1)


def test_nobody_else_writes_it(cast: Cast, nc: Nonconformity) -> None:
    with pytest.raises(NotAllowed):
        responses.write(cast.mia, nc, correction="Moved.")


def test_a_submitted_plan_stays_as_it_is(cast: Cast, nc: Nonconformity) -> None:
    lives.led_to(cast, "planned", nc)
    with pytest.raises(Conflict, match="not open for writing"):
        responses.write(cast.ola, nc, correction="Better.")


@pytest.mark.parametrize(
    ("part", "days", "sentence"),
    [("corrected_on", 1, "not in the future"), ("contained_on", 1, "not in the future"), ("check_on", 0, "needs time")],
)
def test_days_that_cannot_be_are_refused(cast: Cast, nc: Nonconformity, part: str, days: int, sentence: str) -> None:
    day = nonconformities.today_at(nc) + timedelta(days=days)
    with pytest.raises(Refusal, match=sentence) as refused:
        responses.write(cast.ola, nc, **{part: day})
    assert refused.value.field == part


def test_a_cause_is_worded_anew_and_the_record_keeps_the_old_words(cast: Cast, nc: Nonconformity) -> None:
    cause = responses.add_cause(cast.ola, nc, "The fitter forgot.", ["He forgot."])
    responses.change_cause(cast.ola, nc, cause.id, "No check at goods-in.", ["Nobody looked."])
    event = history.last_of(nc)
    assert cause.statement == "No check at goods-in."
    assert (event.verb, event.data["before"]["statement"]) == ("change_cause", "The fitter forgot.")


def test_a_cause_that_has_a_name_keeps_one(cast: Cast, nc: Nonconformity) -> None:
    cause = responses.add_cause(cast.ola, nc, "", ["He forgot."])
    responses.change_cause(cast.ola, nc, cause.id, "No check at goods-in.", ["He forgot."])
    assert [event.verb for event in history.of(nc)][-2:] == ["respond", "add_cause"]
    with pytest.raises(Refusal, match="Name the cause"):  # as a window says that was opened before it had one
        responses.change_cause(cast.ola, nc, cause.id, "", ["He forgot."])
    assert cause.statement == "No check at goods-in."


def test_an_action_is_planned_anew(cast: Cast, nc: Nonconformity) -> None:
    action = lives.write_response(cast, nc)
    due = action.due_on + timedelta(days=5)
    responses.change_action(
        cast.ola, nc, action.id, "Build a bund.", cause_id=action.cause_id, owner=cast.tom, due_on=due,
        at_source=False, raises_standard=True,
    )  # fmt: skip
    assert (action.what, action.owner_id, action.due_on) == ("Build a bund.", cast.tom.id, due)
    assert history.last_of(nc).verb == "change_action"


def test_a_cause_with_actions_is_not_removed_before_them(cast: Cast, nc: Nonconformity) -> None:
    action = lives.write_response(cast, nc)
    cause = nc.round.causes[0]
    with pytest.raises(Refusal, match="Remove them first"):
        responses.remove_cause(cast.ola, nc, cause.id)
    responses.remove_action(cast.ola, nc, action.id)
    responses.remove_cause(cast.ola, nc, cause.id)
    assert list(nc.round.causes) == list(nc.round.actions) == []


def test_an_action_without_evidence_is_not_done(app: Flask, cast: Cast) -> None:
    nc = lives.led_to(cast, "in_progress")
    action = nc.actions[0]
    with pytest.raises(Refusal, match="Evidence is missing"):
        actions.report_done(cast.ola, action, "Done.")
    assert action.done_on is None


def test_an_action_is_reported_by_its_owner_alone_and_once(app: Flask, cast: Cast) -> None:
    nc = lives.led_to(cast, "in_progress")
    action = nc.actions[0]
    lives.show_done(action)
    with pytest.raises(NotAllowed):
        actions.report_done(cast.mia, action, "Done.")
    actions.report_done(cast.ola, action, "Done.")
    before = len(history.of(nc))
    actions.report_done(cast.ola, action, "Done again.")
    assert (action.done_note, len(history.of(nc))) == ("Done.", before)


def test_actions_given_to_somebody_are_those_under_way(app: Flask, cast: Cast) -> None:
    nc = lives.led_to(cast, "planned")
    assert actions.given_to(cast.ola) == []
    lives.led_to(cast, "in_progress", nc)
    assert actions.given_to(cast.ola) == nc.actions
    lives.led_to(cast, "implemented", nc)
    assert actions.given_to(cast.ola) == []
