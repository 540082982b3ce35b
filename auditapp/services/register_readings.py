"""Readings of old registers: which column is which, and what each row would become. Nothing is written here."""

import uuid
from dataclasses import dataclass, field

from sqlalchemy import func, select

from auditapp.domain import old_register as rules
from auditapp.domain.errors import Conflict, Refusal
from auditapp.domain.old_register import Bad, Reading, Row
from auditapp.domain.words import N_
from auditapp.models import Nonconformity, Person, Process, RegisterImport, Site, db
from auditapp.services import history, register_files


@dataclass(frozen=True)
class Told:
    """What an import would do: the rows that can be taken, what is wrong with others, names that nobody has here."""

    good: list[Row]
    bad: list[Bad]
    unknown: dict[str, list[str]] = field(default_factory=dict)


def map_columns(by: Person, one: RegisterImport, how: Reading, owner: Person) -> None:
    """Say how the file is read, and who owns what names nobody that is here."""
    history.allow(by, "run_register")
    refuse_twice(one)
    for name in ("number", "statement"):
        if name not in how.columns:
            raise Refusal(N_("Choose the column of '%(field)s'."), field=name) from None
    one.mapping = {
        "columns": dict(how.columns), "dates": how.dates, "split": how.split, "grade": how.grade,
        "edition": how.edition, "owner": str(owner.id),
    }  # fmt: skip


def refuse_twice(one: RegisterImport) -> None:
    """Raise a `Conflict` for a file that was brought in already."""
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
    for line, cells in enumerate(register_files.rows_of(one.content, one.file_name)[1:], 2):
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
    names = Names()
    unknown = {
        kind: sorted({row.words[kind] for row in kept if kind in row.words and not names.get(kind, row.words[kind])})
        for kind in ("owner", "process", "site")
    }
    return Told(kept, sorted(bad, key=lambda one: one.line), {kind: those for kind, those in unknown.items() if those})


class Names:
    """People, processes and sites by name (people by mail address, too), whatever the capitals."""

    def __init__(self) -> None:
        people = db.session.execute(select(Person.id, Person.name, Person.email)).all()
        self.known: dict[str, dict[str, uuid.UUID]] = {
            "owner": {text.lower(): row.id for row in people for text in (row.name, row.email)},
            "process": {row.name.lower(): row.id for row in db.session.execute(select(Process.id, Process.name))},
            "site": {row.name.lower(): row.id for row in db.session.execute(select(Site.id, Site.name))},
        }

    def get(self, kind: str, text: str) -> uuid.UUID | None:
        """The id of the 'owner', 'process' or 'site' called ``text``; None where there is none."""
        return self.known[kind].get(text.strip().lower())
