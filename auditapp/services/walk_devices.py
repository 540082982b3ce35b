"""Devices that walks were prepared on, and what they still hold when they last spoke."""

import uuid
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from auditapp.adapters import clock
from auditapp.domain.device import device as named
from auditapp.models import Audit, Person, WalkDevice, db

MOST = 2**31 - 1


@dataclass(frozen=True)
class Left:
    """How much of one audit a device still holds: not yet on the server."""

    entries: int
    photos: int


def prepared(by: Person, audit: Audit, device: str, agent: str, *, build: str, size: int) -> WalkDevice:
    """The walk of ``audit`` was pinned on ``device`` and read back there. ``size``: bytes; ``agent``: its header."""
    row = _row(by, audit.id, device)
    row.agent, row.build, row.size = named(agent), build[:40], max(0, min(size, 2**40))
    row.prepared_at = row.told_at = clock.now()
    return row


def told(by: Person, device: str, agent: str, left: dict[uuid.UUID, Left]) -> None:
    """What ``device`` says it still holds, by audit. Audits that are not (yet) known are passed over."""
    if not left:
        return
    known = set(db.session.scalars(select(Audit.id).where(Audit.id.in_(left))))
    for audit_id in known:
        row = _row(by, audit_id, device)
        row.agent = row.agent or named(agent)
        row.entries_left = min(max(left[audit_id].entries, 0), MOST)
        row.photos_left = min(max(left[audit_id].photos, 0), MOST)
        row.told_at = clock.now()


def _row(by: Person, audit_id: uuid.UUID, device: str) -> WalkDevice:
    query = select(WalkDevice).where(
        WalkDevice.audit_id == audit_id, WalkDevice.person_id == by.id, WalkDevice.device == device
    )
    row = db.session.scalar(query)
    if row is None:
        row = WalkDevice(audit_id=audit_id, person_id=by.id, device=device, told_at=clock.now(), agent="", build="")
        row.entries_left = row.photos_left = row.size = 0
        row.prepared_at = None
        db.session.add(row)
        db.session.flush()
    return row


def of_audit(audit: Audit) -> list[WalkDevice]:
    """All devices that have, or had, the walk of ``audit``; who holds the most first."""
    query = (
        select(WalkDevice)
        .where(WalkDevice.audit_id == audit.id)
        .options(joinedload(WalkDevice.person).lazyload(Person.roles))
    )
    rows = db.session.scalars(query.order_by(WalkDevice.told_at.desc()))
    return sorted(rows, key=lambda row: -(row.entries_left + row.photos_left))


def may_hold(row: WalkDevice) -> bool:
    """Whether the device said it holds something, or was prepared and has not spoken since."""
    return bool(row.entries_left or row.photos_left) or (row.prepared_at is not None and row.told_at <= row.prepared_at)


def holding(audit: Audit) -> list[WalkDevice]:
    """The devices that hold data of ``audit``, or may: before it is concluded or issued, somebody should look."""
    return [row for row in of_audit(audit) if may_hold(row)]
