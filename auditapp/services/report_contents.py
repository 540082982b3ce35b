"""An audit as its report tells it: from rows to `domain.report.AuditReport`, in a fixed number of queries."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import zip_longest

from flask_babel import gettext

from auditapp.domain import paper, report, signature
from auditapp.domain.nc_sheet import voiding
from auditapp.models import Audit, Nonconformity
from auditapp.services import (
    distributions,
    ems_certificates,
    organisations,
    paper_parts,
    report_answers,
    walk_meetings,
)
from auditapp.services.paper_parts import lines
from auditapp.services.report_rows import Rows


def fill(
    audit: Audit, language: str, *, revision: int = 0, issued_at: datetime | None = None, reason: str = ""
) -> report.AuditReport:
    """The report of ``audit`` (loaded with `report_rows.whole`) as it stands; ``issued_at`` makes it more than a draft.
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
        method_note=audit.method_note,
        confidentiality=audit.confidentiality,
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
        disagreements=_remarks(audit.disagreements) + tuple(_disputed(rows)),
        sampling=audit.sampling,
        summary=audit.summary,
        conclusion=audit.conclusion,
        objectives_met=tuple(_objectives_met(audit)),
        effectiveness=audit.effectiveness,
        follow_up=audit.follow_up,
        findings=tuple(_findings(rows, language, answers.repeats(rows.earlier))),
        conformities=tuple(answers.conformities()),
        earlier=tuple(answers.earlier(rows.earlier)),
        clauses=answers.by_clause(),
        loose_photos=answers.loose_photos(),
        coverage_clauses=answers.coverage_clauses,
        coverage=tuple(answers.coverage()),
        overrides=tuple(_overrides(audit)),
        evidence=paper_parts.register(rows.evidence, answers.belongs_to()),
        certificate=ems_certificates.of(organisation),
        distribution=tuple(
            paper.Recipient(name=one.line.name, mailed=one.is_mailed)
            for one in distributions.entries(audit.distribution)
        ),
        signatures=_signatures(rows),
        history=paper_parts.history(rows.events),
    )


def zone(audit: Audit) -> str:
    """The time zone in which the report of ``audit`` tells moments."""
    return Rows(audit).zone


def _remarks(text: str) -> tuple[report.Remark, ...]:
    return tuple(report.Remark(what=line) for line in lines(text))


def _disputed(rows: Rows) -> Iterator[report.Remark]:
    """What an owner disputed is a disagreement, too, whatever was written at the end of the audit."""
    for one in rows.findings:
        words = rows.disputes.get(str(one.nonconformity.id), "") if one.nonconformity else ""
        if words:
            yield report.Remark(what=rows.references[one.id], reason=words)


def _auditees(audit: Audit) -> Iterator[report.Participant]:
    for person in audit.auditees:
        yield report.Participant(role=person.job_title or gettext("Auditee"), name=person.name)


def _attendance(audit: Audit) -> Iterator[report.Attendee]:
    for one in walk_meetings.of_audit(audit):
        drawn = signature.checked(one.strokes) if one.strokes else None
        field = {"line": signature.svg_path(drawn), "width": drawn.width, "height": drawn.height} if drawn else {}
        yield report.Attendee(name=one.name, meeting=one.meeting, at=one.signed_at, **field)  # type: ignore[arg-type]  # the two forms of `field`


def _objectives_met(audit: Audit) -> Iterator[report.Remark]:
    """Every objective with its conclusion, '' for one without; nothing where none has one."""
    for objective, said in zip_longest(audit.each_objective, audit.objectives_met, fillvalue=""):
        if objective and audit.objectives_met:
            yield report.Remark(what=objective, reason=said)


def _findings(rows: Rows, language: str, repeats: Mapping[str, Sequence[str]]) -> Iterator[report.Finding]:
    """``repeats``: by the reference of a finding, the numbers of what it repeats."""
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
            repeat_of=", ".join(repeats.get(rows.references[one.id], ())),
            disagreement=rows.disputes.get(str(raised.id), "") if raised else "",
            due=paper_parts.due_dates(raised.due_dates, [()]) if raised else (),
            photos=paper_parts.photos(each for each in rows.evidence if each.finding_id == one.id),
            is_void=raised is not None and raised.state == "void",
            grade_now=raised.grade if raised and raised.grade != one.grade else "",
            since=_since(rows, raised) if raised else (),
        )


def _since(rows: Rows, raised: Nonconformity) -> tuple[paper.Event, ...]:
    events = paper_parts.history(rows.changes.get(str(raised.id), ()))
    regraded = tuple(event for event in events if event.verb == "regrade")
    return (*regraded, *(voiding(events) if raised.state == "void" else ()))


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
