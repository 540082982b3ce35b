"""Reminders: due and not yet sent, one mail in the morning, by the ladder, in the zone of the place."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import icalendar
import pytest
from flask import Flask

from auditapp.adapters import clock
from auditapp.models import Nonconformity, Notice, Person, Reminder, Round, SignInSession, db
from auditapp.services import nonconformities, reminders, worker
from auditapp.services.grant_links import with_tokens
from tests import lives
from tests.cast import Cast
from tests.pages import DistrustfulClient

DUE = date(2026, 6, 10)


def at(day: date, hour: int, minute: int = 0) -> datetime:
    """A moment in UTC; Berlin is two hours ahead in summer, one in winter."""
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=UTC)


@pytest.fixture
def due(app: Flask, cast: Cast) -> Nonconformity:
    """Ola's minor, due on 10 June: her turn."""
    made = Nonconformity(
        number="NC-2026-001", state="acknowledged", grade="minor", statement="Oil stands outside the bund.",
        process=cast.boilers, site=cast.works, owner=cast.ola, raised_by=cast.lea, raised_at=at(date(2026, 5, 1), 8),
        due_on=DUE, rounds=[Round(number=1)],
    )  # fmt: skip
    db.session.add(made)
    db.session.commit()
    return made


def morning(day: date) -> list[str]:
    """Who is written to on the morning of ``day``."""
    before = {one.id for one in db.session.query(Notice)}
    with clock.moved(at(day, 6)):
        reminders.send_due()
        db.session.commit()
    return sorted(one.recipient for one in db.session.query(Notice) if one.id not in before)


def test_the_ladder_tells_owner_then_ems_lead_then_top_management(due: Nonconformity, cast: Cast) -> None:
    told = {day: morning(DUE + timedelta(days=day)) for day in (-8, -7, -1, 0, 1, 6, 7, 8, 29, 30, 31)}
    assert {day: people for day, people in told.items() if people} == {
        -7: [cast.ola.email], 0: [cast.ola.email], 7: [cast.mia.email], 30: [cast.tom.email],
    }  # fmt: skip


def test_a_missed_day_is_made_up_for_in_one_mail(due: Nonconformity, cast: Cast) -> None:
    assert morning(DUE + timedelta(days=9)) == sorted([cast.mia.email, cast.ola.email])
    assert db.session.query(Reminder).count() == 3
    assert morning(DUE + timedelta(days=10)) == []


def test_asked_twice_a_morning_it_writes_once(due: Nonconformity, cast: Cast) -> None:
    assert morning(DUE) == [cast.ola.email]
    assert morning(DUE) == []


def test_an_extension_begins_the_ladder_anew(due: Nonconformity, cast: Cast) -> None:
    morning(DUE)
    due.due_on = DUE + timedelta(days=20)
    db.session.commit()
    assert morning(DUE + timedelta(days=1)) == []
    assert morning(DUE + timedelta(days=13)) == [cast.ola.email]


def test_what_is_closed_reminds_nobody(due: Nonconformity) -> None:
    due.state = "closed"
    db.session.commit()
    assert morning(DUE + timedelta(days=40)) == []


def test_a_late_action_is_told_to_the_ems_lead_as_its_owners(app: Flask, cast: Cast) -> None:
    nc = lives.led_to(cast, "acknowledged")
    action = lives.write_response(cast, nc, owner=cast.zed)
    lives.nonconformities.take(cast.ola, nc, "plan")
    lives.nonconformities.take(cast.lea, nc, "accept")
    db.session.commit()
    assert cast.mia.email in morning(action.due_on + timedelta(days=8))
    mail = db.session.query(Notice).filter_by(recipient=cast.mia.email, kind="digest").one()
    assert mail.subject == "1 late nonconformity of others"
    assert f"{cast.zed.name} owns it" in mail.text
    assert "You are asked" not in mail.text + mail.html


def test_who_turned_it_off_gets_none(due: Nonconformity, cast: Cast) -> None:
    cast.ola.digest = False
    db.session.commit()
    assert morning(DUE) == []


def test_the_turn_of_the_auditors_reminds_no_owner(due: Nonconformity, cast: Cast) -> None:
    due.state = "planned"
    db.session.commit()
    assert morning(DUE) == [cast.mia.email]


def test_several_matters_make_one_mail_with_a_way_to_each(due: Nonconformity, cast: Cast) -> None:
    db.session.add(Nonconformity(
        number="NC-2026-002", state="raised", grade="major", statement="Acid.", owner=cast.ola, raised_by=cast.lea,
        raised_at=at(date(2026, 5, 1), 8), due_on=DUE, rounds=[Round(number=1)],
    ))  # fmt: skip
    db.session.commit()
    assert morning(DUE) == [cast.ola.email]
    mail = db.session.query(Notice).one()
    for number in ("NC-2026-001", "NC-2026-002"):
        assert f"http://localhost/nonconformities/{number}" in mail.text
        assert f"http://localhost/nonconformities/{number}" in mail.html


@pytest.mark.parametrize(
    ("day", "hour"),
    [(date(2026, 3, 28), 6), (date(2026, 3, 29), 5), (date(2026, 10, 24), 5), (date(2026, 10, 25), 6)],
)
def test_seven_in_the_morning_stays_seven_when_clocks_change(
    app: Flask, cast: Cast, due: Nonconformity, day: date, hour: int
) -> None:
    due.due_on = day
    db.session.commit()
    with clock.moved(at(day, hour - 1, 59)):
        worker.once(app)
    assert db.session.query(Notice).count() == 0
    with clock.moved(at(day, hour)):
        worker.once(app)
    assert db.session.query(Notice).filter_by(kind="digest").count() == 1


def test_a_morning_is_that_of_the_place(app: Flask, cast: Cast, due: Nonconformity) -> None:
    """Zed's vans stand in Shanghai, seven hours ahead of Berlin in winter: his mail is there before Berlin wakes."""
    day = date(2026, 12, 10)
    cast.depot.timezone = "Asia/Shanghai"
    due.owner, due.process, due.site, due.due_on = cast.zed, cast.vans, cast.depot, day
    db.session.commit()
    with clock.moved(datetime(2026, 12, 9, 22, 59, tzinfo=UTC)):
        worker.once(app)
    assert db.session.query(Notice).filter_by(kind="digest").count() == 0
    with clock.moved(datetime(2026, 12, 9, 23, 0, tzinfo=UTC)):
        worker.once(app)
    (mail,) = db.session.query(Notice).filter_by(kind="digest")
    assert mail.recipient == cast.zed.email
    assert "due 10 Dec 2026" in mail.text


def test_who_has_no_account_opens_the_matter_from_the_morning_mail(cast: Cast, due: Nonconformity) -> None:
    cast.ola.password = None
    db.session.commit()
    morning(DUE)
    assert re.search(r"http://localhost/o/[\w-]{22}\s", with_tokens(db.session.query(Notice).one().text))


def test_the_command_sends_what_is_due(app: Flask, due: Nonconformity) -> None:
    with clock.moved(at(DUE, 9), for_all=True):
        done = app.test_cli_runner().invoke(args=["work", "--once"])
    assert done.exit_code == 0, done.output
    assert "1 mails sent." in done.output


SignIn = Callable[[Person], DistrustfulClient]


def test_the_page_prints_the_ladder(due: Nonconformity, cast: Cast, signed_in: SignIn) -> None:
    assert "17 Jun 2026: 7 days late: the EMS lead" in signed_in(cast.ola).text("/nonconformities/NC-2026-001")


def test_a_calendar_holds_what_is_due_until_its_address_ends(
    app: Flask, due: Nonconformity, cast: Cast, signed_in: SignIn
) -> None:
    ola = signed_in(cast.ola)
    ola.get("/account")
    ola.send("/account/calendar")
    html = ola.get("/account").get_data(as_text=True)
    address = html.partition('id="calendar-address" value="')[2].partition('"')[0]
    assert address not in ola.get("/account").get_data(as_text=True)
    stranger = app.test_client()
    answer = stranger.get(address)
    events = icalendar.Calendar.from_ical(answer.get_data()).walk("VEVENT")
    assert [(str(event["summary"]), event.decoded("dtstart")) for event in events] == [
        ("NC-2026-001: Oil stands outside the bund.", DUE)
    ]
    db.session.expire_all()
    assert db.session.get(Person, cast.ola.id).calendar_hash not in address
    ola.send("/account/calendar/end")
    assert stranger.get(address).status_code == 404


def test_the_morning_s_round_takes_away_sessions_that_have_ended(app: Flask, due: Nonconformity) -> None:
    def session(key: str, until: datetime) -> SignInSession:
        start = at(date(2026, 5, 1), 8)
        return SignInSession(id=key, created_at=start, seen_at=start, expires_at=until, data={})

    db.session.add_all([session("ended", at(DUE, 5)), session("open", at(DUE, 23))])
    db.session.commit()
    with clock.moved(at(DUE, 6)):
        worker.once(app)
    assert [one.id for one in db.session.query(SignInSession)] == ["open"]


def test_an_action_of_the_owner_that_is_due_before_the_whole_reminds_them(app: Flask, cast: Cast) -> None:
    nc = lives.led_to(cast, "in_progress")
    (action,) = nc.actions
    assert action.due_on < nc.due_on
    assert morning(action.due_on) == [cast.ola.email]
    assert action.short in db.session.query(Notice).filter_by(kind="digest").one().text


def test_a_deferral_defers_the_actions_too(app: Flask, cast: Cast) -> None:
    nc = lives.led_to(cast, "in_progress")
    (action,) = nc.actions
    nc.round.deferred_until = action.due_on + timedelta(days=30)
    db.session.commit()
    assert morning(action.due_on) == []
    assert morning(nc.round.deferred_until) == [cast.ola.email]


def test_what_a_deferral_moved_to_one_day_reminds_its_owner_once(app: Flask, cast: Cast) -> None:
    nc = lives.led_to(cast, "in_progress")
    end = nc.due_on + timedelta(days=30)
    nonconformities.take(cast.lea, nc, "defer", note="The mill stands still.", until=end)
    assert morning(end) == [cast.ola.email]
    assert {one.subject_id for one in db.session.query(Reminder)} == {nc.id}


def test_where_the_owner_left_the_ems_lead_is_asked_to_name_another(due: Nonconformity, cast: Cast) -> None:
    cast.ola.active = False
    db.session.commit()
    assert morning(DUE) == [cast.mia.email]
    text = db.session.query(Notice).filter_by(kind="digest").one().text
    assert "Ola Owner, who owns it, has left. You are asked to give it to somebody else." in text


def test_a_containment_that_is_due_reminds_before_the_plan(app: Flask, cast: Cast) -> None:
    nc = lives.led_to(cast, "acknowledged", grade="major")
    contained = lives.nonconformities.due_date(nc, "containment").due_on
    assert morning(contained) == [cast.ola.email]
    assert "The containment is due first." in db.session.query(Notice).filter_by(kind="digest").one().text


def test_a_dispute_that_nobody_decides_on_reminds_the_team_leader(due: Nonconformity, cast: Cast) -> None:
    due.state = "disputed"
    db.session.commit()
    assert morning(DUE) == [cast.mia.email]  # it came from no audit
