"""How Alembic runs here: on the app's own engine, with foreign keys off while tables are rebuilt on SQLite.

Batch mode rebuilds a table and drops the old one; with foreign keys on, SQLite would delete its children with it.
They are switched off before the transaction, and checked inside it.
"""

from alembic import context
from flask import current_app

from auditapp.models import Base, db, full_text
from auditapp.models.base import Moment


def plain(kind: str, thing: object, _context: object) -> str | bool:
    """A migration names the database's own types, not classes of ours that may change under it."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(thing, Moment) else False


def is_a_table_of_the_models(name: str | None, kind: str, _parents: object) -> bool:
    """The full-text index brings tables of its own, which no model describes."""
    return not full_text.is_ours(name, kind)


def run() -> None:
    """Run what is asked on one connection, in one transaction."""
    options = current_app.extensions["migrate"].configure_args
    engine = db.engine
    is_sqlite = engine.dialect.name == "sqlite"
    with engine.connect() as connection:
        if is_sqlite:
            connection.exec_driver_sql("ROLLBACK")  # the engine has begun already; the pragma needs no transaction
            connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            render_item=plain,
            include_name=is_a_table_of_the_models,
            **options,
        )
        with context.begin_transaction():
            context.run_migrations()
            if is_sqlite and connection.exec_driver_sql("PRAGMA foreign_key_check").first() is not None:
                raise RuntimeError("A migration left rows that point nowhere. Nothing was changed.")
        connection.commit()
        if is_sqlite:
            connection.exec_driver_sql("ROLLBACK")
            connection.exec_driver_sql("PRAGMA foreign_keys=ON")
            connection.exec_driver_sql("BEGIN")


run()
