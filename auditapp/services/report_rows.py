"""What a report is made of: the rows of one audit, each kind asked for once."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload, selectinload

from auditapp.domain.nc_sheet import VOIDING
from auditapp.models import (
    Audit,
    AuditMember,
    Event,
    Evidence,
    Finding,
    IndependenceOverride,
    Instance,
    Nonconformity,
    Person,
    db,
)  # fmt: skip
from auditapp.services import findings, history, organisations, report_answers
from auditapp.services.paper_parts import with_person


def whole() -> tuple[Any, ...]:
    """What is loaded with an audit for its report."""
    overrides = selectinload(Audit.overrides)
    return (
        with_person(Audit.leader),
        selectinload(Audit.sites),
        selectinload(Audit.processes),
        selectinload(Audit.auditees).lazyload(Person.roles),
        selectinload(Audit.members).joinedload(AuditMember.person).lazyload(Person.roles),
        overrides.joinedload(IndependenceOverride.person).lazyload(Person.roles),
        overrides.joinedload(IndependenceOverride.process),
        overrides.joinedload(IndependenceOverride.approved_by).lazyload(Person.roles),
    )


@dataclass
class Rows:
    """Everything that the report of ``audit`` is made of, each part asked for once."""

    audit: Audit

    @cached_property
    def zone(self) -> str:
        """The time zone in which the report tells moments: the first site's."""
        return self.audit.sites[0].timezone if self.audit.sites else organisations.zone()

    @cached_property
    def findings(self) -> list[Finding]:
        """Those that stand, gravest first."""
        query = (
            select(Finding)
            .where(Finding.audit_id == self.audit.id, Finding.state != "withdrawn")
            .options(
                joinedload(Finding.process),
                joinedload(Finding.site),
                with_person(Finding.owner),
                joinedload(Finding.nonconformity).selectinload(Nonconformity.due_dates),
            )
        )
        return findings.gravest_first(db.session.scalars(query))

    @cached_property
    def references(self) -> dict[object, str]:
        """How each finding is called: by its nonconformity's number, else F and its place in the report."""
        return {
            one.id: one.nonconformity.number if one.nonconformity else f"F{place}"
            for place, one in enumerate(self.findings, start=1)
        }

    @cached_property
    def instances(self) -> list[Instance]:
        """The questions in walking order."""
        query = (
            select(Instance)
            .where(Instance.audit_id == self.audit.id)
            .order_by(Instance.position)
            .options(joinedload(Instance.process), joinedload(Instance.site), joinedload(Instance.question))
        )
        return list(db.session.scalars(query))

    @cached_property
    def evidence(self) -> list[Evidence]:
        """All evidence of the audit."""
        query = select(Evidence).where(Evidence.audit_id == self.audit.id).order_by(Evidence.id)
        return list(db.session.scalars(query.options(with_person(Evidence.by))))

    @cached_property
    def events(self) -> Sequence[Event]:
        """The audit's own history, and the findings that were withdrawn."""
        withdrawn = select(Finding.id).where(Finding.audit_id == self.audit.id, Finding.state == "withdrawn")
        ids = [str(one) for one in db.session.scalars(withdrawn)]
        query = (
            select(Event)
            .where(
                or_(
                    history.is_about(["audit"], [str(self.audit.id)]),
                    history.is_about(["finding"], ids) & (Event.verb == "withdraw_finding"),
                )
            )
            .order_by(Event.seq)
        )
        return db.session.scalars(query.options(with_person(Event.person))).all()

    @cached_property
    def disputes(self) -> dict[str, str]:
        """Why an owner disputes a finding, by the id of its nonconformity."""
        raised = [str(one.nonconformity.id) for one in self.findings if one.nonconformity]
        its = history.is_about(["nonconformity"], raised)
        query = select(Event.subject_id, Event.note).where(its, Event.verb == "dispute")
        return dict(db.session.execute(query.order_by(Event.seq)).all())

    @cached_property
    def changes(self) -> dict[str, list[Event]]:
        """How nonconformities became void or got another grade than they were found with, by their id."""
        raised = [(one, one.nonconformity) for one in self.findings if one.nonconformity]
        ids = [str(nc.id) for one, nc in raised if nc.state == "void" or nc.grade != one.grade]
        found: dict[str, list[Event]] = {one: [] for one in ids}
        if ids:
            its = history.is_about(["nonconformity"], ids)
            query = select(Event).where(its, Event.verb.in_((*VOIDING, "regrade")))
            for event in db.session.scalars(query.order_by(Event.seq).options(with_person(Event.person))):
                found[event.subject_id].append(event)
        return found

    @cached_property
    def earlier(self) -> list[Nonconformity]:
        """Nonconformities that were open at the same processes when the audit started, or raised within three years
        before: their status is reported."""
        return report_answers.earlier_nonconformities(self.audit)
