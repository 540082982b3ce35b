"""Evidence, and the bytes behind it."""

import uuid
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import BigInteger, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from auditapp.models.base import Base, Code, Id, Name, ref
from auditapp.models.instance import Instance
from auditapp.models.person import Person

if TYPE_CHECKING:
    from auditapp.models.action import Action
    from auditapp.models.finding import Finding


class Evidence(Base):
    """A photo or document. ``id`` comes from the device; the original's bytes lie in the store under ``sha256``.

    ``complete_at`` is None while the bytes are still on their way: the entry is known before the photo is.
    ``captured_at`` is the device's word, ``received_at`` the server's; both are kept.
    """

    __tablename__ = "evidence"

    id: Mapped[Id]
    kind: Mapped[Code] = mapped_column(default="photo")
    audit_id: Mapped[uuid.UUID | None] = ref("audit.id", nullable=True)
    instance_id: Mapped[uuid.UUID | None] = ref("instance.id", nullable=True)
    finding_id: Mapped[uuid.UUID | None] = ref("finding.id", nullable=True)
    nonconformity_id: Mapped[uuid.UUID | None] = ref("nonconformity.id", nullable=True)
    action_id: Mapped[uuid.UUID | None] = ref("action.id", nullable=True)
    purpose: Mapped[Code] = mapped_column(default="")
    """At a nonconformity: 'correction', 'verification', 'effectiveness'; else ''."""
    sha256: Mapped[str] = mapped_column(String(64), default="", index=True)
    declared_sha256: Mapped[str] = mapped_column(String(64), default="")
    size: Mapped[int] = mapped_column(BigInteger, default=0)
    media_type: Mapped[Name] = mapped_column(default="")
    width: Mapped[int] = mapped_column(default=0)
    height: Mapped[int] = mapped_column(default=0)
    name: Mapped[Name] = mapped_column(default="")
    caption: Mapped[str] = mapped_column(Text, default="")
    place: Mapped[Name] = mapped_column(default="")
    exif: Mapped[dict[str, Any]] = mapped_column(default=dict)
    marks: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """What is drawn on the photo, as `domain.markup` reads it; {} where nothing is. The original stays untouched."""
    marks_rev: Mapped[Code] = mapped_column(default="")
    """The operation that gave the marks."""
    copies: Mapped[Code] = mapped_column(default="")
    """Names the state of the copies: the digest of the marks burnt into them, '' while there are none."""
    trouble: Mapped[str] = mapped_column(Text, default="")
    """Why the bytes were not taken, as a sentence; '' when all is well."""
    captured_at: Mapped[datetime]
    received_at: Mapped[datetime]
    complete_at: Mapped[datetime | None]
    by_id: Mapped[uuid.UUID] = ref("person.id", index=False)

    by: Mapped[Person] = relationship()
    instance: Mapped[Instance | None] = relationship(back_populates="evidence")
    finding: Mapped["Finding | None"] = relationship(back_populates="evidence")
    action: Mapped["Action | None"] = relationship(back_populates="evidence")
