"""Findings as they are noted on the walk: created under the device's id, changed field by field while noted."""

import uuid
from collections.abc import Iterable
from typing import Any

from sqlalchemy import select

from auditapp.adapters import clock
from auditapp.domain import walk
from auditapp.domain.standard import parse_ref
from auditapp.models import Evidence, Finding, Instance, Person, Process, Site, db
from auditapp.services import history, walk_answers
from auditapp.services.walk_entries import FindingField, Noted
from auditapp.services.walk_replies import Held, NotYet, Received, Reply

COLUMNS = {"owner": "owner_id"}
"""Fields of the device whose column has another name."""


def note(received: Received, said: Noted) -> Reply:
    """Keep a finding. What it says of question, process and people must be there."""
    before = db.session.get(Finding, received.target)
    if before is not None:
        if before.audit_id != received.audit.id or before.noted_by_id != received.by.id:
            raise Held(walk.OTHER_AUDIT)
        return Reply("applied")
    instance = walk_answers.find(received, said.instance) if said.instance else None
    finding = Finding(
        id=received.target,
        audit_id=received.audit.id,
        instance_id=instance.id if instance else None,
        process_id=_known(Process, said.process) or (instance.process_id if instance else None),
        site_id=_known(Site, said.site) or (instance.site_id if instance else None),
        owner_id=_known(Person, said.owner),
        clauses=_clauses(said.clauses, instance),
        noted_by_id=received.by.id,
        noted_at=received.entry.at,
        received_at=clock.now(),
        **said.model_dump(include={
            "place", "grade", "grade_reason", "requirement", "evidence_text", "statement", "statement_confirmed",
            "urgent",
        }),
    )  # fmt: skip
    db.session.add(finding)
    db.session.flush()
    _take_photos(finding, said.photos)
    history.record(finding, "note_finding", received.by, to_state="noted", grade=said.grade, urgent=said.urgent)
    return Reply("applied")


def _clauses(said: Iterable[str], instance: Instance | None) -> list[str]:
    known = []
    for ref in said:
        try:
            parse_ref(ref)
        except ValueError:
            continue
        known.append(ref)
    return known or (list(instance.clauses) if instance else [])


def _known(kind: type[Any], thing_id: uuid.UUID | None) -> uuid.UUID | None:
    """The id if there is such a thing: a person or process that is gone never costs the finding."""
    return thing_id if thing_id and db.session.get(kind, thing_id) is not None else None


def _take_photos(finding: Finding, photos: list[uuid.UUID]) -> None:
    if not photos:
        return
    query = select(Evidence).where(Evidence.id.in_(photos), Evidence.audit_id == finding.audit_id)
    for evidence in db.session.scalars(query):
        if evidence.finding_id is None:
            evidence.finding_id = finding.id


def set_field(received: Received, said: FindingField) -> Reply:
    """Change one field of a finding that is still noted, or keep a contradicting value beside it."""
    finding = db.session.get(Finding, received.target, with_for_update=True)
    if finding is None:
        raise NotYet
    if finding.audit_id != received.audit.id:
        raise Held(walk.OTHER_AUDIT)
    if finding.state != "noted":
        raise Held(walk.RELEASED)
    name, value = said.name, said.value  # type: ignore[attr-defined]  # each of the five has both
    column = COLUMNS.get(name, name)
    if isinstance(value, uuid.UUID) and _known(Person, value) is None:
        raise Held(walk.GONE)
    current, rev = getattr(finding, column), finding.revs.get(name)
    if walk.outcome(current, rev, received.base, value) == "conflict":
        standing = str(current) if isinstance(current, uuid.UUID) else current
        return Reply("conflict", theirs={"value": standing, "rev": rev})
    if current != value:
        setattr(finding, column, value)
        history.record(finding, "edit_finding", received.by, field=name, before=_plain(current), after=_plain(value))
    finding.revs = {**finding.revs, name: str(received.entry.id)}
    return Reply("applied")


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, uuid.UUID) else value
