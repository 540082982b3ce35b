"""The organisation's own page: name, time zone, and the record of what changed."""

from collections.abc import Callable

import pytest

from auditapp.models import Event, Organisation, db
from tests.cast import Cast
from tests.pages import DistrustfulClient

SignIn = Callable[..., DistrustfulClient]
NEW = {"name": "韦尔 Mill & Sons", "timezone": "Asia/Shanghai"}


def events() -> list[dict[str, object]]:
    query = db.session.query(Event).filter_by(subject_kind="organisation", verb="change").order_by(Event.seq)
    return [event.data for event in query]


def test_name_and_zone_change_and_the_record_says_from_what(cast: Cast, signed_in: SignIn) -> None:
    mia = signed_in(cast.mia)
    before = db.session.get_one(Organisation, 1)
    was = (before.name, before.timezone)
    mia.get("/organisation")
    assert mia.send("/organisation", NEW).status_code == 303
    now = db.session.get_one(Organisation, 1)
    assert (now.name, now.timezone) == tuple(NEW.values())
    assert events() == [
        {
            "name": {"before": was[0], "after": NEW["name"]},
            "timezone": {"before": was[1], "after": NEW["timezone"]},
        },
    ]


def test_its_page_tells_its_history(cast: Cast, signed_in: SignIn) -> None:
    mia = signed_in(cast.mia)
    mia.get("/organisation")
    mia.send("/organisation", NEW)
    assert "Time zone: Asia/Shanghai, until then Europe/Berlin" in mia.text("/organisation")


def test_saved_as_it_was_leaves_no_event(cast: Cast, signed_in: SignIn) -> None:
    mia = signed_in(cast.mia)
    mia.get("/organisation")
    for _ in range(2):
        mia.send("/organisation", NEW)
    assert len(events()) == 1


@pytest.mark.parametrize(
    "wrong", [{"name": " "}, {"name": "x" * 201}, {"timezone": "Mars/Olympus"}, {"name": "a\x00b"}]
)
def test_what_cannot_be_is_refused_and_stays_typed(cast: Cast, signed_in: SignIn, wrong: dict[str, str]) -> None:
    mia = signed_in(cast.mia)
    mia.get("/organisation")
    answer = mia.send("/organisation", {"name": "Typed before", "timezone": "UTC"} | wrong)
    assert answer.status_code == 422
    assert "name" in wrong or "Typed before" in answer.get_data(as_text=True)
    assert events() == []


def test_auditors_and_owners_have_no_such_page(cast: Cast, signed_in: SignIn) -> None:
    assert {signed_in(one).get("/organisation").status_code for one in (cast.lea, cast.ola)} == {403}
