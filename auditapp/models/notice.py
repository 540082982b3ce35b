"""Mail that is to be sent, and what became of it."""

import uuid
from datetime import datetime

from sqlalchemy import Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from auditapp.models.base import Base, Code, Id, Name, ref


class Notice(Base):
    """One mail in the outbox: written with the change it tells of, sent after the commit.

    ``state``: queued, sending, sent, failed (refused while it was sent), returned (taken, and sent back later).
    ``kind``: a code such as 'nonconformity_raised'.
    """

    __tablename__ = "notice"
    __table_args__ = (
        Index("ix_notice_state_not_before", "state", "not_before"),
        # Each record's page tells what became of its mails.
        Index("ix_notice_subject_id_created_at", "subject_id", "created_at"),
    )

    id: Mapped[Id]
    kind: Mapped[Code]
    person_id: Mapped[uuid.UUID | None] = ref("person.id", nullable=True)
    recipient: Mapped[Name]
    subject: Mapped[str] = mapped_column(String(300))
    text: Mapped[str] = mapped_column(Text)
    html: Mapped[str] = mapped_column(Text, default="")
    subject_kind: Mapped[Code] = mapped_column(default="")
    subject_id: Mapped[Code] = mapped_column(default="")
    state: Mapped[Code] = mapped_column(default="queued")
    attempts: Mapped[int] = mapped_column(default=0)
    trouble: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime]
    not_before: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    returned_at: Mapped[datetime | None]
