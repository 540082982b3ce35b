"""Issued papers: frozen bytes in revisions."""

import uuid
from datetime import datetime

from sqlalchemy import BigInteger, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from auditapp.models.base import Base, Code, Id, Name, ref
from auditapp.models.person import Person


class Paper(Base):
    """One revision of a report or sheet. The file's bytes lie in the store under ``sha256`` and are never made twice.

    ``record_sha256``: hash of the canonical record that is printed on the paper itself.
    """

    __tablename__ = "paper"
    __table_args__ = (UniqueConstraint("kind", "subject_id", "revision"),)

    id: Mapped[Id]
    kind: Mapped[Code]
    subject_id: Mapped[uuid.UUID]
    revision: Mapped[int]
    reason: Mapped[str] = mapped_column(Text, default="")
    language: Mapped[Code] = mapped_column(default="")
    name: Mapped[Name]
    sha256: Mapped[str] = mapped_column(String(64))
    record_sha256: Mapped[str] = mapped_column(String(64))
    signed_as: Mapped[Name] = mapped_column(default="")
    """Whose certificate signed the file (PAdES); '' for none."""
    size: Mapped[int] = mapped_column(BigInteger)
    issued_by_id: Mapped[uuid.UUID] = ref("person.id", index=False)
    issued_at: Mapped[datetime]
    issued_by: Mapped[Person] = relationship()


class Receipt(Base):
    """That somebody was sent an issued paper, and when they said that they have it: ``person``, or else who has no
    account here, by ``name`` and ``address``, with the hash of the token in the link and when that ends."""

    __tablename__ = "paper_receipt"
    __table_args__ = (UniqueConstraint("paper_id", "person_id"),)

    id: Mapped[Id]
    paper_id: Mapped[uuid.UUID] = ref("paper.id")
    person_id: Mapped[uuid.UUID | None] = ref("person.id", nullable=True)
    name: Mapped[Name] = mapped_column(default="")
    address: Mapped[Name] = mapped_column(default="")
    token_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    sent_at: Mapped[datetime]
    seen_at: Mapped[datetime | None]
    expires_at: Mapped[datetime | None]
    paper: Mapped[Paper] = relationship()
    person: Mapped[Person | None] = relationship()

    @property
    def called(self) -> str:
        """Who got it."""
        return self.person.name if self.person else self.name
