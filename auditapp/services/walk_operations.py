"""Operations from a device, each exactly once.

The operation's id is the primary key, written in the same transaction as its effect; who asks again gets the stored
reply. Each operation has a savepoint of its own: one that fails answers for itself alone, the others go on.
"""

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import structlog
from pydantic import BaseModel, ValidationError
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import joinedload

from auditapp.adapters import clock
from auditapp.domain import walk
from auditapp.domain.audit import WALKABLE_STATES
from auditapp.domain.errors import Refusal
from auditapp.domain.permissions import can
from auditapp.domain.words import N_
from auditapp.models import Audit, Operation, Person, db
from auditapp.services import history, walk_answers, walk_findings, walk_marks, walk_meetings, walk_photos, walk_starts
from auditapp.services.walk_entries import (
    Attended,
    Caption,
    Entry,
    FindingField,
    Marks,
    Noted,
    Photo,
    Place,
    Register,
    Start,
)
from auditapp.services.walk_replies import Held, NotYet, Received, Reply

log = structlog.get_logger()


@dataclass(frozen=True)
class Kind:
    """What a kind of operation is made of. ``wrapped``: the body is one of several, told apart by its ``name``."""

    body: type[BaseModel]
    handle: Callable[[Received, Any], Reply]
    wrapped: bool = False
    founds: bool = False
    """It makes the audit that it names."""

    def read(self, body: dict[str, Any]) -> Any:
        """``body`` as its model; raises ``ValidationError``."""
        return self.body.model_validate({"set": body}).set if self.wrapped else self.body.model_validate(body)  # type: ignore[attr-defined]  # a wrapped model has `set`


KINDS: dict[str, Kind] = {
    "field.set": Kind(Register, walk_answers.set_field, wrapped=True),
    "audit.start": Kind(Start, walk_starts.start, founds=True),
    "meeting.sign": Kind(Attended, walk_meetings.attend),
    "instance.add": Kind(Place, walk_answers.add_instance),
    "photo.add": Kind(Photo, walk_photos.add),
    "photo.caption": Kind(Caption, walk_photos.caption),
    "photo.marks": Kind(Marks, walk_marks.draw),
    "finding.note": Kind(Noted, walk_findings.note),
    "finding.field": Kind(FindingField, walk_findings.set_field, wrapped=True),
}
"""A new kind is a new row here."""


@dataclass
class Batch:
    """What is known while one request's operations are taken."""

    by: Person
    device: str
    stored: dict[uuid.UUID, Operation]
    rescued_by: Person | None = None
    audits: dict[uuid.UUID, Audit | None] = field(default_factory=dict)

    def audit(self, audit_id: uuid.UUID) -> Audit | None:
        if audit_id not in self.audits:
            self.audits[audit_id] = db.session.get(Audit, audit_id, options=[joinedload(Audit.members)])
        return self.audits[audit_id]


def receive(by: Person, device: str, raw: list[Any], *, rescued_by: Person | None = None) -> list[dict[str, Any]]:
    """Take operations in the order in which they stand; answers one result for each, in the same order.

    A result: ``id``, ``status`` (applied, conflict, held, rejected, error), and where it matters ``why`` (a
    translatable sentence), ``theirs`` (the value that stands), ``replay`` (True when it was here before).
    ``rescued_by``: who brought them in from a rescue file; ``by`` stays their author.
    Raises `Refusal` when the batch as a whole cannot be read; nothing is written then.
    """
    if len(raw) > walk.MOST_AT_ONCE:
        message = N_("At most %(most)s entries can be sent at once. Send the rest after them.")
        raise Refusal(message, status=413, most=walk.MOST_AT_ONCE)
    ids = [_id_of(entry) for entry in raw]
    query = select(Operation).where(Operation.id.in_(ids))
    batch = Batch(by, device, {operation.id: operation for operation in db.session.scalars(query)}, rescued_by)
    return [_take(batch, entry_id, entry).as_result(entry_id) for entry_id, entry in zip(ids, raw, strict=True)]


def _id_of(entry: Any) -> uuid.UUID:
    try:
        return uuid.UUID(entry["id"])
    except (TypeError, KeyError, ValueError, AttributeError):
        raise Refusal(N_("An entry has no id: this is not what a walk sends."), status=400) from None


def _take(batch: Batch, entry_id: uuid.UUID, raw: dict[str, Any]) -> Reply:
    before = batch.stored.get(entry_id)
    if before is not None:
        return _again(batch, before)
    if not walk.is_text(raw):
        return Reply("rejected", walk.NOT_TEXT)
    try:
        entry = Entry.model_validate(raw)
    except ValidationError:
        return Reply("rejected", walk.NOT_READABLE)
    if entry.user != batch.by.id:
        return Reply("rejected", walk.SOMEBODY_ELSES)
    kind = KINDS.get(entry.kind) if entry.form == walk.SCHEMA else None
    try:
        body = kind.read(entry.body) if kind else None
    except ValidationError:
        return Reply("rejected", walk.NOT_READABLE)
    try:
        with db.session.begin_nested():
            return _keep(batch, entry, kind, body)
    except NotYet:
        return Reply("error", walk.COMES_LATER)
    except IntegrityError:
        # Another worker took the same operation in this moment, or an id is taken: the next attempt tells which.
        return Reply("error", walk.TRY_AGAIN)
    except Exception as error:
        log.error("operation failed", operation=str(entry.id), kind=entry.kind, exc_info=error)
        return Reply("error", walk.TRY_AGAIN)


def _again(batch: Batch, before: Operation) -> Reply:
    if before.person_id != batch.by.id:
        return Reply("rejected", walk.SOMEBODY_ELSES)
    return Reply(before.status, before.reply.get("why", ""), before.reply.get("theirs"), replay=True)


def _keep(batch: Batch, entry: Entry, kind: Kind | None, body: Any) -> Reply:
    """The effect and the key are written together: who comes second with an id fails, and has no effect either."""
    try:
        reply = _apply(batch, entry, kind, body)
    except Held as held:
        reply = Reply("held", held.why)
    audit = batch.audit(entry.audit)
    operation = Operation(
        id=entry.id,
        person_id=batch.by.id,
        audit_id=audit.id if audit else None,
        device=batch.device,
        seq=entry.seq,
        kind=entry.kind,
        target=str(entry.target),
        body={"body": entry.body, "base": str(entry.base) if entry.base else None, "schema": entry.form},
        status=reply.status,
        reply=reply.stored(),
        device_at=entry.at,
        received_at=clock.now(),
        rescued_by_id=batch.rescued_by.id if batch.rescued_by else None,
    )
    db.session.add(operation)
    db.session.flush()
    batch.stored[entry.id] = operation
    return reply


def _apply(batch: Batch, entry: Entry, kind: Kind | None, body: Any) -> Reply:
    audit = batch.audit(entry.audit)
    if audit is None and kind is not None and kind.founds:
        return _found(batch, entry, kind, body)
    if audit is None or not can(batch.by, "walk", audit):
        raise Held(walk.NOT_ON_TEAM)
    if kind is None:
        raise Held(walk.UNKNOWN_KIND)
    if audit.state not in WALKABLE_STATES:
        raise Held(walk.NOT_UNDER_WAY)
    return kind.handle(Received(batch.by, audit, entry), body)


def _found(batch: Batch, entry: Entry, kind: Kind, body: Any) -> Reply:
    """Make the audit; what comes next in the batch finds it."""
    if entry.target != entry.audit or not can(batch.by, "start_unplanned"):
        raise Held(walk.NOT_ON_TEAM)
    reply = kind.handle(Received(batch.by, Audit(id=entry.audit), entry), body)
    batch.audits.pop(entry.audit, None)
    return reply


def take_in(by: Person, operation: Operation) -> Reply:
    """Give an operation that was held its effect after all, as ``by`` decides; its author stays its author.

    Raises a `Refusal` that says why where it still cannot have one.
    """
    audit = db.session.get(Audit, operation.audit_id) if operation.audit_id else None
    kind = KINDS.get(operation.kind)
    if audit is None or kind is None or operation.status != "held":
        raise Refusal(walk.UNKNOWN_KIND if kind is None else N_("This entry is not held any more."))
    entry = Entry.model_validate({
        "id": operation.id, "seq": operation.seq, "schema": walk.SCHEMA, "user": operation.person_id,
        "audit": audit.id, "kind": operation.kind, "target": operation.target, "body": operation.body["body"],
        "base": operation.body["base"], "at": operation.device_at,
    })  # fmt: skip
    try:
        reply = kind.handle(Received(operation.person, audit, entry), kind.read(entry.body))
    except Held as held:
        raise Refusal(held.why) from held
    except NotYet as missing:
        raise Refusal(N_("What this entry belongs to is held, too. Take that in first.")) from missing
    operation.status, operation.reply = reply.status, reply.stored()
    history.record(operation, "take_in", by, kind=operation.kind, target=operation.target, audit=str(audit.id))
    return reply
