"""Devices that a walk was prepared on, and what they still hold."""

import uuid
from datetime import datetime

from sqlalchemy import BigInteger, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from auditapp.models.base import Base, Code, Id, Name, ref
from auditapp.models.person import Person


class WalkDevice(Base):
    """One person's device with the walk of one audit: when it was prepared, and what it last said it still holds.

    ``entries_left`` and ``photos_left``: not yet sent when it last spoke, at ``told_at``.
    """

    __tablename__ = "walk_device"
    __table_args__ = (UniqueConstraint("audit_id", "person_id", "device"),)

    id: Mapped[Id]
    audit_id: Mapped[uuid.UUID] = ref("audit.id")
    person_id: Mapped[uuid.UUID] = ref("person.id", index=False)
    device: Mapped[Code]
    agent: Mapped[Name] = mapped_column(default="")
    """What kind of device it says it is: 'iPad, Safari'."""
    build: Mapped[Code] = mapped_column(default="")
    size: Mapped[int] = mapped_column(BigInteger, default=0)
    prepared_at: Mapped[datetime | None]
    entries_left: Mapped[int] = mapped_column(default=0)
    photos_left: Mapped[int] = mapped_column(default=0)
    told_at: Mapped[datetime]
    person: Mapped[Person] = relationship()
