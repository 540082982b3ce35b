"""An effectiveness check that was asked as a question of an audit."""

import uuid

from sqlalchemy import Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from auditapp.models.base import Base, Id, ref
from auditapp.models.instance import Instance
from auditapp.models.nonconformity import Nonconformity


class EffectivenessQuestion(Base):
    """The question of one audit that asks whether one round of one nonconformity was effective."""

    __tablename__ = "effectiveness_question"

    id: Mapped[Id]
    instance_id: Mapped[uuid.UUID] = ref("instance.id", unique=True)
    nonconformity_id: Mapped[uuid.UUID] = ref("nonconformity.id")
    round_number: Mapped[int]
    matter: Mapped[str] = mapped_column(Text)
    """The criterion, and what had been found: it stands behind the words of the question."""

    instance: Mapped[Instance] = relationship()
    nonconformity: Mapped[Nonconformity] = relationship()
