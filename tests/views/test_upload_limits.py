"""What a request may carry, by endpoint and by who sends it: decided before anything of it is read."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.formparser import FormDataParser

from auditapp.config_flask import ORDINARY_REQUEST
from auditapp.views import upload_limits
from tests.cast import Cast
from tests.pages import DistrustfulClient

SignIn = Callable[..., DistrustfulClient]


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """One entry for each body that a parser began to read."""
    begun: list[int] = []
    plain = FormDataParser.parse

    def parse(self: Any, stream: Any, mimetype: str, content_length: int | None, *more: Any) -> Any:
        begun.append(content_length or 0)
        return plain(self, stream, mimetype, content_length, *more)

    monkeypatch.setattr(FormDataParser, "parse", parse)
    return begun


def sent(client: FlaskClient, path: str, size: int) -> tuple[int, str]:
    answer = client.post(path, data={"photos": (io.BytesIO(bytes(size)), "a.jpg")}, content_type="multipart/form-data")
    return answer.status_code, answer.headers.get("Location", "")


def test_nobody_s_photos_are_not_read_and_lead_to_sign_in(client: FlaskClient, cast: Cast, parsed: list[int]) -> None:
    status, where = sent(client, "/nonconformities/NC-2026-001/acknowledge", 3 * 2**20)
    assert (status, parsed) == (303, [])
    assert "/sign-in" in where


def test_nobody_s_device_is_told_to_sign_in(client: FlaskClient, cast: Cast, parsed: list[int]) -> None:
    answer = client.post("/walk/api/ops", data=b"[" * (2 * 2**20), content_type="application/json")
    assert (answer.status_code, answer.get_json(), parsed) == (401, {"error": "login"}, [])


def test_an_ordinary_form_is_small(cast: Cast, signed_in: SignIn, parsed: list[int]) -> None:
    lea = signed_in(cast.lea)
    parsed.clear()
    assert sent(lea, "/language", ORDINARY_REQUEST)[0] == 413
    assert parsed == []


def test_a_form_with_photos_is_large(cast: Cast, signed_in: SignIn) -> None:
    lea = signed_in(cast.lea)
    assert sent(lea, "/nonconformities/new", 5 * 2**20)[0] == 400  # no token: it was read, and is no longer too large


def test_a_logo_and_a_rescue_file_may_be_what_their_pages_promise(cast: Cast, signed_in: SignIn) -> None:
    mia = signed_in(cast.mia)
    assert sent(mia, "/logo", 5 * 2**20)[0] == 400
    assert sent(mia, "/audits/A-2026-01/from-the-walk/rescue", 30 * 2**20)[0] == 400


def test_a_body_that_does_not_say_its_length_is_not_read(client: FlaskClient, cast: Cast, parsed: list[int]) -> None:
    answer = client.post("/language", data=b"language=de", headers={"Transfer-Encoding": "chunked"})
    assert (answer.status_code, parsed) == (411, [])


def test_every_limit_belongs_to_an_endpoint(app: Flask) -> None:
    assert set(upload_limits.LIMITS) <= set(app.view_functions)
