"""`flask demo`: where it makes up a company, where it begins anew, and where it keeps its hands off."""

from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import func, select

from auditapp.demo import command
from auditapp.models import Organisation, db
from auditapp.services import organisations, people
from tests.conftest import app_on


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many organisations there were each time when a company was to be made up; making one up is not tried here."""
    times: list[int] = []

    def make_up() -> None:
        times.append(db.session.scalar(select(func.count()).select_from(Organisation)) or 0)
        db.session.rollback()

    monkeypatch.setattr(command, "upgrade", lambda directory: db.create_all())
    monkeypatch.setattr(command, "make_up", make_up)
    return times


def an_app(data: Path, *, is_demo: bool) -> Flask:
    app = app_on(data)
    with app.app_context():
        db.create_all()
        lead = people.new_person("Marta", "marta@example.com")
        organisations.found(name="Weir Mill", timezone="UTC", ems_lead=lead, is_demo=is_demo)
        db.session.commit()
        db.session.remove()
    return app


def typed(app: Flask, *words: str) -> Result:
    with app.app_context():
        result = app.test_cli_runner().invoke(args=words)
        db.session.remove()
    return result


def test_reset_throws_the_demo_away_and_makes_it_up_anew(tmp_path: Path, made: list[int]) -> None:
    result = typed(an_app(tmp_path / "data", is_demo=True), "demo", "--reset")
    assert (result.exit_code, made) == (0, [0]), result.output


def test_a_story_that_was_interrupted_is_told_anew(tmp_path: Path, made: list[int]) -> None:
    result = typed(an_app(tmp_path / "data", is_demo=True), "demo")
    assert (result.exit_code, made) == (0, [0]), result.output


def test_a_real_organisation_is_left_alone(tmp_path: Path, made: list[int]) -> None:
    app = an_app(tmp_path / "data", is_demo=False)
    result = typed(app, "demo", "--reset")
    assert result.exit_code == 1
    assert "A real organisation lives in this data folder" in result.output
    with app.app_context():
        assert (made, db.session.query(Organisation).count()) == ([], 1)
        db.session.remove()
