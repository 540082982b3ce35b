"""A long report that is ordered and not made yet, on the evening of its walk; the day of a management review; an
installation with an issued audit."""

import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask, current_app
from flask_migrate import stamp

from auditapp.adapters import clock
from auditapp.domain import paper_length
from auditapp.models import Audit, db
from auditapp.services import notices
from tests import reporting as story
from tests import reviewing
from tests.cast import Cast, the_cast
from tests.conftest import app_on


@pytest.fixture
def nobody_waits_long(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Four photos are many here, and it is the evening of the walk."""
    monkeypatch.setattr(paper_length, "PHOTOS_AT_ONCE", 3)
    with clock.moved(story.EVENING, for_all=True):
        yield


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Papers themselves are tested elsewhere."""
    story.quick_press(monkeypatch)


@pytest.fixture
def ordered(app: Flask, cast: Cast) -> Audit:
    """An audit that is issued; its report is not made yet."""
    return story.issued(cast, story.a_walked_audit(cast))


@pytest.fixture
def that_day(app: Flask) -> Iterator[None]:
    """It is the day of the review."""
    with app.test_request_context(), clock.moved(reviewing.NOW):
        yield


@pytest.fixture(scope="package")
def issued_data(template_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with an issued audit, its database marked as up to date; made once."""
    data = tmp_path_factory.mktemp("issued") / "data"
    shutil.copytree(template_data, data)
    app = app_on(data)
    with app.app_context():
        stamp(directory=current_app.extensions["migrate"].directory)
        cast = the_cast()
        story.issued(cast, story.a_walked_audit(cast))
        with clock.moved(story.WALK + timedelta(hours=9)):
            notices.send_due()
        db.session.remove()
        db.engine.dispose()
    return data


@pytest.fixture
def sound(issued_data: Path, tmp_path: Path) -> Iterator[Flask]:
    """An installation of its own for each test."""
    shutil.copytree(issued_data, tmp_path / "data")
    app = app_on(tmp_path / "data")
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()
