"""What every paper carries, its canonical form and its hash: plain values, ready to print and to compare.

Codes (grade, state, verb, kind of due date) are those of ``domain/words.py``; the word is chosen where it is shown.
Moments are aware; days are days at the site.
"""

import json
from dataclasses import Field, dataclass, field, fields, is_dataclass
from datetime import UTC, date, datetime
from functools import cache
from hashlib import sha256
from typing import Any

LATER = {"later": True}
"""Metadata of a field that came when papers were issued already. While it holds its default it stands in no record,
so that a paper frozen before it is not taken for another one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Photo:
    """A photo as printed. ``media`` is the key that ``adapters.pdf.render`` hands to its ``media`` function."""

    media: str
    alt: str
    width: int
    height: int
    caption: str = ""
    place: str = ""
    taken_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Override:
    """A rule set aside: which, why, what limits the harm, and who approved it. It prints."""

    rule: str
    reason: str
    mitigation: str = ""
    approved_by: str = ""
    approved_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One line of history: ``verb`` is a code of VERBS."""

    at: datetime
    who: str
    verb: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceFile:
    """One line of the evidence register: what a reader needs to check the file itself."""

    name: str
    sha256: str
    by: str
    received_at: datetime
    taken_at: datetime | None = None
    belongs_to: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """Who signed, as what, meaning what ('approved'), and when."""

    name: str
    role: str
    meaning: str
    at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """Who got the paper, and when. ``mailed``: by a mail that went out with the issue."""

    name: str
    role: str = ""
    at: datetime | None = None
    mailed: bool = field(default=False, metadata=LATER)


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """A change of a due date: to which ``day``, who approved it, and why."""

    day: date
    by: str
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """A due date: ``kind`` is a code of DEADLINES; ``first`` is the original day when it was changed, with the last
    ``reason``; ``moves``: every change, where there were several; ``round``: where there are several, in which."""

    kind: str
    day: date
    first: date | None = None
    reason: str = ""
    approved_by: str = ""
    done: date | None = None
    moves: tuple[Move, ...] = field(default=(), metadata=LATER)
    round: int = field(default=0, metadata=LATER)


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """The certificate of the organisation's environmental management system: its number, the certification body, the
    standard with its edition, the last day. What is not known is '' or None."""

    number: str = ""
    body: str = ""
    standard: str = ""
    until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """What every paper has. ``language``: the one that it is written in; ``status``: 'draft', 'issued', or 'current'
    for a sheet that tells how things stood at ``issued_at``; ``revision`` counts from 0, the first issue."""

    organisation: str
    reference: str
    title: str
    revision: int = 1
    status: str = "draft"
    issued_at: datetime | None = None
    revision_reason: str = ""
    confidentiality: str = ""
    language: str = ""
    overrides: tuple[Override, ...] = ()
    evidence: tuple[EvidenceFile, ...] = ()
    distribution: tuple[Recipient, ...] = ()
    signatures: tuple[Signature, ...] = ()
    history: tuple[Event, ...] = ()
    certificate: Certificate | None = field(default=None, metadata=LATER)


def canonical_json(paper: Paper) -> bytes:
    """The record behind the paper, the same bytes for the same content.

    UTF-8, keys sorted, no spaces, moments in UTC, ``kind`` and ``format`` on top. Raises ValueError for a moment
    without zone: it would mean another instant on another server.
    """
    record = {"kind": type(paper).__name__, "format": 1, "record": _plain(paper)}
    return json.dumps(record, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode(
        "utf-8", "surrogatepass"
    )


def record_hash(paper: Paper) -> str:
    """SHA-256 of ``canonical_json`` as 64 hexadecimal digits; it stands on the paper's last page."""
    return sha256(canonical_json(paper)).hexdigest()


@cache
def _fields(kind: Any) -> tuple[Field[Any], ...]:
    return fields(kind) if is_dataclass(kind) else ()


def _says_nothing(value: Any, each: Field[Any]) -> bool:
    return bool(each.metadata.get("later")) and getattr(value, each.name) == each.default


def _plain(value: Any) -> Any:
    kind: Any = type(value)
    if its := _fields(kind):
        return {each.name: _plain(getattr(value, each.name)) for each in its if not _says_nothing(value, each)}
    if isinstance(value, datetime):
        if value.tzinfo is None:
            raise ValueError("a moment in a record carries its zone")
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (tuple, list)):
        return [_plain(each) for each in value]
    return value
