"""The catalogues of translations: sentences found in the program, kept and read as `auditapp/translations/*.po`.

Nothing is compiled beforehand: a process compiles a language in its memory when somebody first reads it, and keeps it.
"""

import ast
from collections.abc import Iterator
from functools import lru_cache
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from babel.support import NullTranslations, Translations
from jinja2 import Environment
from jinja2.ext import extract_from_ast

PACKAGE = Path(__file__).resolve().parent.parent
FOLDER = PACKAGE / "translations"
SOURCE = "en"
"""The language of the sentences in the program: it needs no catalogue."""

MARKS = frozenset({"_", "_l", "N_", "gettext", "lazy_gettext"})
MARKS_OF_PLURALS = frozenset({"ngettext", "lazy_ngettext"})
HEAD = """msgid ""
msgstr ""
"Language: {language}\\n"
"Plural-Forms: {plurals}\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""

Message = str | tuple[str, str]
"""A sentence, or singular and plural of one."""


@lru_cache(maxsize=8)
def read(language: str) -> NullTranslations:
    """The translations into ``language`` (a folder's name); those of a language without a catalogue change nothing."""
    path = path_of(language)
    if not path.exists():
        return NullTranslations()
    compiled = BytesIO()
    write_mo(compiled, catalogue(language))
    compiled.seek(0)
    return Translations(compiled)


def path_of(language: str) -> Path:
    """Where the catalogue of ``language`` lies."""
    return FOLDER / language / "LC_MESSAGES" / "messages.po"


def catalogue(language: str) -> Catalog:
    """The catalogue of ``language`` as it is written, for who works on it."""
    with path_of(language).open("rb") as file:
        return read_po(file, locale=language)


def languages() -> list[str]:
    """Those that have a catalogue."""
    return sorted(path.parent.parent.name for path in FOLDER.glob("*/LC_MESSAGES/messages.po"))


def in_use() -> set[Message]:
    """Every sentence that program and templates mark for translation."""
    found: set[Message] = set()
    for path in sorted(PACKAGE.rglob("*.py")):
        found.update(_of_module(path.read_text()))
    # What belongs to the app's environment beside its extensions does not change what stands in a template.
    reader = Environment(extensions=["jinja2.ext.i18n", "jinja2.ext.do"], trim_blocks=True, lstrip_blocks=True)  # noqa: S701 - nothing is rendered, sentences are read out
    for path in sorted((PACKAGE / "templates").rglob("*")):
        if path.suffix in (".html", ".txt"):
            found.update(_of_template(reader, path.read_text()))
    return found


def _of_module(source: str) -> Iterator[Message]:
    if "gettext" not in source and "N_" not in source:
        return
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "id", "") or getattr(node.func, "attr", "")
        texts = [one.value for one in node.args if isinstance(one, ast.Constant) and isinstance(one.value, str)]
        if name in MARKS and texts:
            yield texts[0]
        elif name in MARKS_OF_PLURALS and len(texts) > 1:
            yield texts[0], texts[1]


def _of_template(reader: Environment, source: str) -> Iterator[Message]:
    for _line, name, texts in extract_from_ast(reader.parse(source)):
        said = [texts] if isinstance(texts, str) else [one for one in texts or () if one is not None]
        if name in MARKS_OF_PLURALS and len(said) > 1:
            yield said[0], said[1]
        elif said:
            yield said[0]


def bring_up_to_date(language: str, wanted: set[Message]) -> list[Message]:
    """Write the catalogue anew with ``wanted`` alone, sorted, its translations kept; answers what has none yet."""
    before = {message.id: message.string for message in catalogue(language) if message.id}
    after = Catalog(locale=language, fuzzy=False)
    for message in wanted:
        empty: str | tuple[str, ...] = "" if isinstance(message, str) else ("",) * after.num_plurals
        after.add(message, before.get(message, empty))
    written = BytesIO()
    write_po(written, after, sort_output=True, no_location=True, width=0, omit_header=True)
    head = HEAD.format(language=language, plurals=after.plural_forms)
    path_of(language).write_text(head + written.getvalue().decode())
    return sorted((one for one in wanted if not all(before.get(one) or ("",))), key=str)
