"""The clauses that nonconformities name, as a tree: standard with edition, clause, subclause."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

_HEADING = re.compile(r"(?P<edition>.+?) (?P<number>\d{1,2}(?:\.\d{1,2})*)(?: .*)?")
OTHER = "-"
"""The key of what names no clause."""


@dataclass(slots=True)
class Branch:
    """``label``: what is read at its place below another branch; ``key``: what the headings of all that hangs on it
    begin with, up to a blank or a full stop; ``things``: the references below it, each once."""

    label: str
    key: str
    things: set[str] = field(default_factory=set)
    branches: "list[Branch]" = field(default_factory=list)


def tree(headings: Mapping[str, Sequence[str]]) -> list[Branch]:
    """``headings``: for each reference the headings ('ISO 14001:2026 9.1.2 Evaluation of compliance') that it names.
    Editions and clauses stand in their order, `OTHER` last; a clause hangs on the nearest one above it that is named,
    and what is named below counts at every branch above."""
    found: dict[str, set[str]] = {}
    for reference, named in headings.items():
        for heading in named or ("",):
            found.setdefault(heading, set()).add(reference)
    roots: dict[str, Branch] = {}
    for heading in sorted(found, key=_in_order):
        read = _HEADING.fullmatch(heading)
        if read is None:
            roots[heading] = Branch(heading, heading or OTHER, set(found[heading]))
            continue
        edition = read["edition"]
        at = roots.setdefault(edition, Branch(edition, edition))
        at.things |= found[heading]
        while at.branches and f"{edition} {read['number']}".startswith(f"{at.branches[-1].key}."):
            at = at.branches[-1]
            at.things |= found[heading]
        at.branches.append(
            Branch(heading.removeprefix(f"{edition} "), f"{edition} {read['number']}", set(found[heading]))
        )
    return list(roots.values())


def _in_order(heading: str) -> tuple[bool, Iterable[tuple[int, str]]]:
    parts = re.split(r"(\d+)", heading)
    return heading == "", [(int(part), "") if part.isdecimal() else (0, part) for part in parts]
