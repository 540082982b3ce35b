"""Work that takes longer than a request may: ordered by somebody, done by the worker, begun again where it died."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from auditapp.models.base import Base, Code, Id, ref
from auditapp.models.person import Person


class Job(Base):
    """One piece of work. ``state``: queued, running, done, failed.

    ``due_at``: from when a worker may take it; while it runs, the end of the lease, which progress moves on.
    ``attempts`` counts the takers, and only the last one may finish it. ``data``: what the handler of ``kind`` needs,
    ids and codes. ``trouble``: sentence and values of the refusal that ended it.
    """

    __tablename__ = "job"
    __table_args__ = (
        Index("ix_job_state_due_at", "state", "due_at"),
        Index("ix_job_subject_id_created_at", "subject_id", "created_at"),
    )

    id: Mapped[Id]
    kind: Mapped[Code]
    subject_kind: Mapped[Code]
    subject_id: Mapped[Code]
    person_id: Mapped[uuid.UUID] = ref("person.id")
    data: Mapped[dict[str, Any]] = mapped_column(default=dict)
    state: Mapped[Code] = mapped_column(default="queued")
    attempts: Mapped[int] = mapped_column(default=0)
    due_at: Mapped[datetime]
    phase: Mapped[Code] = mapped_column(default="")
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    trouble: Mapped[dict[str, Any]] = mapped_column(default=dict)
    created_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    person: Mapped[Person] = relationship()
