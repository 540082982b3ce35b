"""My work: what is asked of one person today, in a handful of queries whatever the number of records."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Select, and_, case, exists, func, or_, select
from sqlalchemy.orm import aliased, joinedload, selectinload

from auditapp.adapters import clock
from auditapp.models import (
    Action,
    Audit,
    AuditMember,
    ExtentQuestion,
    Finding,
    IndependenceOverride,
    Instance,
    Nonconformity,
    Paper,
    Person,
    Process,
    Round,
    VerdictOverride,
    db,
)
from auditapp.services import actions, extents, home_asks, home_numbers, management_review_asks, organisations

MOST = 6
"""Entries of one group on the page; the register has the rest."""
SOON = timedelta(days=60)
OWNERS_TURN = ("raised", "acknowledged", "in_progress")
OTHERS_TURN = ("planned", "disputed", "implemented", "verified")


@dataclass(frozen=True)
class Walk:
    """An audit under way that the person walks: how many questions, how many answered."""

    audit: Audit
    total: int
    answered: int

    @property
    def left(self) -> int:
        """Questions without an answer; what was put off has none."""
        return self.total - self.answered


@dataclass
class Work:
    """All that the page shows. Groups that are not the person's are empty, and None where there are no numbers."""

    today: date
    walks: list[Walk] = field(default_factory=list)
    asked: list[Nonconformity] = field(default_factory=list)
    actions: list[Action] = field(default_factory=list)
    to_start: list[Audit] = field(default_factory=list)
    to_conclude: list[Audit] = field(default_factory=list)
    to_release: list[tuple[Audit, int]] = field(default_factory=list)
    to_judge: list[Nonconformity] = field(default_factory=list)
    to_verify: list[Nonconformity] = field(default_factory=list)
    to_check: list[Nonconformity] = field(default_factory=list)
    coming: list[Audit] = field(default_factory=list)
    questions: Sequence[ExtentQuestion] = ()
    findings: list[Finding] = field(default_factory=list)
    to_approve: list[Nonconformity] = field(default_factory=list)
    own_work: list[IndependenceOverride] = field(default_factory=list)
    reviews: management_review_asks.Asked = field(default_factory=management_review_asks.Asked)
    concerns: int = 0
    numbers: dict[str, int] | None = None
    reports: list[tuple[Paper, Audit]] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all is asked."""
        groups: tuple[Sequence[Any], ...] = (
            self.walks, self.asked, self.actions, self.to_start, self.to_conclude, self.to_release,
            self.to_judge, self.to_verify, self.to_check, self.findings, self.to_approve, self.own_work,
        )  # fmt: skip
        return not any(groups) and not self.concerns and not self.questions and not self.reviews


def work_of(person: Person) -> Work:
    """What ``person`` is asked to do, by their roles and by what they own."""
    work = Work(today=clock.today(organisations.zone()))
    roles = person.role_names
    work.asked = _asked(person)
    work.actions = _actions(person)
    work.questions = extents.put_to(person)
    work.findings, work.to_approve = home_asks.findings_of(person), home_asks.to_approve(person)
    work.reviews = management_review_asks.of(person)
    if roles & {"auditor", "ems_lead"}:
        _audits(work, person)
        _verdicts(work, person)
    if "ems_lead" in roles:
        work.to_release = _to_release()
    if roles & {"ems_lead", "top_management"}:
        work.numbers = home_numbers.numbers(work.today)
        work.concerns = work.numbers["concerns"] if "ems_lead" in roles else 0
        work.own_work = home_asks.overrides_to_approve(person) if work.numbers["overrides"] else []
    if "top_management" in roles:
        work.reports = home_numbers.reports()
    return work


def _line(query: Select[Nonconformity]) -> Select[Nonconformity]:
    return query.options(joinedload(Nonconformity.process), joinedload(Nonconformity.owner).lazyload(Person.roles))


def _asked(person: Person) -> list[Nonconformity]:
    query = (
        select(Nonconformity)
        .where(Nonconformity.owner_id == person.id, Nonconformity.state.in_(OWNERS_TURN))
        .order_by(Nonconformity.due_on, Nonconformity.number)
        .limit(MOST * 3)
        .options(
            joinedload(Nonconformity.finding).selectinload(Finding.evidence),
            joinedload(Nonconformity.finding).joinedload(Finding.instance).selectinload(Instance.evidence),
            selectinload(Nonconformity.evidence),
        )
    )
    return list(db.session.scalars(_line(query)))


def _actions(person: Person) -> list[Action]:
    process = joinedload(Action.round).joinedload(Round.nonconformity).joinedload(Nonconformity.process)
    return list(db.session.scalars(actions.to_carry_out(person).limit(MOST * 3).options(process)))


def _audits(work: Work, person: Person) -> None:
    """Audits of the person's teams, and for the EMS lead those that come."""
    on_team = exists().where(
        AuditMember.audit_id == Audit.id, AuditMember.person_id == person.id, AuditMember.role != "observer"
    )
    mine = or_(Audit.leader_id == person.id, on_team)
    wanted = and_(mine, Audit.state.in_(("planned", "confirmed", "under_way", "concluded")))
    if "ems_lead" in person.role_names:
        wanted = or_(wanted, and_(Audit.state.in_(("planned", "confirmed")), Audit.starts_on <= work.today + SOON))
    query = select(Audit, mine).where(wanted).order_by(Audit.starts_on, Audit.reference).limit(100)
    query = query.options(joinedload(Audit.leader).lazyload(Person.roles), selectinload(Audit.processes))
    rows = [(row[0], bool(row[1])) for row in db.session.execute(query)]
    under_way = [audit for audit, is_mine in rows if audit.state == "under_way" and is_mine]
    counts = _counts(under_way)
    work.walks = [Walk(audit, *counts.get(audit.id, (0, 0))) for audit in under_way]
    for audit, is_mine in rows:
        if audit.state == "concluded" and audit.leader_id == person.id:
            work.to_conclude.append(audit)
        elif audit.state in ("planned", "confirmed"):
            due = is_mine and audit.starts_on <= work.today
            (work.to_start if due else work.coming).append(audit)


def _counts(audits: list[Audit]) -> dict[Any, tuple[int, int]]:
    if not audits:
        return {}
    answered = func.sum(case((Instance.result.in_(("", "later")), 0), else_=1))
    query = (
        select(Instance.audit_id, func.count(), answered)
        .where(Instance.audit_id.in_([audit.id for audit in audits]))
        .group_by(Instance.audit_id)
    )
    return {audit_id: (total, int(done or 0)) for audit_id, total, done in db.session.execute(query)}


def _verdicts(work: Work, person: Person) -> None:
    """Plans to judge, implementations to verify, effectiveness checks that are due: only what the person may."""
    acts = select(Action.id).join(Round).where(Round.nonconformity_id == Nonconformity.id, Action.owner_id == person.id)
    owner_of_process = aliased(Process)
    query = (
        select(Nonconformity)
        .outerjoin(owner_of_process, owner_of_process.id == Nonconformity.process_id)
        .where(
            Nonconformity.state.in_(OTHERS_TURN),
            or_(Nonconformity.state != "verified", Nonconformity.due_on <= work.today),
            or_(
                and_(
                    Nonconformity.owner_id != person.id,
                    or_(owner_of_process.owner_id.is_(None), owner_of_process.owner_id != person.id),
                    ~acts.exists(),
                ),
                Nonconformity.overrides.any(
                    and_(VerdictOverride.person_id == person.id, VerdictOverride.approved_by_id.is_not(None))
                ),
            ),
        )
        .order_by(Nonconformity.due_on, Nonconformity.number)
        .limit(MOST * 12)
    )
    if "ems_lead" not in person.role_names:
        led = select(Audit.id).where(Audit.leader_id == person.id)
        verified = select(Round.nonconformity_id).where(Round.verified_by_id == person.id)
        query = query.where(
            or_(
                Nonconformity.raised_by_id == person.id,
                Nonconformity.audit_id.in_(led),
                Nonconformity.id.in_(verified),
            )
        )
    for found in db.session.scalars(_line(query)):
        group = {"implemented": work.to_verify, "verified": work.to_check}.get(found.state, work.to_judge)
        group.append(found)


def _to_release() -> list[tuple[Audit, int]]:
    """Concluded audits with findings still to be released, and urgent findings of those under way."""
    counted = func.count(Finding.id)
    query = (
        select(Audit, counted)
        .join(Finding, Finding.audit_id == Audit.id)
        .where(Finding.state == "noted", or_(Audit.state == "concluded", Finding.urgent))
        .group_by(Audit.id)
        .order_by(Audit.starts_on)
        .limit(MOST * 2)
    )
    return [(row[0], row[1]) for row in db.session.execute(query)]
