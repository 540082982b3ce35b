"""What is read out at a closing meeting, on one page: major and minor nonconformities whole, then what else was found.

Where the page does not hold all of it, the longest statements are cut first, and those of majors last; observations
and better are cut to a line each and, where there is no room for them either, counted.
"""

import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from auditapp.domain.finding import GRADES, NONCONFORMING
from auditapp.domain.report import AuditReport, Finding

COLUMNS = 83
"""Characters in a line of the column of statements."""
LINE = 3.67
"""Millimetres of a line of it."""
GAP = 0.3
"""Lines of blank paper between two findings."""
HEIGHTS = {"A4": 297.0, "Letter": 279.4}
"""Millimetres of a sheet."""
BESIDE = 104.0
"""Millimetres of what always stands on the page: margins, head, tally, headings, what is asked."""
FIRST_TO_GROW: tuple[tuple[Collection[str], int], ...] = ((("major",), 4), (GRADES, 1_000))
"""Who gets what is left when each has a line: majors up to four, then everybody in turn."""


@dataclass(frozen=True, slots=True)
class ReadOut:
    """One finding as it is read out: its ``statement`` as far as there is room, the numbers of its ``clauses``, where
    it was found and who answers for it."""

    finding: Finding
    statement: str
    clauses: str
    where: str


def room(report: AuditReport, paper_size: str) -> float:
    """Lines that are left for findings beside conclusion, disagreement and signatures: roughly, as letters are of
    different widths."""
    present = len(report.attended("closing")) or len(report.team) + len(report.auditees)
    said = min(4, _columns(report.conclusion) // 90 + 1) + (2 if report.disagreements else 1)
    return (HEIGHTS.get(paper_size, HEIGHTS["A4"]) - BESIDE - 4.2 * said - 8.2 * min(4, (present + 1) // 2)) / LINE


def fitted(report: AuditReport, lines: float) -> tuple[tuple[ReadOut, ...], int]:
    """What ``lines`` lines hold of the findings that stand (the gravest first), and how many more there are."""
    grave = [one for one in report.standing if one.grade in NONCONFORMING]
    shown, left = _filled(report, grave, lines)
    if len(shown) == len(grave):
        shown += _filled(report, [one for one in report.standing if one.grade not in NONCONFORMING], left)[0]
    return tuple(shown), len(report.standing) - len(shown)


def _filled(report: AuditReport, findings: Sequence[Finding], lines: float) -> tuple[list[ReadOut], float]:
    """As many of ``findings`` as ``lines`` hold, each in a line at first and then line by line in all that it needs;
    and the lines that are left."""
    kept = findings[: max(0, int(lines / (1 + GAP)))]
    needs, given = [_lines(_words(one)) for one in kept], [1] * len(kept)
    left = lines - len(kept) * (1 + GAP)
    for grades, most in FIRST_TO_GROW:
        places = [place for place, one in enumerate(kept) if one.grade in grades]
        while growing := [place for place in places if given[place] < min(needs[place], most)][: int(left)]:
            for place in growing:
                given[place] += 1
            left -= len(growing)
    return [_read_out(report, one, most) for one, most in zip(kept, given, strict=True)], left


def _where(one: Finding) -> str:
    return " · ".join(part for part in (shortened(one.place or one.process, 40), shortened(one.owner, 30)) if part)


def _words(one: Finding) -> str:
    return f"{' '.join(one.statement.split())} {_where(one)}"


def _read_out(report: AuditReport, one: Finding, lines: int) -> ReadOut:
    where, statement = _where(one), " ".join(one.statement.split())
    if _lines(_words(one)) > lines:
        statement = shortened(statement, lines * COLUMNS - _columns(where) - 4)
    return ReadOut(one, statement, clause_numbers(report, one), where)


def clause_numbers(report: AuditReport, one: Finding) -> str:
    """'8.1, 9.1.2'; with the standard before each number where the audit has several criteria."""
    titles = [each.title for each in report.criteria]
    found = []
    for clause in one.clauses:
        title = next((each for each in titles if clause.startswith(f"{each} ")), "")
        number = clause.removeprefix(title).split()[0] if clause.removeprefix(title).split() else clause
        found.append(f"{title} {number}" if title and len(titles) > 1 else number)
    return ", ".join(found)


def shortened(text: str, columns: int) -> str:
    """``text`` on one line of at most ``columns`` columns; a longer one ends with … after a whole word if it can."""
    line = " ".join(text.split())
    if _columns(line) <= columns:
        return line
    held, used = "", 1
    for letter in line:
        used += _columns(letter)
        if used > columns:
            break
        held += letter
    head, blank, rest = held.rpartition(" ")
    return f"{(head if blank and len(rest) < 24 else held).rstrip(' ,;:.')}…"


def _lines(text: str) -> int:
    return max(1, -(-_columns(text) // COLUMNS))


def _columns(text: str) -> int:
    """How wide ``text`` stands: a letter of Chinese takes two columns."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)
