"""Audits: found through the person, and written on. Their steps: `audit_steps`."""

import uuid
from collections.abc import Sequence

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import defer, joinedload, lazyload, load_only, selectinload

from auditapp.adapters import clock
from auditapp.domain import audit as rules
from auditapp.domain.errors import NotThere, Refusal
from auditapp.domain.words import AUDIT_STATES, N_
from auditapp.models import (
    Audit,
    AuditMember,
    ChecklistRevision,
    IndependenceOverride,
    Instance,
    Nonconformity,
    Person,
    Process,
    db,
)
from auditapp.services import history

SEES_ALL = frozenset({"ems_lead", "auditor", "top_management"})
REPORT_PARTS = (
    "summary", "conclusion", "effectiveness", "follow_up", "interviewed", "method_note", "sampling", "deviations",
    "obstacles", "not_covered", "disagreements", "confidentiality", "distribution",
)  # fmt: skip
"""What is written on the audit beside the answers, for the report."""


def visible_to(person: Person) -> Select[Audit]:
    """The audits that ``person`` may see, as a query to go on from."""
    query = select(Audit)
    if person.role_names & SEES_ALL:
        return query
    return query.where(
        or_(
            Audit.auditees.any(Person.id == person.id),
            Audit.processes.any(Process.owner_id == person.id),
            Audit.members.any(AuditMember.person_id == person.id),
        )
    )


WITH_ITS_PLAN = (
    # Few rows each: sites and processes come with the audit. Nobody's roles but the reader's are asked for.
    joinedload(Audit.leader).lazyload(Person.roles),
    joinedload(Audit.sites),
    joinedload(Audit.processes).joinedload(Process.owner).lazyload(Person.roles),
    selectinload(Audit.auditees).lazyload(Person.roles),
    selectinload(Audit.members).joinedload(AuditMember.person).lazyload(Person.roles),
    selectinload(Audit.revisions).options(defer(ChecklistRevision.content), joinedload(ChecklistRevision.checklist)),
    selectinload(Audit.overrides).options(
        joinedload(IndependenceOverride.person).lazyload(Person.roles),
        joinedload(IndependenceOverride.asked_by).lazyload(Person.roles),
        joinedload(IndependenceOverride.approved_by).lazyload(Person.roles),
        joinedload(IndependenceOverride.process),
    ),
)
"""How an audit is loaded for its pages: written down once, since making these costs as much as a query."""


def find(person: Person, reference: str) -> Audit:
    """The audit ``reference`` ('A-2026-07') with its plan loaded; `NotThere` when it is not ``person``'s to see."""
    query = visible_to(person).where(Audit.reference == reference.upper()).options(*WITH_ITS_PLAN)
    audit = db.session.scalars(query).unique().one_or_none()
    if audit is None:
        raise NotThere(N_("There is no such audit here."))
    return audit


def external(person: Person, most: int = 50) -> list[Audit]:
    """Audits by a certification body that ``person`` may see, the latest first."""
    query = visible_to(person).where(Audit.type.in_(rules.EXTERNAL_TYPES), Audit.state != "cancelled")
    return list(db.session.scalars(query.order_by(Audit.starts_on.desc()).limit(most)))


def find_by_id(person: Person, audit_id: uuid.UUID) -> Audit:
    """The audit with this id; `NotThere` when it is not ``person``'s to see."""
    audit = db.session.scalar(visible_to(person).where(Audit.id == audit_id))
    if audit is None:
        raise NotThere(N_("There is no such audit here."))
    return audit


def raised_from(audit: Audit) -> list[Nonconformity]:
    """Nonconformities that somebody from outside raised in ``audit``: they have no finding of ours behind them."""
    query = select(Nonconformity).where(Nonconformity.audit_id == audit.id, Nonconformity.finding_id.is_(None))
    return list(db.session.scalars(query.order_by(Nonconformity.number)))


def listed(person: Person, *, states: Sequence[str] = (), limit: int = 200, offset: int = 0) -> list[Audit]:
    """Audits that ``person`` may see, the latest first."""
    query = visible_to(person).order_by(Audit.starts_on.desc(), Audit.reference.desc()).limit(limit).offset(offset)
    if states:
        query = query.where(Audit.state.in_(states))
    options = (
        joinedload(Audit.leader).lazyload(Person.roles),
        selectinload(Audit.sites),
        selectinload(Audit.processes),
    )
    return list(db.session.scalars(query.options(*options)))


def count_by_state(person: Person) -> dict[str, int]:
    """How many audits ``person`` may see in each state, states without any left out, in the order of a life."""
    found = visible_to(person).with_only_columns(Audit.state, func.count()).group_by(Audit.state)
    counts: dict[str, int] = {row[0]: row[1] for row in db.session.execute(found)}
    return {state: counts[state] for state in AUDIT_STATES if state in counts}


def write_report_parts(
    by: Person, audit: Audit, parts: dict[str, str], objectives_met: Sequence[str] | None = None
) -> None:
    """Write what the report needs beside the answers (`REPORT_PARTS`), and the conclusion on each objective, in their
    order. Not after the report was issued."""
    history.allow(by, "conclude", audit)
    if audit.state in ("issued", "cancelled"):
        raise Refusal(N_("The report is issued and stays as it is."))
    changed = {name: text.strip() for name, text in parts.items() if getattr(audit, name) != text.strip()}
    unknown = set(changed) - set(REPORT_PARTS)
    if unknown:
        raise Refusal(N_("There is no such part of the report."))
    for name, text in changed.items():
        setattr(audit, name, text)
    if objectives_met is not None and conclude_on_each(audit, objectives_met):
        changed["objectives_met"] = ""
    if changed:
        history.record(audit, "write_report", by, parts=sorted(changed))


def conclude_on_each(audit: Audit, said: Sequence[str]) -> bool:
    """Keep what was concluded on each objective; whether that is something else than before."""
    kept = [text.strip() for text in said[: len(audit.each_objective)]]
    kept = kept if any(kept) else []
    before, audit.objectives_met = audit.objectives_met, kept
    return before != kept


def state_reason_for_unanswered(by: Person, audit: Audit, reason: str) -> int:
    """State one reason for all questions that have no answer; answers how many. What was put off on the walk for a
    reason of its own keeps that."""
    history.allow(by, "conclude", audit)
    if audit.state not in ("under_way", "concluded"):
        raise Refusal(N_("Reasons are stated while the audit is under way or concluded."))
    if not reason.strip():
        raise Refusal(N_("Say why these questions were not answered."), field="reason")
    left = [one for one in instances(audit) if one.result in ("", "later") and not one.unanswered_reason.strip()]
    if not left:
        raise Refusal(N_("Every question is answered, or has its reason already."), field="reason")
    for instance in left:
        instance.unanswered_reason = instance.reason.strip() or reason.strip()
    history.record(audit, "state_unanswered", by, note=reason.strip(), count=len(left))
    return len(left)


def instances(audit: Audit) -> list[Instance]:
    """The questions of the audit in order, with revision and evidence loaded."""
    query = (
        select(Instance)
        .where(Instance.audit_id == audit.id)
        .order_by(Instance.position)
        .options(
            selectinload(Instance.evidence),
            joinedload(Instance.process),
            joinedload(Instance.site),
            joinedload(Instance.question),
        )
    )
    return list(db.session.scalars(query))


def raised_before(audit: Audit) -> Select[Nonconformity]:
    """Nonconformities raised before this audit at its processes, the latest fifty, the latest first."""
    return (
        select(Nonconformity)
        .where(
            Nonconformity.process_id.in_([process.id for process in audit.processes]),
            or_(Nonconformity.audit_id.is_(None), Nonconformity.audit_id != audit.id),
            Nonconformity.raised_at < (audit.started_at or clock.now()),
        )
        .order_by(Nonconformity.raised_at.desc(), Nonconformity.id)
        .limit(50)
    )


def earlier_findings(audit: Audit) -> list[Nonconformity]:
    """Those raised before this audit, with what a line about each says."""
    query = raised_before(audit).options(
        load_only(
            Nonconformity.number, Nonconformity.statement, Nonconformity.evidence_text, Nonconformity.grade,
            Nonconformity.state, raiseload=True,
        ),
        lazyload("*"),
    )  # fmt: skip
    return list(db.session.scalars(query))
