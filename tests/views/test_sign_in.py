"""Sign-in: the same answer for everybody, a new token, and no way around."""

import re
from urllib.parse import urljoin, urlsplit

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from auditapp.models import SignInSession, db
from auditapp.services import throttles
from tests.cast import PASSWORD, Cast
from tests.pages import DistrustfulClient


def text_of(response: TestResponse) -> str:
    """The page without its token, which is another one each second."""
    return re.sub(r'(?:value|content)="[^"]{60,}"', "", response.text)


pytestmark = pytest.mark.usefixtures("fresh_throttles")


@pytest.fixture
def browser(app: Flask, cast: Cast) -> DistrustfulClient:
    app.test_client_class = DistrustfulClient
    client = app.test_client()
    assert isinstance(client, DistrustfulClient)
    return client


def test_a_person_signs_in_with_address_and_password(browser: DistrustfulClient, cast: Cast) -> None:
    browser.sign_in(cast.lea.email, PASSWORD)
    assert "Lea Auditor" in browser.text("/")


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(browser: DistrustfulClient) -> None:
    wrong = browser.send("/sign-in", {"email": "lea@example.com", "password": "not the password"})
    unknown = browser.send("/sign-in", {"email": "xyz@example.com", "password": "not the password"})
    assert wrong.status_code == unknown.status_code == 422
    assert text_of(wrong).replace("lea@", "xyz@") == text_of(unknown)


def test_signing_in_gives_a_new_token(browser: DistrustfulClient, cast: Cast) -> None:
    browser.get("/sign-in")
    before = browser.get_cookie("auditapp")
    browser.sign_in(cast.lea.email, PASSWORD)
    after = browser.get_cookie("auditapp")
    assert before
    assert after
    assert before.value != after.value


def test_a_token_planted_before_sign_in_is_worth_nothing_afterwards(
    app: Flask, browser: DistrustfulClient, cast: Cast
) -> None:
    browser.get("/sign-in")
    planted = browser.get_cookie("auditapp")
    assert planted
    browser.sign_in(cast.lea.email, PASSWORD)
    attacker = app.test_client()
    attacker.set_cookie("auditapp", planted.value)
    assert attacker.get("/").status_code == 303


def test_signing_out_removes_the_session(browser: DistrustfulClient, cast: Cast) -> None:
    browser.sign_in(cast.lea.email, PASSWORD)
    browser.send("/sign-out")
    assert db.session.query(SignInSession).filter_by(person_id=cast.lea.id).count() == 0
    assert browser.get("/").status_code == 303


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "\\\\evil.example",
        "javascript:alert(1)",
        "///e.example",
    ],
)
def test_sign_in_never_leads_to_another_site(browser: DistrustfulClient, cast: Cast, elsewhere: str) -> None:
    response = browser.send(
        "/sign-in", {"email": cast.lea.email, "password": PASSWORD, "next": elsewhere}, query_string={"next": elsewhere}
    )
    way = urljoin("http://localhost/sign-in", response.headers.get("Location", "/"))
    assert urlsplit(way).netloc == "localhost"


def test_sign_in_leads_back_to_the_page_that_was_asked_for(browser: DistrustfulClient, cast: Cast) -> None:
    asked = browser.get("/?tab=late")
    assert asked.status_code == 303
    browser.get(asked.headers["Location"])
    response = browser.send("/sign-in", {"email": cast.lea.email, "password": PASSWORD, "next": "/?tab=late"})
    assert response.headers["Location"] == "/?tab=late"


def test_nobody_stays_signed_in_by_a_box_of_their_own(browser: DistrustfulClient, cast: Cast) -> None:
    browser.send("/sign-in", {"email": cast.lea.email, "password": PASSWORD, "remember": "y"})
    assert browser.get_cookie("remember_token") is None


def test_ten_wrong_passwords_for_an_account_make_it_wait(browser: DistrustfulClient, cast: Cast) -> None:
    for _ in range(10):
        browser.send("/sign-in", {"email": cast.lea.email, "password": "wrong"})
    response = browser.send("/sign-in", {"email": cast.lea.email, "password": PASSWORD})
    assert response.status_code == 429


def test_an_unknown_account_waits_as_well(browser: DistrustfulClient) -> None:
    for _ in range(10):
        browser.send("/sign-in", {"email": "nobody@example.com", "password": "wrong"})
    assert browser.send("/sign-in", {"email": "nobody@example.com", "password": "wrong"}).status_code == 429


def test_an_address_that_tries_many_accounts_has_to_wait(browser: DistrustfulClient) -> None:
    for number in range(40):
        browser.send("/sign-in", {"email": f"p{number}@example.com", "password": "wrong"})
    assert browser.send("/sign-in", {"email": "p99@example.com", "password": "wrong"}).status_code == 429


def test_somebody_who_was_deactivated_cannot_sign_in(browser: DistrustfulClient, cast: Cast) -> None:
    cast.lea.active = False
    db.session.commit()
    response = browser.send("/sign-in", {"email": cast.lea.email, "password": PASSWORD})
    assert response.status_code == 422


def test_a_bearer_token_opens_nothing_beside_the_sessions_that_are_listed(
    app: Flask, browser: DistrustfulClient, cast: Cast
) -> None:
    with app.test_request_context():
        token = cast.lea.get_auth_token()
    for asked in ({"query_string": {"auth_token": token}}, {"headers": {"Authentication-Token": token}}):
        assert browser.get("/account", **asked).status_code == 303


def test_an_account_waits_however_its_address_is_spelt(browser: DistrustfulClient, cast: Cast) -> None:
    for _ in range(10):
        throttles.PASSWORD_OF_ACCOUNT.count(cast.lea.email)
    spelt = cast.lea.email.replace("@e", "@\uff45")
    assert browser.send("/sign-in", {"email": spelt, "password": PASSWORD}).status_code == 429


def test_a_password_is_not_guessed_where_it_is_changed(browser: DistrustfulClient, cast: Cast) -> None:
    browser.sign_in(cast.lea.email, PASSWORD)
    new = {"new_password": "another walk at the docks", "new_password_confirm": "another walk at the docks"}
    for _ in range(10):
        assert browser.send("/password/change", {"password": "wrong", **new}).status_code == 422
    assert browser.send("/password/change", {"password": PASSWORD, **new}).status_code == 429
