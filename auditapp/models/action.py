"""The response to a nonconformity: rounds, causes, corrective actions."""

import uuid
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import CheckConstraint, Computed, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from auditapp.domain.excerpt import excerpt
from auditapp.models.base import Base, Code, Id, Name, ref
from auditapp.models.evidence import Evidence
from auditapp.models.person import Person

if TYPE_CHECKING:
    from auditapp.models.nonconformity import Nonconformity


class Round(Base):
    """One attempt at an effective correction. Earlier rounds stay as they were, and print."""

    __tablename__ = "round"
    __table_args__ = (UniqueConstraint("nonconformity_id", "number"), Index("ix_round_of", "nonconformity_id", "id"))

    id: Mapped[Id]
    nonconformity_id: Mapped[uuid.UUID] = ref("nonconformity.id", index=False)
    number: Mapped[int] = mapped_column(default=1)
    containment: Mapped[str] = mapped_column(Text, default="")
    contained_on: Mapped[date | None]
    containment_not_needed: Mapped[str] = mapped_column(Text, default="")
    """Why the consequences need no limiting."""
    consequence: Mapped[str] = mapped_column(Text, default="")
    """What it did to the environment."""
    correction: Mapped[str] = mapped_column(Text, default="")
    corrected_on: Mapped[date | None]
    extent: Mapped[str] = mapped_column(Text, default="")
    cause_method: Mapped[Code] = mapped_column(default="five_whys")
    no_action_reason: Mapped[str] = mapped_column(Text, default="")
    system_change: Mapped[str] = mapped_column(Text, default="")
    """What has to change in the management system besides the actions (ISO 14001 10.2)."""
    criterion: Mapped[str] = mapped_column(Text, default="")
    check_on: Mapped[date | None]
    deferred_until: Mapped[date | None]
    """The last day of a deferral; it ends by itself."""
    verified_by_id: Mapped[uuid.UUID | None] = ref("person.id", nullable=True, index=False)
    verified_at: Mapped[datetime | None]
    verified_how: Mapped[list[str]] = mapped_column(default=list)
    """Of 'seen', 'read', 'asked'."""
    verified_note: Mapped[str] = mapped_column(Text, default="")
    judged_by_id: Mapped[uuid.UUID | None] = ref("person.id", nullable=True, index=False)
    judged_at: Mapped[datetime | None]
    effective: Mapped[bool | None]
    judged_note: Mapped[str] = mapped_column(Text, default="")

    nonconformity: Mapped["Nonconformity"] = relationship(back_populates="rounds")
    causes: Mapped[list["Cause"]] = relationship(back_populates="round", order_by="Cause.id")
    actions: Mapped[list["Action"]] = relationship(back_populates="round", order_by="Action.id")
    verified_by: Mapped[Person | None] = relationship(foreign_keys=[verified_by_id])
    judged_by: Mapped[Person | None] = relationship(foreign_keys=[judged_by_id])


class Cause(Base):
    """A cause: a control that failed or was missing. ``statement``: '' while it is begun only; ``chain``: the whys that
    led to it, first to last; ``branches``: what a fishbone found, by its branch (a code of `domain.words.BRANCHES`)."""

    __tablename__ = "cause"
    __table_args__ = (Index("ix_cause_words", "words", "round_id"), Index("ix_cause_of_round", "round_id", "words"))

    id: Mapped[Id]
    round_id: Mapped[uuid.UUID] = ref("round.id", index=False)
    statement: Mapped[str] = mapped_column(Text)
    chain: Mapped[list[str]] = mapped_column(default=list)
    branches: Mapped[dict[str, Any]] = mapped_column(default=dict)
    stop_test: Mapped[Code] = mapped_column(default="")
    """'yes': it can be changed, and changing it would have prevented what was found; 'no': not yet; '' not asked."""
    words: Mapped[str] = mapped_column(
        String(80),
        Computed("CASE WHEN withdrawn_at IS NULL THEN lower(substr(statement, 1, 80)) ELSE '' END", persisted=True),
        deferred=True,
    )
    """What it is counted under: the beginning of its statement; '' when it is withdrawn."""
    withdrawn_at: Mapped[datetime | None]
    round: Mapped[Round] = relationship(back_populates="causes")
    actions: Mapped[list["Action"]] = relationship(back_populates="cause", order_by="Action.id")

    @property
    def short(self) -> str:
        """At most 80 characters; of one that has no name yet, the first that was found."""
        return excerpt(self.statement or next(iter([*self.chain, *self.branches.values()]), ""))


class Action(Base):
    """A corrective action for a named cause, with owner, due date and, when done, evidence."""

    __tablename__ = "action"
    __table_args__ = (
        CheckConstraint("done_on IS NULL OR done_by_id IS NOT NULL", name="done_by_somebody"),
        # What somebody still has to do, among all that was ever done.
        Index(
            "ix_action_to_do", "owner_id", "round_id", sqlite_where=text("done_on IS NULL"),
            postgresql_where=text("done_on IS NULL"),
        ),
    )  # fmt: skip

    id: Mapped[Id]
    round_id: Mapped[uuid.UUID] = ref("round.id")
    cause_id: Mapped[uuid.UUID] = ref("cause.id")
    what: Mapped[str] = mapped_column(Text)
    owner_id: Mapped[uuid.UUID] = ref("person.id")
    due_on: Mapped[date]
    at_source: Mapped[bool] = mapped_column(default=True)
    """At the source, or end of pipe."""
    raises_standard: Mapped[bool] = mapped_column(default=False)
    """Raises the standard, or restores it."""
    resources: Mapped[Name] = mapped_column(default="")
    """What it takes: money, people, a line that stands."""
    done_on: Mapped[date | None]
    done_by_id: Mapped[uuid.UUID | None] = ref("person.id", nullable=True, index=False)
    done_note: Mapped[str] = mapped_column(Text, default="")
    withdrawn_at: Mapped[datetime | None]
    round: Mapped[Round] = relationship(back_populates="actions")
    cause: Mapped[Cause] = relationship(back_populates="actions")
    owner: Mapped[Person] = relationship(foreign_keys=[owner_id])
    done_by: Mapped[Person | None] = relationship(foreign_keys=[done_by_id])
    evidence: Mapped[list[Evidence]] = relationship(back_populates="action", order_by=Evidence.id)

    @property
    def nonconformity(self) -> "Nonconformity":
        """The nonconformity it belongs to."""
        return self.round.nonconformity

    @property
    def in_force_on(self) -> date:
        """The day that counts: a deferral moves what is due before its end to its end, and leaves the due date."""
        return max(self.due_on, self.round.deferred_until or self.due_on)

    @property
    def short(self) -> str:
        """At most 80 characters."""
        return excerpt(self.what)
