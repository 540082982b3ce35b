"""Overrides of independence: somebody audits own work after all, with reason, mitigation and a second person."""

from auditapp.adapters import clock
from auditapp.domain import audit as rules
from auditapp.domain.errors import NotAllowed, Refusal
from auditapp.domain.words import N_
from auditapp.models import Audit, IndependenceOverride, Person, Process, db
from auditapp.services import history


def ask_override(
    by: Person, audit: Audit, person: Person, process: Process, *, reason: str, mitigation: str
) -> IndependenceOverride:
    """Ask that ``person`` may audit their own ``process`` after all. Needs reason and mitigation; it prints."""
    history.allow(by, "plan_audit")
    if not reason.strip():
        raise Refusal(N_("Say why nobody else can audit it."), field="reason")
    if not mitigation.strip():
        raise Refusal(N_("Say what keeps the audit fair all the same."), field="mitigation")
    override = IndependenceOverride(
        audit=audit,
        person=person,
        process=process,
        reason=reason.strip(),
        mitigation=mitigation.strip(),
        asked_by=by,
        asked_at=clock.now(),
    )
    db.session.add(override)
    db.session.flush()
    history.record(audit, "ask_override", by, note=reason.strip(), person=str(person.id), process=str(process.id))
    return override


APPROVERS = frozenset({"ems_lead", "top_management", "administrator"})
"""Roles that approve overrides."""


def may_approve(person: Person, override: IndependenceOverride) -> bool:
    """Whether ``person`` may approve ``override``, which waits for it."""
    if override.approved_by_id is not None or not person.role_names & APPROVERS:
        return False
    return rules.override_may_be_approved_by(override, person) is None


def approve_override(by: Person, override: IndependenceOverride) -> None:
    """Approve it: an EMS lead or top management, neither the auditor concerned nor whoever asked."""
    if not by.role_names & APPROVERS:
        raise NotAllowed(N_("An override is approved by the EMS lead or top management."))
    refusal = rules.override_may_be_approved_by(override, by)
    if refusal is not None:
        raise refusal
    if override.approved_by_id is not None:
        return  # pressed twice
    override.approved_by, override.approved_at = by, clock.now()
    history.record(
        override.audit, "override_independence", by, person=str(override.person_id), process=str(override.process_id)
    )
