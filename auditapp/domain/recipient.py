"""A line of a distribution list: who gets a paper, by name, and at which mail address where it names one."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

_ADDRESS = re.compile(r"[^\s<>(),;:\"]+@[^\s<>(),;:\"]+\.[^\s<>(),;:\"]+")


@dataclass(frozen=True, slots=True)
class Line:
    """``name`` is what prints; ``address`` is '' where the line holds none."""

    name: str
    address: str = ""


def entries(text: str) -> tuple[str, ...]:
    """The entries of a distribution list: one a line, or several with a semicolon between them."""
    return tuple(entry.strip() for entry in re.split(r"[;\n]", text) if entry.strip())


def names_in(entry: str, names: Iterable[str]) -> tuple[str, ...]:
    """Those of ``names`` that ``entry`` holds as whole words, in any case of letters. A name within a longer one is not
    meant: 'Chen Li' neither in 'Chen Lin' nor 'Chen Li-Weir' nor, where both are among ``names``, in 'Chen Li Wei'."""
    folded, found = entry.casefold(), []
    for name in sorted({each for each in names if each.strip()}, key=len, reverse=True):
        whole = re.compile(rf"(?<!\w)(?<!\w[-‐'’]){re.escape(name.casefold())}(?!\w|[-‐'’]\w)")
        if whole.search(folded):
            found.append(name)
            folded = whole.sub("\n", folded)
    return tuple(found)


def addresses_in(entry: str) -> frozenset[str]:
    """Every mail address in ``entry``, in small letters."""
    return frozenset(found.lower().rstrip(".") for found in _ADDRESS.findall(entry))


def read(line: str) -> Line:
    """'Jo Weir, Weir Cert <jo@weircert.example>' -> name 'Jo Weir, Weir Cert' and the address; an address alone is its
    own name."""
    found = _ADDRESS.search(line)
    if found is None:
        return Line(line.strip())
    left, right = (part.strip(" <>(),;:\t") for part in (line[: found.start()], line[found.end() :]))
    name = ", ".join(part for part in (left, right) if part)
    return Line(name or found[0], found[0].lower().rstrip("."))
