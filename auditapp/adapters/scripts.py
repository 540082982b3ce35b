"""Few requests a page: its modules, which are one file a behaviour, joined when the app starts.

Each request on a weak network costs a round trip, and a page of twenty modules costs twenty of them, three deep.
The files stay as they are; what is served is written from them, as `stylesheets.py` does for style sheets.
"""

import re
from pathlib import Path

IMPORT = re.compile(r'^import (?:(?P<names>\{[^}]*\}) from )?"(?P<path>\.[^"]+)";$', re.MULTILINE)
ON_USE = re.compile(r'\bimport\("(?P<path>\.[^"]+)"\)')
DECLARED = re.compile(r"^export (?=(?:const|class|function|async function)\s+(?P<name>\w+))", re.MULTILINE)
LISTED = re.compile(r"\bexport ?\{(?P<names>[^{}]+)\};?[ \t]*$", re.MULTILINE)
UNKNOWN = re.compile(r"^(?:import|export)\b(?!\().*$|^await\b.*$", re.MULTILINE)
COMMENT = re.compile(r"^[ \t]*//[^\n]*\n|^[ \t]*/\*\*.*?\*/[ \t]*\n", re.MULTILINE | re.DOTALL)
ASIDE = re.compile(r"[ \t]+// [^\"'`\n]*$", re.MULTILINE)
"""A comment behind code: no text can end after it."""
ONCE = "const once = (make) => { let made; return () => (made ??= make()); };\n"


class NotJoinedError(Exception):
    """A module is written in a way that cannot be joined. ``str()`` names the file and why."""


def joined_scripts(static: Path, entry: str, name: str, apart: tuple[str, ...]) -> dict[str, str]:
    """The module ``entry`` with all that it imports as ``name``.js, and what these import on use as ``name``-later.js.

    Both are served from the root of the static tree. A module keeps its names to itself and runs once, whichever of
    the two asks for it. What lies below ``apart`` stays as it is, imported or fetched on use. Raises NotJoinedError.
    """
    first = _Join(static, f"./{name}-later.js", apart, frozenset())
    first.add(entry)
    later = _Join(static, f"./{name}-later.js", apart, frozenset(first.parts))
    waiting = list(first.on_use)
    while waiting:
        later.add(waiting.pop())
        waiting += [one for one in later.on_use if one not in later.parts]
    shared = ", ".join(_variable(one) for one in first.parts if one in later.shared)
    begins = f"{_variable(entry)}();\n"
    files = {f"{name}.js": "".join([_imports(first), ONCE, *first.parts.values(), f"export {{ {shared} }};\n", begins])}
    if later.parts:
        given = ", ".join(_variable(one) for one in later.parts)
        begun = f'import {{ {shared} }} from "./{name}.js";\n'
        files[f"{name}-later.js"] = "".join(
            [_imports(later), begun, ONCE, *later.parts.values(), f"export {{ {given} }};\n"]
        )
    _check_apart(static, {*first.parts, *later.parts}, {*first.apart_used, *later.apart_used})
    return files


class _Join:
    """Modules in the order in which they can run: each a function that is called once, when it is first asked for."""

    def __init__(self, static: Path, later: str, apart: tuple[str, ...], there: frozenset[str]) -> None:
        self.static, self.later, self.apart, self.there = static, later, apart, there
        self.parts: dict[str, str] = {}
        self.shared: set[str] = set()
        self.on_use: list[str] = []
        self.beside: dict[str, None] = {}
        self.apart_used: list[str] = []
        self.open: list[str] = []

    def add(self, name: str) -> None:
        """Put module ``name`` behind those that it imports. Raises NotJoinedError."""
        if name in self.parts or name in self.there:
            return
        if name in self.open:
            raise NotJoinedError(f"{name} imports itself, by way of {' and '.join(self.open)}.")
        self.open.append(name)
        given: dict[str, str] = {}
        text = _without_comments((self.static / name).read_text("utf-8") + "\n")
        text = DECLARED.sub(lambda found: given.update({found["name"]: ""}) or "", text)
        text = LISTED.sub(lambda found: given.update(_pairs(found["names"])) or "", text)
        text = IMPORT.sub(lambda found: self._imported(name, found), text)
        text = ON_USE.sub(lambda found: self._on_use(name, found), text)
        left = UNKNOWN.search(text)
        if left:
            raise NotJoinedError(f"{name} cannot be joined: {left[0][:80]}")
        self.open.remove(name)
        answer = ", ".join(f"{outside}: {own}" if own else outside for outside, own in given.items())
        made = f"{_at_the_edge(text).strip()}\nreturn {{ {answer} }};"
        self.parts[name] = f"// {name}\nconst {_variable(name)} = once(() => {{\n{made}\n}});\n"

    def _imported(self, name: str, found: re.Match[str]) -> str:
        wanted = _resolved(self.static, name, found["path"])
        names = (found["names"] or "{}").replace(" as ", ": ")
        if wanted.startswith(self.apart):
            self.beside[wanted] = None
            self.apart_used.append(wanted)
            return f"const {names} = {_variable(wanted)};"
        self.add(wanted)
        if wanted in self.there:
            self.shared.add(wanted)
        return f"const {names} = {_variable(wanted)}();"

    def _on_use(self, name: str, found: re.Match[str]) -> str:
        wanted = _resolved(self.static, name, found["path"])
        if wanted.startswith(self.apart):
            self.apart_used.append(wanted)
            return f'import("./{wanted}")'
        self.on_use.append(wanted)
        return f'import("{self.later}").then((later) => later.{_variable(wanted)}())'


def _imports(join: _Join) -> str:
    """What stays apart and is imported rather than fetched on use."""
    return "".join(f'import * as {_variable(one)} from "./{one}";\n' for one in join.beside)


def _check_apart(static: Path, joined: set[str], apart: set[str]) -> None:
    """What stays apart imports nothing that is joined: that would run twice. Raises NotJoinedError."""
    seen, waiting = set[str](), list(apart)
    while waiting:
        name = waiting.pop()
        if name in joined:
            raise NotJoinedError(f"{name} is joined, and also imported by something that stays apart.")
        if name in seen or name.endswith(".min.js"):
            continue
        seen.add(name)
        text = (static / name).read_text("utf-8")
        waiting += [_resolved(static, name, found["path"]) for found in IMPORT.finditer(text)]


def _resolved(static: Path, name: str, path: str) -> str:
    file = (static / name).parent.joinpath(path).resolve()
    if not file.is_file() or not file.is_relative_to(static.resolve()):
        raise NotJoinedError(f"{name} imports {path}, which is not there.")
    return file.relative_to(static.resolve()).as_posix()


def _variable(name: str) -> str:
    return "$" + re.sub(r"\W", "_", name.removeprefix("js/").rpartition(".")[0])


def _pairs(names: str) -> dict[str, str]:
    """`a as b, c` as {'b': 'a', 'c': ''}."""
    found = {}
    for one in names.split(","):
        own, _, given = one.strip().partition(" as ")
        found[given or own] = own if given else ""
    return found


def _without_comments(text: str) -> str:
    """What is only comment goes; a licence stays."""
    for kind in (COMMENT,) if _has_long_texts(text) else (COMMENT, ASIDE):
        text = kind.sub(lambda found: found[0] if re.search("licen[cs]e", found[0], re.IGNORECASE) else "", text)
    return text


def _at_the_edge(text: str) -> str:
    """Each line without what stands before it, and none empty."""
    return text if _has_long_texts(text) else re.sub(r"(?m)^\s+", "", text)


def _has_long_texts(text: str) -> bool:
    """Whether a text between backticks may go over several lines."""
    return "`" in re.sub(r"`[^`\n]*`", "", text)
