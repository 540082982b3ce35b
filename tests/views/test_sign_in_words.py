"""Flask-Security speaks in our sentences, in the reader's language."""

import re
from pathlib import Path

import flask_security
import pytest
from flask import Flask
from flask_babel import force_locale
from flask_security.utils import get_message

from auditapp.views import sign_in_words

WAYS_THAT_ARE_OFF = re.compile(
    "CODE|TWO_FACTOR|US_|WEBAUTHN|OAUTH|CONFIRM|CHANGE_EMAIL|EMAIL_CHANGE|USERNAME|PASSWORDLESS|LOGIN_E|INVALID_LOGIN"
    "|IDENTITY|PHONE|API_ERROR|REFRESH_TOKEN|RECOVERY|GENERIC_US|FAILED_TO|EMAIL_ALREADY|USE_|INPUT|BREACHED_SITE"
)


def test_every_sentence_that_can_be_met_is_ours() -> None:
    source = (Path(flask_security.__file__).parent / "core.py").read_text()
    keys = set(re.findall(r'^    "([A-Z_0-9]+)": \(', source.partition("_default_messages")[2], re.M))
    met = {key for key in keys if not WAYS_THAT_ARE_OFF.search(key)}
    assert len(met) > 15
    assert met <= set(sign_in_words.MESSAGES)


def test_a_short_password_is_told_how_long_it_has_to_be(app: Flask) -> None:
    with app.test_request_context():
        wrong, _ = app.extensions["security"].password_util.validate("short", True)
    assert [str(one) for one in wrong] == ["This is too short: a password has at least 12 characters."]


@pytest.mark.parametrize(("language", "said"), [("de", "Passwort vergessen"), ("zh-CN", "忘记密码")])
def test_the_way_out_of_the_sign_in_is_in_the_language_of_the_page(app: Flask, language: str, said: str) -> None:
    html = app.test_client().get("/sign-in", headers={"Accept-Language": language}).text
    assert f'<a href="/password/forgotten">{said}</a>' in html


@pytest.mark.parametrize("language", ["de", "zh_Hans"])
def test_catalogues_of_ours_are_asked(app: Flask, language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    class Told(sign_in_words.NullTranslations):
        def ugettext(self, message: str) -> str:
            return f"{language}: {message}"

    monkeypatch.setattr(sign_in_words.catalogues, "read", lambda code: asked.append(code) or Told())
    with app.test_request_context(), force_locale(language):
        sentence, _kind = get_message("INVALID_PASSWORD")
    assert (str(sentence), asked) == (f"{language}: {sign_in_words.WRONG_PASSWORD}", [language])
