"""Full text of nonconformities: an index that the database keeps in step with the table, whoever writes.

On SQLite it is an FTS5 table with triggers: `CREATE` and `DROP` are what a migration runs too (`for sql in
full_text.CREATE: op.execute(sql)` after the tables exist, and `DROP` before they go). On PostgreSQL it is an index over
the expression `DOCUMENT` (docs/decisions/0008-full-text.md).

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

DOCUMENT = "to_tsvector('simple', regexp_replace({}, '[^[:alnum:]]+', ' ', 'g'))".format(
    " || ' ' || ".join(f"nonconformity.{name}" for name in COLUMNS)
)
"""What PostgreSQL looks words up in: runs of letters and digits, as they were written. A query that says it in these
very words finds the index; without the blanks for signs, PostgreSQL would read the 2026-001 of a number as a sum."""
CREATE_ON_POSTGRESQL = f"CREATE INDEX {INDEX} ON nonconformity USING gin ({DOCUMENT})"


def is_ours(name: str | None, kind: str) -> bool:
    """Whether a table or index that the database shows is the full text's: for Alembic's ``include_name``, answer
    False."""
    return kind in ("table", "index") and bool(name) and (name == INDEX or str(name).startswith(f"{INDEX}_"))


@event.listens_for(Base.metadata, "after_create")
def _create(_metadata: MetaData, connection: Connection, **_: Any) -> None:
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(CREATE_ON_POSTGRESQL.replace("INDEX", "INDEX IF NOT EXISTS", 1))
    elif not connection.exec_driver_sql("SELECT 1 FROM sqlite_master WHERE name = ?", (INDEX,)).first():
        for sql in CREATE:
            connection.exec_driver_sql(sql)


@event.listens_for(Base.metadata, "before_drop")
def _drop(_metadata: MetaData, connection: Connection, **_: Any) -> None:
    if connection.dialect.name == "sqlite":
        for sql in DROP:
            connection.exec_driver_sql(sql)
