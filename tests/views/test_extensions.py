"""More time, a wait, another owner: as the EMS lead presses them, and as the banner and the history tell them."""

from collections.abc import Callable
from datetime import timedelta

from flask import Flask

from auditapp.models import Person
from auditapp.services import due_dates, history
from auditapp.views.formats import day
from tests import lives
from tests.cast import Cast
from tests.pages import DistrustfulClient

SignIn = Callable[[Person], DistrustfulClient]


def test_a_due_date_is_extended_on_the_page_and_its_history_tells_from_when_to_when(
    app: Flask, cast: Cast, signed_in: SignIn
) -> None:
    nc = lives.led_to(cast, "acknowledged")
    first = nc.due_on
    assert first is not None
    later, client = first + timedelta(days=10), signed_in(cast.lea)
    data = {"kind": "plan", "until": later.isoformat(), "note": "The supplier is late."}
    assert client.send(f"/nonconformities/{nc.number}/extend", data).status_code == 303
    words = client.text(f"/nonconformities/{nc.number}")
    assert f"Plan, from {day(first)} to {day(later)}: The supplier is late." in words
    assert f"originally {day(first)}" in words


def test_extended_twice_by_two_presses_it_is_extended_once_and_by_two_pages_twice(
    app: Flask, cast: Cast, signed_in: SignIn
) -> None:
    nc = lives.led_to(cast, "acknowledged")
    today, client = due_dates.today_at(nc), signed_in(cast.lea)
    path = f"/nonconformities/{nc.number}/extend"
    shown = history.last_of(nc)
    assert shown is not None
    data = {"kind": "plan", "until": (today + timedelta(days=50)).isoformat(), "note": "Late.", "seen": str(shown.seq)}
    assert [client.send(path, data).status_code for _ in range(2)] == [303, 303]
    assert [one.verb for one in history.of(nc)].count("extend") == 1
    shown = history.last_of(nc)
    assert shown is not None
    again = {"kind": "implementation", "until": (today + timedelta(days=150)).isoformat(), "note": "That, too."}
    assert client.send(path, again | {"seen": str(shown.seq)}).status_code == 303
    assert [one.verb for one in history.of(nc)].count("extend") == 2


def test_a_refused_extension_comes_back_with_what_was_typed_and_the_sentence(
    app: Flask, cast: Cast, signed_in: SignIn
) -> None:
    nc = lives.led_to(cast, "acknowledged")
    answer = signed_in(cast.lea).send(
        f"/nonconformities/{nc.number}/extend", {"kind": "plan", "until": "2020-01-01", "note": "The supplier is late."}
    )
    html = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "Choose a day in the future." in html
    assert "The supplier is late." in html


def test_the_banner_tells_a_deferral_while_it_lasts(app: Flask, cast: Cast, signed_in: SignIn) -> None:
    nc = lives.led_to(cast, "acknowledged")
    end = due_dates.today_at(nc) + timedelta(days=80)
    lea = signed_in(cast.lea)
    assert "It is deferred until" not in lea.text(f"/nonconformities/{nc.number}")
    lea.send(f"/nonconformities/{nc.number}/defer", {"until": end.isoformat(), "note": "The mill stands still."})
    assert f"It is deferred until {day(end)}" in lea.text(f"/nonconformities/{nc.number}")


def test_another_owner_is_chosen_among_the_others(app: Flask, cast: Cast, signed_in: SignIn) -> None:
    nc = lives.led_to(cast, "acknowledged")
    client = signed_in(cast.mia)
    data = {"owner": str(cast.zed.id), "note": "The vans are his."}
    assert client.send(f"/nonconformities/{nc.number}/reassign", data | {"owner": "x"}).status_code == 422
    assert client.send(f"/nonconformities/{nc.number}/reassign", data).status_code == 303
    assert "It is the turn of Zed Elsewhere" in client.text(f"/nonconformities/{nc.number}")
