"""Closure evidence packs: which frozen sheets were handed over together, by whom, and when."""

import uuid
from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from auditapp.models.audit import Audit
from auditapp.models.base import Base, Code, Id, Name, ref
from auditapp.models.person import Person


class Pack(Base):
    """One pack. Its record (`domain.pack.EvidencePack`) lies in the store under ``record_sha256``; the ZIP is written
    anew from it at each download and comes out the same. ``sheet_ids``: the papers, in the order of the record."""

    __tablename__ = "pack"

    id: Mapped[Id]
    reference: Mapped[Code] = mapped_column(unique=True)
    title: Mapped[Name]
    audit_id: Mapped[uuid.UUID | None] = ref("audit.id", nullable=True)
    sheet_ids: Mapped[list[str]]
    record_sha256: Mapped[str] = mapped_column(String(64))
    made_by_id: Mapped[uuid.UUID] = ref("person.id", index=False)
    made_at: Mapped[datetime]

    audit: Mapped[Audit | None] = relationship()
    made_by: Mapped[Person] = relationship()
