"""In which language somebody wrote, as far as the text itself shows it: by its letters, and by its commonest words.

A paper is read aloud in its own language; what is written in another is marked, so that it is pronounced as it should
be (ISO 14289-1, 7.2; WCAG 3.1.2). A text that shows nothing stays unmarked rather than marked wrongly.
"""

import re
from collections import Counter
from functools import lru_cache

SCRIPTS: tuple[tuple[str, str], ...] = (
    ("ja", "\u3040-\u30ff"), ("ko", "\u1100-\u11ff\uac00-\ud7af"), ("zh_Hans", "\u3400-\u9fff\uf900-\ufaff"),
    ("el", "\u0370-\u03ff"), ("he", "\u0590-\u05ff"), ("th", "\u0e00-\u0e7f"), ("und_Arab", "\u0600-\u06ff"),
    ("und_Cyrl", "\u0400-\u04ff"),
)  # fmt: skip
"""Language of a text that is written in these letters; where many languages are, the letters alone are told."""
COMMON: dict[str, frozenset[str]] = {
    "en": frozenset((
        "the", "and", "of", "is", "are", "were", "not", "with", "that", "from", "by", "for", "to", "at", "has", "have",
        "been", "this", "which", "there", "they", "it", "on", "no",
    )),
    "de": frozenset((
        "der", "das", "und", "ist", "sind", "nicht", "mit", "von", "im", "den", "dem", "ein", "eine", "einer", "zu",
        "auf", "für", "wird", "wurde", "wurden", "kein", "keine", "bei", "aus", "des", "auch", "nach", "sich", "es",
        "als",
    )),
}  # fmt: skip
"""Words that hardly a sentence of the language does without, and that the other does not have."""
ENOUGH = 2
"""Common words that it takes to be sure, and how many times as many as of another language."""
_WORD = re.compile(r"[^\W\d_]+")
_LETTERS = {language: re.compile(f"[{letters}]") for language, letters in SCRIPTS}
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]+")


@lru_cache(maxsize=512)
def heard(text: str) -> str:
    """The language of ``text`` ('en', 'zh_Hans', 'und_Arab'); '' where it shows none."""
    if text.isascii():
        return _by_words(text)
    found = Counter({language: len(letters.findall(text)) for language, letters in _LETTERS.items()})
    found["latin"] = sum(1 for _ in _LATIN.finditer(text))  # a word of Latin letters says as much as one character
    if found["ja"] and found["zh_Hans"]:
        found["ja"] += found.pop("zh_Hans")
    language, _count = found.most_common(1)[0]
    return language if language != "latin" and found[language] else _by_words(text)


def _by_words(text: str) -> str:
    said = [word.lower() for word in _WORD.findall(text)]
    scores = sorted(((sum(word in common for word in said), language) for language, common in COMMON.items()))
    (others, _), (most, language) = scores[-2:]
    return language if most >= ENOUGH and most >= ENOUGH * others else ""
