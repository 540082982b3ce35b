"""An audit as its report tells it: from rows to `domain.report.AuditReport`, in a fixed number of queries."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from flask_babel import gettext
from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload, selectinload

from auditapp.domain import finding as finding_rules
from auditapp.domain import paper, recipient, report, signature
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
from auditapp.services import organisations, paper_parts, report_answers, walk_meetings
from auditapp.services.paper_parts import lines, with_person


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
        found = db.session.scalars(query).all()
        return sorted(found, key=lambda one: (finding_rules.GRADES.index(one.grade), one.noted_at, one.id))

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
                    Event.subject_id == str(self.audit.id),
                    Event.subject_id.in_(ids) & (Event.verb == "withdraw_finding"),
                )
            )
            .order_by(Event.seq)
        )
        return db.session.scalars(query.options(with_person(Event.person))).all()

    @cached_property
    def earlier(self) -> list[Nonconformity]:
        """Nonconformities that were open at the same processes when the audit started, or raised within three years
        before: their status is reported."""
        return report_answers.earlier_nonconformities(self.audit)


def fill(
    audit: Audit, language: str, *, revision: int = 0, issued_at: datetime | None = None, reason: str = ""
) -> report.AuditReport:
    """The report of ``audit`` (loaded with `whole`) as it stands; ``issued_at`` makes it more than a draft.
    ``reason``: why there is a revision after the first."""
    rows = Rows(audit)
    answers = report_answers.Answers(audit, rows.instances, rows.evidence, rows.references, rows.findings, language)
    organisation = organisations.current()
    return report.AuditReport(
        organisation=organisation.name if organisation else "",
        language=language,
        reference=audit.reference,
        title=audit.title,
        revision=revision,
        status="issued" if issued_at else "draft",
        issued_at=issued_at,
        revision_reason=reason,
        type=audit.type,
        method=audit.method,
        days=(audit.starts_on, audit.ends_on),
        client=audit.client,
        sites=tuple(site.name for site in audit.sites),
        processes=tuple(process.name for process in audit.processes),
        objectives=lines(audit.objectives),
        scope=audit.scope,
        criteria=tuple(answers.criteria()),
        team=tuple(
            report.Participant(role=member.role, name=member.person.name, note=member.person.job_title)
            for member in audit.members
        ),
        auditees=tuple(_auditees(audit)),
        interviewed=tuple(report.Participant(role=line) for line in lines(audit.interviewed)),
        attendance=tuple(_attendance(audit)),
        deviations=_remarks(audit.deviations),
        obstacles=_remarks(audit.obstacles),
        not_covered=_remarks(audit.not_covered) + tuple(answers.unanswered()),
        disagreements=_remarks(audit.disagreements),
        sampling=audit.sampling,
        summary=audit.summary,
        conclusion=audit.conclusion,
        findings=tuple(_findings(rows, language)),
        conformities=tuple(answers.conformities()),
        earlier=tuple(answers.earlier(rows.earlier)),
        clauses=answers.by_clause(),
        coverage_clauses=answers.coverage_clauses,
        coverage=tuple(answers.coverage()),
        overrides=tuple(_overrides(audit)),
        evidence=paper_parts.register(rows.evidence, answers.belongs_to()),
        distribution=tuple(paper.Recipient(name=recipient.read(line).name) for line in lines(audit.distribution)),
        signatures=_signatures(rows),
        history=paper_parts.history(rows.events),
    )


def zone(audit: Audit) -> str:
    """The time zone in which the report of ``audit`` tells moments."""
    return Rows(audit).zone


def _remarks(text: str) -> tuple[report.Remark, ...]:
    return tuple(report.Remark(what=line) for line in lines(text))


def _auditees(audit: Audit) -> Iterator[report.Participant]:
    for person in audit.auditees:
        yield report.Participant(role=person.job_title or gettext("Auditee"), name=person.name)


def _attendance(audit: Audit) -> Iterator[report.Attendee]:
    for one in walk_meetings.of_audit(audit):
        drawn = signature.checked(one.strokes) if one.strokes else None
        field = {"line": signature.svg_path(drawn), "width": drawn.width, "height": drawn.height} if drawn else {}
        yield report.Attendee(name=one.name, meeting=one.meeting, at=one.signed_at, **field)  # type: ignore[arg-type]  # the two forms of `field`


def _findings(rows: Rows, language: str) -> Iterator[report.Finding]:
    for one in rows.findings:
        raised = one.nonconformity
        yield report.Finding(
            reference=rows.references[one.id],
            grade=one.grade,
            statement=one.statement,
            requirement=one.requirement,
            evidence=one.evidence_text,
            grade_reason=one.grade_reason,
            clauses=paper_parts.clauses(one.clauses, rows.audit.criteria, language),
            site=one.site.name if one.site else "",
            process=one.process.name if one.process else "",
            place=one.place,
            owner=one.owner.name if one.owner else "",
            due=paper_parts.due_dates(raised.due_dates, (), 1) if raised else (),
            photos=paper_parts.photos(each for each in rows.evidence if each.finding_id == one.id),
        )


def _overrides(audit: Audit) -> Iterator[paper.Override]:
    for one in audit.overrides:
        yield paper.Override(
            rule=gettext(
                "nobody audits own work: %(person)s audits %(process)s",
                person=one.person.name,
                process=one.process.name,
            ),
            reason=one.reason,
            mitigation=one.mitigation,
            approved_by=one.approved_by.name if one.approved_by else "",
            approved_at=one.approved_at,
        )


def _signatures(rows: Rows) -> tuple[paper.Signature, ...]:
    issued = next((event for event in reversed(rows.events) if event.verb == "issue"), None)
    is_leader = issued is not None and issued.person_id == rows.audit.leader_id
    leader = gettext("Audit team leader")
    roles = {"conclude": leader, "issue": leader if is_leader else gettext("EMS lead")}
    return paper_parts.signatures(rows.events, roles | {"revise_report": gettext("Issuer of this revision")})
