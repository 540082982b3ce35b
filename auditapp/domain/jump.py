"""Going somewhere by a few typed words: how well a name answers them."""

import unicodedata
from collections.abc import Iterable
from typing import TypeVar

Named = TypeVar("Named")

MOST_TYPED = 120
"""Characters of what was typed that are looked at."""
BEGINS, WORD, WITHIN = range(3)
"""What was typed begins the name; each part begins a word of it; each part stands in it somewhere. Less is better."""


def folded(text: str) -> str:
    """``text`` without capitals and diacritics, so that 'ol' finds 'Öl' and 'strasse' 'Straße'."""
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in parts if not unicodedata.combining(char))


def typed(text: str) -> str:
    """What somebody typed, as it is compared: folded, its blanks single, at most `MOST_TYPED` characters."""
    return " ".join(folded(text[:MOST_TYPED]).split())


def rank(wanted: str, name: str) -> int | None:
    """How well ``name`` answers ``wanted`` (as `typed` gives it): `BEGINS`, `WORD` or `WITHIN`; None: not at all.

    Words of Chinese and Japanese have no blanks between them, so a part of a name counts as well, but last; one or two
    Latin letters stand in most names and count as a beginning only.
    """
    here = folded(name)
    if here.startswith(wanted):
        return BEGINS
    parts = wanted.split()
    words = _words(here)
    if all(any(word.startswith(part) for word in words) for part in parts):
        return WORD
    long_enough = len(wanted) > 2 or not wanted.isascii()
    return WITHIN if long_enough and all(part in here for part in parts) else None


def _words(text: str) -> list[str]:
    return "".join(char if char.isalnum() or char == "." else " " for char in text).split()


def best(wanted: str, things: Iterable[tuple[str, Named]], most: int) -> list[tuple[int, Named]]:
    """The ``most`` things whose names answer ``wanted`` best, with how well, in the order given among equals."""
    found = [(fit, thing) for name, thing in things if (fit := rank(wanted, name)) is not None]
    return sorted(found, key=lambda one: one[0])[:most]
