"""YAML from people's hands, read so that it can do no harm and every fault is told with its line.

Nothing is ever constructed from the file but strings and the two words true and false: YAML's guesses
('no' is False, 12:30:45 is a number) become sentences instead. Aliases, tags, depth and size are refused
before a tree is built (bombs; 20,000 brackets cost a plain reader seconds).
"""

import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from pathlib import Path

import yaml

MAX_BYTES = 1024 * 1024
MAX_LEVELS = 20
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_GUESSES = {
    "bool": "true or false",
    "int": "a number",
    "float": "a number",
    "timestamp": "a date",
    "null": "nothing",
    "merge": "a merge",
    "value": "a default value",
}


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """What is wrong in a file, as a sentence with a remedy, and the line it is about (from 1)."""

    line: int
    sentence: str
    file: str = ""

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.sentence}"


class BadFileError(ValueError):
    """A file that cannot be used; `problems` holds every reason."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


def read_bounded(path: Path) -> bytes:
    """The bytes of a file, of a too large one no more than `compose` needs to refuse it. Raises OSError."""
    with path.open("rb") as file:
        return file.read(MAX_BYTES + 1)


def compose(data: bytes) -> yaml.Node:
    """The node tree of one YAML document. Raises BadFileError for anything that is not plain, small YAML."""
    if len(data) > MAX_BYTES:
        raise BadFileError([Problem(1, f"The file is longer than {MAX_BYTES} bytes. Split it in two.")])
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise BadFileError([Problem(line, "The file is not UTF-8 text. Save it as UTF-8.")]) from None
    try:
        _refuse_tricks(text)
        node = yaml.compose(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        raise BadFileError([_syntax_problem(error, text)]) from None
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise BadFileError([Problem(line, "The file holds a control character. Remove it.")]) from None
    if node is None:
        raise BadFileError([Problem(1, "The file is empty.")])
    return node


def _refuse_tricks(text: str) -> None:
    level = documents = 0
    for event in yaml.parse(text, Loader=_Loader):
        line = _line_of(event)
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise BadFileError([Problem(line, "Anchors and aliases (& and *) are not allowed. Write the text out.")])
        if isinstance(event, yaml.NodeEvent) and getattr(event, "tag", None):
            raise BadFileError([Problem(line, "Tags (words that start with !) are not allowed. Remove the tag.")])
        if isinstance(event, yaml.CollectionStartEvent):
            level += 1
            if level > MAX_LEVELS:
                raise BadFileError([Problem(line, f"The file nests more than {MAX_LEVELS} levels deep.")])
        elif isinstance(event, yaml.CollectionEndEvent):
            level -= 1
        elif isinstance(event, yaml.DocumentStartEvent):
            documents += 1
            if documents > 1:
                raise BadFileError([Problem(line, "The file holds a second document (---). One file, one document.")])


def _line_of(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 1


def _syntax_problem(error: yaml.MarkedYAMLError, text: str) -> Problem:
    mark = error.problem_mark or error.context_mark
    number = mark.line if mark else 0
    line = next(iter(text.splitlines()[number : number + 1]), "")
    if "\t" in line[: len(line) - len(line.lstrip())]:
        return Problem(number + 1, "A tab stands where blanks are expected. Indent with blanks.")
    return Problem(number + 1, f"This is not valid YAML: {error.problem or error.context}.")


class NodeReader:
    """Reads expected shapes from nodes and collects a Problem for each that is not as expected.

    Every method answers with something usable even when the node is wrong, so that one pass finds all faults.
    """

    def __init__(self, file: str = "") -> None:
        self.file = file
        self.problems: list[Problem] = []

    def say(self, node: yaml.Node, sentence: str) -> None:
        self.problems.append(Problem(node.start_mark.line + 1, sentence, self.file))

    def adopt(self, problems: list[Problem]) -> None:
        self.problems.extend(replace(problem, file=self.file) for problem in problems)

    def mapping(
        self, node: yaml.Node, what: str, required: Collection[str], optional: Collection[str] = ()
    ) -> dict[str, yaml.Node]:
        """Keys and value nodes; missing, unknown, repeated and empty keys are told."""
        found = self.entries(node, what)
        known = [*required, *optional]
        for name in [name for name in found if name not in known]:
            self.say(found.pop(name), f"{what}: “{name}” is not known here. Known are: {', '.join(known)}.")
        for name in required:
            if name not in found and isinstance(node, yaml.MappingNode):
                self.say(node, f"{what}: “{name}” is missing.")
        return found

    def entries(self, node: yaml.Node, what: str) -> dict[str, yaml.Node]:
        """Keys and value nodes of a mapping whose keys are free; repeated keys are told."""
        if not isinstance(node, yaml.MappingNode):
            self.say(node, f"{what} must be a group of “key: value” lines.")
            return {}
        found: dict[str, yaml.Node] = {}
        for key_node, value in node.value:
            key = self.text(key_node, f"{what}: a key")
            if key in found:
                self.say(key_node, f"{what}: “{key}” stands here twice.")
            elif key:
                found[key] = value
        return found

    def sequence(self, node: yaml.Node, what: str, *, may_be_empty: bool = False) -> list[yaml.Node]:
        """The nodes of a list."""
        if not isinstance(node, yaml.SequenceNode):
            self.say(node, f"{what} must be a list: one line each, starting with “- ”.")
            return []
        if not node.value and not may_be_empty:
            self.say(node, f"{what} is an empty list.")
        return list(node.value)

    def text(self, node: yaml.Node, what: str, *, longest: int = 2000) -> str:
        """A string that is not empty; '' when it is none. What YAML would read as something else is told."""
        if not isinstance(node, yaml.ScalarNode):
            self.say(node, f"{what} must be text.")
            return ""
        kind = node.tag.rpartition(":")[2]
        value = " ".join(node.value.split())
        if kind == "null" or not value:
            self.say(node, f"{what} is empty.")
            return ""
        if kind != "str":
            guess = _GUESSES.get(kind, "something else than text")
            self.say(node, f"{what}: YAML reads {node.value} as {guess}. Put it in quotes: '{node.value}'.")
            return ""
        if _CONTROL.search(value):
            self.say(node, f"{what} holds a control character. Remove it.")
            return ""
        if len(value) > longest:
            self.say(node, f"{what} has {len(value)} characters; {longest} are allowed.")
        return value

    def flag(self, node: yaml.Node, what: str) -> bool:
        """The words true and false, and no other of YAML's spellings."""
        if not isinstance(node, yaml.ScalarNode) or node.style or node.value not in ("true", "false"):
            self.say(node, f"{what} must be true or false.")
            return False
        return bool(node.value == "true")

    def choice(self, node: yaml.Node, what: str, allowed: Collection[str]) -> str:
        """One of the allowed words; '' when it is none of them."""
        value = self.text(node, what)
        if value and value not in allowed:
            self.say(node, f"{what}: “{value}” is not known. Known are: {', '.join(allowed)}.")
            return ""
        return value

    def choices(self, node: yaml.Node, what: str, allowed: Collection[str]) -> tuple[str, ...]:
        """A list of allowed words without repetition."""
        found: list[str] = []
        for one in self.sequence(node, what):
            value = self.choice(one, what, allowed)
            if value in found:
                self.say(one, f"{what}: “{value}” stands here twice.")
            elif value:
                found.append(value)
        return tuple(found)
