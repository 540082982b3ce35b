"""A grade that proves wrong: changed by the EMS lead with a reason, due anew, told to the owner, never silently."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from auditapp.adapters import clock
from auditapp.domain.errors import NotAllowed, Refusal
from auditapp.models import Nonconformity, Notice, db
from auditapp.services import due_dates, history, nonconformities
from auditapp.services.sheet_contents import fill
from tests import lives
from tests.cast import Cast

WHY = "It was found at 3 sites: the control is missing everywhere."


def to_major(cast: Cast, nc: Nonconformity) -> None:
    nonconformities.take(cast.mia, nc, "regrade", note=WHY, grade="major")


def days(nc: Nonconformity) -> dict[str, int]:
    today = due_dates.today_at(nc)
    return {due.kind: (due.due_on - today).days for due in due_dates.of_round(nc)}


def test_a_graver_grade_is_due_sooner_and_keeps_reason_and_original_day(app: Flask, cast: Cast) -> None:
    nc = lives.led_to(cast, "acknowledged")
    due = due_dates.due_date(nc, "plan")
    assert due is not None
    first = due.original_on
    to_major(cast, nc)
    assert (nc.grade, nc.grade_reason, nc.state) == ("major", WHY, "acknowledged")
    assert days(nc) == {"containment": 1, "plan": 14, "implementation": 60}
    contained = due_dates.due_date(nc, "containment")
    assert contained is not None
    assert (due.original_on, nc.due_on) == (first, contained.due_on)  # the containment is due first
    event = history.last_of(nc)
    assert event is not None
    assert (event.data["before"], event.data["after"], event.data["reason_before"]) == (
        "minor", "major", "A single place.",
    )  # fmt: skip
    printed = next(one for one in fill(nc, "en", as_of=clock.now()).due if one.kind == "plan")
    assert (printed.first, printed.reason, printed.approved_by) == (first, WHY, cast.mia.name)


def test_a_graver_grade_gives_no_more_time_than_stood(app: Flask, cast: Cast) -> None:
    nc = lives.led_to(cast, "acknowledged")
    with clock.moved(clock.now() + timedelta(days=28)):
        to_major(cast, nc)
        assert days(nc) == {"containment": 1, "plan": 2, "implementation": 60}


def test_what_is_met_stays_met_and_containment_stays_asked_when_it_becomes_minor(app: Flask, cast: Cast) -> None:
    nc = lives.led_to(cast, "planned", grade="major")
    plan = due_dates.due_date(nc, "plan")
    assert plan is not None
    before = plan.due_on
    nonconformities.take(cast.mia, nc, "regrade", note="One drum only.", grade="minor")
    assert plan.due_on == before
    assert plan.met_on is not None
    assert days(nc) | {"effectiveness": 0} == {
        "containment": 1, "plan": 14, "implementation": 90, "effectiveness": 0,
    }  # fmt: skip


def test_the_owner_is_told_with_the_reason(app: Flask, cast: Cast) -> None:
    nc = lives.led_to(cast, "acknowledged")
    to_major(cast, nc)
    newest = db.session.scalars(select(Notice).where(Notice.person_id == cast.ola.id).order_by(Notice.id)).all()[-1]
    assert newest.subject == f"{nc.number}: Grade changed"
    assert WHY in newest.text


@pytest.mark.parametrize(("grade", "sentence"), [("minor", "that grade already"), ("ofi", "major or minor"), ("", "m")])
def test_only_the_other_grade_of_a_nonconformity_is_one(app: Flask, cast: Cast, grade: str, sentence: str) -> None:
    nc = lives.raised(cast)
    with pytest.raises(Refusal, match=sentence):
        nonconformities.take(cast.mia, nc, "regrade", note="Why not.", grade=grade)
    assert (nc.grade, nc.grade_reason) == ("minor", "A single place.")


def test_the_ems_lead_does_not_regrade_what_is_her_own(app: Flask, cast: Cast) -> None:
    nc = lives.raised(cast)
    nonconformities.take(cast.mia, nc, "reassign", note="It is mine.", owner=cast.mia.id)
    with pytest.raises(NotAllowed):
        nonconformities.take(cast.mia, nc, "regrade", note="It is small.", grade="major")
