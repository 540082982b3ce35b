"""Links that let somebody without an account act on one thing."""

import uuid
from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from auditapp.models.action import Action
from auditapp.models.base import Base, Code, Id, ref
from auditapp.models.nonconformity import Nonconformity
from auditapp.models.person import Person


class AccessGrant(Base):
    """A link in a mail: for one person, to one nonconformity, until it expires or is revoked.

    ``token_hash``: SHA-256 of the token in the link, ``browser_hash`` of the secret kept by the browser that used it
    first. ``action_id``, ``question_id``: the page it opens at, where that is not the nonconformity's own.
    """

    __tablename__ = "access_grant"

    id: Mapped[Id]
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    scope: Mapped[Code]
    """A code of `domain.words.SCOPES`."""
    person_id: Mapped[uuid.UUID] = ref("person.id")
    nonconformity_id: Mapped[uuid.UUID] = ref("nonconformity.id")
    action_id: Mapped[uuid.UUID | None] = ref("action.id", nullable=True, index=False)
    question_id: Mapped[uuid.UUID | None] = ref("extent_question.id", nullable=True, index=False)
    made_at: Mapped[datetime]
    not_before: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    browser_hash: Mapped[str] = mapped_column(String(64), default="")
    revoked_at: Mapped[datetime | None]
    revoked_by_id: Mapped[uuid.UUID | None] = ref("person.id", nullable=True, index=False)

    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    nonconformity: Mapped[Nonconformity] = relationship()
    action: Mapped[Action | None] = relationship()
