"""People, their roles, and the sessions they are signed in with."""

import uuid
from datetime import datetime
from typing import Any, cast

from flask_security.core import RoleMixin, UserMixin
from sqlalchemy import Column, ForeignKey, String, Table
from sqlalchemy.orm import Mapped, mapped_column, relationship

from auditapp.models.base import Base, Code, Id, Name, ref

person_role = Table(
    "person_role",
    Base.metadata,
    Column("person_id", ForeignKey("person.id", ondelete="RESTRICT"), primary_key=True),
    Column("role_name", ForeignKey("role.name", ondelete="RESTRICT"), primary_key=True),
)


class Role(Base, RoleMixin):
    """One of the five roles of `domain.words.ROLES`."""

    __tablename__ = "role"

    name: Mapped[Code] = mapped_column(primary_key=True)
    permissions = None


class Person(Base, UserMixin):
    """Somebody who works with the EMS. Without a password they can be named and written to, not signed in."""

    __tablename__ = "person"

    id: Mapped[Id]  # type: ignore[assignment] # Flask-Security's mixin says int; it never counts with it
    name: Mapped[Name]
    email: Mapped[Name] = mapped_column(unique=True)
    job_title: Mapped[Name] = mapped_column(default="")
    phone: Mapped[Code] = mapped_column(default="")
    language: Mapped[Code] = mapped_column(default="")
    """A code of `domain.languages.NAMES`; '' for the organisation's."""
    password: Mapped[str | None] = mapped_column(String(255))
    active: Mapped[bool] = mapped_column(default=True)
    fs_uniquifier: Mapped[str] = mapped_column(String(64), unique=True)
    invited_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    digest: Mapped[bool] = mapped_column(default=True)
    """Whether a mail in the morning tells what is due; on unless they turned it off."""
    calendar_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    """The SHA-256 of the secret in their calendar's address."""
    roles: Mapped[list[Role]] = relationship(  # type: ignore[assignment] # the mixin's list is invariant
        secondary=person_role, lazy="selectin", order_by=Role.name
    )

    acting_on = cast("uuid.UUID | None", None)
    """Not stored: the one record that a link of a mail lets them act on in this request; None when signed in."""

    @property
    def role_names(self) -> frozenset[str]:
        """The codes of the roles."""
        return frozenset(role.name for role in self.roles)

    @property
    def initials(self) -> str:
        """Up to two letters for a small round mark."""
        return "".join(part[0] for part in self.name.split()[:2]).upper()


class SignInSession(Base):
    """One browser's session, kept here so that it can be listed and revoked.

    ``id`` is the SHA-256 of the cookie's token: who reads the table cannot sign in with it. ``is_tablet``: after
    the desk limits it stays good for the walk, for 30 days (trust.md, security 22).
    """

    __tablename__ = "sign_in_session"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    person_id: Mapped[uuid.UUID | None] = ref("person.id", nullable=True)
    data: Mapped[dict[str, Any]] = mapped_column(default=dict)
    is_tablet: Mapped[bool] = mapped_column(default=False)
    user_agent: Mapped[Name] = mapped_column(default="")
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    expires_at: Mapped[datetime]
