"""What an auditor concluded."""

import uuid
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from auditapp.domain.excerpt import title
from auditapp.models.audit import Audit
from auditapp.models.base import Base, Code, Id, Name, ref
from auditapp.models.instance import Instance
from auditapp.models.person import Person
from auditapp.models.site import Process, Site

if TYPE_CHECKING:
    from auditapp.models.evidence import Evidence
    from auditapp.models.nonconformity import Nonconformity


class Finding(Base):
    """Noted on the walk under the device's id; released on the server, where a nonconforming one gets its number."""

    __tablename__ = "finding"

    id: Mapped[Id]
    audit_id: Mapped[uuid.UUID] = ref("audit.id")
    instance_id: Mapped[uuid.UUID | None] = ref("instance.id", nullable=True)
    process_id: Mapped[uuid.UUID | None] = ref("process.id", nullable=True)
    site_id: Mapped[uuid.UUID | None] = ref("site.id", nullable=True)
    place: Mapped[Name] = mapped_column(default="")
    state: Mapped[Code] = mapped_column(default="noted")
    grade: Mapped[Code]
    grade_reason: Mapped[str] = mapped_column(Text, default="")
    clauses: Mapped[list[str]] = mapped_column(default=list)
    requirement: Mapped[str] = mapped_column(Text, default="")
    evidence_text: Mapped[str] = mapped_column(Text, default="")
    statement: Mapped[str] = mapped_column(Text, default="")
    statement_confirmed: Mapped[bool] = mapped_column(default=False)
    """False: what stands there was prefilled and nobody has edited or confirmed it."""
    revs: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """The operation that gave each field its value, as at an `Instance`; a field not named here has its first value."""
    urgent: Mapped[bool] = mapped_column(default=False)
    owner_id: Mapped[uuid.UUID | None] = ref("person.id", nullable=True)
    noted_by_id: Mapped[uuid.UUID] = ref("person.id", index=False)
    noted_at: Mapped[datetime]
    received_at: Mapped[datetime]
    released_at: Mapped[datetime | None]
    taken_up_until: Mapped[date | None]
    """By when its owner means to have done what an observation or opportunity asks for."""

    audit: Mapped[Audit] = relationship(back_populates="findings")
    instance: Mapped[Instance | None] = relationship(back_populates="findings")
    process: Mapped[Process | None] = relationship()
    site: Mapped[Site | None] = relationship()
    owner: Mapped[Person | None] = relationship(foreign_keys=[owner_id])
    noted_by: Mapped[Person] = relationship(foreign_keys=[noted_by_id])
    evidence: Mapped[list["Evidence"]] = relationship(back_populates="finding", order_by="Evidence.id")
    nonconformity: Mapped["Nonconformity | None"] = relationship(back_populates="finding")

    @property
    def short(self) -> str:
        """What fails in at most 80 characters, for lists and sentences."""
        return title(self.statement or self.evidence_text)
