"""Passkeys of people."""

import uuid
from datetime import datetime

from sqlalchemy import BigInteger, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from auditapp.models.base import Base, Id, Name, ref
from auditapp.models.person import Person


class Passkey(Base):
    """A key pair whose private half stays on a device of ``person``: nobody who reads the table can sign in with it."""

    __tablename__ = "passkey"

    id: Mapped[Id]
    person_id: Mapped[uuid.UUID] = ref("person.id")
    name: Mapped[Name]
    credential_id: Mapped[bytes] = mapped_column(LargeBinary(1023), unique=True)
    """How its device calls it; WebAuthn allows 1,023 bytes."""
    key: Mapped[bytes] = mapped_column(LargeBinary)
    """WebAuthn's attested credential data: the device's make, the id, the public key."""
    count: Mapped[int] = mapped_column(BigInteger, default=0)
    """Uses that the device counted (up to 2**32), 0 for devices that do not count."""
    transports: Mapped[list[str]] = mapped_column(default=list)
    last_challenge: Mapped[str] = mapped_column(String(64), default="")
    """SHA-256 of the challenge that it answered last, so that of two same answers sent at once one is refused."""
    created_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    person: Mapped[Person] = relationship()
