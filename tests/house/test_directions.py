"""Lines may run from right to left: style sheets say start and end, not left and right."""

import re
from pathlib import Path

STATIC = Path(__file__).resolve().parent.parent.parent / "auditapp" / "static"
ON_PAPER = frozenset({"paper.css"})
"""Set by a program that knows no start and end of a line; a language from the right will need a sheet of its own."""
SIDE = re.compile(
    r"""(?:^|[{;\s])(?:(?:margin|padding|border|inset|scroll-margin|scroll-padding)-)?(?:left|right)(?:-\w+)*\s*:
    | (?:text-align|float|clear|justify-\w+)\s*:\s*(?:left|right)\b
    | border-(?:top|bottom)-(?:left|right)-radius""",
    re.VERBOSE,
)


def sides(text: str) -> list[str]:
    return [found[0].strip() for found in SIDE.finditer(re.sub(r"/\*.*?\*/", "", text, flags=re.S))]


def test_no_style_sheet_of_a_screen_names_left_or_right() -> None:
    sheets = [path for path in sorted(STATIC.rglob("*.css")) if "vendor" not in path.parts]
    assert len(sheets) > 20
    assert not {path.name: found for path in sheets if path.name not in ON_PAPER and (found := sides(path.read_text()))}


def test_a_side_would_be_noticed() -> None:
    assert sides("a { margin-left: 1px; } b{left:0} c { text-align: right }") == [
        "margin-left:",
        "{left:",
        "text-align: right",
    ]
    assert not sides(".only-left li { padding: env(safe-area-inset-left); inset-inline-start: 0; }")
