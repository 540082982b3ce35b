"""Who, when, what, why: append-only and chained by hashes."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from auditapp.models.base import Base, Code, ref
from auditapp.models.person import Person


class Event(Base):
    """One thing that happened. ``data`` holds codes and values, never sentences made by the program."""

    __tablename__ = "event"
    __table_args__ = (Index("ix_event_subject_kind_subject_id", "subject_kind", "subject_id", "seq"),)

    seq: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    person_id: Mapped[uuid.UUID | None] = ref("person.id", nullable=True, index=False)
    subject_kind: Mapped[Code]
    subject_id: Mapped[Code]
    verb: Mapped[Code]
    from_state: Mapped[Code] = mapped_column(default="")
    to_state: Mapped[Code] = mapped_column(default="")
    note: Mapped[str] = mapped_column(Text, default="")
    data: Mapped[dict[str, Any]] = mapped_column(default=dict)
    previous_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64), unique=True)
    person: Mapped[Person | None] = relationship()


class ChainHead(Base):
    """The head of the chain of events: its row is locked while an event is appended, so that no two fork it."""

    __tablename__ = "chain_head"

    id: Mapped[int] = mapped_column(primary_key=True, default=1)
    count: Mapped[int] = mapped_column(default=0)
    hash: Mapped[str] = mapped_column(String(64))
