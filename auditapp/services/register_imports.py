"""An old register brought in: uploaded, mapped, looked at dry, written in one go, undone while untouched."""

import hashlib
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import delete, func, insert, select

from auditapp.adapters import clock, spreadsheet
from auditapp.domain import old_register as rules
from auditapp.domain.errors import Conflict, NotThere, Refusal
from auditapp.domain.old_register import Bad, Reading, Row
from auditapp.domain.words import N_
from auditapp.models import (
    DueDate,
    Event,
    Evidence,
    Nonconformity,
    NonconformityClause,
    Person,
    Process,
    RegisterImport,
    Round,
    Site,
    db,
    new_id,
)
from auditapp.services import history, organisations, recurrences

CHUNK = 1000
MOST_BYTES = 15 * 1024 * 1024


@dataclass(frozen=True)
class Told:
    """What an import would do: the rows that can be taken, what is wrong with others, names that nobody has here."""

    good: list[Row]
    bad: list[Bad]
    unknown: dict[str, list[str]] = field(default_factory=dict)


def upload(by: Person, name: str, data: bytes) -> RegisterImport:
    """Keep the file as it came, its columns guessed. Raises a `Refusal` when it is no table."""
    history.allow(by, "run_register")
    if not data:
        raise Refusal(N_("Choose a file."), field="file")
    if len(data) > MOST_BYTES:
        raise Refusal(N_("The file is larger than 15 MB. Split it, and bring in the parts."), field="file")
    rows = _rows_of(data, name)
    head = rows[0]
    columns = rules.guess(head)
    dates = [
        row[columns["raised_on"]] for row in rows[1:] if "raised_on" in columns and len(row) > columns["raised_on"]
    ]
    one = RegisterImport(
        file_name=name[:200], content=data, sha256=hashlib.sha256(data).hexdigest(), by=by, uploaded_at=clock.now(),
        mapping={"columns": columns, "dates": rules.guess_dates(dates)},
    )  # fmt: skip
    db.session.add(one)
    db.session.flush()
    return one


def _rows_of(data: bytes, name: str) -> list[list[str]]:
    try:
        rows = spreadsheet.read(data, name)
    except spreadsheet.NotReadable as wrong:
        raise Refusal(
            N_("The file can't be read as a table. Save it as XLSX or CSV, with at most 50,000 rows."), field="file"
        ) from wrong
    if len(rows) < 2:
        raise Refusal(N_("The file has no rows below its head."), field="file")
    return rows


def find(by: Person, import_id: uuid.UUID) -> RegisterImport:
    """An import; `NotThere` for who may not run the register."""
    history.allow(by, "run_register")
    one = db.session.get(RegisterImport, import_id)
    if one is None:
        raise NotThere(N_("There is no such import."))
    return one


def listed(by: Person) -> Sequence[RegisterImport]:
    """All imports, the newest first."""
    history.allow(by, "run_register")
    return db.session.scalars(select(RegisterImport).order_by(RegisterImport.uploaded_at.desc())).all()


def columns_of(one: RegisterImport) -> list[tuple[str, str]]:
    """Name and first content of each column of the file."""
    head, *rest = _rows_of(one.content, one.file_name)
    return [(name, next((row[place] for row in rest if len(row) > place and row[place]), ""))
            for place, name in enumerate(head)]  # fmt: skip


def map_columns(by: Person, one: RegisterImport, how: Reading, owner: Person) -> None:
    """Say how the file is read, and who owns what names nobody that is here."""
    history.allow(by, "run_register")
    _is_open(one)
    for name in ("number", "statement"):
        if name not in how.columns:
            raise Refusal(N_("Choose the column of '%(field)s'."), field=name) from None
    one.mapping = {
        "columns": dict(how.columns), "dates": how.dates, "split": how.split, "grade": how.grade,
        "edition": how.edition, "owner": str(owner.id),
    }  # fmt: skip


def _is_open(one: RegisterImport) -> None:
    if one.state != "uploaded":
        raise Conflict(N_("This file was brought in already. Upload it again to read it in another way."))


def reading_of(one: RegisterImport) -> Reading:
    """How the file is read."""
    kept = one.mapping
    return Reading(
        columns=kept["columns"], dates=kept.get("dates", "ymd"), split=kept.get("split", ""),
        grade=kept.get("grade", "minor"), edition=kept.get("edition", "iso14001-2015"),
    )  # fmt: skip


def look(one: RegisterImport) -> Told:
    """A dry run: every row read and checked, nothing written."""
    how, good, bad = reading_of(one), [], []
    for line, cells in enumerate(_rows_of(one.content, one.file_name)[1:], 2):
        rows, wrong = rules.read_row(line, cells, how)
        good += rows
        bad += wrong
    taken = set(db.session.scalars(select(func.upper(Nonconformity.number))))
    kept = []
    for row in good:
        if row.number.upper() in taken:
            bad.append(Bad(row.line, N_("The number '%(number)s' is there already."), {"number": row.number}))
        else:
            taken.add(row.number.upper())
            kept.append(row)
    names = _Names()
    unknown = {
        kind: sorted({row.words[kind] for row in kept if kind in row.words and not names.get(kind, row.words[kind])})
        for kind in ("owner", "process", "site")
    }
    return Told(kept, sorted(bad, key=lambda one: one.line), {kind: those for kind, those in unknown.items() if those})


class _Names:
    """People, processes and sites by name (people by mail address, too), whatever the capitals."""

    def __init__(self) -> None:
        people = db.session.execute(select(Person.id, Person.name, Person.email)).all()
        self.known: dict[str, dict[str, uuid.UUID]] = {
            "owner": {text.lower(): row.id for row in people for text in (row.name, row.email)},
            "process": {row.name.lower(): row.id for row in db.session.execute(select(Process.id, Process.name))},
            "site": {row.name.lower(): row.id for row in db.session.execute(select(Site.id, Site.name))},
        }

    def get(self, kind: str, text: str) -> uuid.UUID | None:
        return self.known[kind].get(text.strip().lower())


def write(by: Person, one: RegisterImport) -> int:
    """Take in all good rows, old numbers kept; answers how many. Pressed twice, they are taken in once.

    What is closed stays as closed as the old register says; what is open begins at its owner, with the due date of
    the old register. Each row's own words for owner, process and site stand in its history.
    """
    history.allow(by, "run_register")
    if one.state == "imported":
        return one.count
    _is_open(one)
    told = look(one)
    if not told.good:
        raise Refusal(N_("No row of the file can be taken in."))
    writer = _Writer(by, one, uuid.UUID(one.mapping.get("owner") or str(by.id)))
    for start in range(0, len(told.good), CHUNK):
        writer.write(told.good[start : start + CHUNK])
    one.state, one.imported_at, one.count = "imported", clock.now(), len(told.good)
    db.session.flush()
    recurrences.count_again(one)
    history.record(one, "import", by, count=one.count, file=one.file_name, sha256=one.sha256)
    return one.count


class _Writer:
    def __init__(self, by: Person, one: RegisterImport, owner: uuid.UUID) -> None:
        self.by, self.one, self.owner = by, one, owner
        self.names, self.zone, self.now = _Names(), ZoneInfo(organisations.zone()), clock.now()

    def write(self, rows: Sequence[Row]) -> None:
        made: dict[Any, list[dict[str, Any]]] = {Nonconformity: [], NonconformityClause: [], Round: [], DueDate: []}
        events = []
        for row in rows:
            values = self._values(row)
            made[Nonconformity].append(values)
            made[NonconformityClause] += [
                {"clause": clause, "nonconformity_id": values["id"]} for clause in dict.fromkeys(row.clauses)
            ]
            made[Round].append({
                "id": new_id(), "nonconformity_id": values["id"], "number": 1,
                "correction": row.words.get("correction", ""), "verified_how": [],
            })  # fmt: skip
            if row.due_on and values["due_on"]:
                made[DueDate].append({
                    "id": new_id(), "nonconformity_id": values["id"], "round_number": 1, "kind": "plan",
                    "original_on": row.due_on, "due_on": row.due_on,
                })  # fmt: skip
            words = {kind: row.words[kind] for kind in ("owner", "process", "site") if kind in row.words}
            told = {"file": self.one.file_name, "line": row.line, "import": str(self.one.id), **words}
            events.append({"id": values["id"], "verb": "import", "to_state": row.state, "data": told})
        for kind, values_ in made.items():
            if values_:
                db.session.execute(insert(kind), values_)
        history.record_many("nonconformity", events, self.by)

    def _values(self, row: Row) -> dict[str, Any]:
        is_open = row.state not in ("closed", "void")
        raised = self._moment(row.raised_on) or self.now
        return {
            "id": new_id(), "number": row.number.upper(), "source": row.source, "state": row.state, "grade": row.grade,
            "grade_reason": "", "clauses": list(row.clauses), "statement": row.statement,
            "requirement": row.words.get("requirement", ""), "evidence_text": row.words.get("evidence_text", ""),
            "place": row.words.get("place", "")[:200], "process_id": self._named("process", row),
            "site_id": self._named("site", row), "owner_id": self._named("owner", row) or self.owner,
            "raised_by_id": self.by.id, "raised_at": raised, "import_id": self.one.id,
            "closed_at": None if is_open else (self._moment(row.closed_on) or raised),
            "due_on": row.due_on if is_open else None, "round_number": 1, "recurrence": 0,
        }  # fmt: skip

    def _named(self, kind: str, row: Row) -> uuid.UUID | None:
        return self.names.get(kind, row.words[kind]) if kind in row.words else None

    def _moment(self, day: Any) -> datetime | None:
        return datetime.combine(day, time(12), self.zone) if day else None


def touched(one: RegisterImport) -> list[str]:
    """Numbers of this import that somebody worked on since: they keep it from being undone."""
    ids = select(Nonconformity.id).where(Nonconformity.import_id == one.id)
    rows = db.session.execute(select(Nonconformity.id, Nonconformity.number).where(Nonconformity.import_id == one.id))
    numbers = {str(row.id): row.number for row in rows}
    worked = db.session.scalars(
        select(Event.subject_id)
        .where(Event.subject_kind == "nonconformity", Event.verb != "import", Event.subject_id.in_(numbers))
        .distinct()
        if len(numbers) <= 500
        else select(Event.subject_id).where(Event.subject_kind == "nonconformity", Event.verb != "import").distinct()
    )
    shown = db.session.scalars(select(Evidence.nonconformity_id).where(Evidence.nonconformity_id.in_(ids)).distinct())
    return sorted({numbers[key] for key in (*worked, *(str(key) for key in shown)) if key in numbers})


def undo(by: Person, one: RegisterImport) -> None:
    """Take the rows out again while nobody has worked on any of them. The history keeps that they were there, and
    their numbers are free again."""
    history.allow(by, "run_register")
    if one.state != "imported":
        raise Conflict(N_("There is nothing to undo: this file is not brought in."))
    worked = touched(one)
    if worked:
        raise Refusal(
            N_("%(count)s of its nonconformities were worked on since, the first: %(number)s. It stays."),
            count=len(worked), number=worked[0],
        )  # fmt: skip
    ids = list(db.session.scalars(select(Nonconformity.id).where(Nonconformity.import_id == one.id)))
    history.record_many("nonconformity", [{"id": key, "verb": "undo_import"} for key in ids], by)
    mine = select(Nonconformity.id).where(Nonconformity.import_id == one.id)
    for kind in (NonconformityClause, DueDate, Round):
        db.session.execute(delete(kind).where(kind.nonconformity_id.in_(mine)))
    db.session.execute(delete(Nonconformity).where(Nonconformity.import_id == one.id))
    db.session.expire_all()
    one.state, one.undone_at = "undone", clock.now()
    history.record(one, "undo_import", by, count=len(ids))
