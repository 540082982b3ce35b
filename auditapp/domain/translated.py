"""Texts that data carries in several languages: a checklist's question, a clause's title.

Words of the program itself are translated by gettext; these are not, since they belong to a revision of a
checklist and must read the same on a paper printed years later.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

FALLBACK = "en"
LANGUAGES = ("en", "de", "zh_Hans")


def candidates(language: str) -> Iterator[str]:
    """The codes to try, nearest first: zh_Hans_CN, zh_Hans, zh, en. A hyphen counts as an underscore."""
    parts = language.replace("-", "_").split("_")
    for length in range(len(parts), 0, -1):
        yield "_".join(parts[:length])
    yield FALLBACK


def nearest(language: str, known: Iterable[str]) -> str:
    """The code among ``known`` whose text is read in ``language``; '' when there is none at all."""
    held = list(known)
    return next((code for code in candidates(language) if code in held), held[0] if held else "")


def foreign(spoken: str, language: str) -> str:
    """``spoken`` where it is read as another language than ``language``, to be marked as such; else ''."""
    return "" if spoken.partition("_")[0] == language.replace("-", "_").partition("_")[0] else spoken


@dataclass(frozen=True, slots=True)
class Text:
    """One text in one or more languages, kept in the order of their codes."""

    entries: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, by_language: Mapping[str, str]) -> "Text":
        return cls(tuple(sorted(by_language.items())))

    def in_language(self, language: str) -> str:
        """The text in this language, or else the nearest one there is; empty when there is none at all."""
        for code, text in self.entries:
            if code == language:  # mostly so, and pages ask for hundreds
                return text
        return dict(self.entries).get(self.spoken(language), "")

    def spoken(self, language: str) -> str:
        """The language that `in_language` answers in: another than the one asked for where there is no translation."""
        return nearest(language, dict(self.entries))

    def to_json(self) -> dict[str, str]:
        return dict(self.entries)

    def __str__(self) -> str:
        return self.in_language(FALLBACK)

    def __bool__(self) -> bool:
        return bool(self.entries)


@dataclass(frozen=True, slots=True)
class Phrases:
    """A list of short texts (evidence to look for, captions) in one or more languages."""

    entries: tuple[tuple[str, tuple[str, ...]], ...] = ()

    @classmethod
    def of(cls, by_language: Mapping[str, Sequence[str]]) -> "Phrases":
        return cls(tuple(sorted((code, tuple(phrases)) for code, phrases in by_language.items())))

    def in_language(self, language: str) -> tuple[str, ...]:
        """The list in this language, or else the nearest one there is; empty when there is none at all."""
        return dict(self.entries).get(self.spoken(language), ())

    def spoken(self, language: str) -> str:
        """As of a `Text`."""
        return nearest(language, dict(self.entries))

    def to_json(self) -> dict[str, list[str]]:
        return {code: list(phrases) for code, phrases in self.entries}

    def __iter__(self) -> Iterator[str]:
        return iter(self.in_language(FALLBACK))

    def __bool__(self) -> bool:
        return bool(self.entries)


NO_TEXT = Text()
NO_PHRASES = Phrases()
