"""Reading an old register: which of its columns is which of ours, and what one row says. Nothing is looked up here.

`read_row` answers a `Row`, or the sentences that say what is wrong with it.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from auditapp.domain.words import N_

FIELDS: dict[str, str] = {
    "number": N_("Number"),
    "statement": N_("What fails (statement)"),
    "grade": N_("Grade"),
    "state": N_("State"),
    "raised_on": N_("Raised on"),
    "closed_on": N_("Closed on"),
    "due_on": N_("Due on"),
    "owner": N_("Owner"),
    "process": N_("Process"),
    "site": N_("Site"),
    "place": N_("Place"),
    "clauses": N_("Clauses"),
    "source": N_("Source"),
    "requirement": N_("Requirement"),
    "evidence_text": N_("Evidence"),
    "correction": N_("Correction"),
}
"""What a column of theirs may be, in the order of the mapping screen."""

ALSO_CALLED: dict[str, tuple[str, ...]] = {
    "number": ("number", "no", "nr", "id", "nc", "nc no", "nc number", "reference", "ref", "car no", "ncr"),
    "statement": (
        "statement",
        "description",
        "finding",
        "nonconformity",
        "what fails",
        "violations",
        "problem",
        "text",
    ),
    "grade": ("grade", "severity", "classification", "type", "category", "class"),
    "state": ("state", "status"),
    "raised_on": ("raised", "raised on", "date", "opened", "date raised", "found on", "created"),
    "closed_on": ("closed", "closed on", "date closed", "completed"),
    "due_on": ("due", "due on", "due date", "deadline", "target date"),
    "owner": ("owner", "responsible", "assigned to", "responsible person", "who"),
    "process": ("process", "area", "department", "activity"),
    "site": ("site", "location", "plant", "facility"),
    "place": ("place", "where", "address"),
    "clauses": ("clauses", "clause", "standard clause", "iso clause"),
    "source": ("source", "origin", "insptype"),
    "requirement": ("requirement", "criteria", "criterion"),
    "evidence_text": ("evidence", "objective evidence", "observation"),
    "correction": ("correction", "immediate action", "action taken"),
}
DATE_ORDERS: dict[str, str] = {"ymd": N_("2026-12-03"), "dmy": N_("03/12/2026 (day first)"),
                               "mdy": N_("12/03/2026 (month first)")}  # fmt: skip
NOTHING = frozenset({"", "-", "--", "n/a", "na", "none", "null", "?"})
MAJOR = frozenset({"major", "a", "critical", "high", "1", "serious"})
MINOR = frozenset({"minor", "b", "low", "medium", "2", "3", "nc", "nonconformity", "non-conformity", "moderate"})
CLOSED = frozenset({"closed", "done", "complete", "completed", "resolved", "finished", "verified closed"})
VOID = frozenset({"void", "cancelled", "canceled", "withdrawn", "rejected", "invalid"})
RAISED = frozenset({"raised", "new", "issued"})
SOURCE_WORDS: dict[str, tuple[str, ...]] = {
    "complaint": ("complaint",),
    "incident": ("incident", "accident", "spill"),
    "regulator": ("regulator", "authority", "inspection by"),
    "external_audit": ("external", "certification", "surveillance", "registrar"),
    "concern": ("concern", "employee"),
}
LONGEST = 20_000
_UNFIT = re.compile(r"[/\\?#%;\s]+")
"""What cannot stand in an address, as a number does: a stroke takes its place."""
_NUMBER = re.compile(r"\d{1,3}(?:\.\d{1,3}){0,5}")


@dataclass(frozen=True)
class Reading:
    """How a file is read. ``columns``: our field -> place of their column; ``dates``: a key of `DATE_ORDERS`;
    ``split``: what stands between several nonconformities in one cell, or ''; ``grade``: for rows without one."""

    columns: Mapping[str, int]
    dates: str = "ymd"
    split: str = ""
    grade: str = "minor"
    edition: str = "iso14001-2015"


@dataclass(frozen=True)
class Row:
    """One nonconformity of the old register. ``line``: of the file, the head being 1."""

    line: int
    number: str
    statement: str
    grade: str
    state: str
    raised_on: date | None
    closed_on: date | None = None
    due_on: date | None = None
    source: str = "internal_audit"
    clauses: tuple[str, ...] = ()
    words: Mapping[str, str] = field(default_factory=dict)
    """Their words for owner, process, site, place, requirement, evidence_text, correction."""


@dataclass(frozen=True)
class Bad:
    """Why a row can't be taken: a sentence with its values."""

    line: int
    message: str
    values: Mapping[str, str] = field(default_factory=dict)


def guess(head: Sequence[str]) -> dict[str, int]:
    """Which column is which, by its name; each column at most once."""
    names = [" ".join(re.findall(r"[a-z]+", one.lower())) for one in head]
    found: dict[str, int] = {}
    for name, others in ALSO_CALLED.items():
        for other in others:
            if other in names and names.index(other) not in found.values():
                found[name] = names.index(other)
                break
    return found


def guess_dates(cells: Sequence[str]) -> str:
    """The order of day, month and year that most of ``cells`` allow; of several, the one in which they lie closest
    together, since a register is kept day by day; day first where that tells nothing either."""

    def fits(order: str) -> tuple[int, int]:
        days = [day for day in (_day(cell, order) for cell in cells) if day]
        return len(days), -(max(days) - min(days)).days if days else 0

    return max(("dmy", "mdy", "ymd"), key=fits)


def read_row(line: int, cells: Sequence[str], how: Reading) -> tuple[list[Row], list[Bad]]:
    """The nonconformities that one row holds, and what is wrong with it. A row has neither only when it is empty."""
    own = {name: _cell(cells, place) for name, place in how.columns.items()}
    bad = [
        Bad(line, N_("'%(cell)s' in the column of '%(field)s' is no date of the order you chose."),
            {"cell": own[name][:40], "field": FIELDS[name]})
        for name in ("raised_on", "closed_on", "due_on") if own.get(name) and _day(own[name], how.dates) is None
    ]  # fmt: skip
    raised_on, closed_on = (_day(own.get(name, ""), how.dates) for name in ("raised_on", "closed_on"))
    if raised_on and closed_on and closed_on < raised_on:
        bad.append(
            Bad(
                line,
                N_("It was closed on %(closed)s, before it was raised on %(raised)s."),
                {"closed": own["closed_on"][:40], "raised": own["raised_on"][:40]},
            )
        )
    if not own.get("statement"):
        bad.append(Bad(line, N_("It does not say what fails.")))
    elif len(own["statement"]) > LONGEST:
        bad.append(Bad(line, N_("What fails is longer than 20,000 characters.")))
    number = own["number"] = _UNFIT.sub("-", own.get("number", ""))
    if not number:
        bad.append(Bad(line, N_("It has no number.")))
    elif len(number) > 30:
        bad.append(Bad(line, N_("The number '%(number)s' is longer than 30 characters."), {"number": number[:40]}))
    grade = _grade(own.get("grade", ""), how.grade)
    if grade is None:
        bad.append(Bad(line, N_("'%(cell)s' is neither major nor minor."), {"cell": own["grade"][:40]}))
    if bad:
        return [], bad
    assert grade is not None
    return _rows(line, own, grade, how), []


def _rows(line: int, own: Mapping[str, str], grade: str, how: Reading) -> list[Row]:
    parts = own["statement"].split(how.split) if how.split else [own["statement"]]
    parts = [part.strip() for part in parts if part.strip()]
    closed_on = _day(own.get("closed_on", ""), how.dates)
    return [
        Row(
            line=line,
            number=own["number"] if len(parts) == 1 else f"{own['number']}-{place}",
            statement=part,
            grade=grade,
            state=_state(own.get("state", ""), closed_on),
            raised_on=_day(own.get("raised_on", ""), how.dates),
            closed_on=closed_on,
            due_on=_day(own.get("due_on", ""), how.dates),
            source=_source(own.get("source", "")),
            clauses=tuple(f"{how.edition}:{number}" for number in _NUMBER.findall(own.get("clauses", ""))),
            words={name: own[name] for name in WORDED if own.get(name)},
        )
        for place, part in enumerate(parts, 1)
    ]


WORDED = ("owner", "process", "site", "place", "requirement", "evidence_text", "correction")


def _cell(cells: Sequence[str], place: int) -> str:
    text = "".join(sign for sign in cells[place] if sign in "\n\t" or ord(sign) >= 32) if place < len(cells) else ""
    text = text.strip()
    return "" if text.lower() in NOTHING else text


def _grade(cell: str, otherwise: str) -> str | None:
    word = cell.strip().lower()
    if not word:
        return otherwise
    if word in MAJOR or word.startswith("major"):
        return "major"
    return "minor" if word in MINOR or word.startswith("minor") else None


def _state(cell: str, closed_on: date | None) -> str:
    """An old register knows no plan or proof as ours does, so what is open begins where its owner begins."""
    word = cell.strip().lower()
    if word in VOID:
        return "void"
    if word in CLOSED or (not word and closed_on):
        return "closed"
    return "raised" if word in RAISED or not word else "acknowledged"


def _source(cell: str) -> str:
    word = cell.lower()
    for source, parts in SOURCE_WORDS.items():
        if any(part in word for part in parts):
            return source
    return "internal_audit"


_FORMS = {
    "ymd": ("%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d"),
    "dmy": ("%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y", "%d/%m/%y", "%d.%m.%y"),
    "mdy": ("%m/%d/%Y", "%m-%d-%Y", "%m.%d.%Y", "%m/%d/%y"),
}


def _day(cell: str, order: str) -> date | None:
    for form in (*_FORMS.get(order, ()), "%Y-%m-%d"):
        try:
            day = datetime.strptime(cell.strip(), form).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
        return day if 1990 <= day.year <= 2200 else None
    return None
