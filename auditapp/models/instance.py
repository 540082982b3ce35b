"""One question at one process and place of an audit, and the answers given to it."""

import uuid
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import JSON, ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from auditapp.models.audit import Audit
from auditapp.models.base import Base, Code, Id, Name, ref
from auditapp.models.checklist import ChecklistRevision, Question
from auditapp.models.person import Person
from auditapp.models.site import Process, Site

if TYPE_CHECKING:
    from auditapp.models.evidence import Evidence
    from auditapp.models.finding import Finding

REGISTERS = ("result", "reason", "note", "sample", "kinds")


class Instance(Base):
    """A question at a process and place. The columns below ``position`` hold the current value of its registers,
    each the outcome of the `Answer` whose id stands in ``revs[register]``."""

    __tablename__ = "instance"
    __table_args__ = (Index("ix_instance_audit_id_position", "audit_id", "position"),)

    id: Mapped[Id]
    audit_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("audit.id", ondelete="RESTRICT"))
    question_id: Mapped[uuid.UUID] = ref("question.id")
    revision_id: Mapped[uuid.UUID] = ref("checklist_revision.id")
    process_id: Mapped[uuid.UUID | None] = ref("process.id", nullable=True)
    site_id: Mapped[uuid.UUID | None] = ref("site.id", nullable=True)
    place: Mapped[Name] = mapped_column(default="")
    label: Mapped[Name] = mapped_column(default="")
    """What people call it in a list: the clause, or the walk's section with a number."""
    clauses: Mapped[list[str]] = mapped_column(default=list)
    position: Mapped[int]

    result: Mapped[Code] = mapped_column(default="")
    reason: Mapped[str] = mapped_column(Text, default="")
    """Why a question does not apply, or was put off."""
    note: Mapped[str] = mapped_column(Text, default="")
    sample: Mapped[str] = mapped_column(Text, default="")
    """'3 of 14, how chosen'."""
    kinds: Mapped[list[str]] = mapped_column(default=list)
    revs: Mapped[dict[str, Any]] = mapped_column(default=dict)
    unanswered_reason: Mapped[str] = mapped_column(Text, default="")
    answered_by_id: Mapped[uuid.UUID | None] = ref("person.id", nullable=True, index=False)
    answered_at: Mapped[datetime | None]

    audit: Mapped[Audit] = relationship(back_populates="instances")
    question: Mapped[Question] = relationship()
    revision: Mapped[ChecklistRevision] = relationship()
    process: Mapped[Process | None] = relationship()
    site: Mapped[Site | None] = relationship()
    evidence: Mapped[list["Evidence"]] = relationship(back_populates="instance", order_by="Evidence.id")
    findings: Mapped[list["Finding"]] = relationship(back_populates="instance", order_by="Finding.id")


class Answer(Base):
    """One thing said about one instance: append-only. ``id`` is the operation's; ``field`` a name in `REGISTERS`."""

    __tablename__ = "answer"

    id: Mapped[Id]
    instance_id: Mapped[uuid.UUID] = ref("instance.id")
    field: Mapped[Code]
    value: Mapped[Any] = mapped_column(JSON)
    base: Mapped[uuid.UUID | None]
    """The answer that the person saw when giving this one."""
    applied: Mapped[bool] = mapped_column(default=True)
    """False: it contradicts an answer the person had not seen; both are kept, a person resolves."""
    by_id: Mapped[uuid.UUID] = ref("person.id", index=False)
    device_at: Mapped[datetime]
    received_at: Mapped[datetime]
    by: Mapped[Person] = relationship()


class Operation(Base):
    """An operation received from a device, with the reply it got: a replay gets the same reply again."""

    __tablename__ = "operation"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    person_id: Mapped[uuid.UUID] = ref("person.id", index=False)
    audit_id: Mapped[uuid.UUID | None] = ref("audit.id", nullable=True)
    device: Mapped[Code]
    seq: Mapped[int]
    kind: Mapped[Code]
    target: Mapped[Code]
    body: Mapped[dict[str, Any]]
    status: Mapped[Code]
    reply: Mapped[dict[str, Any]]
    device_at: Mapped[datetime]
    received_at: Mapped[datetime]
    rescued_by_id: Mapped[uuid.UUID | None] = ref("person.id", nullable=True, index=False)
    """Who brought it in from a rescue file; ``person_id`` stays the author."""
    rescue_confirmed_at: Mapped[datetime | None]
    """When the author said that a rescued entry is theirs."""
    rescued_by: Mapped[Person | None] = relationship(foreign_keys=[rescued_by_id])
    person: Mapped[Person] = relationship(foreign_keys=[person_id])
