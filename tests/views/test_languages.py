"""The reader's language: on the page, in the mail, and who chooses it."""

from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_babel import force_locale
from sqlalchemy import select

from auditapp.models import Event, Notice, Organisation, Person, db
from auditapp.services import invitations, people, reminders
from auditapp.views.formats import day, decimal
from tests.cast import Cast
from tests.pages import DistrustfulClient

SignedIn = Callable[[Person], DistrustfulClient]


@pytest.mark.parametrize(
    ("asked_for", "language"),
    [
        ("de-CH", 'lang="de"'),
        ("fr-FR, de;q=0.5, en;q=0.4", 'lang="de"'),
        ("zh-CN,zh;q=0.9,en;q=0.8", 'lang="zh-Hans"'),
        ("fr", 'lang="en"'),
        ("", 'lang="en"'),
    ],
)
def test_a_browser_that_nobody_is_signed_in_with_gets_the_language_it_asks_for(
    client: FlaskClient, asked_for: str, language: str
) -> None:
    page = client.get("/sign-in", headers={"Accept-Language": asked_for}).text
    assert language in page[:200]


def test_where_the_browser_asks_for_none_of_ours_the_organisation_s_language_is_spoken(
    app: Flask, client: FlaskClient
) -> None:
    db.session.get_one(Organisation, 1).language = "de"
    db.session.commit()
    assert "Anmelden" in client.get("/sign-in", headers={"Accept-Language": "fr"}).text


def test_a_signed_in_person_reads_their_own_language_whatever_the_browser_asks_for(
    cast: Cast, signed_in: SignedIn
) -> None:
    browser = signed_in(cast.ola)
    browser.send("/language", {"language": "de", "back": "/account"})
    page = browser.get("/account", headers={"Accept-Language": "zh"}).text
    assert 'lang="de" dir="ltr"' in page
    assert "Ihr Konto" in page


def test_choosing_a_language_leads_back_to_the_page_and_nowhere_else(cast: Cast, signed_in: SignedIn) -> None:
    browser = signed_in(cast.ola)
    assert browser.send("/language", {"language": "de", "back": "/account"}).location == "/account"
    for elsewhere in ("//evil.example", "https://evil.example", "/\\evil.example", "", "/\t/evil.example", "/\r\nX: y"):
        assert browser.send("/language", {"language": "de", "back": elsewhere}).location == "/"


def test_a_language_that_there_is_not_is_refused(cast: Cast, signed_in: SignedIn) -> None:
    assert signed_in(cast.ola).send("/language", {"language": "tlh", "back": "/"}).status_code == 422


def test_a_choice_without_an_account_stays_in_the_browser(client: DistrustfulClient) -> None:
    client.send("/language", {"language": "zh_Hans", "back": "/sign-in"})
    assert "登录" in client.get("/sign-in", headers={"Accept-Language": "de"}).text


def test_dates_are_written_as_the_reader_writes_them(app: Flask) -> None:
    with app.test_request_context():
        written = []
        for language in ("en", "de", "zh_Hans"):
            with force_locale(language):
                written.append(day(date(2026, 12, 3)))
    assert written == ["3 Dec 2026", "3. Dez. 2026", "2026年12月3日"]


def test_a_mail_is_written_in_the_language_of_who_gets_it(app: Flask, cast: Cast) -> None:
    cast.ola.language = "de"
    with app.test_request_context():
        reminders.send_test(cast.ola)
        reminders.send_test(cast.lea)
    mails = {one.recipient: one for one in db.session.scalars(select(Notice))}
    assert mails[cast.ola.email].subject == "Eine Test-E-Mail, wie gewünscht"
    assert "Guten Tag" in mails[cast.ola.email].text
    assert 'lang="de"' in mails[cast.ola.email].html
    assert mails[cast.lea.email].subject == "A test mail, as you asked"


def test_who_is_invited_in_chinese_is_welcomed_in_chinese(app: Flask, cast: Cast, client: FlaskClient) -> None:
    with app.test_request_context():
        invited = people.add(cast.mia, "王芳", "wang@example.com", ["process_owner"], language="zh_Hans")
        invitations.invite(cast.mia, invited)
        token = invitations.token_for(invited)
        db.session.commit()
    page = client.get(f"/invitation/{token}", headers={"Accept-Language": "en"}).text
    assert 'lang="zh-Hans"' in page
    assert "欢迎" in page


def test_a_forgotten_password_is_mailed_in_the_person_s_language(
    app: Flask, cast: Cast, client: DistrustfulClient
) -> None:
    cast.ola.language = "de"
    db.session.commit()
    client.send("/password/forgotten", {"email": cast.ola.email})
    mail = db.session.scalars(select(Notice)).one()
    assert "Jemand, wahrscheinlich Sie, hat um ein neues Passwort gebeten" in mail.text


def test_the_ems_lead_chooses_the_organisation_s_language_and_it_is_recorded(cast: Cast, signed_in: SignedIn) -> None:
    browser = signed_in(cast.mia)
    assert "Language of the organisation" in browser.text("/language/organisation")
    browser.send("/language/organisation", {"language": "de"})
    assert "Was hier geschieht" in browser.text("/sites")
    assert db.session.scalars(select(Event).where(Event.verb == "change")).one().data["language"]["after"] == "de"


def test_who_does_not_manage_sites_does_not_choose_for_all(cast: Cast, signed_in: SignedIn) -> None:
    assert signed_in(cast.ola).send("/language/organisation", {"language": "de"}).status_code == 403


def test_a_template_that_was_compiled_for_a_german_reader_speaks_english_to_the_next(app: Flask) -> None:
    with app.test_request_context():
        with force_locale("de"):
            template = app.jinja_env.from_string("{{ 'major'|short_grade }} {{ 'ems_lead'|word }} {{ _('Save') }}")
            assert template.render() == "Wesentlich UMS-Leitung Speichern"
        with force_locale("en"):
            assert template.render() == "Major EMS lead Save"


def test_numbers_are_written_as_the_reader_writes_them(app: Flask) -> None:
    with app.test_request_context():
        written = []
        for language in ("en", "de", "zh_Hans"):
            with force_locale(language):
                written.append(decimal(10_000))
    assert written == ["10,000", "10.000", "10,000"]
