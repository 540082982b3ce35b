"""Settings: read from the environment, checked before anything starts, all that is wrong said at once.

| variable | what it sets | when it is not there |
|---|---|---|
| AUDITAPP_DATA | folder of everything this installation keeps | data/live beside wsgi.py |
| AUDITAPP_DATABASE_URL | sqlite:///FILE or postgresql://USER:WORD@HOST/NAME | a file in the data folder |
| AUDITAPP_STORAGE_URL | file:///FOLDER, s3://BUCKET/PREFIX, memory:// (tests) | a folder in the data folder |
| AUDITAPP_MAIL_URL | smtp://, smtps:// or file:///FOLDER | readable files in the data folder |
| AUDITAPP_MAIL_FROM | sender of mails | auditapp@ the host of AUDITAPP_URL |
| AUDITAPP_URL | public address; its host is the trusted one | http://127.0.0.1:8000 |
| AUDITAPP_HOSTS | more names the server answers to, with commas between | none |
| AUDITAPP_PROXY | how many proxies stand in front | 0 |
"""

import importlib.util
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

from auditapp.adapters.secret_store import SecretDamagedError, keep_private_folder, secret
from auditapp.config_flask import flask_settings
from auditapp.domain import settings as spelling

T = TypeVar("T")
ROOT = Path(__file__).resolve().parent.parent


class SettingsError(ValueError):
    """One or more settings are wrong. ``problems`` holds a sentence for each, ``str()`` all of them."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        super().__init__("\n".join(problems))


@dataclass(frozen=True)
class Settings:
    """What this installation was told. Made by :func:`settings_from`."""

    data: Path
    database_url: str
    storage_url: str
    mail_url: str
    mail_from: str
    url: str
    hosts: tuple[str, ...]
    proxies: int

    @property
    def https(self) -> bool:
        """Whether people reach it over HTTPS, here or at the proxy."""
        return self.url.startswith("https://")

    def secret(self, name: str) -> bytes:
        """32 bytes made at the first start: 'session_key', 'password_salt' or 'signing_seed'."""
        with _said_in_words(self.data):
            return secret(self.data / "secrets", name)

    def flask(self) -> dict[str, Any]:
        """Every key that Flask, SQLAlchemy, Flask-WTF and Flask-Security read; makes folder and secrets.

        Raises SettingsError when the folder cannot be written or a secret is damaged.
        """
        with _said_in_words(self.data):
            keep_private_folder(self.data)
        return {
            "SETTINGS": self,
            "SECRET_KEY": self.secret("session_key"),
            "SECURITY_PASSWORD_SALT": self.secret("password_salt").hex(),
            "SQLALCHEMY_DATABASE_URI": self.database_url,
            "TRUSTED_HOSTS": list(self.hosts),
            "SERVER_NAME": urlsplit(self.url).netloc,
            "PREFERRED_URL_SCHEME": urlsplit(self.url).scheme,
            "SECURITY_EMAIL_SENDER": self.mail_from,
            **flask_settings(https=self.https),
        }


@contextmanager
def _said_in_words(data: Path) -> Iterator[None]:
    try:
        yield
    except SecretDamagedError as damage:
        raise SettingsError([str(damage)]) from damage
    except OSError as error:
        sentence = f"{data} cannot be written ({error.strerror}). Name a folder that can be, or mend this one."
        raise SettingsError([f"AUDITAPP_DATA: {sentence}"]) from error


def settings_from(environ: Mapping[str, str]) -> Settings:
    """Read the ``AUDITAPP_*`` variables of ``environ``. Raises SettingsError listing all that is wrong.

    Touches no file: folder and secrets are made by :meth:`Settings.flask`.
    """
    problems: list[str] = []

    def take(name: str, read: Callable[[str], T], default: T) -> T:
        try:
            return read(environ[name]) if environ.get(name) else default
        except ValueError as wrong:
            problems.append(f"{name}: {wrong}")
            return default

    data = Path(take("AUDITAPP_DATA", _data_folder, str(ROOT / "data" / "live")))
    url = take("AUDITAPP_URL", spelling.public_address, "http://127.0.0.1:8000")
    host = urlsplit(url).hostname or ""
    sender = f"auditapp@{'localhost' if spelling.is_loopback(host) else host}"
    settings = Settings(
        data=data,
        database_url=take("AUDITAPP_DATABASE_URL", _database, f"sqlite:///{data}/auditapp.sqlite3"),
        storage_url=take("AUDITAPP_STORAGE_URL", spelling.storage, f"file://{data}/store"),
        mail_url=take("AUDITAPP_MAIL_URL", spelling.mail, f"file://{data}/mail"),
        mail_from=take("AUDITAPP_MAIL_FROM", spelling.mail_address, sender),
        url=url,
        hosts=spelling.trusted_hosts(url, take("AUDITAPP_HOSTS", spelling.host_names, ())),
        proxies=take("AUDITAPP_PROXY", spelling.proxies, 0),
    )
    if problems:
        raise SettingsError(problems)
    return settings


def _data_folder(value: str) -> str:
    path = Path(spelling.folder(value)).expanduser().absolute()
    if path.exists() and not path.is_dir():
        raise ValueError(f"{path} is a file. Name a folder.")
    return str(path)


def _database(value: str) -> str:
    canonical = spelling.database(value)
    if canonical.startswith("postgresql") and importlib.util.find_spec("psycopg") is None:
        raise ValueError("PostgreSQL needs its driver. Type .venv/bin/pip install 'psycopg[binary]'.")
    return canonical
