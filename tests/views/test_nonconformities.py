"""The register and the story of a nonconformity as people see them."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from html import unescape
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from sqlalchemy import event

from auditapp.adapters import clock
from auditapp.domain.words import NONCONFORMITY_STATES
from auditapp.models import Nonconformity, Person, db
from auditapp.services import nonconformities
from auditapp.views import formats
from tests import lives
from tests.cast import Cast
from tests.pages import DistrustfulClient

SignIn = Callable[[Person], DistrustfulClient]


@contextmanager
def counted() -> Iterator[list[str]]:
    """The statements that the database got inside."""
    said: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if not statement.startswith(("BEGIN", "PRAGMA")):
            said.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield said
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


def lines(cast: Cast, count: int, **changes: object) -> None:
    start = datetime(2025, 1, 1, tzinfo=UTC)
    for number in range(count):
        values: dict[str, object] = {
            "number": f"NC-2025-{number:04d}", "state": "raised", "grade": "minor", "statement": f"Statement {number}.",
            "process": cast.boilers, "site": cast.works, "owner": cast.ola, "raised_by": cast.lea,
            "raised_at": start + timedelta(hours=number), "due_on": start.date(),
        }  # fmt: skip
        db.session.add(Nonconformity(**(values | changes)))
    db.session.commit()


def test_the_register_shows_what_one_compares(app: Flask, cast: Cast, signed_in: SignIn) -> None:
    nc = lives.led_to(cast, "planned")
    words = signed_in(cast.lea).text("/nonconformities")
    for part in (
        nc.number, "Minor", "Oil storage is not controlled.", "Boiler house", "Works", "Ola Owner", "Planned, to be",
    ):  # fmt: skip
        assert part in words


def test_an_empty_register_says_what_will_stand_there(app: Flask, cast: Cast, signed_in: SignIn) -> None:
    words = signed_in(cast.lea).text("/nonconformities")
    assert ("No nonconformity yet" in words, "Filter and sort" in words) == (True, False)


def test_filters_stay_in_the_address_of_the_next_page(app: Flask, cast: Cast, signed_in: SignIn) -> None:
    lines(cast, 60, grade="major")
    html = signed_in(cast.lea).get("/nonconformities?show=overdue&grade=major&q=Statement").get_data(as_text=True)
    (older,) = (parse_qs(urlsplit(unescape(href)).query) for href in re.findall(r'href="([^"]*after=[^"]*)"', html))
    assert older == {"show": ["overdue"], "grade": ["major"], "q": ["Statement"], "after": ["NC-2025-0010"]}


@pytest.mark.parametrize("asked", ["show=nothing", "grade=huge", "after=%00", "before=x" * 30, "q=%25_%5C", "q=%F0%9F"])
def test_strange_addresses_still_give_a_register(app: Flask, cast: Cast, signed_in: SignIn, asked: str) -> None:
    assert signed_in(cast.lea).get(f"/nonconformities?{asked}").status_code == 200


def test_queries_of_the_register_do_not_grow_with_rows(app: Flask, cast: Cast, signed_in: SignIn) -> None:
    client = signed_in(cast.lea)
    lines(cast, 1)
    db.session.expire_all()  # nothing is known yet, as at the start of every request
    with counted() as few:
        client.get("/nonconformities")
    db.session.query(Nonconformity).delete()
    lines(cast, 200)
    db.session.expire_all()
    with counted() as many:
        client.get("/nonconformities")
    assert len(few) == len(many) <= 15, many


def test_queries_of_a_story_do_not_grow_with_its_length(app: Flask, cast: Cast, signed_in: SignIn) -> None:
    client = signed_in(cast.lea)
    lives.raised(cast)  # so that both repeat something
    short, long = lives.led_to(cast, "verified"), lives.led_to(cast, "verified")
    with clock.moved(datetime.now(UTC) + timedelta(days=61)):
        nonconformities.take(cast.lea, long, "judge_not_effective", note="Again.")
        lives.led_to(cast, "verified", long)
    numbers, counts = (short.number, long.number), []
    for number in numbers:
        db.session.remove()  # nothing is known yet, as at the start of every request
        with counted() as said:
            client.get(f"/nonconformities/{number}")
        counts.append(len(said))
    assert counts[1] <= counts[0], counts


@pytest.mark.parametrize("state", lives.WAY)
def test_every_state_has_a_sound_page_for_everybody_who_may_see_it(
    app: Flask, cast: Cast, signed_in: SignIn, state: str
) -> None:
    nc = lives.led_to(cast, state)
    for person in (cast.ola, cast.lea, cast.mia, cast.tom):
        words = signed_in(person).text(f"/nonconformities/{nc.number}")
        assert NONCONFORMITY_STATES[state] in words
        assert "Two drums of oil stand on bare concrete." in words
        assert "ISO 14001:2026 8.1" in words
        assert "ISO 14001:2015 8.1" in words


def test_the_banner_names_whose_turn_it_is(app: Flask, cast: Cast, signed_in: SignIn) -> None:
    nc = lives.raised(cast)
    db.session.commit()
    assert "Your turn You are asked to acknowledge" in signed_in(cast.ola).text(f"/nonconformities/{nc.number}")
    assert "It is the turn of Ola Owner" in signed_in(cast.lea).text(f"/nonconformities/{nc.number}")
    lives.led_to(cast, "planned", nc)
    assert "It is the turn of Lea Auditor" in signed_in(cast.ola).text(f"/nonconformities/{nc.number}")
    assert "Your turn You are asked to accept or return" in signed_in(cast.lea).text(f"/nonconformities/{nc.number}")


def test_the_banner_says_what_the_ladder_does(app: Flask, cast: Cast, signed_in: SignIn) -> None:
    nc = lives.raised(cast)
    nc.due_on = nonconformities.today_at(nc) - timedelta(days=1)
    db.session.commit()
    told = formats.day(nc.due_on + timedelta(days=7))
    page = signed_in(cast.ola).get(f"/nonconformities/{nc.number}").get_data(as_text=True)
    banner = page[page.index('id="banner"') : page.index("banner-steps")]
    assert "Your turn" in banner
    rest = page[page.index("banner-steps") :][:400]
    assert f"If nothing happens, the EMS lead is told on {told}." in rest


def test_only_open_steps_have_buttons(app: Flask, cast: Cast, signed_in: SignIn) -> None:
    nc = lives.led_to(cast, "planned")
    theirs = signed_in(cast.lea).get(f"/nonconformities/{nc.number}").get_data(as_text=True)
    owners = signed_in(cast.ola).get(f"/nonconformities/{nc.number}").get_data(as_text=True)
    assert "Accept the plan" in theirs
    assert "/accept" not in owners
    assert "/verify" not in theirs


def test_a_step_that_waits_says_why(app: Flask, cast: Cast, signed_in: SignIn) -> None:
    nc = lives.led_to(cast, "verified")
    words = signed_in(cast.lea).text(f"/nonconformities/{nc.number}")
    assert "Judge it on that day or later." in words
    assert nc.round.check_on.isoformat() not in words  # the day reads as people write it


def test_zed_gets_404_everywhere(app: Flask, cast: Cast, signed_in: SignIn) -> None:
    nc = lives.led_to(cast, "in_progress")
    client = signed_in(cast.zed)
    here = f"/nonconformities/{nc.number}"
    action = f"/actions/{nc.actions[0].id}"
    assert [client.get(path).status_code for path in (here, f"{here}/response", action)] == [404] * 3
    assert [client.send(path).status_code for path in (f"{here}/submit", f"{here}/response", action)] == [404] * 3


def test_long_statements_and_chinese_names_stand_whole(app: Flask, cast: Cast, signed_in: SignIn) -> None:
    cast.ola.name = "王小明"
    nc = lives.raised(cast, statement="漏油 <b>" * 750)
    db.session.commit()
    words = signed_in(cast.lea).text(f"/nonconformities/{nc.number}")
    assert ("漏油 <b>" * 750)[:5000] in words
    assert "王小明" in words


def test_earlier_rounds_stay_on_the_page(app: Flask, cast: Cast, signed_in: SignIn) -> None:
    nc = lives.led_to(cast, "verified")
    with clock.moved(datetime.now(UTC) + timedelta(days=61)):
        nonconformities.take(cast.lea, nc, "judge_not_effective", note="One drum outside again.")
        db.session.commit()
    words = signed_in(cast.tom).text(f"/nonconformities/{nc.number}")
    assert "Round 1" in words
    assert "Both drums were moved into a bund." in words
    assert "One drum outside again." in words


def test_mails_stand_on_the_page_with_what_became_of_them(app: Flask, cast: Cast, signed_in: SignIn) -> None:
    nc = lives.raised(cast)
    db.session.commit()
    assert f"{nc.number} is yours to answer on its way" in signed_in(cast.lea).text(f"/nonconformities/{nc.number}")


def test_who_may_what_is_the_codes_own_table(app: Flask, cast: Cast, signed_in: SignIn) -> None:
    words = signed_in(cast.ola).text("/who-may")
    for step in ("Plan an audit", "Release a finding", "Judge a plan", "Verify implementation", "Check effectiveness",
                 "Issue a report", "Propose to void", "Extend a due date"):  # fmt: skip
        assert step in words
    assert "auditor, independent of it" in words
