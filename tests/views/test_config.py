"""Settings come from the environment, and everything that is wrong with them is said at once."""

import os
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from flask import Flask, request

from auditapp.adapters import secret_store
from auditapp.config import ROOT, Settings, SettingsError, settings_from


def problems_of(**environ: str) -> str:
    with pytest.raises(SettingsError) as caught:
        settings_from(environ)
    return str(caught.value)


def settings_in(folder: Path, **environ: str) -> Settings:
    return settings_from({"AUDITAPP_DATA": str(folder / "data"), **environ})


def test_nothing_set_serves_this_machine_from_the_data_folder() -> None:
    settings = settings_from({})
    assert settings.url == "http://127.0.0.1:8000"
    assert settings.data == ROOT / "data" / "live"
    assert settings.database_url == f"sqlite:///{settings.data}/auditapp.sqlite3"
    assert settings.storage_url == f"file://{settings.data}/store"
    assert settings.mail_url == f"file://{settings.data}/mail"


def test_an_empty_variable_counts_as_not_set() -> None:
    assert settings_from({"AUDITAPP_URL": "", "AUDITAPP_PROXY": ""}) == settings_from({})


def test_all_that_is_wrong_is_said_at_once() -> None:
    said = problems_of(
        AUDITAPP_URL="audits", AUDITAPP_PROXY="many", AUDITAPP_MAIL_URL="post://x", AUDITAPP_STORAGE_URL="ftp://x"
    )
    names = [line.partition(":")[0] for line in said.splitlines()]
    assert names == ["AUDITAPP_URL", "AUDITAPP_STORAGE_URL", "AUDITAPP_MAIL_URL", "AUDITAPP_PROXY"]


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("AUDITAPP_URL", "http://audits.example.org", "has no HTTPS"),
        ("AUDITAPP_URL", "https://audits.example.org/ems", "more than scheme, host and port"),
        ("AUDITAPP_URL", "https://lea@audits.example.org", "more than scheme, host and port"),
        ("AUDITAPP_URL", "https://audits.example.org:99999", "cannot be read"),
        ("AUDITAPP_URL", "https://[::1]:8000", "not a host name or an IPv4 address"),
        ("AUDITAPP_URL", "https://audits_1.example.org", "not a host name"),
        ("AUDITAPP_HOSTS", "audits.local, http://audits", "'http://audits' is not a host name"),
        ("AUDITAPP_DATABASE_URL", "mysql://db/audits", "postgresql://"),
        ("AUDITAPP_DATABASE_URL", "sqlite://", "SQLite needs a file"),
        ("AUDITAPP_DATABASE_URL", "sqlite:///:memory:", "SQLite needs a file"),
        ("AUDITAPP_DATABASE_URL", "postgresql://db", "postgresql://USER:WORD@HOST/NAME"),
        ("AUDITAPP_STORAGE_URL", "file://folder", "file:///folder"),
        ("AUDITAPP_STORAGE_URL", "s3://", "s3://BUCKET/PREFIX"),
        ("AUDITAPP_MAIL_URL", "smtp://", "smtp://USER:WORD@HOST:PORT"),
        ("AUDITAPP_MAIL_FROM", "EMS lead", "not a mail address"),
        ("AUDITAPP_MAIL_FROM", "a@example.org\nBcc: b@example.org", "not a mail address"),
        ("AUDITAPP_PROXY", "-1", "0 to 5"),
        ("AUDITAPP_PROXY", "²", "0 to 5"),
        ("AUDITAPP_DATA", "/srv/audits#1", "must not hold"),
        ("AUDITAPP_DATA", __file__, "is a file"),
    ],
)
def test_a_wrong_setting_is_named_with_what_to_write(name: str, value: str, sentence: str) -> None:
    said = problems_of(**{name: value})
    assert said.startswith(f"{name}: ")
    assert sentence in said


@pytest.mark.parametrize("name", ["AUDITAPP_DATABASE_URL", "AUDITAPP_MAIL_URL", "AUDITAPP_STORAGE_URL"])
@pytest.mark.parametrize("value", ["x://lea:secr3t/w@host/x", "smtpx://lea:secr3t@host", "file://lea:secr3t@host/x"])
def test_a_password_is_never_repeated(name: str, value: str) -> None:
    assert "secr3t" not in problems_of(**{name: value})


def test_postgresql_goes_through_psycopg_3(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: object())
    settings = settings_from({"AUDITAPP_DATABASE_URL": "postgresql://lea@db/audits"})
    assert settings.database_url == "postgresql+psycopg://lea@db/audits"


def test_postgresql_without_its_driver_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    assert "pip install" in problems_of(AUDITAPP_DATABASE_URL="postgresql://lea@db/audits")


def test_reading_the_settings_makes_nothing(tmp_path: Path) -> None:
    settings_in(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_data_folder_and_secrets_are_readable_by_their_owner_alone(tmp_path: Path) -> None:
    settings = settings_in(tmp_path)
    settings.flask()
    settings.secret("signing_seed")
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in [settings.data, *settings.data.rglob("*")]}
    assert modes == {"data": 0o700, "secrets": 0o700} | dict.fromkeys(
        ["session_key", "password_salt", "signing_seed"], 0o600
    )


def test_secrets_stay_the_same_at_the_second_start(tmp_path: Path) -> None:
    assert settings_in(tmp_path).flask()["SECRET_KEY"] == settings_in(tmp_path).flask()["SECRET_KEY"]


def test_two_installations_have_different_secrets(tmp_path: Path) -> None:
    first, second = settings_in(tmp_path / "a").flask(), settings_in(tmp_path / "b").flask()
    assert first["SECRET_KEY"] != second["SECRET_KEY"]
    assert first["SECRET_KEY"].hex() != first["SECURITY_PASSWORD_SALT"]


def test_eight_starts_at_once_agree_on_one_secret(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as threads:
        values = set(threads.map(lambda _: secret_store.secret(tmp_path, "session_key"), range(8)))
    assert len(values) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["session_key"]


def test_a_secret_others_could_read_is_closed_again(tmp_path: Path) -> None:
    settings = settings_in(tmp_path)
    settings.secret("session_key")
    path = settings.data / "secrets" / "session_key"
    path.chmod(0o644)
    settings.secret("session_key")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_damaged_secret_is_never_replaced(tmp_path: Path) -> None:
    settings = settings_in(tmp_path)
    settings.secret("signing_seed")
    path = settings.data / "secrets" / "signing_seed"
    path.write_text("half")
    with pytest.raises(SettingsError, match="Restore it from a backup"):
        settings.secret("signing_seed")
    assert path.read_text() == "half"


def test_a_data_folder_that_cannot_be_made_is_said_in_words(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    settings = settings_from({"AUDITAPP_DATA": str(tmp_path / "file" / "data")})
    with pytest.raises(SettingsError, match=r"AUDITAPP_DATA: .* Name a folder"):
        settings.flask()


def status_for(host: str, settings: Settings) -> int:
    app = Flask("app")
    app.config.update(settings.flask())
    app.add_url_rule("/", view_func=lambda: request.host)
    return app.test_client().get("/", headers={"Host": host}).status_code


@pytest.mark.parametrize("host", ["audits.example.org", "audits.example.org:8443", "audits.local", "10.1.2.3"])
def test_the_public_host_and_the_further_names_are_answered(tmp_path: Path, host: str) -> None:
    settings = settings_in(tmp_path, AUDITAPP_URL="https://audits.example.org", AUDITAPP_HOSTS="audits.local,10.1.2.3")
    assert status_for(host, settings) == 200


@pytest.mark.parametrize("host", ["evil.example", "x.audits.example.org", "localhost", "audits.example.org.evil"])
def test_a_forged_host_is_refused(tmp_path: Path, host: str) -> None:
    assert status_for(host, settings_in(tmp_path, AUDITAPP_URL="https://audits.example.org")) == 400


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "localhost:8000"])
def test_this_machine_is_answered_under_both_its_names(tmp_path: Path, host: str) -> None:
    assert status_for(host, settings_in(tmp_path)) == 200


@pytest.mark.parametrize(
    ("url", "name", "secure"),
    [("https://audits.example.org", "__Host-auditapp", True), ("http://127.0.0.1:8000", "auditapp", False)],
)
def test_cookies_travel_over_https_alone_where_there_is_https(
    tmp_path: Path, url: str, name: str, secure: bool
) -> None:
    config = settings_in(tmp_path, AUDITAPP_URL=url).flask()
    assert (config["SESSION_COOKIE_NAME"], config["SESSION_COOKIE_SECURE"]) == (name, secure)
    assert config["SESSION_COOKIE_HTTPONLY"]
    assert config["SESSION_COOKIE_SAMESITE"] == "Lax"


def test_a_command_says_that_its_data_folder_is_not_there_without_a_trace(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "flask", "--app", "wsgi", "doctor"],
        cwd=ROOT,
        env={**os.environ, "AUDITAPP_DATA": str(tmp_path / "dtaa")},
        capture_output=True,
        text=True,
    )
    assert (done.returncode, list(tmp_path.iterdir())) == (1, [])
    assert f"{tmp_path / 'dtaa'} is not there. Start bin/run once" in done.stderr
    assert "Traceback" not in done.stderr
