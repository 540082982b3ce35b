"""Many nonconformities at once: the prose of real inspections where the corpora are there, rows written in bulk.

The texts, clauses, people and days vary as in a register of ten years; what a step would record is left out, since
only reading is measured on them.
"""

import csv
import random
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import insert

from auditapp.adapters import clock
from auditapp.models import (
    Action,
    Cause,
    DueDate,
    Nonconformity,
    NonconformityClause,
    Process,
    Round,
    Site,
    db,
    keep_facts,
    new_id,
)
from auditapp.services import people
from tests.bench.ground import the_cast
from tests.conftest import CORPORA

CLAUSES = (
    "4.1", "4.2", "5.2", "5.3", "6.1.2", "6.1.3", "6.1.4", "6.2.1", "7.2", "7.3", "7.4.1", "7.5.3", "8.1", "8.2",
    "9.1.1", "9.1.2", "9.2.2", "9.3", "10.2",
)  # fmt: skip
ENDED = ("closed",) * 9 + ("void",)
OPEN = ("raised", "acknowledged", "planned", "in_progress", "implemented", "verified", "disputed")
CHUNK = 5000


INSPECTIONS = CORPORA / "inspections" / "Food_Inspections.csv"
SOURCES = (Path(__file__), INSPECTIONS)
"""What a kept register was made from."""


def prose() -> list[str]:
    """Sentences that inspectors wrote; made-up ones where the corpora are not beside the project."""
    if not INSPECTIONS.is_file():
        return [f"Drum {n} of waste oil stands outside the bund near gate {n % 17}." for n in range(500)]
    found = []
    with INSPECTIONS.open(newline="", encoding="utf-8", errors="replace") as rows:
        for row in csv.DictReader(rows):
            found += [part.strip() for part in row["Violations"].split("|") if "Comments:" in part]
    return [text.partition("Comments:")[2].strip()[:600] or text[:600] for text in found]


def fill(count: int) -> None:
    """``count`` nonconformities of ten years at 40 processes on 8 sites, of 60 owners."""
    dice, cast, texts = random.Random(14001), the_cast(), prose()
    sites = [cast.works, cast.depot] + [Site(name=f"Site {n}", timezone="Europe/Berlin") for n in range(3, 9)]
    db.session.add_all(sites)
    owners = [cast.ola, cast.zed] + [people.new_person(f"Owner {n}", f"owner{n}@example.com") for n in range(3, 61)]
    db.session.add_all(owners)
    processes = [Process(name=f"Process {n}", owner=dice.choice(owners), sites=[dice.choice(sites)]) for n in range(40)]
    db.session.add_all(processes)
    db.session.commit()
    now = clock.now()
    places = (
        [one.id for one in processes],
        [one.id for one in sites],
        [one.id for one in owners],
        cast.lea.id,
    )
    for start in range(0, count, CHUNK):
        rows: dict[Any, list[dict[str, Any]]] = {
            kind: [] for kind in (Nonconformity, NonconformityClause, Round, DueDate, Cause, Action)
        }
        for number in range(start, min(start + CHUNK, count)):
            _one(rows, number, count, dice, texts, now, places)
        for kind, values in rows.items():
            db.session.execute(insert(kind), values)
        db.session.commit()
    keep_facts(db.session.connection())
    db.session.commit()
    db.session.rollback()


def _one(
    rows: dict[Any, list[dict[str, Any]]],
    number: int,
    count: int,
    dice: random.Random,
    texts: list[str],
    now: datetime,
    places: tuple[Any, ...],
) -> None:
    processes, sites, owners, lea = places
    raised = now - timedelta(minutes=int(3650 * 1440 * (1 - number / count)))
    day, one = raised.date(), new_id()
    is_open = raised > now - timedelta(days=200) and dice.random() < 0.7
    state = dice.choice(OPEN) if is_open else dice.choice(ENDED)
    major, round_number = dice.random() < 0.15, 2 if dice.random() < 0.05 else 1
    edition = "iso14001-2026" if raised > datetime(2026, 4, 1, tzinfo=UTC) else "iso14001-2015"
    clauses = [f"{edition}:{clause}" for clause in dice.sample(CLAUSES, dice.choice((1, 1, 1, 2)))]
    closed = None if is_open else min(raised + timedelta(days=dice.randint(20, 260)), now)
    plan = day + timedelta(days=14 if major else 30)
    text = dice.choice(texts)
    rows[Nonconformity].append({
        "id": one, "number": f"NC-{day.year}-{number:06d}", "source": "internal_audit" if number % 5 else "complaint",
        "state": state, "grade": "major" if major else "minor", "grade_reason": "As the instruction says.",
        "clauses": clauses, "requirement": "Instruction 12: what is stored is labelled.", "evidence_text": text,
        "statement": text[:300], "process_id": dice.choice(processes), "site_id": dice.choice(sites),
        "owner_id": dice.choice(owners), "raised_by_id": lea, "raised_at": raised, "closed_at": closed,
        "round_number": round_number, "due_on": plan if is_open else None, "recurrence": int(dice.random() < 0.2),
        "place": f"Bay {number % 90}",
    })  # fmt: skip
    rows[NonconformityClause] += [{"clause": clause, "nonconformity_id": one} for clause in clauses]
    round_id, cause_id = new_id(), new_id()
    if round_number == 2:  # judged not effective, or closed and opened again
        rows[Round].append(_round(new_id(), one, 1, effective=dice.random() < 0.3))
    rows[Round].append(_round(round_id, one, round_number, effective=None if is_open else True))
    planned = day + timedelta(days=dice.randint(3, 45))
    done = day + timedelta(days=dice.randint(20, 120))
    rows[DueDate] += [
        _due(one, round_number, "plan", plan, planned if planned < now.date() else None),
        _due(one, round_number, "implementation", day + timedelta(days=60 if major else 90), None if is_open else done),
    ]
    rows[Cause].append(
        {"id": cause_id, "round_id": round_id, "statement": f"Control {dice.randint(1, 30)} was missing."}
    )
    owner = rows[Nonconformity][-1]["owner_id"]
    rows[Action].append({
        "id": new_id(), "round_id": round_id, "cause_id": cause_id, "what": "Label the store.", "owner_id": owner,
        "due_on": done, "at_source": dice.random() < 0.4, "raises_standard": dice.random() < 0.25,
        "done_on": None if is_open else done, "done_by_id": None if is_open else lea,
    })  # fmt: skip


def _round(id_: Any, one: Any, number: int, *, effective: bool | None) -> dict[str, Any]:
    return {"id": id_, "nonconformity_id": one, "number": number, "verified_how": [], "effective": effective}


def _due(one: Any, round_number: int, kind: str, due: date, met: date | None) -> dict[str, Any]:
    return {
        "id": new_id(), "nonconformity_id": one, "round_number": round_number, "kind": kind, "original_on": due,
        "due_on": due, "met_on": met,
    }  # fmt: skip
