"""One audit: its plan, its team, and what it concluded."""

import uuid
from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import Column, ForeignKey, Table, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from auditapp.models.base import Base, Code, Id, Name, ref
from auditapp.models.checklist import ChecklistRevision
from auditapp.models.person import Person
from auditapp.models.site import Process, Site

if TYPE_CHECKING:
    from auditapp.models.finding import Finding
    from auditapp.models.instance import Instance


def _link(name: str, target: str) -> Table:
    return Table(
        f"audit_{name}",
        Base.metadata,
        Column("audit_id", ForeignKey("audit.id", ondelete="RESTRICT"), primary_key=True),
        Column(f"{name}_id", ForeignKey(target, ondelete="RESTRICT"), primary_key=True, index=True),
    )


audit_site = _link("site", "site.id")
audit_process = _link("process", "process.id")
audit_auditee = _link("auditee", "person.id")
audit_checklist = _link("checklist_revision", "checklist_revision.id")


class Audit(Base):
    """The audit plan and, as it goes on, what the report needs beside the answers."""

    __tablename__ = "audit"

    id: Mapped[Id]
    reference: Mapped[Code] = mapped_column(unique=True)
    title: Mapped[Name]
    type: Mapped[Code]
    state: Mapped[Code] = mapped_column(default="planned", index=True)
    method: Mapped[Code] = mapped_column(default="on_site")
    client: Mapped[Name] = mapped_column(default="")
    objectives: Mapped[str] = mapped_column(Text, default="")
    scope: Mapped[str] = mapped_column(Text, default="")
    criteria: Mapped[list[str]] = mapped_column(default=list)
    """Edition keys such as 'iso14001-2026'."""
    other_criteria: Mapped[str] = mapped_column(Text, default="")
    starts_on: Mapped[date] = mapped_column(index=True)
    ends_on: Mapped[date]
    planned_starts_on: Mapped[date]
    """The first date that was planned; it stays when the audit moves."""
    leader_id: Mapped[uuid.UUID | None] = ref("person.id", nullable=True)
    started_at: Mapped[datetime | None]
    concluded_at: Mapped[datetime | None]
    issued_at: Mapped[datetime | None]
    summary: Mapped[str] = mapped_column(Text, default="")
    conclusion: Mapped[str] = mapped_column(Text, default="")
    interviewed: Mapped[str] = mapped_column(Text, default="")
    deviations: Mapped[str] = mapped_column(Text, default="")
    obstacles: Mapped[str] = mapped_column(Text, default="")
    not_covered: Mapped[str] = mapped_column(Text, default="")
    sampling: Mapped[str] = mapped_column(Text, default="")
    disagreements: Mapped[str] = mapped_column(Text, default="")
    objectives_met: Mapped[list[str]] = mapped_column(default=list, server_default="[]")
    """The conclusion on each line of `objectives`, in their order; '' for one that is not concluded on."""
    effectiveness: Mapped[str] = mapped_column(Text, default="", server_default="")
    follow_up: Mapped[str] = mapped_column(Text, default="", server_default="")
    method_note: Mapped[str] = mapped_column(Text, default="", server_default="")
    """Which parts were audited from afar."""
    confidentiality: Mapped[str] = mapped_column(Text, default="", server_default="")
    distribution: Mapped[str] = mapped_column(Text, default="")
    language: Mapped[Code] = mapped_column(default="")
    """That of its report, chosen when it is issued; '' for the organisation's."""
    created_at: Mapped[datetime]

    leader: Mapped[Person | None] = relationship(foreign_keys=[leader_id])
    sites: Mapped[list[Site]] = relationship(secondary=audit_site, order_by=Site.name)
    processes: Mapped[list[Process]] = relationship(secondary=audit_process, order_by=Process.name)
    auditees: Mapped[list[Person]] = relationship(secondary=audit_auditee, order_by=Person.name)
    revisions: Mapped[list[ChecklistRevision]] = relationship(secondary=audit_checklist)
    members: Mapped[list["AuditMember"]] = relationship(back_populates="audit", order_by="AuditMember.position")
    overrides: Mapped[list["IndependenceOverride"]] = relationship(back_populates="audit")
    instances: Mapped[list["Instance"]] = relationship(back_populates="audit", order_by="Instance.position")
    findings: Mapped[list["Finding"]] = relationship(back_populates="audit", order_by="Finding.id")

    @property
    def each_objective(self) -> list[str]:
        """The objectives, one a line."""
        return [line.strip() for line in self.objectives.splitlines() if line.strip()]


class AuditMember(Base):
    """A person on the team, in a role of `domain.words.TEAM_ROLES`; the leader is one of them."""

    __tablename__ = "audit_member"

    audit_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("audit.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"), primary_key=True)
    role: Mapped[Code]
    position: Mapped[int] = mapped_column(default=0)
    audit: Mapped[Audit] = relationship(back_populates="members")
    person: Mapped[Person] = relationship()


class IndependenceOverride(Base):
    """Somebody audits own work after all: with a reason, a mitigation, and another person's approval. It prints."""

    __tablename__ = "independence_override"

    id: Mapped[Id]
    audit_id: Mapped[uuid.UUID] = ref("audit.id")
    person_id: Mapped[uuid.UUID] = ref("person.id")
    process_id: Mapped[uuid.UUID] = ref("process.id")
    reason: Mapped[str] = mapped_column(Text)
    mitigation: Mapped[str] = mapped_column(Text)
    asked_by_id: Mapped[uuid.UUID] = ref("person.id")
    asked_at: Mapped[datetime]
    approved_by_id: Mapped[uuid.UUID | None] = ref("person.id", nullable=True)
    approved_at: Mapped[datetime | None]
    audit: Mapped[Audit] = relationship(back_populates="overrides")
    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    process: Mapped[Process] = relationship()
    asked_by: Mapped[Person] = relationship(foreign_keys=[asked_by_id])
    approved_by: Mapped[Person | None] = relationship(foreign_keys=[approved_by_id])
