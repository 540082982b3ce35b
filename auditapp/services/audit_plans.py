"""The plan of an audit: written, changed, and its independence looked after."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any

from auditapp.adapters import clock
from auditapp.domain import audit as rules
from auditapp.domain import words
from auditapp.domain.errors import Refusal
from auditapp.domain.words import N_
from auditapp.models import Audit, AuditMember, ChecklistRevision, Person, Process, Site, db
from auditapp.services import checklists, history, notices_of_audits, numbers
from auditapp.services.audit_overrides import ask_override

CHANGEABLE_IN = ("planned", "confirmed")


@dataclass
class Plan:
    """What a person writes on the plan. ``team``: pairs of person and role (`words.TEAM_ROLES`) beside the leader."""

    title: str
    type: str
    starts_on: date
    ends_on: date
    objectives: str = ""
    scope: str = ""
    criteria: Sequence[str] = ()
    other_criteria: str = ""
    method: str = "on_site"
    client: str = ""
    leader: Person | None = None
    team: Sequence[tuple[Person, str]] = ()
    sites: Sequence[Site] = ()
    processes: Sequence[Process] = ()
    auditees: Sequence[Person] = ()
    revisions: Sequence[ChecklistRevision] = field(default_factory=list)


TEXTS = ("title", "objectives", "scope", "other_criteria", "client")
PLAIN = ("type", "method", "starts_on", "ends_on")
LISTS = ("sites", "processes", "auditees", "revisions")


@dataclass(frozen=True)
class OverrideAsked:
    """Why a member of the team may audit own work after all, and what keeps it fair. Somebody else approves it."""

    reason: str = ""
    mitigation: str = ""


def plan(by: Person, plan: Plan, *, override: OverrideAsked | None = None) -> Audit:
    """Plan an audit. Raises a `Refusal` while objectives, scope, criteria or the audit team leader are missing.

    ``override``: given, somebody on own work is refused unless it has its words, and is asked for with them;
    None: that is left to be asked for later, and the audit does not start before.
    """
    history.allow(by, "plan_audit")
    _check(plan)
    year = plan.starts_on.year
    audit = Audit(
        reference=numbers.next_number(f"A-{year}", 2),
        state="planned",
        planned_starts_on=plan.starts_on,
        created_at=clock.now(),
        criteria=[],
    )
    with db.session.no_autoflush:
        _write(audit, plan)
        db.session.add(audit)
        refusal = rules.plan_is_complete(audit)
        if refusal is not None:
            raise refusal
        clashes = _own_work(audit, override)
    db.session.flush()
    history.record(audit, "plan_audit", by, to_state="planned", reference=audit.reference)
    _ask_for(by, audit, clashes, override)
    return audit


def missing_in(plan: Plan) -> list[Refusal]:
    """All that the plan lacks of objectives, scope, criteria and audit team leader."""
    return rules.missing_in_plan(plan)


def change_plan(by: Person, audit: Audit, plan: Plan, *, override: OverrideAsked | None = None) -> None:
    """Change the plan of an audit that has not started; what changed is recorded. ``override``: as at `plan`."""
    history.allow(by, "plan_audit")
    if audit.state not in CHANGEABLE_IN:
        raise Refusal(N_("The audit has started: its plan stays as it is. Note deviations on the audit's page."))
    _check(plan)
    before, told = _said(audit), notices_of_audits.told_of(audit)
    with db.session.no_autoflush:
        _write(audit, plan)
        refusal = rules.plan_is_complete(audit)
        if refusal is not None:
            raise refusal
        clashes = _own_work(audit, override)
    after = _said(audit)
    changed = {name: [before[name], after[name]] for name in before if before[name] != after[name]}
    db.session.flush()
    if changed:
        history.record(audit, "change_plan", by, changed=changed)
    if audit.state == "confirmed":
        notices_of_audits.tell_changed(by, audit, told)
    _ask_for(by, audit, clashes, override)


def _own_work(audit: Audit, override: OverrideAsked | None) -> list[rules.OwnWork]:
    """Who would audit own work with no override asked for yet; a `Refusal` when ``override`` lacks its words."""
    if override is None:
        return []
    asked = {(one.person_id, one.process_id) for one in audit.overrides}
    clashes = [one for one in rules.own_work(audit) if (one.person.id, one.process.id) not in asked]
    if clashes and not (override.reason.strip() and override.mitigation.strip()):
        person, process = clashes[0].person, clashes[0].process
        raise Refusal(
            N_(
                "%(person)s owns %(process)s and cannot audit it. Choose another auditor, or write under 'Own work' "
                "why nobody else can and what keeps the audit fair: somebody else then approves it."
            ),
            field="leader_id" if person.id == audit.leader_id else "team",
            person=person.name,
            process=process.name,
        )
    return clashes


def _ask_for(by: Person, audit: Audit, clashes: list[rules.OwnWork], override: OverrideAsked | None) -> None:
    for clash in clashes if override else []:
        assert override is not None
        ask_override(by, audit, clash.person, clash.process, reason=override.reason, mitigation=override.mitigation)


def _check(plan: Plan) -> None:
    if not plan.title.strip():
        raise Refusal(N_("The audit needs a title."), field="title")
    if plan.type not in words.AUDIT_TYPES:
        raise Refusal(N_("Choose the type of the audit from the list."), field="type")
    if plan.method not in words.METHODS:
        raise Refusal(N_("Choose the method from the list."), field="method")
    if plan.ends_on < plan.starts_on:
        raise Refusal(N_("The audit ends before it starts. Change one of the dates."), field="ends_on")
    unknown = [key for key in plan.criteria if key not in checklists.editions()]
    if unknown:
        raise Refusal(N_("Choose the standard and edition from the list."), field="criteria")
    if any(role not in words.TEAM_ROLES for _, role in plan.team):
        raise Refusal(N_("Choose the role in the team from the list."), field="team")


def _write(audit: Audit, plan: Plan) -> None:
    for name in TEXTS:
        setattr(audit, name, getattr(plan, name).strip())
    for name in PLAIN:
        setattr(audit, name, getattr(plan, name))
    for name in LISTS:
        setattr(audit, name, list(getattr(plan, name)))
    audit.criteria = list(plan.criteria)
    audit.leader = plan.leader
    audit.leader_id = plan.leader.id if plan.leader else None
    _write_team(audit, plan.leader, plan.team)


def _write_team(audit: Audit, leader: Person | None, team: Iterable[tuple[Person, str]]) -> None:
    wanted: dict[Any, tuple[Person, str]] = {leader.id: (leader, "leader")} if leader else {}
    for person, role in team:
        wanted.setdefault(person.id, (person, role))
    kept = {member.person_id: member for member in audit.members}
    for person_id, member in kept.items():
        if person_id not in wanted:
            audit.members.remove(member)
            db.session.delete(member)
    for position, (person, role) in enumerate(wanted.values()):
        member = kept.get(person.id) or AuditMember(person=person, person_id=person.id)
        if person.id not in kept:
            audit.members.append(member)
        member.role, member.position = role, position


def _said(audit: Audit) -> dict[str, Any]:
    said: dict[str, Any] = {name: getattr(audit, name) for name in TEXTS}
    said |= {name: str(getattr(audit, name)) for name in PLAIN}
    said |= {name: sorted(str(row.id) for row in getattr(audit, name)) for name in LISTS}
    said["criteria"] = list(audit.criteria)
    said["team"] = sorted([str(member.person_id), member.role] for member in audit.members)
    return said


assert {f.name for f in fields(Plan)} >= {*TEXTS, *PLAIN, *LISTS}
