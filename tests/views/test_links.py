"""The link in a mail: what it opens, for whom, and nothing else."""

import pytest
from flask import Flask

from auditapp.models import AccessGrant, Nonconformity, db
from auditapp.services import grant_links, grants
from auditapp.services.grant_links import with_tokens
from tests import lives
from tests.cast import Cast
from tests.linking import Phones, enter, mails_to


def test_the_owner_gets_to_the_nonconformity_without_a_password(
    phone: Phones, link: str, raised: Nonconformity
) -> None:
    ola = phone()
    assert enter(ola, link) == f"/nonconformities/{raised.number}"
    assert "You are asked to acknowledge that you have read it." in ola.text(f"/nonconformities/{raised.number}")


def test_opening_the_link_changes_nothing(phone: Phones, link: str) -> None:
    before = [(grant.used_at, grant.browser_hash) for grant in db.session.query(AccessGrant)]
    for _ in range(3):
        phone().get(link)
    db.session.expire_all()
    assert [(grant.used_at, grant.browser_hash) for grant in db.session.query(AccessGrant)] == before


def test_a_scanner_that_followed_the_link_first_does_not_use_it_up(
    phone: Phones, link: str, raised: Nonconformity
) -> None:
    phone().get(link)
    assert enter(phone(), link) == f"/nonconformities/{raised.number}"


def test_the_button_needs_the_token_of_its_page(phone: Phones, link: str) -> None:
    assert phone().post(link).status_code == 400


def test_the_address_goes_to_no_other_server_but_to_ours(phone: Phones, link: str) -> None:
    """Behind HTTPS the check of the form's token asks for it."""
    assert phone().get(link).headers["Referrer-Policy"] == "same-origin"


def test_the_link_lies_nowhere_in_clear(cast: Cast, link: str) -> None:
    token = link.rpartition("/")[2]
    assert len(token) == 22
    for notice in mails_to(cast.ola):
        assert token not in notice.text + notice.html
    assert token not in [grant.token_hash for grant in db.session.query(AccessGrant)]


def test_two_links_have_nothing_in_common(cast: Cast, raised: Nonconformity) -> None:
    first, second = (with_tokens(grants.address(cast.ola, raised)) for _ in range(2))
    assert first != second


def test_the_link_needs_the_secret_of_this_server(app: Flask, raised: Nonconformity, cast: Cast) -> None:
    grants.address(cast.ola, raised)
    grant = db.session.query(AccessGrant).first()
    assert grant is not None
    ours = grant_links.token_of(grant.id)
    app.secret_key = bytes(32)  # as long as ours, and bytes as it is
    assert grant_links.token_of(grant.id) != ours


@pytest.mark.parametrize("path", ["/people", "/audits", "/nonconformities", "/account", "/walk/", "/sites", "/who-may"])
def test_other_pages_are_not_there_for_a_link(phone: Phones, link: str, path: str) -> None:
    ola = phone()
    enter(ola, link)
    assert ola.get(path).status_code == 404


def test_another_nonconformity_of_the_same_owner_is_not_there(cast: Cast, phone: Phones, link: str) -> None:
    other = lives.raised(cast, place="Bay 9")
    db.session.commit()
    ola = phone()
    enter(ola, link)
    assert ola.get(f"/nonconformities/{other.number}").status_code == 404
    assert ola.send(f"/nonconformities/{other.number}/acknowledge").status_code == 404
    assert other.state == "raised"


def test_an_action_of_another_nonconformity_is_not_there(cast: Cast, phone: Phones, link: str) -> None:
    other = lives.led_to(cast, "in_progress", place="Bay 9")
    ola = phone()
    enter(ola, link)
    assert ola.get(f"/actions/{other.actions[0].id}").status_code == 404


def test_the_first_page_of_a_link_is_its_nonconformity(phone: Phones, link: str, raised: Nonconformity) -> None:
    ola = phone()
    enter(ola, link)
    assert ola.get("/").headers["Location"] == f"/nonconformities/{raised.number}"


def test_a_link_of_an_auditor_gives_no_verdicts(cast: Cast, phone: Phones) -> None:
    planned = lives.led_to(cast, "planned")
    link = with_tokens(grants.address(cast.lea, planned)).removeprefix("http://localhost")
    db.session.commit()
    lea = phone()
    here = f"/nonconformities/{planned.number}"
    assert [lea.get(link).status_code, lea.send(link).status_code] == [403, 403]  # she owns no part of it
    assert lea.get(here).status_code == 303
    lea.send(f"{here}/accept")
    assert planned.state == "planned"


def test_the_rights_of_a_link_end_with_its_request(cast: Cast, phone: Phones, link: str, raised: Nonconformity) -> None:
    ola = phone()
    enter(ola, link)
    ola.get(f"/nonconformities/{raised.number}")
    assert cast.ola.acting_on is None


def test_the_link_works_behind_https(app: Flask, phone: Phones, link: str) -> None:
    ola = phone()
    ola.get(link, base_url="https://localhost")
    answer = ola.send(link, base_url="https://localhost", headers={"Referer": f"https://localhost{link}"})
    assert answer.status_code == 303
