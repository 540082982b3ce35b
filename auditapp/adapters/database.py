"""How connections behave. SQLite is told to be durable, to hold its foreign keys, and to lock before it reads.

With SQLAlchemy's defaults SQLite loses updates of concurrent writers without a word: a transaction that will write
must take the write lock at its first statement (BEGIN IMMEDIATE). Reading requests use a plain BEGIN, so that they
never wait behind a writer.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from sqlalchemy import Engine, FromClause, event
from sqlalchemy.dialects.sqlite.base import SQLiteCompiler
from sqlalchemy.engine import Connection

_only_reads: ContextVar[bool] = ContextVar("only_reads", default=False)

PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA busy_timeout=20000",  # issuing sets its report within the transaction: seconds, not more
    "PRAGMA foreign_keys=ON",
    "PRAGMA cache_size=-16000",
)


class WithHints(SQLiteCompiler):
    """Writes hints such as INDEXED BY behind a table, which SQLAlchemy does for other databases only."""

    def get_from_hint_text(self, table: FromClause, text: str | None) -> str | None:
        return text


@contextmanager
def reading() -> Iterator[None]:
    """Inside, transactions take no write lock."""
    token = _only_reads.set(True)
    try:
        yield
    finally:
        _only_reads.reset(token)


def set_reading(only_reads: bool) -> None:
    """For the current request: whether transactions are begun without the write lock."""
    _only_reads.set(only_reads)


@contextmanager
def unhurried_disk(engine: Engine) -> Iterator[None]:
    """Inside, no commit waits until the disk has it: a power cut may take the last ones, and never harms the file.
    For what can be made again. Begin it with no transaction open. Does nothing for other databases than SQLite."""
    if engine.dialect.name != "sqlite":
        yield
        return

    def relax(connection: Any, _record: Any, _proxy: Any) -> None:
        connection.execute("PRAGMA synchronous=NORMAL")

    event.listen(engine, "checkout", relax)
    try:
        yield
    finally:
        event.remove(engine, "checkout", relax)
        engine.dispose()  # the connections after these wait again


def prepare(engine: Engine) -> None:
    """Make ``engine`` begin transactions as this module says, where it is SQLite's; and tell no values in errors, which
    go to the log: names, addresses and hashes of passwords among them."""
    engine.hide_parameters = True
    if engine.dialect.name != "sqlite" or getattr(engine, "_auditapp_prepared", False):
        return
    engine._auditapp_prepared = True  # type: ignore[attr-defined]  # a mark on the engine itself
    engine.dialect.statement_compiler = WithHints

    @event.listens_for(engine, "connect")
    def connected(connection: sqlite3.Connection, _record: Any) -> None:
        connection.isolation_level = None
        for pragma in PRAGMAS:
            connection.execute(pragma)

    @event.listens_for(engine, "begin")
    def begun(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN" if _only_reads.get() else "BEGIN IMMEDIATE")
