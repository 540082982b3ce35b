"""Who was at the opening and the closing meeting of an audit."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Mapped, mapped_column, relationship

from auditapp.models.audit import Audit
from auditapp.models.base import Base, Code, Id, Name, ref
from auditapp.models.person import Person


class Attendance(Base):
    """One person at one meeting, with the signature they wrote. ``id`` comes from the device.

    ``strokes``: the signature as `domain.signature` reads it, {} for somebody who was there and did not sign.
    """

    __tablename__ = "attendance"

    id: Mapped[Id]
    audit_id: Mapped[uuid.UUID] = ref("audit.id")
    meeting: Mapped[Code]
    """'opening' or 'closing'."""
    name: Mapped[Name]
    strokes: Mapped[dict[str, Any]] = mapped_column(default=dict)
    taken_by_id: Mapped[uuid.UUID] = ref("person.id", index=False)
    signed_at: Mapped[datetime]
    """The device's word."""
    received_at: Mapped[datetime]
    taken_by: Mapped[Person] = relationship()
    audit: Mapped[Audit] = relationship()
