"""The banner tells the truth: who, what, by when, what happens next, and what was said when it came to that."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta

from flask import Flask

from auditapp.adapters import clock
from auditapp.models import Nonconformity, Person, db
from auditapp.services import due_dates, nonconformities, responses
from auditapp.views import banners
from auditapp.views.formats import day
from tests import lives
from tests.cast import Cast
from tests.pages import DistrustfulClient

SignIn = Callable[[Person], DistrustfulClient]


def page(client: DistrustfulClient, nc: Nonconformity) -> str:
    db.session.commit()
    return client.text(f"/nonconformities/{nc.number}").split("What was found")[0]


def test_the_owner_reads_why_the_plan_was_returned_where_they_are_asked_to_write_it(
    app: Flask, cast: Cast, signed_in: SignIn
) -> None:
    nc = lives.led_to(cast, "planned")
    nonconformities.take(cast.lea, nc, "return", note="Say who empties the bund.")
    db.session.commit()
    ola = signed_in(cast.ola)
    assert "Say who empties the bund.Plan returned, Lea Auditor" in page(ola, nc)
    assert "Say who empties the bund." in ola.text(f"/nonconformities/{nc.number}/response")
    nonconformities.take(cast.ola, nc, "plan", warnings_read=True)
    assert "Say who empties the bund." not in page(ola, nc)


def test_containment_is_named_first_until_it_is_written(app: Flask, cast: Cast, signed_in: SignIn) -> None:
    nc = lives.led_to(cast, "acknowledged", grade="major")
    contained, plan = (due_dates.due_date(nc, kind) for kind in ("containment", "plan"))
    assert nc.due_on == contained.due_on
    assert "The containment is due first, the plan on" in page(signed_in(cast.ola), nc)
    responses.write(cast.ola, nc, containment="Mats lie there.", contained_on=nonconformities.today_at(nc))
    assert nc.due_on == plan.due_on


def test_a_dispute_is_to_be_decided_before_the_plan_is_due(app: Flask, cast: Cast, signed_in: SignIn) -> None:
    nc = lives.led_to(cast, "raised")
    nonconformities.take(cast.ola, nc, "dispute", note="It stood in a bund.")
    assert nc.due_on == due_dates.due_date(nc, "plan").due_on
    db.session.commit()
    words = page(signed_in(cast.lea), nc)
    assert "If nothing happens, you are reminded on" in words


def test_a_closing_is_dated_as_the_place_counts_days(app: Flask, cast: Cast) -> None:
    nc = lives.led_to(cast, "closed")
    nc.closed_at = datetime(2027, 3, 1, 23, 30, tzinfo=UTC)  # half past midnight in Berlin
    assert banners.banner(nc, cast.mia)["due"] == date(2027, 3, 2)


def test_who_declines_to_void_leaves_no_proposal_behind(app: Flask, cast: Cast) -> None:
    nc = lives.led_to(cast, "acknowledged")
    nonconformities.take(cast.mia, nc, "propose_void", note="It was a drum of water.")
    assert "keep" not in {step.verb for step, _ in nonconformities.steps_open_to(cast.mia, nc)}
    nonconformities.take(cast.lea, nc, "keep", note="The label says oil.")
    assert "void" not in {step.verb for step, missing in nonconformities.steps_open_to(cast.lea, nc) if not missing}


def test_who_upholds_it_leaves_no_proposal_behind(app: Flask, cast: Cast) -> None:
    nc = lives.led_to(cast, "raised")
    nonconformities.take(cast.ola, nc, "dispute", note="It stood in a bund.")
    nonconformities.take(cast.lea, nc, "withdraw", note="So it did.")
    nonconformities.take(cast.mia, nc, "uphold", note="The photo shows concrete.")
    assert nc.void_proposed_by_id is None


def test_the_reader_is_asked_for_the_action_that_is_due_first(app: Flask, cast: Cast) -> None:
    nc = lives.led_to(cast, "acknowledged")
    late = lives.write_response(cast, nc, owner=cast.zed)
    soon = late.due_on - timedelta(days=5)
    responses.add_action(cast.ola, nc, late.cause_id, "Lock the gate.", owner=cast.zed, due_on=soon)
    nonconformities.take(cast.ola, nc, "plan")
    nonconformities.take(cast.lea, nc, "accept")
    banner = banners.banner(nc, cast.zed)
    assert (banner["asked"], banner["due"]) == ("You are asked to carry out your action: Lock the gate.", soon)


def test_the_second_person_reads_who_proposed_to_void_it_and_why(app: Flask, cast: Cast, signed_in: SignIn) -> None:
    nc = lives.led_to(cast, "acknowledged")
    nonconformities.take(cast.mia, nc, "propose_void", note="It was a drum of water.")
    db.session.commit()
    words = page(signed_in(cast.lea), nc)
    assert "Mia Manager proposed to void this nonconformity." in words
    assert "It was a drum of water." in words


def test_the_owner_is_told_the_day_on_which_their_nearest_action_reminds_them(
    app: Flask, cast: Cast, signed_in: SignIn
) -> None:
    nc = lives.led_to(cast, "in_progress")
    nearest = day(nc.actions[0].due_on - timedelta(days=7))
    assert f"If nothing happens, you are reminded on {nearest}." in page(signed_in(cast.ola), nc)


def test_an_action_that_is_not_carried_out_now_tells_whose_turn_it_is(
    app: Flask, cast: Cast, signed_in: SignIn
) -> None:
    nc = lives.led_to(cast, "planned")
    path, ola = f"/actions/{nc.actions[0].id}", signed_in(cast.ola)
    assert "It is the turn of Lea Auditor" in ola.text(path)
    nonconformities.take(cast.mia, nc, "propose_void", note="A drum of water.")
    nonconformities.take(cast.lea, nc, "void")
    db.session.commit()
    with clock.moved(clock.now() + timedelta(days=40)):
        ola = signed_in(cast.ola)
        assert "Void Nothing more is asked." in ola.text(path)
        assert "due-late" not in ola.get(f"/nonconformities/{nc.number}").get_data(as_text=True)


def test_a_deferral_moves_the_day_of_an_action_in_the_banner(app: Flask, cast: Cast) -> None:
    nc = lives.led_to(cast, "in_progress")
    (action,) = nc.actions
    action.owner = cast.zed
    db.session.flush()
    end = nc.due_on + timedelta(days=30)
    nonconformities.take(cast.lea, nc, "defer", note="The mill stands still.", until=end)
    with clock.moved(datetime.combine(end, time(12), UTC)):
        assert (banners.banner(nc, cast.zed)["due"], banners.banner(nc, cast.zed)["late"]) == (end, False)


def test_a_deferral_of_both_leaves_no_containment_that_is_due_first(app: Flask, cast: Cast) -> None:
    nc = lives.led_to(cast, "acknowledged", grade="major")
    end = due_dates.due_date(nc, "plan").due_on + timedelta(days=30)
    nonconformities.take(cast.lea, nc, "defer", note="The mill stands still.", until=end)
    banner = banners.banner(nc, cast.ola)
    assert (banner["due"], "containment is due first" in banner["asked"]) == (end, False)
