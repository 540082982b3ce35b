"""More time, a wait with an end, another owner: what each leaves behind, and whom it is not open to."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from auditapp.adapters import clock
from auditapp.domain.errors import NotAllowed, Refusal
from auditapp.models import Notice, db
from auditapp.services import due_dates, history, nonconformities
from auditapp.services.sheet_contents import fill
from tests import lives
from tests.cast import Cast


def test_an_extension_keeps_the_original_day_and_prints_reason_and_approver(app: Flask, cast: Cast) -> None:
    nc = lives.led_to(cast, "acknowledged")
    due = due_dates.due_date(nc, "plan")
    assert due is not None
    first, later = due.due_on, due.due_on + timedelta(days=14)
    nonconformities.take(cast.lea, nc, "extend", note="The supplier is late.", kind="plan", until=later)
    assert (due.original_on, due.due_on, nc.due_on) == (first, later, later)
    event = history.last_of(nc)
    assert event is not None
    assert event.data == {"kind": "plan", "from": first.isoformat(), "to": later.isoformat()}
    printed = next(one for one in fill(nc, "en", as_of=clock.now()).due if one.kind == "plan")
    assert (printed.first, printed.day, printed.reason) == (first, later, "The supplier is late.")
    assert printed.approved_by == "Lea Auditor"


def test_every_change_of_a_due_date_prints_and_every_round_keeps_its_own(app: Flask, cast: Cast) -> None:
    nc = lives.led_to(cast, "acknowledged")
    (first,) = [one.due_on for one in nc.due_dates if one.kind == "plan"]
    for days, why in ((14, "The supplier is late."), (21, "The supplier went bankrupt.")):
        nonconformities.take(cast.lea, nc, "extend", note=why, kind="plan", until=first + timedelta(days=days))
    (plan,) = [one for one in fill(nc, "en", as_of=clock.now()).due if one.kind == "plan"]
    assert [(one.day, one.by, one.reason) for one in plan.moves] == [
        (first + timedelta(days=14), "Lea Auditor", "The supplier is late."),
        (first + timedelta(days=21), "Lea Auditor", "The supplier went bankrupt."),
    ]
    assert (plan.first, plan.day, plan.round) == (first, first + timedelta(days=21), 0)


@pytest.mark.parametrize(
    ("kind", "days", "sentence"),
    [
        ("plan", 30, "Choose a later day"), ("plan", -1, "in the future"), ("plan", None, "Choose the day"),
        ("effectiveness", 90, "Choose which due date"), ("", 90, "Choose which due date"),
    ],
)  # fmt: skip
def test_an_extension_needs_an_open_due_date_and_a_later_day(
    app: Flask, cast: Cast, kind: str, days: int | None, sentence: str
) -> None:
    nc = lives.led_to(cast, "acknowledged")
    until = None if days is None else due_dates.today_at(nc) + timedelta(days=days)
    before = nc.due_on
    with pytest.raises(Refusal, match=sentence):
        nonconformities.take(cast.lea, nc, "extend", note="Wait.", kind=kind, until=until)
    assert nc.due_on == before


def test_a_due_date_that_is_met_is_not_extended(app: Flask, cast: Cast) -> None:
    nc = lives.led_to(cast, "planned")
    until = due_dates.today_at(nc) + timedelta(days=400)
    with pytest.raises(Refusal, match="met already"):
        nonconformities.take(cast.lea, nc, "extend", note="Wait.", kind="plan", until=until)


def test_extending_the_effectiveness_check_moves_the_day_from_which_it_is_judged(app: Flask, cast: Cast) -> None:
    nc = lives.led_to(cast, "verified")
    until = due_dates.today_at(nc) + timedelta(days=100)
    nonconformities.take(cast.lea, nc, "extend", note="No rain yet.", kind="effectiveness", until=until)
    assert (nc.round.check_on, nc.due_on) == (until, until)


@pytest.mark.parametrize("verb", ["extend", "defer"])
def test_nobody_gives_more_time_to_what_they_own_not_even_the_ems_lead(app: Flask, cast: Cast, verb: str) -> None:
    nc = lives.raised(cast)
    nonconformities.take(cast.lea, nc, "reassign", note="It is hers.", owner=cast.mia.id)
    until = due_dates.today_at(nc) + timedelta(days=100)
    with pytest.raises(NotAllowed):
        nonconformities.take(cast.mia, nc, verb, note="I am busy.", kind="plan", until=until)


def test_a_deferral_holds_the_register_until_its_end_and_writes_over_no_due_date(app: Flask, cast: Cast) -> None:
    nc = lives.led_to(cast, "acknowledged")
    due = due_dates.due_date(nc, "plan")
    assert due is not None
    first, end = due.due_on, due.due_on + timedelta(days=50)
    nonconformities.take(cast.lea, nc, "defer", note="The mill stands still.", until=end)
    assert (nc.due_on, due.due_on, due.original_on) == (end, first, first)


def test_a_deferral_that_ends_before_the_due_date_moves_nothing(app: Flask, cast: Cast) -> None:
    nc = lives.led_to(cast, "acknowledged")
    before = nc.due_on
    nonconformities.take(cast.lea, nc, "defer", note="Holiday.", until=due_dates.today_at(nc) + timedelta(days=3))
    assert nc.due_on == before


def test_a_deferral_needs_an_end_in_the_future(app: Flask, cast: Cast) -> None:
    nc = lives.led_to(cast, "acknowledged")
    with clock.moved(datetime.now(UTC)), pytest.raises(Refusal, match="in the future"):
        nonconformities.take(cast.lea, nc, "defer", note="Wait.", until=due_dates.today_at(nc))
    with pytest.raises(Refusal, match="Choose the day"):
        nonconformities.take(cast.lea, nc, "defer", note="Wait.")


def test_a_new_owner_gets_a_mail_and_the_turn_and_the_last_one_loses_it(app: Flask, cast: Cast) -> None:
    nc = lives.led_to(cast, "acknowledged")
    nonconformities.take(cast.mia, nc, "reassign", note="The vans are Zed's.", owner=cast.zed.id)
    assert nc.owner_id == cast.zed.id
    mail = db.session.scalars(select(Notice).where(Notice.person_id == cast.zed.id)).all()
    assert [nc.number in one.subject for one in mail] == [True]
    with pytest.raises(NotAllowed):
        nonconformities.take(cast.ola, nc, "plan")
    event = history.last_of(nc)
    assert event is not None
    assert event.data == {"before": str(cast.ola.id), "after": str(cast.zed.id)}


def test_it_is_not_given_to_whoever_owns_it_already(app: Flask, cast: Cast) -> None:
    nc = lives.raised(cast)
    with pytest.raises(Refusal, match="Ola Owner owns it already"):
        nonconformities.take(cast.mia, nc, "reassign", note="Why not.", owner=cast.ola.id)
