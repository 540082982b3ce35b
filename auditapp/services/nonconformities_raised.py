"""Where nonconformities come from: a released finding, or somebody outside the audit team."""

from typing import Any

from auditapp.adapters import clock
from auditapp.domain import audit as audits
from auditapp.domain.dates import local_day
from auditapp.models import Finding, Nonconformity, Person, Round, Site, db
from auditapp.services import due_dates, history, notices_of_nonconformities, numbers, organisations


def from_finding(by: Person, finding: Finding) -> Nonconformity:
    """Number a released finding, copy its parts, start its due dates, and tell the owner."""
    site = finding.site or (finding.audit.sites[0] if finding.audit.sites else None)
    return _raise(
        by,
        "release",
        source="external_audit" if finding.audit.type in audits.EXTERNAL_TYPES else "internal_audit",
        audit=finding.audit,
        finding=finding,
        grade=finding.grade,
        grade_reason=finding.grade_reason,
        clauses=list(finding.clauses),
        requirement=finding.requirement,
        evidence_text=finding.evidence_text,
        statement=finding.statement,
        process=finding.process,
        site=site,
        place=finding.place,
        owner=finding.owner or db.session.get_one(Person, finding.owner_id),
    )


def _raise(by: Person, verb: str, *, site: Site | None, **parts: Any) -> Nonconformity:
    moment = clock.now()
    day = local_day(moment, site.timezone if site else organisations.zone())
    raised = Nonconformity(
        number=numbers.next_number(f"NC-{day.year}", 3),
        state="raised",
        site=site,
        raised_by=by,
        raised_at=moment,
        round_number=1,
        rounds=[Round(number=1)],
        **parts,
    )
    db.session.add(raised)
    db.session.flush()
    due_dates.start(raised, day)
    history.record(raised, verb, by, to_state="raised", number=raised.number, grade=raised.grade)
    notices_of_nonconformities.tell_raised(raised)
    return raised
