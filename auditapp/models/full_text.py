"""Full text of nonconformities on SQLite: an FTS5 index that triggers keep in step with the table, whoever writes.

`CREATE` and `DROP` are what a migration runs too: `for sql in full_text.CREATE: op.execute(sql)` after the tables
exist (on SQLite only), and `DROP` before they go. Other databases search with LIKE (docs/decisions/0008-full-text.md).

FTS5 numbers its rows. A table's hidden rowid may change when SQLite tidies up (VACUUM), so each nonconformity has a
number of its own in `search_key`.
"""

from typing import Any

from sqlalchemy import Connection, ForeignKey, MetaData, event
from sqlalchemy.orm import Mapped, mapped_column

from auditapp.models.base import Base
from auditapp.models.nonconformity import Nonconformity

INDEX = "nonconformity_text"
COLUMNS = ("number", "statement", "requirement", "evidence_text", "place")


class SearchKey(Base):
    """The number under which a nonconformity stands in the full-text index. Written by triggers alone."""

    __tablename__ = "search_key"

    id: Mapped[int] = mapped_column(primary_key=True)
    nonconformity_id: Mapped[Any] = mapped_column(
        Nonconformity.__table__.c.id.type, ForeignKey("nonconformity.id", ondelete="CASCADE"), unique=True
    )


def _values(row: str) -> str:
    return ", ".join(f"{row}.{column}" for column in COLUMNS)


_NAMES = ", ".join(COLUMNS)
# What stands in these texts is written here and nowhere else: no value from outside gets into them.
_TAKE_OUT = (
    f"INSERT INTO {INDEX}({INDEX}, rowid, {_NAMES}) VALUES ('delete',"  # noqa: S608 - names of this module only
    f" (SELECT id FROM search_key WHERE nonconformity_id = old.id), {_values('old')});"
)
_PUT_IN = (
    f"INSERT INTO {INDEX}(rowid, {_NAMES}) VALUES ("  # noqa: S608 - names of this module only
    f"(SELECT id FROM search_key WHERE nonconformity_id = new.id), {_values('new')});"
)

CREATE: tuple[str, ...] = (
    f"CREATE VIRTUAL TABLE {INDEX} USING fts5({_NAMES}, content='', prefix='2 3',"
    " tokenize='unicode61 remove_diacritics 2')",
    f"CREATE TRIGGER {INDEX}_insert AFTER INSERT ON nonconformity BEGIN"  # noqa: S608 - names of this module only
    f" INSERT INTO search_key(nonconformity_id) VALUES (new.id); {_PUT_IN} END",
    f"CREATE TRIGGER {INDEX}_update AFTER UPDATE OF {_NAMES} ON nonconformity BEGIN {_TAKE_OUT} {_PUT_IN} END",
    f"CREATE TRIGGER {INDEX}_delete BEFORE DELETE ON nonconformity BEGIN {_TAKE_OUT}"  # noqa: S608 - names of this module only
    " DELETE FROM search_key WHERE nonconformity_id = old.id; END",
)
DROP: tuple[str, ...] = (
    *(f"DROP TRIGGER IF EXISTS {INDEX}_{when}" for when in ("insert", "update", "delete")),
    f"DROP TABLE IF EXISTS {INDEX}",
)


def is_ours(name: str | None, kind: str) -> bool:
    """Whether a table that the database shows belongs to the index: for Alembic's ``include_name``, answer False."""
    return kind == "table" and bool(name) and (name == INDEX or str(name).startswith(f"{INDEX}_"))


@event.listens_for(Base.metadata, "after_create")
def _create(_metadata: MetaData, connection: Connection, **_: Any) -> None:
    if (
        connection.dialect.name == "sqlite"
        and not connection.exec_driver_sql("SELECT 1 FROM sqlite_master WHERE name = ?", (INDEX,)).first()
    ):
        for sql in CREATE:
            connection.exec_driver_sql(sql)


@event.listens_for(Base.metadata, "before_drop")
def _drop(_metadata: MetaData, connection: Connection, **_: Any) -> None:
    if connection.dialect.name == "sqlite":
        for sql in DROP:
            connection.exec_driver_sql(sql)
