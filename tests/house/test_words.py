"""The words of the product (`docs/words.md`) and their translations: none missing, none broken, none banned."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

from auditapp.adapters import catalogues
from auditapp.domain.languages import NAMES

PLACE = re.compile(r"%\(\w+\)[sd]|%%|<[^>]+>|https?://\S+")
ROOT = Path(__file__).resolve().parent.parent.parent
SOFT = "\u00ad"
"""Where a long word may be divided on a small button."""
GLOSSARY = ROOT / "docs" / "words.md"
TRANSLATED = tuple(language for language in NAMES if language != catalogues.SOURCE)
COLUMN = {"de": "German", "zh_Hans": "Chinese"}


@pytest.fixture(scope="module")
def said() -> set[catalogues.Message]:
    """Every sentence in use."""
    return catalogues.in_use()


@pytest.fixture(scope="module")
def written() -> dict[str, Catalog]:
    """Every catalogue."""
    return {language: catalogues.catalogue(language) for language in TRANSLATED}


def forms(text: object) -> list[str]:
    """A sentence, or each of its plural forms."""
    return [text] if isinstance(text, str) else [str(one) for one in text or ()]  # type: ignore[attr-defined]


def pairs(catalogue: Catalog) -> Iterator[tuple[list[str], list[str]]]:
    for message in catalogue:
        if message.id:
            yield forms(message.id), forms(message.string)


def glossary() -> list[dict[str, str]]:
    lines = [line for line in GLOSSARY.read_text().splitlines() if line.startswith("| ")]
    names = [cell.strip() for cell in lines[0].strip("|").split("|")]
    return [dict(zip(names, (cell.strip() for cell in line.strip("|").split("|")), strict=True)) for line in lines[1:]]


def banned(language: str) -> list[str]:
    """Words that ``language`` does not say."""
    found: list[str] = []
    nowhere = GLOSSARY.read_text().rpartition("in no language: ")[2].replace("\n", " ").rstrip(". ")
    for cell in [*(row["never"] for row in glossary()), nowhere]:
        for part in cell.split(";"):
            mark, colon, words = part.strip().partition(": ")
            of = {"de": "de", "zh": "zh_Hans"}[mark] if colon else catalogues.SOURCE
            if of == language:
                found += [word.strip() for word in (words if colon else mark).split(",") if word.strip()]
    return [word for word in found if word != "an exclamation mark"]


def saying(words: list[str]) -> re.Pattern[str]:
    """Any of ``words``: a whole word where words are divided by blanks, anywhere where they are not."""
    parts = [rf"(?<![\w-]){re.escape(word)}(?![\w-])" if word[0] < "\u2e80" else re.escape(word) for word in words]
    return re.compile("|".join(parts), re.IGNORECASE)


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_sentence_in_use_is_translated(
    language: str, said: set[catalogues.Message], written: dict[str, Catalog]
) -> None:
    translated = {message.id: message.string for message in written[language] if message.id}
    missing = sorted(str(one) for one in said if not all(forms(translated.get(one)) or [""]))
    assert not missing, f"{len(missing)} without {NAMES[language]}; run 'flask --app wsgi catalogues': {missing[:20]}"


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_translation_has_the_places_and_marks_of_its_sentence(language: str, written: dict[str, Catalog]) -> None:
    wrong = [
        (translation, message[-1])
        for message, translations in pairs(written[language])
        for translation in translations
        if translation and sorted(set(PLACE.findall(translation))) != sorted(set(PLACE.findall(message[-1])))
    ]
    assert not wrong


@pytest.mark.parametrize("language", TRANSLATED)
def test_no_translation_is_a_guess(language: str, written: dict[str, Catalog]) -> None:
    assert not [message.id for message in written[language] if message.fuzzy and message.id]


def test_the_languages_are_those_that_have_a_catalogue() -> None:
    assert catalogues.languages() == sorted(TRANSLATED)


def test_no_sentence_uses_a_word_that_the_glossary_bans(said: set[catalogues.Message]) -> None:
    sentences = [form for message in said for form in forms(message)]
    never = saying(banned("en"))
    assert not [(found[0], one) for one in sentences if (found := never.search(PLACE.sub("", one)))]
    assert not [one for one in sentences if "!" in one]


@pytest.mark.parametrize("language", TRANSLATED)
def test_no_translation_uses_a_word_that_the_glossary_bans(language: str, written: dict[str, Catalog]) -> None:
    never = saying(banned(language))
    said = [translation for _, translations in pairs(written[language]) for translation in translations]
    assert not [(found[0], one) for one in said if (found := never.search(PLACE.sub("", one)))]


@pytest.mark.parametrize("language", TRANSLATED)
def test_the_catalogue_says_what_the_glossary_says(language: str, written: dict[str, Catalog]) -> None:
    translated = {message.id: str(message.string).replace(SOFT, "") for message in written[language] if message.id}
    terms = {row["word"]: row[COLUMN[language]] for row in glossary()}
    other = {
        word: (translated[spelled], term)
        for word, term in terms.items()
        for spelled in (word, word[0].upper() + word[1:])
        if spelled in translated and term.lower() not in translated[spelled].lower()
    }
    assert not other


def test_a_banned_word_would_be_noticed() -> None:
    assert saying(banned("en")).search("This Ticket is late.")
    assert not saying(banned("en")).search("The ticketing is late.")
    assert saying(banned("de")).search("Eine Nichtabweichung.")
    assert saying(banned("zh_Hans")).search("这是一个不合格。")
