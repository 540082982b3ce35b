"""Clause trees of standards' editions, read from `checklists/standards/*.yaml`."""

import re
from functools import lru_cache
from pathlib import Path

import yaml

from auditapp.adapters.yaml_nodes import BadFileError, NodeReader, Problem, compose, read_bounded
from auditapp.domain.standard import BASE_EDITION, Clause, Edition, number_sort_key
from auditapp.domain.translated import LANGUAGES, Text

_NUMBER = re.compile(r"[0-9]{1,3}(\.[0-9]{1,3}){0,5}")
_KEY = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")


def read_translated(reader: NodeReader, node: yaml.Node, what: str, *, longest: int = 2000) -> Text:
    """A text keyed by language, English always among them."""
    by_language = reader.mapping(node, what, ["en"], LANGUAGES[1:])
    return Text.of({code: reader.text(one, what, longest=longest) for code, one in by_language.items()})


def _read_clause(reader: NodeReader, node: yaml.Node, edition: str) -> Clause:
    entry = reader.mapping(node, "A clause", ["number", "title"], ["parent", "heading_only", "was_2015"])
    number = reader.text(entry["number"], "number") if "number" in entry else ""
    if number and not _NUMBER.fullmatch(number):
        reader.say(entry["number"], f"“{number}” is no clause number such as 6.1.2.")
        number = ""
    parent = reader.text(entry["parent"], f"{number}: parent") if "parent" in entry else None
    was: tuple[str, ...] = ()
    if "was_2015" in entry:
        listed = reader.sequence(entry["was_2015"], f"{number}: was_2015", may_be_empty=True)
        was = tuple(reader.text(one, f"{number}: was_2015") for one in listed)
    if parent != (number.rpartition(".")[0] or None):
        reader.say(node, f"{number}: the parent must be the number without its last part.")
    title = read_translated(reader, entry["title"], f"{number}: title") if "title" in entry else Text()
    heading = "heading_only" in entry and reader.flag(entry["heading_only"], f"{number}: heading_only")
    return Clause(edition, number, title, parent, heading, was)


def _read_edition(reader: NodeReader, node: yaml.Node) -> Edition:
    entry = reader.mapping(node, "The edition", ["key", "name", "status", "clauses"], ["amendments"])
    texts = {name: reader.text(entry[name], name) for name in ("key", "name", "status") if name in entry}
    key = texts.get("key", "")
    if key and not _KEY.fullmatch(key):
        reader.say(entry["key"], "key must be small letters, digits and hyphens, such as iso14001-2026.")
    amendments: tuple[str, ...] = ()
    if "amendments" in entry:
        listed = reader.sequence(entry["amendments"], "amendments", may_be_empty=True)
        amendments = tuple(reader.text(one, "amendments") for one in listed)
    nodes = reader.sequence(entry["clauses"], "clauses") if "clauses" in entry else []
    clauses = [_read_clause(reader, one, key) for one in nodes]
    seen: set[str] = set()
    for one, clause in zip(nodes, clauses, strict=True):
        if clause.number in seen:
            reader.say(one, f"Clause {clause.number} stands here twice.")
        if clause.parent and clause.parent not in seen:
            reader.say(one, f"{clause.number}: its parent {clause.parent} must stand before it.")
        seen.add(clause.number)
    ordered = sorted((clause for clause in clauses if clause.number), key=lambda one: number_sort_key(one.number))
    return Edition(key, texts.get("name", ""), texts.get("status", ""), tuple(ordered), amendments)


def _read_file(path: Path) -> tuple[Edition | None, list[Problem]]:
    reader = NodeReader(path.name)
    try:
        edition = _read_edition(reader, compose(read_bounded(path)))
    except BadFileError as error:
        reader.adopt(error.problems)
        return None, reader.problems
    if edition.key and edition.key != path.stem:
        reader.problems.append(Problem(1, f"key is “{edition.key}”; name the file {edition.key}.yaml.", path.name))
    return edition, sorted(reader.problems)


def _check_origins(editions: dict[str, Edition]) -> list[Problem]:
    base = editions.get(BASE_EDITION)
    return [
        Problem(1, f"{clause.number}: was_2015 names {number}, which {BASE_EDITION} does not have.", f"{key}.yaml")
        for key, edition in sorted(editions.items())
        for clause in edition.clauses
        for number in clause.was_2015
        if base is None or number not in base.by_number
    ]


def read_editions(folder: Path) -> tuple[dict[str, Edition], list[Problem]]:
    """Every edition in `folder/standards` that can be read, by key, and all that is wrong with the files."""
    editions: dict[str, Edition] = {}
    problems: list[Problem] = []
    for path in sorted((folder / "standards").glob("*.yaml")):
        edition, wrong = _read_file(path)
        problems += wrong
        if edition is not None:
            editions[edition.key] = edition
    return editions, problems + _check_origins(editions)


@lru_cache(maxsize=16)
def load_editions(folder: Path) -> dict[str, Edition]:
    """Editions of `folder/standards` by key, read once per folder. Raises BadFileError."""
    editions, problems = read_editions(folder)
    if problems:
        raise BadFileError(problems)
    return editions
