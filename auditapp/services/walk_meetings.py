"""Who was at the opening and the closing meeting, with their signatures."""

from typing import Any

from sqlalchemy import select

from auditapp.adapters import clock
from auditapp.models import Attendance, Audit, db
from auditapp.services import history
from auditapp.services.walk_entries import Attended
from auditapp.services.walk_replies import Received, Reply


def attend(received: Received, said: Attended) -> Reply:
    """Keep that somebody was there, and how they signed."""
    if db.session.get(Attendance, received.target) is not None:
        return Reply("applied")
    row = Attendance(
        id=received.target,
        audit_id=received.audit.id,
        meeting=said.meeting,
        name=said.name,
        strokes=said.strokes or {},
        taken_by_id=received.by.id,
        signed_at=received.entry.at,
        received_at=clock.now(),
    )
    db.session.add(row)
    db.session.flush()
    history.record(
        row, "attend_meeting", received.by, audit=str(row.audit_id), meeting=row.meeting, name=row.name,
        signed=bool(row.strokes),
    )  # fmt: skip
    return Reply("applied")


def of_audit(audit: Audit) -> list[Attendance]:
    """All who were at a meeting of ``audit``, opening before closing, in the order they signed."""
    query = select(Attendance).where(Attendance.audit_id == audit.id).order_by(Attendance.signed_at, Attendance.id)
    return sorted(db.session.scalars(query), key=lambda one: one.meeting != "opening")


def as_json(row: Attendance) -> dict[str, Any]:
    """What a device is told of it."""
    told = {"id": str(row.id), "meeting": row.meeting, "name": row.name, "signed": bool(row.strokes)}
    return told | {"by": str(row.taken_by_id), "at": row.signed_at.isoformat()}
