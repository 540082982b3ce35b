"""A nonconformity: numbered, owned, with due dates and rounds."""

import uuid
from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import Index, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from auditapp.domain.excerpt import title
from auditapp.models.action import Action, Cause, Round
from auditapp.models.audit import Audit
from auditapp.models.base import Base, Code, Id, Name, ref
from auditapp.models.evidence import Evidence
from auditapp.models.finding import Finding
from auditapp.models.person import Person
from auditapp.models.site import Process, Site

if TYPE_CHECKING:
    from auditapp.models.extent_question import ExtentQuestion


class Nonconformity(Base):
    """A released finding, or one from outside. The three parts are copied on release: what was issued stays."""

    __tablename__ = "nonconformity"
    __table_args__ = (
        # All that the register filters and sorts by and figures count, so that neither reads the long texts of what
        # it does not show: by day, by state, and by the day of the closing.
        Index(
            "ix_nonconformity_register", "raised_at", "number", "state", "grade", "source", "due_on", "recurrence",
            "owner_id", "process_id", "site_id", "closed_at", "days_to_plan", "days_to_close", "broken_from",
            "kept_dates", "verdict", "reopened", "acts", "acts_at_source", "acts_raising", "id",
        ),
        Index(
            "ix_nonconformity_state", "state", "due_on", "raised_at", "number", "grade", "source", "recurrence",
            "owner_id", "process_id", "site_id", "id",
        ),
        Index(
            "ix_nonconformity_closed", "closed_at", "state", "raised_at", "days_to_close", "owner_id", "process_id",
            "id",
        ),
        Index("ix_nonconformity_due_first", text("coalesce(due_on, '9999-12-31')"), "number"),
        Index("ix_nonconformity_grade_first", "grade", "number"),
    )  # fmt: skip

    id: Mapped[Id]
    number: Mapped[Code] = mapped_column(unique=True)
    source: Mapped[Code] = mapped_column(default="internal_audit")
    audit_id: Mapped[uuid.UUID | None] = ref("audit.id", nullable=True)
    finding_id: Mapped[uuid.UUID | None] = ref("finding.id", nullable=True, unique=True)
    state: Mapped[Code] = mapped_column(default="raised")
    grade: Mapped[Code]
    grade_reason: Mapped[str] = mapped_column(Text, default="")
    clauses: Mapped[list[str]] = mapped_column(default=list)
    requirement: Mapped[str] = mapped_column(Text, default="")
    evidence_text: Mapped[str] = mapped_column(Text, default="")
    statement: Mapped[str] = mapped_column(Text, default="")
    process_id: Mapped[uuid.UUID | None] = ref("process.id", nullable=True)
    site_id: Mapped[uuid.UUID | None] = ref("site.id", nullable=True)
    place: Mapped[Name] = mapped_column(default="")
    aspect: Mapped[str] = mapped_column(Text, default="")
    """The environmental aspect it touches."""
    obligation: Mapped[str] = mapped_column(Text, default="")
    """The compliance obligation it touches: a permit, a law, what was promised."""
    external_body: Mapped[Name] = mapped_column(default="")
    """Who found it, where that was somebody from outside: the certification body, the authority, who complained."""
    external_number: Mapped[Name] = mapped_column(default="")
    external_wording: Mapped[str] = mapped_column(Text, default="")
    """Their wording, to the letter."""
    external_plan_on: Mapped[date | None]
    external_due_on: Mapped[date | None]
    """Their own dates for the plan and for everything; ours lie before them."""
    owner_id: Mapped[uuid.UUID] = ref("person.id")
    raised_by_id: Mapped[uuid.UUID] = ref("person.id", index=False)
    raised_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    round_number: Mapped[int] = mapped_column(default=1)
    recurrence: Mapped[int] = mapped_column(default=0)
    """How many with the same clause and process were raised in the three years before it."""
    import_id: Mapped[uuid.UUID | None] = ref("register_import.id", nullable=True)
    """The old register it came from."""
    void_proposed_by_id: Mapped[uuid.UUID | None] = ref("person.id", nullable=True, index=False)
    due_on: Mapped[date | None] = mapped_column(index=True)
    """The next due date of whoever has the turn, for the register; `due_dates` holds them all."""

    # Facts of its due dates, rounds and actions, for filters and figures; `models/fact.py` keeps them.
    days_to_plan: Mapped[int | None] = mapped_column(deferred=True)
    """From release to the first plan."""
    days_to_close: Mapped[int | None] = mapped_column(deferred=True)
    broken_from: Mapped[date | None] = mapped_column(deferred=True)
    """The first due date of a plan or an implementation that was not kept, or is still to be kept."""
    kept_dates: Mapped[int] = mapped_column(default=0, deferred=True)
    """How many due dates of plans and implementations were kept."""
    verdict: Mapped[int | None] = mapped_column(deferred=True)
    """0: judged not effective in some round; 1: judged, and always effective."""
    reopened: Mapped[int] = mapped_column(default=0, deferred=True)
    """How often it was opened again after its closing."""
    acts: Mapped[int] = mapped_column(default=0, deferred=True)
    acts_at_source: Mapped[int] = mapped_column(default=0, deferred=True)
    acts_raising: Mapped[int] = mapped_column(default=0, deferred=True)
    """Actions that are not withdrawn: all, those at the source, those that raise the standard."""

    audit: Mapped[Audit | None] = relationship()
    finding: Mapped[Finding | None] = relationship(back_populates="nonconformity")
    process: Mapped[Process | None] = relationship()
    site: Mapped[Site | None] = relationship()
    owner: Mapped[Person] = relationship(foreign_keys=[owner_id])
    raised_by: Mapped[Person] = relationship(foreign_keys=[raised_by_id])
    rounds: Mapped[list[Round]] = relationship(back_populates="nonconformity", order_by=Round.number)
    due_dates: Mapped[list["DueDate"]] = relationship(back_populates="nonconformity", order_by="DueDate.due_on")
    extent_questions: Mapped[list["ExtentQuestion"]] = relationship(
        back_populates="nonconformity", order_by="ExtentQuestion.id"
    )
    overrides: Mapped[list["VerdictOverride"]] = relationship(
        back_populates="nonconformity", order_by="VerdictOverride.id"
    )
    evidence: Mapped[list[Evidence]] = relationship(
        foreign_keys=[Evidence.nonconformity_id], order_by=Evidence.id, viewonly=True
    )

    @property
    def round(self) -> Round:
        """The round under way."""
        return self.rounds[-1]

    @property
    def actions(self) -> list[Action]:
        """The actions of the round under way."""
        return list(self.round.actions)

    @property
    def causes(self) -> list[Cause]:
        """The causes of the round under way."""
        return list(self.round.causes)

    @property
    def where(self) -> str:
        """The process; of one without, the place or the site; '' where none was named."""
        return self.process.name if self.process else self.place or (self.site.name if self.site else "")

    @property
    def short(self) -> str:
        """What fails in at most 80 characters, for lists and sentences."""
        return title(self.statement)


class VerdictOverride(Base):
    """Somebody who owns a part of it judges, verifies and checks it after all: small organisations have nobody else.
    With a reason, with what keeps it fair, and with another person's approval. It prints."""

    __tablename__ = "verdict_override"

    id: Mapped[Id]
    nonconformity_id: Mapped[uuid.UUID] = ref("nonconformity.id")
    person_id: Mapped[uuid.UUID] = ref("person.id")
    reason: Mapped[str] = mapped_column(Text)
    mitigation: Mapped[str] = mapped_column(Text)
    asked_by_id: Mapped[uuid.UUID] = ref("person.id", index=False)
    asked_at: Mapped[datetime]
    approved_by_id: Mapped[uuid.UUID | None] = ref("person.id", nullable=True, index=False)
    approved_at: Mapped[datetime | None]
    nonconformity: Mapped[Nonconformity] = relationship(back_populates="overrides")
    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    asked_by: Mapped[Person] = relationship(foreign_keys=[asked_by_id])
    approved_by: Mapped[Person | None] = relationship(foreign_keys=[approved_by_id])


class DueDate(Base):
    """One due date of one round. ``original_on`` never changes; each extension is an event with reason and approver."""

    __tablename__ = "due_date"
    __table_args__ = (UniqueConstraint("nonconformity_id", "round_number", "kind"),)

    id: Mapped[Id]
    nonconformity_id: Mapped[uuid.UUID] = ref("nonconformity.id")
    round_number: Mapped[int]
    kind: Mapped[Code]
    original_on: Mapped[date]
    due_on: Mapped[date]
    met_on: Mapped[date | None]
    nonconformity: Mapped[Nonconformity] = relationship(back_populates="due_dates")
