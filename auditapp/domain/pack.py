"""Closure evidence pack: what it holds, what it lacks, and how its files are called.

The fields follow domain.md (d), 'Closure evidence pack'. A pack is made of NC sheets that are frozen; nothing in it
is written anew.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from auditapp.domain.clause_tree import Branch, tree
from auditapp.domain.nc_sheet import NcSheet
from auditapp.domain.nc_sheet import Round as SheetRound
from auditapp.domain.paper import Paper
from auditapp.domain.words import N_

MOST = 200
"""Nonconformities in one pack."""

GAPS: dict[str, tuple[str, str]] = {
    "closed_without_evidence": ("red", N_("Closed without a photo or document that shows what was done")),
    "no_correction": ("red", N_("No correction is written")),
    "no_cause": ("red", N_("No cause is named")),
    "no_action": ("red", N_("No corrective action, and no reason for none")),
    "not_arrived": ("red", N_("A photo was announced and has not arrived")),
    "not_closed": ("amber", N_("Not closed yet")),
    "pending": ("amber", N_("Implemented and verified; the effectiveness check is still to come")),
    "no_extent": ("amber", N_("It is not written where else it could be")),
    "never_audited": ("amber", N_("Not audited in the cycle of three years")),
}
"""Code of a gap -> light and words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """Something that a certification auditor will ask about. ``kind``: a key of `GAPS`; ``about``: the number of a
    nonconformity or the heading of a clause; ``day``: when a pending check is due."""

    kind: str
    about: str
    day: date | None = None

    @property
    def light(self) -> str:
        """'red' or 'amber'."""
        return GAPS[self.kind][0]

    @property
    def says(self) -> str:
        """In words, untranslated."""
        return GAPS[self.kind][1]


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidencePack(Paper):
    """The content of a pack. ``sheets`` are the frozen ones, in the order of their numbers; ``originals``: photos go
    along as they came from the camera instead of as copies without metadata; ``clauses``: never audited."""

    audit: str = ""
    made_by: str = ""
    originals: bool = False
    copies: bool = False
    gaps: tuple[Gap, ...] = ()
    sheets: tuple[NcSheet, ...] = ()

    def clause_tree(self) -> list[Branch]:
        """The clauses that its nonconformities name."""
        return tree({sheet.reference: sheet.clauses for sheet in self.sheets})


def gaps(sheets: Iterable[NcSheet], never_audited: Iterable[str] = ()) -> Iterator[Gap]:
    """What a reader would miss, nonconformity by nonconformity, then the clauses that nobody audited."""
    for sheet in sheets:
        if sheet.state != "void":
            yield from _of(sheet)
    for clause in never_audited:
        yield Gap(kind="never_audited", about=clause)


def by_kind(found: Iterable[Gap]) -> dict[str, list[Gap]]:
    """The gaps of each kind that there is, in the order of `GAPS`: red before amber."""
    kinds: dict[str, list[Gap]] = {kind: [] for kind in GAPS}
    for gap in found:
        kinds[gap.kind].append(gap)
    return {kind: its for kind, its in kinds.items() if its}


def _of(sheet: NcSheet) -> Iterator[Gap]:
    number, last = sheet.reference, sheet.rounds[-1] if sheet.rounds else SheetRound(number=1)
    if sheet.state == "closed" and not sheet.after and not last_files(last):
        yield Gap(kind="closed_without_evidence", about=number)
    if not last.correction.text and not last.correction.not_needed:
        yield Gap(kind="no_correction", about=number)
    if not last.causes:
        yield Gap(kind="no_cause", about=number)
    if not last.actions and not last.no_action_reason:
        yield Gap(kind="no_action", about=number)
    if not last.extent:
        yield Gap(kind="no_extent", about=number)
    if any(not file.sha256 for file in sheet.evidence):
        yield Gap(kind="not_arrived", about=number)
    if sheet.state == "verified":
        yield Gap(kind="pending", about=number, day=last.effectiveness.check_on)
    elif sheet.state != "closed":
        yield Gap(kind="not_closed", about=number)


def last_files(one: SheetRound) -> tuple[str, ...]:
    """The documents of a round, by name."""
    verdicts = (*one.implementation_verdicts, one.effectiveness.verdict)
    parts: Sequence[tuple[str, ...]] = [one.containment.files, one.correction.files]
    parts = [*parts, *(action.files for action in one.actions), *(each.files for each in verdicts if each)]
    return tuple(name for names in parts for name in names)


_UNSAFE = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*%\u200e\u200f\u202a-\u202e\u2066-\u2069]+')


MOST_BYTES = 180
"""File systems hold names of 255 bytes; number and ending come to it, and a letter takes up to four."""


def file_name(words: str, most: int = 60) -> str:
    """``words`` as a name that every system can hold and read aloud: no path, no reserved sign, no dot at an end,
    at most ``most`` characters and `MOST_BYTES` bytes. '' where nothing is left."""
    plain = unicodedata.normalize("NFC", words.encode("utf-8", "ignore").decode())
    plain = " ".join(_UNSAFE.sub(" ", plain).split())
    held = plain[:most].encode()[:MOST_BYTES].decode("utf-8", "ignore")
    if held != plain:
        held = held.rpartition(" ")[0] or held
    return held.strip(" .")


def folder_name(sheet: NcSheet) -> str:
    """'NC-2026-014 Oil storage is not controlled'."""
    return " ".join(part for part in (file_name(sheet.reference), file_name(sheet.statement, 48)) if part)
