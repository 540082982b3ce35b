"""The house's ground: one world, made once and copied for whoever changes it."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from auditapp.models import db
from auditapp.services import throttles
from tests.conftest import app_on
from tests.house import world


@pytest.fixture(scope="session")
def world_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder that holds the world; to be read, not written."""
    data = tmp_path_factory.mktemp("world") / "data"
    world.make(data)
    return data


@pytest.fixture
def house(world_data: Path, tmp_path: Path) -> Iterator[Flask]:
    """An app on a copy of the world, without a context of its own."""
    data = tmp_path / "data"
    shutil.copytree(world_data, data)
    for throttle in throttles.ALL:
        throttle.forget_all()
    app = app_on(data)
    yield app
    with app.app_context():
        db.engine.dispose()
