"""How connections to SQLite behave."""

import pytest
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.exc import DBAPIError

from auditapp.adapters import database

NORMAL, FULL = 1, 2


@pytest.fixture
def engine(tmp_path):
    made = create_engine(f"sqlite:///{tmp_path}/rows.db")
    database.prepare(made)
    yield made
    made.dispose()


def waits(engine: Engine) -> int:
    with engine.connect() as connection:
        return connection.execute(text("PRAGMA synchronous")).scalar_one()


def test_a_commit_waits_for_the_disk(engine):
    assert waits(engine) == FULL


def test_inside_an_unhurried_disk_no_commit_waits(engine):
    assert waits(engine) == FULL  # a connection made before is in the pool
    with database.unhurried_disk(engine):
        assert waits(engine) == NORMAL


def test_after_an_unhurried_disk_each_commit_waits_again(engine):
    with database.unhurried_disk(engine):
        waits(engine)
    assert waits(engine) == FULL


def test_an_error_tells_no_value_that_somebody_gave(engine):
    with engine.connect() as connection, pytest.raises(DBAPIError) as trouble:
        connection.execute(text("SELECT * FROM nowhere WHERE name = :name"), {"name": "Ola Owner"})
    assert "nowhere" in str(trouble.value)
    assert "Ola" not in str(trouble.value)
