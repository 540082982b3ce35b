"""An old register brought in: written in one go with its old numbers, undone while untouched."""

import uuid
from collections.abc import Sequence
from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import delete, insert, select

from auditapp.adapters import clock
from auditapp.domain.errors import Conflict, Refusal
from auditapp.domain.old_register import Row
from auditapp.domain.words import N_
from auditapp.models import (
    DueDate,
    Event,
    Evidence,
    Nonconformity,
    NonconformityClause,
    Person,
    RegisterImport,
    Round,
    db,
    keep_facts,
    new_id,
)
from auditapp.services import history, organisations, recurrences
from auditapp.services.register_readings import Names, look, refuse_twice

CHUNK = 1000


def write(by: Person, one: RegisterImport) -> int:
    """Take in all good rows, old numbers kept; answers how many. Pressed twice, they are taken in once.

    What is closed stays as closed as the old register says; what is open begins at its owner, with the due date of
    the old register. Each row's own words for owner, process and site stand in its history.
    """
    history.allow(by, "run_register")
    if one.state == "imported":
        return one.count
    refuse_twice(one)
    told = look(one)
    if not told.good:
        raise Refusal(N_("No row of the file can be taken in."))
    writer = _Writer(by, one, uuid.UUID(one.mapping.get("owner") or str(by.id)))
    for start in range(0, len(told.good), CHUNK):
        writer.write(told.good[start : start + CHUNK])
    one.state, one.imported_at, one.count = "imported", clock.now(), len(told.good)
    db.session.flush()
    recurrences.count_again(one)
    keep_facts(db.session.connection(), Nonconformity.import_id == one.id)
    history.record(one, "import", by, count=one.count, file=one.file_name, sha256=one.sha256)
    return one.count


class _Writer:
    def __init__(self, by: Person, one: RegisterImport, owner: uuid.UUID) -> None:
        self.by, self.one, self.owner = by, one, owner
        self.names, self.zone, self.now = Names(), ZoneInfo(organisations.zone()), clock.now()

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
        raised = self._moment(row.raised_on) or (None if is_open else self._moment(row.closed_on)) or self.now
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
