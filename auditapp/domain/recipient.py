"""A line of a distribution list: who gets a paper, by name, and at which mail address where it names one."""

import re
from dataclasses import dataclass

_ADDRESS = re.compile(r"[^\s<>(),;:\"]+@[^\s<>(),;:\"]+\.[^\s<>(),;:\"]+")


@dataclass(frozen=True, slots=True)
class Line:
    """``name`` is what prints; ``address`` is '' where the line holds none."""

    name: str
    address: str = ""


def read(line: str) -> Line:
    """'Jo Weir, Weir Cert <jo@weircert.example>' -> name 'Jo Weir, Weir Cert' and the address; an address alone is its
    own name."""
    found = _ADDRESS.search(line)
    if found is None:
        return Line(line.strip())
    left, right = (part.strip(" <>(),;:\t") for part in (line[: found.start()], line[found.end() :]))
    name = ", ".join(part for part in (left, right) if part)
    return Line(name or found[0], found[0].lower().rstrip("."))
