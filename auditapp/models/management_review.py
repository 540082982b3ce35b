"""Management reviews: their inputs, the people who met, what they concluded and decided."""

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from auditapp.domain.excerpt import excerpt
from auditapp.models.base import Base, Code, Id, Name, ref
from auditapp.models.person import Person


class ManagementReview(Base):
    """One review of one period. ``edition``: the one the organisation works to, a key of `INPUTS`.

    ``conclusions``: key of `CONCLUSIONS` -> {"verdict": key of `VERDICTS`, "words": text}. ``inputs_sha256``: of the
    canonical record of the inputs, which lies in the store from the meeting on.
    """

    __tablename__ = "management_review"
    __table_args__ = (CheckConstraint("first_on <= last_on", name="days_in_order"),)

    id: Mapped[Id]
    reference: Mapped[Code] = mapped_column(unique=True)
    state: Mapped[Code] = mapped_column(default="prepared", index=True)
    edition: Mapped[Code]
    first_on: Mapped[date]
    last_on: Mapped[date]
    prepared_by_id: Mapped[uuid.UUID] = ref("person.id", index=False)
    prepared_at: Mapped[datetime]
    held_on: Mapped[date | None]
    held_at: Mapped[datetime | None]
    """When the inputs were frozen."""
    inputs_sha256: Mapped[str] = mapped_column(String(64), default="")
    conclusions: Mapped[dict[str, Any]] = mapped_column(default=dict)
    concluded_by_id: Mapped[uuid.UUID | None] = ref("person.id", nullable=True, index=False)
    concluded_at: Mapped[datetime | None]
    no_decision_reason: Mapped[str] = mapped_column(Text, default="")
    issued_at: Mapped[datetime | None]

    prepared_by: Mapped[Person] = relationship(foreign_keys=[prepared_by_id])
    concluded_by: Mapped[Person | None] = relationship(foreign_keys=[concluded_by_id])
    inputs: Mapped[list["ReviewInput"]] = relationship(back_populates="review", order_by="ReviewInput.id")
    people: Mapped[list["ReviewPerson"]] = relationship(back_populates="review", order_by="ReviewPerson.id")
    decisions: Mapped[list["ReviewDecision"]] = relationship(back_populates="review", order_by="ReviewDecision.number")


class ReviewInput(Base):
    """The box of one input: who is asked for it, and what they wrote or that there is nothing to report."""

    __tablename__ = "management_review_input"
    __table_args__ = (
        UniqueConstraint("review_id", "key"),
        CheckConstraint("answered_at IS NULL OR answered_by_id IS NOT NULL", name="answered_by_somebody"),
    )

    id: Mapped[Id]
    review_id: Mapped[uuid.UUID] = ref("management_review.id")
    key: Mapped[Code]
    person_id: Mapped[uuid.UUID | None] = ref("person.id", nullable=True)
    """Whoever is asked; None: the EMS lead fills it."""
    asked_at: Mapped[datetime | None]
    due_on: Mapped[date | None]
    words: Mapped[str] = mapped_column(Text, default="")
    nothing: Mapped[bool] = mapped_column("is_nothing", default=False)
    answered_by_id: Mapped[uuid.UUID | None] = ref("person.id", nullable=True, index=False)
    answered_at: Mapped[datetime | None]

    review: Mapped[ManagementReview] = relationship(back_populates="inputs")
    person: Mapped[Person | None] = relationship(foreign_keys=[person_id])
    answered_by: Mapped[Person | None] = relationship(foreign_keys=[answered_by_id])


class ReviewPerson(Base):
    """Somebody who was invited, present or absent. ``person_id``: None for somebody without a record here."""

    __tablename__ = "management_review_person"

    id: Mapped[Id]
    review_id: Mapped[uuid.UUID] = ref("management_review.id")
    person_id: Mapped[uuid.UUID | None] = ref("person.id", nullable=True, index=False)
    name: Mapped[Name]
    role: Mapped[Name] = mapped_column(default="")
    present: Mapped[bool] = mapped_column(default=True)

    review: Mapped[ManagementReview] = relationship(back_populates="people")
    person: Mapped[Person | None] = relationship()


class ReviewDecision(Base):
    """A decision: an action that is followed until the next review. ``output``: a key of `OUTPUTS`."""

    __tablename__ = "management_review_decision"
    __table_args__ = (
        UniqueConstraint("review_id", "number"),
        CheckConstraint("done_on IS NULL OR done_by_id IS NOT NULL", name="done_by_somebody"),
    )

    id: Mapped[Id]
    review_id: Mapped[uuid.UUID] = ref("management_review.id")
    number: Mapped[int]
    what: Mapped[str] = mapped_column(Text)
    output: Mapped[Code]
    owner_id: Mapped[uuid.UUID] = ref("person.id")
    due_on: Mapped[date]
    withdrawn_at: Mapped[datetime | None]
    """Taken back before the minutes were issued."""
    done_on: Mapped[date | None]
    done_by_id: Mapped[uuid.UUID | None] = ref("person.id", nullable=True, index=False)
    done_note: Mapped[str] = mapped_column(Text, default="")

    review: Mapped[ManagementReview] = relationship(back_populates="decisions")
    owner: Mapped[Person] = relationship(foreign_keys=[owner_id])
    done_by: Mapped[Person | None] = relationship(foreign_keys=[done_by_id])

    @property
    def short(self) -> str:
        """At most 80 characters."""
        return excerpt(self.what)
