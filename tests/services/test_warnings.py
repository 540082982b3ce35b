"""Warnings on real nonconformities: read before a step, kept with it, printed."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask

from auditapp.adapters import clock
from auditapp.domain.errors import Refusal
from auditapp.models import Nonconformity, Person, db
from auditapp.services import due_dates, history, nonconformities, responses, warnings
from auditapp.services.sheet_contents import fill
from tests import lives
from tests.cast import Cast
from tests.pages import DistrustfulClient


def in_doubt(cast: Cast) -> Nonconformity:
    """A complete response whose correction tells of the future."""
    nc = lives.led_to(cast, "acknowledged")
    lives.write_response(cast, nc)
    responses.write(cast.ola, nc, correction="The drums will be moved.")
    return nc


def test_a_plan_with_warnings_is_submitted_only_once_they_are_read(app: Flask, cast: Cast) -> None:
    nc = in_doubt(cast)
    with pytest.raises(Refusal, match="Read the warnings"):
        nonconformities.take(cast.ola, nc, "plan")
    assert nc.state == "acknowledged"
    nonconformities.take(cast.ola, nc, "plan", warnings_read=True)
    event = history.last_of(nc)
    assert event is not None
    assert (nc.state, event.data) == ("planned", {"warnings": ["future_correction"]})


def test_what_was_overridden_prints_on_the_sheet(app: Flask, cast: Cast) -> None:
    nc = in_doubt(cast)
    nonconformities.take(cast.ola, nc, "plan", warnings_read=True)
    at_release, at_submission = fill(nc, "en", as_of=clock.now()).rounds[0].warnings
    assert "has no photo" in at_release
    assert "tells of the future" in at_submission


def test_a_repeat_that_is_released_as_minor_all_the_same_prints_so_and_names_what_it_repeats(
    app: Flask, cast: Cast, signed_in: Callable[[Person], DistrustfulClient]
) -> None:
    first = lives.raised(cast, grade="major")
    finding = lives.a_finding(cast)
    db.session.commit()
    lea = signed_in(cast.lea)
    assert "A repeat is proposed as major" in lea.text(f"/findings/{finding.id}")
    lea.send(f"/findings/{finding.id}/release")
    db.session.expire_all()
    assert finding.nonconformity is not None
    page = lea.text(f"/nonconformities/{finding.nonconformity.number}")
    assert f"it was released as minor, and the sheet names what it repeats. {first.number}" in page
    sheet = fill(finding.nonconformity, "en", as_of=clock.now())
    assert sheet.repeat_of == first.number
    printed = sheet.rounds[0].warnings
    assert [any(part in one for one in printed) for part in ("grade is lower", "A repeat is proposed")] == [True, True]


def test_a_sound_plan_needs_no_tick_and_keeps_no_warning(app: Flask, cast: Cast) -> None:
    nc = lives.led_to(cast, "planned")
    event = history.last_of(nc)
    assert event is not None
    assert event.data == {}


def test_an_incomplete_plan_hears_first_what_is_missing(app: Flask, cast: Cast) -> None:
    nc = lives.led_to(cast, "acknowledged")
    responses.write(cast.ola, nc, correction="The drums will be moved.")
    with pytest.raises(Refusal, match="The day of the correction is missing"):
        nonconformities.take(cast.ola, nc, "plan")


def test_the_judge_is_warned_of_a_repeat_and_of_a_lower_grade_and_the_record_keeps_it(app: Flask, cast: Cast) -> None:
    lives.raised(cast, grade="major")
    nc = lives.led_to(cast, "planned")
    assert warnings.for_judge(nc) == ["lower_grade", "repeat"]
    nonconformities.take(cast.lea, nc, "accept")
    event = history.last_of(nc)
    assert event is not None
    assert event.data == {"warnings": ["lower_grade", "repeat"]}


@pytest.mark.parametrize("before", ["another process", "another clause", "four years ago"])
def test_only_the_same_clause_and_process_within_three_years_is_a_repeat(app: Flask, cast: Cast, before: str) -> None:
    changes: dict[str, object] = {}
    if before == "another process":
        changes["process"] = cast.drains
    elif before == "another clause":
        changes["clauses"] = ["iso14001-2026:7.2"]
    first = lives.raised(cast, **changes)
    if before == "four years ago":
        first.raised_at -= timedelta(days=4 * 365)
    assert warnings.for_judge(lives.raised(cast)) == []


def test_containment_that_is_not_needed_says_why_meets_its_due_date_and_prints(app: Flask, cast: Cast) -> None:
    nc = lives.led_to(cast, "acknowledged", grade="major")
    responses.write(cast.ola, nc, containment_not_needed="The drum was empty.")
    due = due_dates.due_date(nc, "containment")
    assert due is not None
    assert due.met_on == due_dates.today_at(nc)
    assert fill(nc, "en", as_of=clock.now()).rounds[0].containment.not_needed == "The drum was empty."
    responses.write(cast.ola, nc, containment_not_needed="")
    assert due.met_on is None


def test_containment_is_not_both_written_and_not_needed(app: Flask, cast: Cast) -> None:
    nc = lives.led_to(cast, "acknowledged", grade="major")
    with pytest.raises(Refusal, match="either written or not needed"):
        responses.write(cast.ola, nc, containment="Tray below.", containment_not_needed="The drum was empty.")
