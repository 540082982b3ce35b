"""'Could it exist elsewhere?', asked of the owners of similar processes."""

import uuid
from datetime import datetime

from sqlalchemy import Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from auditapp.models.base import Base, Code, Id, ref
from auditapp.models.nonconformity import Nonconformity
from auditapp.models.person import Person
from auditapp.models.site import Process


class ExtentQuestion(Base):
    """One process whose owner is asked in one round. ``answer``: a code of `domain.words.EXTENT_ANSWERS`, '' before."""

    __tablename__ = "extent_question"
    __table_args__ = (UniqueConstraint("nonconformity_id", "round_number", "process_id"),)

    id: Mapped[Id]
    nonconformity_id: Mapped[uuid.UUID] = ref("nonconformity.id")
    round_number: Mapped[int]
    process_id: Mapped[uuid.UUID] = ref("process.id", index=False)
    person_id: Mapped[uuid.UUID] = ref("person.id")
    asked_by_id: Mapped[uuid.UUID] = ref("person.id", index=False)
    asked_at: Mapped[datetime]
    answer: Mapped[Code] = mapped_column(default="")
    words: Mapped[str] = mapped_column(Text, default="")
    answered_at: Mapped[datetime | None]

    nonconformity: Mapped[Nonconformity] = relationship(back_populates="extent_questions")
    process: Mapped[Process] = relationship()
    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    asked_by: Mapped[Person] = relationship(foreign_keys=[asked_by_id])
