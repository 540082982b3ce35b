"""Files of old registers: kept as they came, found by whoever runs the register, read as rows."""

import hashlib
import uuid
from collections.abc import Sequence

from sqlalchemy import select

from auditapp.adapters import clock, spreadsheet
from auditapp.domain import old_register as rules
from auditapp.domain.errors import NotThere, Refusal
from auditapp.domain.words import N_
from auditapp.models import Person, RegisterImport, db
from auditapp.services import history

MOST_BYTES = 15 * 1024 * 1024


def upload(by: Person, name: str, data: bytes) -> RegisterImport:
    """Keep the file as it came, its columns guessed. Raises a `Refusal` when it is no table."""
    history.allow(by, "run_register")
    if not data:
        raise Refusal(N_("Choose a file."), field="file")
    if len(data) > MOST_BYTES:
        raise Refusal(N_("The file is larger than 15 MB. Split it, and bring in the parts."), field="file")
    rows = rows_of(data, name)
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


def rows_of(data: bytes, name: str) -> list[list[str]]:
    """Head and rows. Raises a `Refusal` when it is no table."""
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
    head, *rest = rows_of(one.content, one.file_name)
    return [(name, next((row[place] for row in rest if len(row) > place and row[place]), ""))
            for place, name in enumerate(head)]  # fmt: skip
