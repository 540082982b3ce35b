"""Ground for all tests: an app on a fresh database, clients that distrust every page, the cast."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from jinja2.bccache import Bucket, BytecodeCache
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from werkzeug.routing import Rule

from auditapp.app import create_app
from auditapp.config import settings_from
from auditapp.models import Person, db
from auditapp.services import organisations, papers
from tests.cast import PASSWORD, Cast, people_and_places, the_cast
from tests.pages import DistrustfulClient


class CompiledTemplates(BytecodeCache):
    """Templates compiled by one test's app serve the next: compiling them is most of what making an app costs."""

    def __init__(self) -> None:
        self.compiled: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self.compiled:
            bucket.bytecode_from_string(self.compiled[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.compiled[bucket.key] = bucket.bytecode_to_string()


class SparingRule(Rule):
    """A rule that compiles what builds its addresses when one is asked for: most tests ask for a few of hundreds."""

    def _compile_builder(self, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        compiled: list[Callable[..., tuple[str, str]]] = []

        def build(rule: Rule, *args: Any, **values: Any) -> tuple[str, str]:
            if not compiled:
                compiled.append(super(SparingRule, self)._compile_builder(append_unknown))
            return compiled[0](rule, *args, **values)

        return build


class AnySqlite(SQLiteDialect_pysqlite):
    """What one test's database compiled serves the next: statements are remembered by dialect, and theirs are alike."""

    supports_statement_cache = True

    def __hash__(self) -> int:
        return hash(type(self))

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other)


registry.impls["sqlite"] = registry.impls["sqlite.pysqlite"] = lambda: AnySqlite
COMPILED: dict[Any, Any] = {}
"""Statements of all tests of this process, compiled."""

Flask.jinja_options = {"bytecode_cache": CompiledTemplates()}
Flask.url_rule_class = SparingRule

CORPORA = Path(__file__).resolve().parent.parent.parent / "shared" / "corpora"


@pytest.fixture(scope="session")
def corpora() -> Path:
    """The folder of real inputs beside the project."""
    if not CORPORA.is_dir():
        pytest.skip("The folder ../shared/corpora with real photos and texts is not beside this project.")
    return CORPORA


def app_on(data: Path) -> Flask:
    """An app with all its data below ``data``, cheap password hashes, and no worker."""
    settings = settings_from({"AUDITAPP_DATA": str(data), "AUDITAPP_URL": "http://localhost"})
    app = create_app(
        settings,
        TESTING=True,
        SECURITY_PASSWORD_HASH="plaintext",
        SECURITY_PASSWORD_SCHEMES=["plaintext"],
        SECURITY_PASSWORD_SINGLE_HASH=["plaintext"],
    )
    with app.app_context():
        db.engine.update_execution_options(compiled_cache=COMPILED)
    return app


@pytest.fixture(scope="session")
def template_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with tables and the cast, made once and copied for each test that wants it."""
    data = tmp_path_factory.mktemp("template") / "data"
    app = app_on(data)
    with app.app_context():
        db.create_all()
        organisations.ensure_roles()
        people_and_places()
        db.session.commit()
        db.session.connection().exec_driver_sql("SELECT 1")
        db.session.rollback()
        db.engine.dispose()
    return data


@pytest.fixture
def app(template_data: Path, tmp_path: Path) -> Iterator[Flask]:
    """An app with the cast in its database."""
    data = tmp_path / "data"
    shutil.copytree(template_data, data)
    app = app_on(data)
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def cast(app: Flask) -> Cast:
    """The people and places."""
    return the_cast()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser that nobody is signed in with."""
    app.test_client_class = DistrustfulClient
    return app.test_client()


@pytest.fixture
def signed_in(app: Flask, cast: Cast) -> Callable[[Person], DistrustfulClient]:
    """`signed_in(cast.lea)`: Lea's browser, signed in through the page."""
    app.test_client_class = DistrustfulClient

    def sign_in(person: Person) -> DistrustfulClient:
        client = app.test_client()
        assert isinstance(client, DistrustfulClient)
        client.sign_in(person.email, PASSWORD)
        return client

    return sign_in


@pytest.fixture
def unset(monkeypatch: pytest.MonkeyPatch) -> None:
    """Papers are frozen without being set, where their pages are not the point."""
    monkeypatch.setattr(papers, "set_in_type", lambda *_args, **_values: b"%PDF-1.7")
