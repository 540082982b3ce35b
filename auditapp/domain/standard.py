"""Editions of standards, their clause trees, and references to clauses such as 'iso14001-2026:6.1.4'."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from auditapp.domain.translated import FALLBACK, Text

_REF = re.compile(r"(?P<edition>[a-z][a-z0-9]*(?:-[a-z0-9]+)*):(?P<number>[0-9]{1,3}(?:\.[0-9]{1,3}){0,5})")
BASE_EDITION = "iso14001-2015"
"""The edition that `was_2015` of a later one speaks about."""


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause of one edition: its number and title (facts), never the standard's text."""

    edition: str
    number: str
    title: Text
    parent: str | None = None
    heading_only: bool = False
    was_2015: tuple[str, ...] = ()

    @property
    def ref(self) -> str:
        return f"{self.edition}:{self.number}"


@dataclass(frozen=True)
class Edition:
    """A standard as published in one year, with its clauses in the order of their numbers."""

    key: str
    name: str
    status: str
    clauses: tuple[Clause, ...]
    amendments: tuple[str, ...] = ()

    @cached_property
    def by_number(self) -> Mapping[str, Clause]:
        return {clause.number: clause for clause in self.clauses}

    @property
    def auditable(self) -> tuple[Clause, ...]:
        """Clauses with requirements of their own: what coverage counts."""
        return tuple(clause for clause in self.clauses if not clause.heading_only)


Editions = Mapping[str, Edition]


def parse_ref(ref: str) -> tuple[str, str]:
    """('iso14001-2026', '4.1') of 'iso14001-2026:4.1'. Raises ValueError when it is no such reference."""
    match = _REF.fullmatch(ref)
    if match is None:
        raise ValueError(f"{ref!r} is not a clause reference such as iso14001-2026:4.1")
    return match["edition"], match["number"]


def number_sort_key(number: str) -> tuple[int, ...]:
    """Sorts 9.2.2 before 10.1. Raises ValueError on anything but numbers and dots."""
    return tuple(int(part) for part in number.split("."))


def ref_sort_key(ref: str) -> tuple[str, tuple[int, ...]]:
    """Sorts references by edition, then by clause number."""
    edition, number = parse_ref(ref)
    return edition, number_sort_key(number)


def find_clause(ref: str, editions: Editions) -> Clause | None:
    """The clause that a reference names, or None when it names none: whatever `ref` holds, nothing is raised."""
    try:
        edition, number = parse_ref(ref)
    except ValueError:
        return None
    return editions[edition].by_number.get(number) if edition in editions else None


def other_edition(ref: str, editions: Editions) -> tuple[str, ...]:
    """References to the same requirement in the other editions of the standard, headings left out.

    From a later edition to the 2015 one by `was_2015`, and back; an empty tuple where nothing corresponds
    (6.3 of 2026 is new) or the reference is unknown. One clause may have become several (9.3 became 9.3.1 to
    9.3.3) and several one (10.1 and 10.3 became 10.1).
    """
    clause = find_clause(ref, editions)
    if clause is None:
        return ()
    if clause.edition == BASE_EDITION:
        return tuple(later.ref for later in _followers(clause, editions))
    base = editions.get(BASE_EDITION)
    earlier = [base.by_number[number] for number in clause.was_2015 if number in base.by_number] if base else []
    return tuple(sorted((one.ref for one in earlier if not one.heading_only), key=ref_sort_key))


def _followers(clause: Clause, editions: Editions) -> Iterator[Clause]:
    for key in sorted(editions):
        if key != BASE_EDITION:
            yield from (later for later in editions[key].auditable if clause.number in later.was_2015)


def label(ref: str, editions: Editions, language: str = FALLBACK) -> str:
    """'ISO 14001:2026 5.2 Environmental policy'; the reference itself when the clause is unknown."""
    clause = find_clause(ref, editions)
    if clause is None:
        return ref
    return f"{editions[clause.edition].name} {clause.number} {clause.title.in_language(language)}"
