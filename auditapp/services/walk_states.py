"""What the server holds of a walk: so that a page that was away, or is opened on another device, catches up."""

import uuid
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import selectinload

from auditapp.adapters import clock
from auditapp.models import Answer, Audit, Evidence, Finding, Instance, Operation, Person, db
from auditapp.models.instance import REGISTERS
from auditapp.services import photo_words, walk_meetings

OVERLAP = timedelta(seconds=10)
"""A state covers a little of the time before its cursor again: what was being committed just then is not missed."""


def state(person: Person, audit: Audit, since: datetime | None = None) -> dict[str, Any]:
    """All that is known, or what changed since a cursor of an earlier answer. Findings always come whole."""
    moment = clock.now()
    instances = _instances(audit, since)
    captions = _captions(audit)
    return {
        "audit": {"id": str(audit.id), "state": audit.state},
        "cursor": (moment - OVERLAP).isoformat(),
        "safe": safe(person, audit.id),
        "instances": [_registers(instance) for instance in instances],
        "findings": [_finding(finding) for finding in _findings(audit)],
        "photos": [_photo(evidence, captions.get(str(evidence.id))) for evidence in _photos(audit, since)],
        "conflicts": _conflicts(audit),
        "attendances": [walk_meetings.as_json(one) for one in walk_meetings.of_audit(audit)],
        "people": {str(row.id): row.name for row in db.session.execute(_names(audit))},
    }


def safe(person: Person, audit_id: uuid.UUID) -> int:
    """How many of the person's entries of this audit are on the server; a photo counts when its bytes are here."""
    entries = (
        select(func.count())
        .select_from(Operation)
        .where(Operation.audit_id == audit_id, Operation.person_id == person.id, Operation.kind != "photo.add")
    )
    photos = (
        select(func.count())
        .select_from(Evidence)
        .where(Evidence.audit_id == audit_id, Evidence.by_id == person.id, Evidence.complete_at.is_not(None))
    )
    counted = db.session.scalar(select(entries.scalar_subquery() + photos.scalar_subquery()))
    return int(counted or 0)


def _instances(audit: Audit, since: datetime | None) -> list[Instance]:
    query = select(Instance).where(Instance.audit_id == audit.id).order_by(Instance.position)
    if since is not None:
        changed = select(Answer.id).where(Answer.instance_id == Instance.id, Answer.received_at >= since)
        query = query.where(changed.exists())
    return list(db.session.scalars(query))


def _registers(instance: Instance) -> dict[str, Any]:
    told: dict[str, Any] = {"id": str(instance.id), "revs": instance.revs}
    for name in REGISTERS:
        value = getattr(instance, name)
        if value or name in instance.revs:
            told[name] = value
    if instance.answered_by_id is not None:
        told["by"] = str(instance.answered_by_id)
        told["at"] = instance.answered_at.isoformat() if instance.answered_at else ""
    return told


def _findings(audit: Audit) -> list[Finding]:
    query = select(Finding).where(Finding.audit_id == audit.id).order_by(Finding.noted_at)
    return list(db.session.scalars(query.options(selectinload(Finding.nonconformity))))


def _finding(finding: Finding) -> dict[str, Any]:
    told: dict[str, Any] = {
        name: getattr(finding, name)
        for name in (
            "state", "grade", "grade_reason", "clauses", "requirement", "evidence_text", "statement",
            "statement_confirmed", "urgent", "place", "revs",
        )
    }  # fmt: skip
    told["id"] = str(finding.id)
    told["by"] = str(finding.noted_by_id)
    told["at"] = finding.noted_at.isoformat()
    told["instance"] = str(finding.instance_id) if finding.instance_id else None
    told["process"] = str(finding.process_id) if finding.process_id else None
    told["owner"] = str(finding.owner_id) if finding.owner_id else None
    told["number"] = finding.nonconformity.number if finding.nonconformity else ""
    return told


def _photos(audit: Audit, since: datetime | None) -> list[Evidence]:
    query = select(Evidence).where(Evidence.audit_id == audit.id).order_by(Evidence.id)
    if since is not None:
        said = select(Operation.target).where(
            Operation.audit_id == audit.id,
            Operation.kind.in_(("photo.caption", "photo.marks")),
            Operation.received_at >= since,
        )
        later = [uuid.UUID(target) for target in db.session.scalars(said)]
        query = query.where((Evidence.received_at >= since) | (Evidence.complete_at >= since) | Evidence.id.in_(later))
    return list(db.session.scalars(query))


def _captions(audit: Audit) -> dict[str, str]:
    """The operation that gave each photo its caption, by photo."""
    query = select(Operation.target, Operation.id).where(
        Operation.audit_id == audit.id, Operation.kind == "photo.caption", Operation.status == "applied"
    )
    return {row.target: str(row.id) for row in db.session.execute(query.order_by(Operation.received_at, Operation.id))}


def _photo(evidence: Evidence, caption_rev: str | None) -> dict[str, Any]:
    return {
        "id": str(evidence.id),
        "instance": str(evidence.instance_id) if evidence.instance_id else None,
        "finding": str(evidence.finding_id) if evidence.finding_id else None,
        "caption": evidence.caption,
        "captionRev": caption_rev,
        "name": evidence.name,
        "by": str(evidence.by_id),
        "complete": evidence.complete_at is not None,
        "trouble": photo_words.trouble(evidence),
        "damage": photo_words.damage(evidence),
        "marks": evidence.marks,
        "marksRev": evidence.marks_rev or None,
        "copies": evidence.copies,
    }


def _conflicts(audit: Audit) -> list[dict[str, Any]]:
    """Contradicting answers that nobody resolved yet: the latest of each person, unless the register moved on since."""
    query = (
        select(Answer, Instance)
        .join(Instance, Instance.id == Answer.instance_id)
        .where(Instance.audit_id == audit.id, Answer.applied.is_(False))
        .order_by(Answer.received_at)
        .options(selectinload(Answer.by))
    )
    latest: dict[tuple[uuid.UUID, str, uuid.UUID], dict[str, Any]] = {}
    for answer, instance in db.session.execute(query):
        standing = _standing(instance, answer.field)
        if standing is not None and standing.received_at > answer.received_at:
            continue
        latest[instance.id, answer.field, answer.by_id] = {
            "instance": str(instance.id),
            "name": answer.field,
            "value": answer.value,
            "rev": str(answer.id),
            "by": answer.by.name,
            "at": answer.device_at.isoformat(),
        }
    return list(latest.values())


def _standing(instance: Instance, name: str) -> Answer | None:
    rev = instance.revs.get(name)
    return db.session.get(Answer, uuid.UUID(rev)) if rev else None


def _names(audit: Audit) -> Select[uuid.UUID, str]:
    from_answers = select(Instance.answered_by_id).where(Instance.audit_id == audit.id)
    from_findings = select(Finding.noted_by_id).where(Finding.audit_id == audit.id)
    from_photos = select(Evidence.by_id).where(Evidence.audit_id == audit.id)
    return select(Person.id, Person.name).where(
        Person.id.in_(from_answers) | Person.id.in_(from_findings) | Person.id.in_(from_photos)
    )
