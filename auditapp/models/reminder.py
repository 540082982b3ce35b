"""Reminders that were sent, so that each is sent once, and one that was missed is still to be sent."""

import uuid
from datetime import date, datetime

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped

from auditapp.models.base import Base, Code, Id, ref


class Reminder(Base):
    """One rung of one ladder told to one person: ``subject_id`` is a nonconformity's or an action's. An extended due
    date begins its ladder anew, since ``due_on`` is part of the key."""

    __tablename__ = "reminder"
    __table_args__ = (UniqueConstraint("subject_id", "person_id", "rung", "due_on"),)

    id: Mapped[Id]
    subject_id: Mapped[uuid.UUID]
    person_id: Mapped[uuid.UUID] = ref("person.id")
    rung: Mapped[Code]
    due_on: Mapped[date]
    sent_at: Mapped[datetime]
