"""Answers that contradict each other, and the person who says which one stands."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import exists, select
from sqlalchemy.orm import selectinload

from auditapp.adapters import clock
from auditapp.domain.errors import NotThere
from auditapp.domain.words import N_
from auditapp.models import Answer, Audit, Instance, Operation, Person, WalkDevice, db, new_id
from auditapp.services import history


@dataclass(frozen=True)
class Said:
    """One of the values: ``answer`` is None for one that came without an operation."""

    answer_id: uuid.UUID
    value: Any
    by: str
    at: datetime
    stands: bool


@dataclass(frozen=True)
class Difference:
    """A register of a question that was given contradicting values: the one that stands first."""

    instance: Instance
    name: str
    said: list[Said]


def of_audit(audit: Audit) -> list[Difference]:
    """What nobody has resolved yet."""
    query = (
        select(Answer)
        .join(Instance, Instance.id == Answer.instance_id)
        .where(Instance.audit_id == audit.id, Answer.applied.is_(False))
        .order_by(Answer.received_at)
        .options(selectinload(Answer.by))
    )
    open_: dict[tuple[uuid.UUID, str], list[Answer]] = {}
    for answer in db.session.scalars(query):
        open_.setdefault((answer.instance_id, answer.field), []).append(answer)
    found = []
    for (instance_id, name), answers in open_.items():
        instance = db.session.get_one(Instance, instance_id)
        rev = instance.revs.get(name)
        standing = db.session.get(Answer, uuid.UUID(rev)) if rev else None
        later = [one for one in answers if standing is None or one.received_at >= standing.received_at]
        if not later or standing is None:
            continue
        latest = {one.by_id: one for one in later}.values()
        found.append(Difference(instance, name, [_said(standing, True), *(_said(one, False) for one in latest)]))
    return found


def _said(answer: Answer, stands: bool) -> Said:
    return Said(answer.id, answer.value, answer.by.name, answer.device_at, stands)


def resolve(by: Person, audit: Audit, answer_id: uuid.UUID) -> None:
    """The value of the answer ``answer_id`` stands; the others stay on the record. Raises `NotThere`."""
    history.allow(by, "conclude", audit)
    difference = next((one for one in of_audit(audit) if any(said.answer_id == answer_id for said in one.said)), None)
    if difference is None:
        raise NotThere(N_("This was resolved already."))
    chosen = next(said for said in difference.said if said.answer_id == answer_id)
    instance, name, moment = difference.instance, difference.name, clock.now()
    answer = Answer(
        id=new_id(), instance_id=instance.id, field=name, value=chosen.value,
        base=uuid.UUID(instance.revs[name]), by_id=by.id, device_at=moment, received_at=moment,
    )  # fmt: skip
    db.session.add(answer)
    setattr(instance, name, chosen.value)
    instance.revs = {**instance.revs, name: str(answer.id)}
    if name == "result":
        instance.answered_by_id = db.session.get_one(Answer, answer_id).by_id
    history.record(instance, "resolve_difference", by, field=name, stands=str(answer_id), value=chosen.value)


@dataclass(frozen=True)
class Left:
    """Whether there is anything at all to look at: asked first, since for most audits there is nothing."""

    devices: bool
    contradictions: bool
    held: bool


def anything(audit: Audit) -> Left:
    """One question for three answers."""
    devices = exists().where(WalkDevice.audit_id == audit.id)
    against = exists().where(
        Answer.instance_id == Instance.id, Instance.audit_id == audit.id, Answer.applied.is_(False)
    )
    waiting = exists().where(Operation.audit_id == audit.id, Operation.status == "held")
    row = db.session.execute(select(devices, against, waiting)).one()
    return Left(*map(bool, row))


def held(audit: Audit) -> list[Operation]:
    """Entries that had no effect when they arrived, the first first: the audit team leader looks at them."""
    query = select(Operation).where(Operation.audit_id == audit.id, Operation.status == "held")
    return list(db.session.scalars(query.order_by(Operation.received_at, Operation.seq)))
