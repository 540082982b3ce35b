"""Overrides of independence: somebody audits own work after all, with reason, mitigation and a second person."""

from flask import url_for
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from auditapp.adapters import clock
from auditapp.domain import audit as rules
from auditapp.domain.errors import NotAllowed, Refusal
from auditapp.domain.words import N_
from auditapp.models import Audit, IndependenceOverride, Person, Process, Role, db
from auditapp.services import history, notices


def ask_override(
    by: Person, audit: Audit, person: Person, process: Process, *, reason: str, mitigation: str
) -> IndependenceOverride:
    """Ask that ``person`` may audit their own ``process`` after all. Needs reason and mitigation; it prints. Whoever
    may approve it is told by mail."""
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
    for approver in _approvers(override):
        notices.write(
            "audit_override_asked",
            approver,
            _l("%(reference)s: you are asked to approve an override", reference=audit.reference),
            about=audit,
            override=override,
            link=url_for("audits.show", reference=audit.reference, _external=True) + "#own-work",
        )
    return override


def _approvers(override: IndependenceOverride) -> list[Person]:
    """Whoever sees audits and may approve it: top management, and EMS leads who did not ask for it."""
    query = select(Person).where(Person.active, Person.roles.any(Role.name.in_(APPROVERS))).order_by(Person.name)
    return [person for person in db.session.scalars(query) if may_approve(person, override)]


def waiting_for(audit: Audit) -> IndependenceOverride | None:
    """The first override that has to be approved before the audit can start."""
    return next((one for one in audit.overrides if still_waits(one)), None)


def still_waits(override: IndependenceOverride) -> bool:
    """Whether nobody approved it, and the plan still has the person audit own work."""
    clashes = {(one.person.id, one.process.id) for one in rules.own_work(override.audit)}
    return override.approved_by_id is None and (override.person_id, override.process_id) in clashes


APPROVERS = frozenset({"ems_lead", "top_management"})
"""Roles that approve overrides: whoever answers for the EMS; running the server is no such office."""


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
