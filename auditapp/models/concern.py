"""What somebody at the work place reported: in under a minute, without a name if wished."""

import uuid
from datetime import datetime

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from auditapp.models.base import Base, Code, Id, Name, ref
from auditapp.models.nonconformity import Nonconformity
from auditapp.models.person import Person
from auditapp.models.site import Process


class Concern(Base):
    """A concern about a process. ``code``: what its reporter can look up what became of it with.

    ``photo_sha256``: of a copy without metadata; the file as it came is not kept. ``state``: a code of
    `domain.words.CONCERN_STATES`; ``outcome``: the EMS lead's words to whoever reported it.
    """

    __tablename__ = "concern"

    id: Mapped[Id]
    code: Mapped[str] = mapped_column(String(16), unique=True)
    process_id: Mapped[uuid.UUID] = ref("process.id")
    words: Mapped[str] = mapped_column(Text)
    place: Mapped[Name] = mapped_column(default="")
    name: Mapped[Name] = mapped_column(default="")
    """'' where it was reported without a name."""
    photo_sha256: Mapped[str] = mapped_column(String(64), default="")
    received_at: Mapped[datetime]
    state: Mapped[Code] = mapped_column(default="received", index=True)
    outcome: Mapped[str] = mapped_column(Text, default="")
    decided_by_id: Mapped[uuid.UUID | None] = ref("person.id", nullable=True, index=False)
    decided_at: Mapped[datetime | None]
    nonconformity_id: Mapped[uuid.UUID | None] = ref("nonconformity.id", nullable=True)

    process: Mapped[Process] = relationship()
    decided_by: Mapped[Person | None] = relationship()
    nonconformity: Mapped[Nonconformity | None] = relationship()
