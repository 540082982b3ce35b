"""The one organisation that an installation serves."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from auditapp.models.base import Base, Code, Name


class Organisation(Base):
    """Name, time zone and settings. ``deadline_days``: due days by grade and kind, {} for the defaults."""

    __tablename__ = "organisation"
    __table_args__ = (CheckConstraint("id = 1", name="only_one"),)

    id: Mapped[int] = mapped_column(primary_key=True, default=1)
    name: Mapped[Name]
    timezone: Mapped[Code]
    language: Mapped[Code] = mapped_column(default="en")
    is_demo: Mapped[bool] = mapped_column(default=False)
    deadline_days: Mapped[dict[str, Any]] = mapped_column(default=dict)
    logo: Mapped[str] = mapped_column(String(64), default="")
    """SHA-256 of the picture on the cover of papers; '' for none."""
    paper_size: Mapped[Code] = mapped_column(default="A4")
    """'A4' or 'Letter': what new papers are set for."""
    certificate_number: Mapped[Name] = mapped_column(default="", server_default="")
    """Of the certificate that the environmental management system has; '' for none, as in the next two."""
    certificate_body: Mapped[Name] = mapped_column(default="", server_default="")
    certificate_edition: Mapped[Code] = mapped_column(default="", server_default="")
    """A key of `checklists.editions`."""
    certificate_until: Mapped[date | None]
    """The last day on which it is valid."""
    created_at: Mapped[datetime]


class Counter(Base):
    """The last number given out in a series such as 'NC-2026'. Its row is locked while a number is taken."""

    __tablename__ = "counter"

    series: Mapped[Code] = mapped_column(primary_key=True)
    last: Mapped[int] = mapped_column(default=0)
