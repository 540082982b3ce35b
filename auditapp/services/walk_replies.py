"""What an operation is made of on its way in, and what is answered to it."""

import uuid
from dataclasses import dataclass
from typing import Any

from auditapp.models import Audit, Person
from auditapp.services.walk_entries import Entry


class Held(Exception):
    """The operation is stored and shown to the audit team leader, but has no effect. ``why``: a sentence."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class NotYet(Exception):
    """What the operation belongs to has not arrived; it is not stored, the device sends it again."""


@dataclass(frozen=True)
class Received:
    """An operation that may have its effect: its person is on the team, its audit under way."""

    by: Person
    audit: Audit
    entry: Entry

    @property
    def target(self) -> uuid.UUID:
        return self.entry.target

    @property
    def base(self) -> str | None:
        return str(self.entry.base) if self.entry.base else None


@dataclass(frozen=True)
class Reply:
    """``status``: applied, conflict, held, rejected, error. ``theirs``: the value that stands, with rev, by and at."""

    status: str
    why: str = ""
    theirs: dict[str, Any] | None = None
    replay: bool = False

    def stored(self) -> dict[str, Any]:
        """What is kept to answer a replay."""
        parts = {"why": self.why, "theirs": self.theirs}
        return {name: part for name, part in parts.items() if part}

    def as_result(self, entry_id: uuid.UUID) -> dict[str, Any]:
        """What the device gets."""
        told: dict[str, Any] = {"id": str(entry_id), "status": self.status, **self.stored()}
        if self.replay:
            told["replay"] = True
        return told
