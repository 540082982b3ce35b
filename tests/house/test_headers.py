"""What a browser is told with every answer, errors included."""

import pytest
from flask import Flask

from auditapp.views.assets import asset_url
from auditapp.views.headers import FIXED, OF_A_FILE, POLICY
from tests.house.world import browser

ANSWERS = {
    "/": 303, "/sign-in": 200, "/health": 200, "/nowhere": 404, "/people": 303, "/s/x/css/base.css": 404,
    "/walk/api/session": 401,
}  # fmt: skip


def told(headers: object) -> dict[str, str]:
    get = headers.get  # type: ignore[attr-defined]
    return {name: get(name) for name in ("Content-Security-Policy", *FIXED)}


@pytest.mark.parametrize(("path", "status"), ANSWERS.items())
def test_every_answer_says_what_the_browser_may_do(house: Flask, path: str, status: int) -> None:
    response = browser(house, "").get(path)
    assert response.status_code == status
    assert told(response.headers) == {"Content-Security-Policy": POLICY, **FIXED}


def test_an_error_nobody_foresaw_says_it_too_and_shows_no_trace(house: Flask) -> None:
    def broken() -> None:
        raise ValueError("the inner life of the server")

    house.view_functions["home.health"] = broken
    response = browser(house, "").get("/health")
    assert response.status_code == 500
    assert told(response.headers) == {"Content-Security-Policy": POLICY, **FIXED}
    assert "inner life" not in response.text
    assert "Traceback" not in response.text


def test_a_refused_token_says_it_too(house: Flask) -> None:
    response = browser(house, "").post("/sign-in")
    assert response.status_code == 400
    assert told(response.headers) == {"Content-Security-Policy": POLICY, **FIXED}


def test_scripts_and_styles_come_from_here_alone() -> None:
    assert "script-src 'self'" in POLICY
    assert "style-src 'self'" in POLICY
    assert "unsafe" not in POLICY


def test_pages_of_somebody_are_kept_by_no_cache(house: Flask) -> None:
    client = browser(house, "mia")
    assert {client.get(path).headers["Cache-Control"] for path in ("/", "/people", "/account")} == {"no-store"}


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(house: Flask) -> None:
    cookie = browser(house, "").get("/sign-in").headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "localhost@evil.example", ""])
def test_a_forged_host_is_refused(house: Flask, host: str) -> None:
    response = house.test_client().get("/sign-in", headers={"Host": host}, base_url="http://localhost")
    assert response.status_code == 400
    assert "evil" not in response.text


def test_who_says_to_be_a_proxy_is_not_believed(house: Flask) -> None:
    sent = {"X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "https", "Forwarded": "host=evil.example"}
    response = house.test_client().get("/", headers=sent)
    assert "evil" not in response.headers["Location"]
    assert "Strict-Transport-Security" not in response.headers


def test_too_large_a_request_is_refused_in_words(house: Flask) -> None:
    client = browser(house, "mia")
    client.get("/sites/new")
    response = client.send("/sites/new", {"name": "x" * (5 * 2**20)})
    assert response.status_code == 413
    assert "<h1 " in response.text


def test_a_file_of_the_app_may_do_nothing_and_says_no_more(house: Flask) -> None:
    with house.test_request_context():
        address = asset_url("page.js")
    headers = browser(house, "").get(address).headers
    assert {name: headers.get(name) for name in OF_A_FILE} == OF_A_FILE
    assert "Permissions-Policy" not in headers


@pytest.mark.parametrize("path", ["/favicon.ico", "/nowhere", "/people/nobody"])
def test_an_errand_of_the_browser_itself_starts_no_session(house: Flask, path: str) -> None:
    assert "Set-Cookie" not in browser(house, "").get(path).headers
