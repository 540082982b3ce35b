"""The organisation's own page: name, time zone, and the record of what changed."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from auditapp.adapters import clock
from auditapp.domain.paper import Certificate
from auditapp.models import Event, Organisation, db
from auditapp.services import ems_certificates
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


CERTIFICATE = {
    "certificate_number": "EMS 512 044", "certificate_body": "Nordkant Certification",
    "certificate_edition": "iso14001-2015", "certificate_until": "2027-03-14",
}  # fmt: skip


def test_the_certificate_is_kept_and_its_history_is_told_in_words(cast: Cast, signed_in: SignIn) -> None:
    mia = signed_in(cast.mia)
    mia.get("/organisation")
    assert mia.send("/organisation", NEW | CERTIFICATE).status_code == 303
    assert ems_certificates.current() == Certificate(
        number="EMS 512 044", body="Nordkant Certification", standard="ISO 14001:2015", until=date(2027, 3, 14)
    )
    text = mia.text("/organisation")
    assert "Standard and edition: ISO 14001:2015, until then not given" in text
    assert "Valid until: 14 Mar 2027, until then not given" in text


@pytest.mark.parametrize("wrong", [{"certificate_until": "2027-02-30"}, {"certificate_edition": "iso9001-2015"}])
def test_a_certificate_that_cannot_be_is_refused(cast: Cast, signed_in: SignIn, wrong: dict[str, str]) -> None:
    mia = signed_in(cast.mia)
    mia.get("/organisation")
    assert mia.send("/organisation", NEW | CERTIFICATE | wrong).status_code == 422
    assert ems_certificates.current() is None


@pytest.mark.parametrize(("days", "said"), [(91, ""), (90, "Your certificate ends on"), (-1, "certificate ended on")])
def test_the_ems_lead_reads_that_it_ends_soon(cast: Cast, signed_in: SignIn, days: int, said: str) -> None:
    organisation = db.session.get_one(Organisation, 1)
    organisation.certificate_until = clock.today(organisation.timezone) + timedelta(days=days)
    db.session.commit()
    page = signed_in(cast.mia).text("/")
    assert said in page
    assert ("certificate" in page) == bool(said)
    assert "certificate" not in signed_in(cast.ola).text("/")
