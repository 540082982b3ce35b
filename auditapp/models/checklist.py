"""Checklists in immutable revisions, and questions whose identity survives them."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from auditapp.models.base import Base, Code, Id, Name, ref


class Checklist(Base):
    """A set of questions, known by its ``key`` (the file's name without ending)."""

    __tablename__ = "checklist"

    id: Mapped[Id]
    key: Mapped[Name] = mapped_column(unique=True)
    kind: Mapped[Code]
    active: Mapped[bool] = mapped_column(default=True)
    revisions: Mapped[list["ChecklistRevision"]] = relationship(
        back_populates="checklist", order_by="ChecklistRevision.number.desc()"
    )


class ChecklistRevision(Base):
    """What a checklist said at one time. ``content`` is `domain.checklist` as JSON; never updated."""

    __tablename__ = "checklist_revision"
    __table_args__ = (UniqueConstraint("checklist_id", "number"),)

    id: Mapped[Id]
    checklist_id: Mapped[uuid.UUID] = ref("checklist.id")
    number: Mapped[int]
    content: Mapped[dict[str, Any]]
    content_hash: Mapped[str] = mapped_column(String(64))
    loaded_at: Mapped[datetime]
    checklist: Mapped[Checklist] = relationship(back_populates="revisions")


class Question(Base):
    """The identity of a question over all revisions; its words stand in the revision."""

    __tablename__ = "question"

    id: Mapped[Id]
    key: Mapped[Name] = mapped_column(unique=True)
    checklist_id: Mapped[uuid.UUID] = ref("checklist.id")
