"""Answers: what is said about one question at one process and place."""

import uuid
from typing import Any

from auditapp.adapters import clock
from auditapp.domain import walk
from auditapp.models import Answer, Instance, Process, db
from auditapp.services import history
from auditapp.services.walk_entries import Kinds, Place, Result, Words
from auditapp.services.walk_replies import Held, NotYet, Received, Reply


def set_field(received: Received, said: Result | Words | Kinds) -> Reply:
    """Take a register's new value, or keep it beside the one that stands when it contradicts."""
    instance = find(received, received.target)
    current, rev = getattr(instance, said.name), instance.revs.get(said.name)
    applied = walk.outcome(current, rev, received.base, said.value) == "applied"
    answer = Answer(
        id=received.entry.id,
        instance_id=instance.id,
        field=said.name,
        value=said.value,
        base=received.entry.base,
        applied=applied,
        by_id=received.by.id,
        device_at=received.entry.at,
        received_at=clock.now(),
    )
    db.session.add(answer)
    if not applied:
        return Reply("conflict", theirs=_standing(current, rev))
    if rev != received.base and _is_anothers(rev, received):
        return Reply("applied")
    setattr(instance, said.name, said.value)
    instance.revs = {**instance.revs, said.name: str(answer.id)}
    if said.name == "result":
        instance.answered_by_id = received.by.id if said.value else None
        instance.answered_at = received.entry.at if said.value else None
    return Reply("applied")


def _is_anothers(rev: str | None, received: Received) -> bool:
    """Whether somebody else gave what stands.

    Who says the same without having seen it agrees, and leaves it theirs: when they think again, still without having
    seen it, the two differ.
    """
    given = db.session.get(Answer, uuid.UUID(rev)) if rev else None
    return given is not None and given.by_id != received.by.id


def _standing(value: Any, rev: str | None) -> dict[str, Any]:
    told: dict[str, Any] = {"value": value, "rev": rev}
    given = db.session.get(Answer, uuid.UUID(rev)) if rev else None
    if given is not None:
        told |= {"by": given.by.name, "at": given.device_at.isoformat()}
    return told


def add_instance(received: Received, place: Place) -> Reply:
    """The question of another instance once more, at another process or place of the same audit."""
    like = find(received, place.instance)
    process = db.session.get(Process, place.process) if place.process else None
    if place.process and process is None:
        raise Held(walk.GONE)
    if db.session.get(Instance, received.target) is not None:
        return Reply("applied")
    instance = Instance(
        id=received.target,
        audit_id=received.audit.id,
        question_id=like.question_id,
        revision_id=like.revision_id,
        process_id=process.id if process else like.process_id,
        site_id=like.site_id,
        place=place.place.strip(),
        label=like.label,
        clauses=like.clauses,
        position=like.position,  # right after it: ids grow with time
    )
    db.session.add(instance)
    db.session.flush()
    history.record(instance, "create", received.by, like=str(like.id), place=instance.place, audit=str(like.audit_id))
    return Reply("applied")


def find(received: Received, instance_id: uuid.UUID) -> Instance:
    """The instance, its row locked, if it is one of this audit."""
    instance = db.session.get(Instance, instance_id, with_for_update=True)
    if instance is None:
        raise NotYet
    if instance.audit_id != received.audit.id:
        raise Held(walk.OTHER_AUDIT)
    return instance
