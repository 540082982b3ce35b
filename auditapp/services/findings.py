"""Findings: completed at the desk, released as nonconformities, or withdrawn."""

import uuid
from collections.abc import Iterable
from datetime import date
from typing import IO, Any

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import joinedload, selectinload

from auditapp.adapters import clock
from auditapp.adapters.photo_store import PhotoStore
from auditapp.domain import finding as rules
from auditapp.domain import steps
from auditapp.domain.errors import Conflict, NotThere, Refusal
from auditapp.domain.permissions import can
from auditapp.domain.words import FINDING_STATES, N_
from auditapp.models import Audit, Finding, Nonconformity, Person, Process, db
from auditapp.services import (
    audits,
    evidence,
    history,
    nonconformities_raised,
    notices_of_findings,
    organisations,
    warnings,
)

EDITABLE = (
    "grade", "grade_reason", "clauses", "requirement", "evidence_text", "statement", "process_id", "site_id", "place",
    "owner_id", "urgent",
)  # fmt: skip


RELEASED = ("released", "taken_up", "declined", "done")
"""States of a finding that its owner sees without seeing the audit."""
NOTED_IN = ("under_way", "concluded")
"""States of an audit in which findings are noted at the desk."""


def find(person: Person, finding_id: uuid.UUID) -> Finding:
    """A finding of an audit that ``person`` may see, or one that was released to them as its owner; else `NotThere`."""
    of_theirs = Finding.audit_id.in_(audits.visible_to(person).with_only_columns(Audit.id))
    query = (
        select(Finding)
        .where(
            Finding.id == finding_id,
            or_(of_theirs, and_(Finding.owner_id == person.id, Finding.state.in_(RELEASED))),
        )
        .options(
            joinedload(Finding.audit).selectinload(Audit.members),
            joinedload(Finding.instance),
            joinedload(Finding.process).joinedload(Process.owner).lazyload(Person.roles),
            joinedload(Finding.site),
            joinedload(Finding.owner).lazyload(Person.roles),
            joinedload(Finding.noted_by).lazyload(Person.roles),
            joinedload(Finding.nonconformity),
            selectinload(Finding.evidence),
        )
    )
    finding = db.session.scalar(query)
    if finding is None:
        raise NotThere(N_("There is no such finding here."))
    return finding


def of_audit(audit: Audit) -> list[Finding]:
    """The findings of an audit, gravest first, with their photos."""
    query = (
        select(Finding)
        .where(Finding.audit_id == audit.id)
        .options(
            joinedload(Finding.instance),
            joinedload(Finding.process),
            joinedload(Finding.site),
            joinedload(Finding.owner).lazyload(Person.roles),
            joinedload(Finding.nonconformity),
            selectinload(Finding.evidence),
        )
    )
    return gravest_first(db.session.scalars(query))


def gravest_first(findings: Iterable[Finding]) -> list[Finding]:
    """By grade, then in the order they were noted."""
    return sorted(findings, key=lambda one: (rules.GRADES.index(one.grade), one.noted_at, one.id))


def note(by: Person, audit: Audit, values: dict[str, Any]) -> Finding:
    """Note a finding at the desk, with ``values`` of `EDITABLE` fields, while the audit is under way or concluded."""
    history.allow(by, "note_finding", audit)
    if audit.state not in NOTED_IN:
        raise Refusal(N_("Findings are noted while the audit is under way or concluded."))
    _has_grade(values.get("grade"))
    if not (values.get("statement") or values.get("evidence_text")):
        raise Refusal(N_("Write what you found: the evidence or the statement."), field="evidence_text")
    finding = Finding(
        audit=audit,
        state="noted",
        noted_by=by,
        noted_at=clock.now(),
        received_at=clock.now(),
        statement_confirmed=bool(values.get("statement")),
        **{name: value for name, value in values.items() if name in EDITABLE},
    )
    db.session.add(finding)
    db.session.flush()
    history.record(finding, "note_finding", by, to_state="noted", grade=finding.grade, urgent=finding.urgent)
    return finding


def _has_grade(grade: Any) -> None:
    if grade not in rules.GRADES:
        raise Refusal(N_("Choose a grade from the list."), field="grade")


def edit(by: Person, finding: Finding, changes: dict[str, Any], *, confirmed: bool = False) -> None:
    """Complete or correct a noted finding. Editing the statement, or ``confirmed``, makes it nobody's draft."""
    history.allow(by, "note_finding", finding)
    _still_noted(finding)
    _has_grade(changes.get("grade", finding.grade))
    before = {name: getattr(finding, name) for name in EDITABLE}
    changed = {name: value for name, value in changes.items() if name in EDITABLE and before[name] != value}
    if "grade" in changed and not changed.get("grade_reason"):
        raise Refusal(N_("The grade changes: write why it is this grade now."), field="grade_reason")
    for name, value in changed.items():
        setattr(finding, name, value)
    if "statement" in changed or confirmed:
        finding.statement_confirmed = True
    db.session.flush()
    db.session.refresh(finding, ["owner", "process", "site"])
    regraded = [before["grade"], finding.grade] if "grade" in changed else None
    history.record(finding, "edit_finding", by, fields=sorted(changed), regraded=regraded)


def add_photos(by: Person, finding: Finding, uploads: Iterable[tuple[str, IO[bytes]]], store: PhotoStore) -> None:
    """Keep photos (name and bytes of each) as evidence of a finding that is still noted."""
    history.allow(by, "note_finding", finding)
    _still_noted(finding)
    for name, upload in uploads:
        evidence.add_photo(by, upload, finding, store=store, name=name, place=finding.place)


def withdraw(by: Person, finding: Finding, reason: str) -> None:
    """Withdraw a finding that was not released yet; it stays on record."""
    history.allow(by, "release", finding)
    _still_noted(finding)
    if not reason.strip():
        raise Refusal(N_("Say why the finding is withdrawn."), field="note")
    finding.state = "withdrawn"
    history.record(finding, "withdraw_finding", by, from_state="noted", to_state="withdrawn", note=reason.strip())


def release(by: Person, finding: Finding) -> Nonconformity | None:
    """Release a complete finding. A nonconforming one becomes a numbered nonconformity, and its owner is told."""
    history.allow(by, "release", finding)
    _still_noted(finding)
    for refusal in rules.missing_for_release(finding):
        raise refusal
    overridden: dict[str, Any] = {"warnings": codes} if (codes := warnings.of_finding(finding)) else {}
    finding.state, finding.released_at = "released", clock.now()
    history.record(finding, "release", by, from_state="noted", to_state="released", **overridden)
    if not rules.is_nonconforming(finding.grade):
        notices_of_findings.tell_released(finding, by)
        return None
    return nonconformities_raised.from_finding(by, finding, overridden)


def answer(by: Person, finding: Finding, verb: str, *, note: str = "", until: date | None = None) -> None:
    """Take a step of `steps.FINDING_STEPS`: take it up until a day, decline it, or report it done."""
    step, data = steps.FINDING_STEPS[verb], {}
    history.allow(by, step.permission, finding)
    steps.step_for(steps.FINDING_STEPS, verb, finding.state)
    if "until" in step.asks:
        if until is None or until < clock.today(organisations.zone()):
            raise Refusal(N_("Choose the day by which it is done, today or later."), field="until")
        data["until"] = until.isoformat()
    history.take(steps.FINDING_STEPS, finding, verb, by, note=note, **data)
    if until is not None and "until" in step.asks:
        finding.taken_up_until = until


def answers_open_to(person: Person, finding: Finding) -> list[steps.Step]:
    """The steps of `steps.FINDING_STEPS` that ``person`` may take now."""
    return [
        step
        for step in steps.FINDING_STEPS.values()
        if finding.state in step.from_
        and can(person, step.permission, finding)
        and not list(steps.missing(step, finding))
    ]


def _still_noted(finding: Finding) -> None:
    if finding.state != "noted":
        state = FINDING_STATES[finding.state]
        raise Conflict(N_("This finding is '%(state)s' by now and stays as it is."), state=state)
