"""What makes a register of 100,000 nonconformities quick and one's own: clauses as rows, saved views, imports.

`NonconformityClause` follows `Nonconformity.clauses` by itself whoever writes through the session; bulk writers
write both.
"""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Connection,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    UniqueConstraint,
    delete,
    event,
    insert,
    inspect,
)
from sqlalchemy.orm import Mapped, Mapper, mapped_column, relationship

from auditapp.models.base import Base, Code, Id, Name, ref
from auditapp.models.nonconformity import Nonconformity
from auditapp.models.person import Person


class NonconformityClause(Base):
    """One clause that a nonconformity fails, for filters and figures by clause."""

    __tablename__ = "nonconformity_clause"
    __table_args__ = (Index("ix_nonconformity_clause_of", "nonconformity_id", "clause"),)

    clause: Mapped[Code] = mapped_column(primary_key=True)
    nonconformity_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("nonconformity.id", ondelete="CASCADE"), primary_key=True
    )


@event.listens_for(Nonconformity, "after_insert")
@event.listens_for(Nonconformity, "after_update")
def _list_clauses(_mapper: Mapper[Any], connection: Connection, target: Nonconformity) -> None:
    history = inspect(target).attrs.clauses.history
    if not history.has_changes():
        return
    table = NonconformityClause.__table__
    connection.execute(delete(NonconformityClause).where(table.c.nonconformity_id == target.id))
    rows = [{"clause": clause, "nonconformity_id": target.id} for clause in dict.fromkeys(target.clauses)]
    if rows:
        connection.execute(insert(NonconformityClause), rows)


class SavedView(Base):
    """A filter and order of the register under a name of one's own. ``query``: what follows the ? of its address."""

    __tablename__ = "saved_view"
    __table_args__ = (UniqueConstraint("person_id", "name"),)

    id: Mapped[Id]
    person_id: Mapped[uuid.UUID] = ref("person.id")
    name: Mapped[Name]
    query: Mapped[str] = mapped_column(String(2000), default="")
    created_at: Mapped[datetime]


class RegisterImport(Base):
    """An old register that was uploaded: the file as it came, how its columns were read, what became of it.

    ``state``: uploaded, imported, undone. ``mapping``: field of ours -> column of theirs, and the choices made.
    """

    __tablename__ = "register_import"

    id: Mapped[Id]
    file_name: Mapped[Name]
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    sha256: Mapped[str] = mapped_column(String(64))
    mapping: Mapped[dict[str, Any]] = mapped_column(default=dict)
    state: Mapped[Code] = mapped_column(default="uploaded")
    by_id: Mapped[uuid.UUID] = ref("person.id", index=False)
    uploaded_at: Mapped[datetime]
    imported_at: Mapped[datetime | None]
    undone_at: Mapped[datetime | None]
    count: Mapped[int] = mapped_column(default=0)
    by: Mapped[Person] = relationship()
