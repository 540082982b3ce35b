"""Sites, and the processes that sit on them."""

import uuid

from sqlalchemy import Column, ForeignKey, Table
from sqlalchemy.orm import Mapped, mapped_column, relationship

from auditapp.models.base import Base, Code, Id, Name, ref
from auditapp.models.person import Person

process_site = Table(
    "process_site",
    Base.metadata,
    Column("process_id", ForeignKey("process.id", ondelete="RESTRICT"), primary_key=True),
    Column("site_id", ForeignKey("site.id", ondelete="RESTRICT"), primary_key=True, index=True),
)


class Site(Base):
    """A place with an address and a time zone (IANA name)."""

    __tablename__ = "site"

    id: Mapped[Id]
    name: Mapped[Name] = mapped_column(unique=True)
    address: Mapped[str] = mapped_column(default="")
    timezone: Mapped[Code]
    active: Mapped[bool] = mapped_column(default=True)
    processes: Mapped[list["Process"]] = relationship(
        secondary=process_site, back_populates="sites", order_by="Process.name"
    )


class Process(Base):
    """An activity or area with an owner, on one or more sites."""

    __tablename__ = "process"

    id: Mapped[Id]
    name: Mapped[Name] = mapped_column(unique=True)
    description: Mapped[str] = mapped_column(default="")
    owner_id: Mapped[uuid.UUID | None] = ref("person.id", nullable=True)
    active: Mapped[bool] = mapped_column(default=True)
    owner: Mapped[Person | None] = relationship()
    sites: Mapped[list[Site]] = relationship(secondary=process_site, back_populates="processes", order_by=Site.name)
