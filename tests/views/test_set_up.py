"""The first start: claimed once, by whoever reads the terminal."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from auditapp.models import Organisation, Person, db
from auditapp.services import organisations, throttles
from tests.conftest import app_on
from tests.pages import DistrustfulClient

WORDS = {
    "organisation": "Weir Mill", "timezone": "Europe/Berlin", "name": "Mia Manager", "email": "Mia@Example.com",
    "password": "a walk in the rain", "password_again": "a walk in the rain",
}  # fmt: skip


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Flask]:
    """An installation that nobody has claimed."""
    for throttle in throttles.ALL:
        throttle.forget_all()
    app = app_on(tmp_path / "data")
    app.test_client_class = DistrustfulClient
    with app.app_context():
        db.create_all()
        organisations.ensure_roles()
        db.session.commit()
        db.session.remove()
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def browser(empty: Flask) -> DistrustfulClient:
    client = empty.test_client()
    assert isinstance(client, DistrustfulClient)
    client.get("/set-up")
    return client


def code(app: Flask) -> str:
    return organisations.claim_code(app.config["SETTINGS"].data)


@pytest.mark.parametrize("path", ["/", "/sign-in", "/people", "/audits"])
def test_every_page_leads_to_the_set_up_while_it_is_empty(browser: DistrustfulClient, path: str) -> None:
    response = browser.get(path)
    assert (response.status_code, response.headers["Location"]) == (303, "/set-up")


def test_whoever_has_the_code_is_signed_in_as_ems_lead(empty: Flask, browser: DistrustfulClient) -> None:
    response = browser.send("/set-up", {"code": code(empty), **WORDS})
    assert response.status_code == 303
    with empty.app_context():
        person = db.session.query(Person).one()
        assert person.email == "mia@example.com"
        assert person.role_names == {"administrator", "ems_lead"}
    assert "First steps" in browser.text("/")


def test_the_first_page_names_the_three_things_to_do(empty: Flask, browser: DistrustfulClient) -> None:
    browser.send("/set-up", {"code": code(empty), **WORDS})
    page = browser.get("/").text
    assert all(f'href="{path}"' in page for path in ("/sites", "/people", "/audits/new"))


def test_a_wrong_code_claims_nothing_and_loses_nothing_typed(empty: Flask, browser: DistrustfulClient) -> None:
    response = browser.send("/set-up", {"code": "0000-0000-0000", **WORDS})
    assert response.status_code == 422
    assert "The code is not the one printed" in response.text
    assert "Weir Mill" in response.text
    with empty.app_context():
        assert db.session.query(Organisation).count() == 0


@pytest.mark.parametrize("between", ["", " "])
def test_the_code_counts_without_its_dashes(empty: Flask, browser: DistrustfulClient, between: str) -> None:
    typed = code(empty).replace("-", between)
    assert browser.send("/set-up", {"code": typed, **WORDS}).status_code == 303


def test_a_reader_of_chinese_sets_up_in_chinese(browser: DistrustfulClient) -> None:
    browser.send("/language", {"language": "zh_Hans", "back": "/set-up"})
    assert '<html lang="zh-Hans"' in browser.get("/set-up").text


def test_guessing_the_code_has_an_end(empty: Flask, browser: DistrustfulClient) -> None:
    for _ in range(10):
        browser.send("/set-up", {"code": "0000-0000-0000", **WORDS})
    assert browser.send("/set-up", {"code": code(empty), **WORDS}).status_code == 429


def test_it_is_claimed_once(empty: Flask, browser: DistrustfulClient) -> None:
    browser.send("/set-up", {"code": code(empty), **WORDS})
    late = empty.test_client()
    assert isinstance(late, DistrustfulClient)
    assert late.get("/set-up").headers["Location"] == "/sign-in"
    late.get("/sign-in")
    late.send("/set-up", {"code": code(empty), **WORDS, "email": "late@example.com"})
    with empty.app_context():
        assert db.session.query(Person).count() == 1


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("timezone", "Mars/Olympus", "Choose from the list"),
        ("email", "nobody", "not a mail address"),
        ("password", "short", "12 characters"),
        ("password", "AbcabcABCabc", "too easy to guess"),
        ("password_again", "another one, quite", "not the same"),
        ("organisation", " ", "This is needed"),
        ("name", "Mia\x00", "no text"),
    ],
)
def test_what_is_wrong_is_said(empty: Flask, browser: DistrustfulClient, field: str, value: str, sentence: str) -> None:
    response = browser.send("/set-up", {"code": code(empty), **WORDS, field: value})
    assert response.status_code == 422
    assert sentence in response.text


def test_a_file_that_holds_no_code_lets_nobody_claim(empty: Flask, browser: DistrustfulClient) -> None:
    """A full disk may leave it empty: then a code without digits would be the right one."""
    (empty.config["SETTINGS"].data / "claim-code").write_text("")
    assert browser.send("/set-up", {**WORDS, "code": "-"}).status_code == 422
    with empty.app_context():
        assert organisations.current() is None
