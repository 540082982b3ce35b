"""Checklists as files: read, checked and told about with line numbers. The format: `checklists/README.md`."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from auditapp.adapters.standard_files import load_editions, read_editions, read_translated
from auditapp.adapters.yaml_nodes import BadFileError, NodeReader, Problem, compose, read_bounded
from auditapp.domain.checklist import KINDS, Checklist, Question, Section
from auditapp.domain.standard import Edition, find_clause, parse_ref
from auditapp.domain.translated import LANGUAGES, NO_PHRASES, NO_TEXT, Phrases, Text
from auditapp.domain.words import AUDIT_TYPES, KINDS_OF_EVIDENCE

__all__ = [
    "SHIPPED",
    "BadFileError",
    "Problem",
    "check_file",
    "check_folder",
    "load_all",
    "load_checklist",
    "load_editions",
    "read_checklist",
]

SHIPPED = Path(__file__).resolve().parents[2] / "checklists"
"""The folder of checklists that come with the product."""

_KEY = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_ID = re.compile(r"[a-z][a-z0-9]*([.-][a-z0-9]+)*")
LONGEST_KEY = 64
LONGEST_QUESTION = 400
LONGEST_CAPTION = 40


@dataclass
class _Reading:
    """One file being read: its reader, the editions that clauses may come from, where each name was seen."""

    reader: NodeReader
    editions: dict[str, Edition]
    seen: dict[str, int] = field(default_factory=dict)

    def name(self, node: yaml.Node | None, what: str, pattern: re.Pattern[str]) -> str:
        """A key or id: short, plain, and not used before in this file."""
        if node is None:
            return ""
        value = self.reader.text(node, what, longest=LONGEST_KEY)
        if value and not pattern.fullmatch(value):
            self.reader.say(node, f"{what}: “{value}” must be small letters and digits with hyphens between them.")
        line = node.start_mark.line + 1
        first = self.seen.setdefault(f"{what} {value}", line)
        if value and first != line:
            self.reader.say(node, f"{what} “{value}” was used before, on line {first}.")
        return value

    def text(self, node: yaml.Node | None, what: str, longest: int = 2000) -> Text:
        return NO_TEXT if node is None else read_translated(self.reader, node, what, longest=longest)

    def phrases(self, node: yaml.Node | None, what: str, longest: int = 400) -> Phrases:
        """A list of short texts keyed by language; every language says as many."""
        if node is None:
            return NO_PHRASES
        by_language: dict[str, list[str]] = {}
        for code, listed in self.reader.mapping(node, what, ["en"], LANGUAGES[1:]).items():
            entries = self.reader.sequence(listed, what)
            by_language[code] = [self.reader.text(one, what, longest=longest) for one in entries]
        if len({len(listed) for listed in by_language.values()}) > 1:
            self.reader.say(node, f"{what} must say the same number of things in each language.")
        return Phrases.of(by_language)

    def clauses(self, node: yaml.Node | None, what: str) -> tuple[str, ...]:
        """References to clauses that exist and carry requirements of their own."""
        found: list[str] = []
        for one in self.reader.sequence(node, what) if node is not None else []:
            ref = self.reader.text(one, what)
            wrong = self._wrong_ref(ref, found) if ref else None
            if wrong:
                self.reader.say(one, f"{what}: {wrong}")
            elif ref:
                found.append(ref)
        return tuple(found)

    def _wrong_ref(self, ref: str, found: list[str]) -> str | None:
        try:
            edition, number = parse_ref(ref)
        except ValueError:
            return f"“{ref}” is not a clause such as 'iso14001-2026:6.1.2'."
        if edition not in self.editions:
            return f"the edition “{edition}” is not known. Known are: {', '.join(sorted(self.editions))}."
        clause = find_clause(ref, self.editions)
        if clause is None:
            return f"{self.editions[edition].name} has no clause {number}."
        if clause.heading_only:
            return f"{self.editions[edition].name} {number} is only a heading. Name a clause below it."
        return f"{ref} stands here twice." if ref in found else None


def _read_question(reading: _Reading, node: yaml.Node) -> Question:
    entry = reading.reader.mapping(
        node, "A question", ["id", "text", "clauses"], ["guidance", "look_for", "captions", "evidence"]
    )
    name = reading.name(entry.get("id"), "id", _ID)
    kinds = entry.get("evidence")
    return Question(
        id=name,
        text=reading.text(entry.get("text"), f"{name}: text", LONGEST_QUESTION),
        clauses=reading.clauses(entry.get("clauses"), f"{name}: clauses"),
        guidance=reading.text(entry.get("guidance"), f"{name}: guidance"),
        look_for=reading.phrases(entry.get("look_for"), f"{name}: look_for"),
        captions=reading.phrases(entry.get("captions"), f"{name}: captions", LONGEST_CAPTION),
        evidence=reading.reader.choices(kinds, f"{name}: evidence", KINDS_OF_EVIDENCE) if kinds else (),
    )


def _read_section(reading: _Reading, node: yaml.Node) -> Section:
    entry = reading.reader.mapping(node, "A section", ["key", "title", "questions"], ["place"])
    key = reading.name(entry.get("key"), "section", _KEY)
    listed = reading.reader.sequence(entry["questions"], f"{key}: questions") if "questions" in entry else []
    return Section(
        key=key,
        title=reading.text(entry.get("title"), f"{key}: title", 200),
        questions=tuple(_read_question(reading, one) for one in listed),
        place=reading.text(entry.get("place"), f"{key}: place", 200),
    )


def _read(reading: _Reading, node: yaml.Node) -> Checklist:
    reader = reading.reader
    wanted = ["key", "title", "kind", "audit_types", "objectives", "scope", "criteria", "sections"]
    entry = reader.mapping(node, "The checklist", wanted, ["summary"])
    kind, types, criteria = entry.get("kind"), entry.get("audit_types"), entry.get("criteria")
    listed = reader.sequence(entry["sections"], "sections") if "sections" in entry else []
    return Checklist(
        key=reading.name(entry.get("key"), "key", _KEY),
        title=reading.text(entry.get("title"), "title", 200),
        kind=reader.choice(kind, "kind", KINDS) if kind else "",
        audit_types=reader.choices(types, "audit_types", AUDIT_TYPES) if types else (),
        objectives=reading.phrases(entry.get("objectives"), "objectives"),
        scope=reading.text(entry.get("scope"), "scope"),
        criteria=reader.choices(criteria, "criteria", sorted(reading.editions)) if criteria else (),
        sections=tuple(_read_section(reading, one) for one in listed),
        summary=reading.text(entry.get("summary"), "summary"),
    )


def _editions_for(folder: Path) -> dict[str, Edition]:
    return load_editions(folder if (folder / "standards").is_dir() else SHIPPED)


def _examine(data: bytes, name: str, editions: dict[str, Edition]) -> tuple[Checklist | None, _Reading]:
    reading = _Reading(NodeReader(name), editions)
    checklist = None
    try:
        checklist = _read(reading, compose(data))
    except BadFileError as error:
        reading.reader.adopt(error.problems)
    stem = Path(name).stem
    if checklist and checklist.key and checklist.key != stem:
        sentence = f"key is “{checklist.key}”; name the file {checklist.key}.yaml."
        reading.reader.problems.append(Problem(1, sentence, name))
    reading.reader.problems.sort()
    return checklist, reading


def read_checklist(data: bytes, name: str, editions: dict[str, Edition]) -> tuple[Checklist | None, list[Problem]]:
    """The checklist in these bytes, as far as it can be read, and all that is wrong with it, by line."""
    checklist, reading = _examine(data, name, editions)
    return checklist, reading.reader.problems


def check_file(path: Path) -> list[Problem]:
    """Everything wrong with one file, by line; an empty list when it can be used. Raises OSError."""
    return read_checklist(read_bounded(path), path.name, _editions_for(path.parent))[1]


def load_checklist(path: Path) -> Checklist:
    """The checklist in one file. Raises BadFileError with all that is wrong, OSError."""
    checklist, problems = read_checklist(read_bounded(path), path.name, _editions_for(path.parent))
    if checklist is None or problems:
        raise BadFileError(problems)
    return checklist


def _examine_all(paths: Iterable[Path], editions: dict[str, Edition]) -> tuple[list[Checklist], list[Problem]]:
    checklists: list[Checklist] = []
    problems: list[Problem] = []
    first_seen: dict[str, str] = {}
    for path in paths:
        checklist, reading = _examine(read_bounded(path), path.name, editions)
        problems += reading.reader.problems
        for name, line in reading.seen.items():
            if not name.startswith("id "):
                continue
            other = first_seen.setdefault(name, f"{path.name}, line {line}")
            if not other.startswith(f"{path.name}, "):
                sentence = f"id “{name[3:]}” is used before, in {other}."
                problems.append(Problem(line, sentence, path.name))
        if checklist is not None:
            checklists.append(checklist)
    return checklists, problems


def check_folder(folder: Path = SHIPPED) -> list[Problem]:
    """Everything wrong with all checklists and clause trees of a folder, ids used in two files included."""
    editions, problems = read_editions(folder)
    return problems + _examine_all(sorted(folder.glob("*.yaml")), editions)[1]


def load_all(folder: Path = SHIPPED) -> list[Checklist]:
    """All checklists of a folder in the order of their file names. Raises BadFileError."""
    checklists, problems = _examine_all(sorted(folder.glob("*.yaml")), _editions_for(folder))
    if problems:
        raise BadFileError(problems)
    return checklists
