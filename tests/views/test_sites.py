"""Sites and processes: added, changed, owned."""

from collections.abc import Callable

import pytest

from auditapp.models import Event, Person, Process, Site, db
from tests.cast import Cast
from tests.pages import DistrustfulClient

SignedIn = Callable[[Person], DistrustfulClient]


def test_a_site_is_added(cast: Cast, signed_in: SignedIn) -> None:
    signed_in(cast.mia).send(
        "/sites/new", {"name": "Annex", "address": "Mill Lane 1\nWeir", "timezone": "Europe/Paris"}
    )
    site = db.session.query(Site).filter_by(name="Annex").one()
    assert (site.address, site.timezone) == ("Mill Lane 1\nWeir", "Europe/Paris")


def test_a_process_is_added_to_two_sites_with_an_owner(cast: Cast, signed_in: SignedIn) -> None:
    sent = {"name": "Waste", "sites": [str(cast.works.id), str(cast.depot.id)], "owner": str(cast.zed.id)}
    signed_in(cast.mia).send("/processes/new", sent)
    process = db.session.query(Process).filter_by(name="Waste").one()
    assert {site.name for site in process.sites} == {"Works", "Depot"}
    assert process.owner_id == cast.zed.id


def test_a_new_owner_is_recorded_with_the_one_before(cast: Cast, signed_in: SignedIn) -> None:
    sent = {"name": "Boiler house", "sites": [str(cast.works.id)], "owner": str(cast.zed.id), "description": "Steam."}
    signed_in(cast.mia).send(f"/processes/{cast.boilers.id}", sent)
    event = db.session.query(Event).filter_by(subject_id=str(cast.boilers.id), verb="change").one()
    assert event.data["before"]["owner"] == str(cast.ola.id)
    db.session.refresh(cast.boilers)
    assert cast.boilers.owner_id == cast.zed.id


def test_the_form_shows_what_is_kept(cast: Cast, signed_in: SignedIn) -> None:
    page = signed_in(cast.mia).get(f"/processes/{cast.boilers.id}").text
    assert f'<option selected value="{cast.ola.id}">' in page
    assert 'value="Boiler house"' in page


def test_a_process_needs_a_site(cast: Cast, signed_in: SignedIn) -> None:
    response = signed_in(cast.mia).send("/processes/new", {"name": "Waste"})
    assert response.status_code == 422
    assert "Choose at least one" in response.text


@pytest.mark.parametrize("field", ["sites", "owner"])
@pytest.mark.parametrize("value", ["nonsense", "00000000-0000-7000-8000-000000000000", "' OR 1=1 --"])
def test_an_id_that_was_not_offered_is_refused(cast: Cast, signed_in: SignedIn, field: str, value: str) -> None:
    sent = {"name": "Waste", "sites": [str(cast.works.id)], "owner": ""} | {field: value}
    response = signed_in(cast.mia).send("/processes/new", sent)
    assert response.status_code == 422
    assert db.session.query(Process).filter_by(name="Waste").count() == 0


def test_a_name_is_taken_once_and_what_was_typed_stays(cast: Cast, signed_in: SignedIn) -> None:
    response = signed_in(cast.mia).send("/sites/new", {"name": "Works", "address": "Elsewhere", "timezone": "UTC"})
    assert response.status_code == 422
    assert "This name is taken" in response.text
    assert "Elsewhere" in response.text


def test_an_auditor_sees_sites_and_changes_none(cast: Cast, signed_in: SignedIn) -> None:
    lea = signed_in(cast.lea)
    assert "Boiler house" in lea.text("/sites")
    assert lea.send(f"/sites/{cast.works.id}", {"name": "Mine", "timezone": "UTC"}).status_code == 403


def test_a_site_that_is_not_there_reads_as_not_there(cast: Cast, signed_in: SignedIn) -> None:
    assert signed_in(cast.mia).get("/sites/00000000-0000-7000-8000-000000000000").status_code == 404


def test_without_a_site_a_process_cannot_begin(cast: Cast, signed_in: SignedIn) -> None:
    for site in (cast.works, cast.depot):
        site.active = False
    db.session.commit()
    response = signed_in(cast.mia).get("/processes/new")
    assert response.status_code == 422
    assert "Add the site first" in response.text


def test_an_empty_organisation_is_told_what_a_site_is(cast: Cast, signed_in: SignedIn) -> None:
    for site in (cast.works, cast.depot):
        site.active = False
    db.session.commit()
    assert "No site yet" in signed_in(cast.mia).text("/sites")
