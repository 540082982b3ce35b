"""Links that let somebody without an account act on one thing."""

import uuid
from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from auditapp.models.action import Action
from auditapp.models.base import Base, Code, Id, ref
from auditapp.models.finding import Finding
from auditapp.models.management_review import ReviewDecision, ReviewInput
from auditapp.models.nonconformity import Nonconformity
from auditapp.models.person import Person


class AccessGrant(Base):
    """A link in a mail: for one person, to one nonconformity, to one observation or opportunity, or to one input or
    decision of a management review, until it expires or is revoked.

    ``token_hash``: SHA-256 of the token in the link, ``browser_hash`` of the secret kept by the browser that used it
    first. ``action_id``, ``question_id``: the page it opens at, where that is not the nonconformity's own.
    """

    __tablename__ = "access_grant"

    id: Mapped[Id]
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    scope: Mapped[Code]
    """A code of `domain.words.SCOPES`."""
    person_id: Mapped[uuid.UUID] = ref("person.id")
    nonconformity_id: Mapped[uuid.UUID | None] = ref("nonconformity.id", nullable=True)
    input_id: Mapped[uuid.UUID | None] = ref("management_review_input.id", nullable=True, index=False)
    decision_id: Mapped[uuid.UUID | None] = ref("management_review_decision.id", nullable=True, index=False)
    finding_id: Mapped[uuid.UUID | None] = ref("finding.id", nullable=True, index=False)
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
    nonconformity: Mapped[Nonconformity | None] = relationship()
    action: Mapped[Action | None] = relationship()
    review_input: Mapped[ReviewInput | None] = relationship()
    decision: Mapped[ReviewDecision | None] = relationship()
    finding: Mapped[Finding | None] = relationship()

    @property
    def about_id(self) -> uuid.UUID | None:
        """The one record that it lets its person act on."""
        return self.nonconformity_id or self.finding_id or self.input_id or self.decision_id
