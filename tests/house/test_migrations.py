"""The migrations make the very tables the models describe, and take them away again."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import inspect

from auditapp.models import Base, DueDate, Nonconformity, db, full_text
from auditapp.models.base import Moment
from auditapp.services import due_dates
from tests.conftest import app_on
from tests.house import world


@pytest.fixture
def migrated(tmp_path: Path) -> Iterator[Flask]:
    app = app_on(tmp_path / "data")
    with app.app_context():
        upgrade(directory=app.extensions["migrate"].directory)
        yield app
        db.session.remove()
        db.engine.dispose()


def test_the_tables_of_the_migrations_are_those_of_the_models(migrated: Flask) -> None:
    def same_type(_context: object, _ours: object, _theirs: object, _kept: object, meant: object) -> bool | None:
        return False if isinstance(meant, Moment) else None

    def described(name: str | None, kind: str, _parents: object) -> bool:
        return not full_text.is_ours(name, kind)

    options = {"compare_type": same_type, "render_as_batch": True, "include_name": described}
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, Base.metadata) == []


def test_constraints_and_indexes_carry_the_same_names(migrated: Flask, tmp_path: Path) -> None:
    def named(app: Flask) -> set[str]:
        with app.app_context():
            tables = inspect(db.engine)
            names = set()
            for table in tables.get_table_names():
                kinds = (
                    tables.get_indexes(table),
                    tables.get_unique_constraints(table),
                    tables.get_check_constraints(table),
                )
                names |= {f"{table}.{one['name']}" for kind in kinds for one in kind}
                names |= {
                    f"{table}.{key['name']}.{key['options'].get('ondelete')}" for key in tables.get_foreign_keys(table)
                }
            return {name for name in names if not name.startswith("alembic_version")}

    created = app_on(tmp_path / "created")
    with created.app_context():
        db.create_all()
    assert named(migrated) == named(created)


def test_the_world_fits_into_migrated_tables_and_its_keys_hold(migrated: Flask) -> None:
    with migrated.test_request_context():
        world.fill()
    with db.engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA foreign_key_check").all() == []


def test_going_down_leaves_nothing_and_going_up_again_works(migrated: Flask) -> None:
    directory = migrated.extensions["migrate"].directory
    downgrade(directory=directory, revision="base")
    assert inspect(db.engine).get_table_names() == ["alembic_version"]
    upgrade(directory=directory)
    assert set(Base.metadata.tables) <= set(inspect(db.engine).get_table_names())


def test_what_waited_already_has_the_day_that_counts(migrated: Flask) -> None:
    with migrated.test_request_context():
        world.fill()
    disputed, major = [
        one for one in db.session.query(Nonconformity).all() if due_dates.due_date(one, "plan") is not None
    ][:2]
    day = due_dates.due_date(disputed, "plan").due_on
    disputed.state, disputed.due_on = "disputed", None
    major.state, major.due_on = "acknowledged", due_dates.due_date(major, "plan").due_on
    first = major.due_on - timedelta(days=9)
    major.due_dates = [one for one in major.due_dates if one.kind != "containment"]
    major.due_dates.append(
        DueDate(round_number=major.round_number, kind="containment", original_on=first, due_on=first)
    )
    db.session.commit()
    directory = migrated.extensions["migrate"].directory
    downgrade(directory=directory, revision="0005")
    upgrade(directory=directory)
    db.session.expire_all()
    assert (disputed.due_on, major.due_on) == (day, first)


def test_foreign_keys_are_on_again_after_a_migration(migrated: Flask) -> None:
    with db.engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
