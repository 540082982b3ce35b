"""Where nonconformities come from: a released finding, or somebody outside the audit team."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from auditapp.adapters import clock
from auditapp.domain import audit as audits
from auditapp.domain.dates import local_day
from auditapp.domain.errors import Refusal
from auditapp.domain.finding import is_nonconforming
from auditapp.domain.words import N_
from auditapp.models import Finding, Nonconformity, Person, Round, Site, db
from auditapp.services import due_dates, history, notices_of_nonconformities, numbers, organisations, recurrences


def from_finding(by: Person, finding: Finding, overridden: dict[str, Any] | None = None) -> Nonconformity:
    """Number a released finding, copy its parts, start its due dates, and tell the owner. ``overridden``: the warnings
    that were read before, kept with its first event."""
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
        kept=overridden or {},
    )


OUTSIDE = ("external_audit", "regulator", "complaint", "incident", "concern")
"""Sources of `words.SOURCES` that are no audit of our own."""


def from_outside(
    by: Person, *, source: str, owner: Person | None, also: Callable[[Nonconformity], None] | None = None, **parts: Any
) -> Nonconformity:
    """Raise what somebody outside the audit team found. ``parts``: columns of `Nonconformity`; where the statement is
    left out, their wording stands for it. The hard stops of every release hold: evidence, requirement, statement,
    grade with its reason, owner. ``also`` adds what the owner's mail is to show, such as photos. Sent twice by the same
    person it is raised once, and ``also``, which adds nothing twice, is done again."""
    history.allow(by, "raise_outside")
    parts["statement"] = (parts.get("statement") or parts.get("external_wording") or "").strip()
    for field, sentence in NEEDED.items():
        if not str(parts.get(field) or "").strip():
            raise Refusal(sentence, field=field)
    if source not in OUTSIDE:
        raise Refusal(N_("Choose where it comes from."), field="source")
    if not is_nonconforming(parts["grade"]):
        raise Refusal(N_("A nonconformity is major or minor."), field="grade")
    if owner is None:
        raise Refusal(N_("Choose an owner: somebody has to answer it."), field="owner_id")
    if not owner.active:
        raise Refusal(N_("%(name)s has left. Choose an owner who is here."), field="owner_id", name=owner.name)
    audit = parts.get("audit")
    if audit is not None and (audit.type not in audits.EXTERNAL_TYPES or source != "external_audit"):
        raise Refusal(
            N_("An audit is named for what a certification body found in an external audit."), field="audit_id"
        )
    plan_on, due_on = parts.get("external_plan_on"), parts.get("external_due_on")
    if plan_on and due_on and plan_on > due_on:
        raise Refusal(N_("The plan is due before everything else is. Compare the two dates."), field="external_plan_on")
    parts = {"site": None, "source": source, "owner": owner} | parts
    numbers.hold(_series(_today(parts["site"])))  # of two presses at once the second sees what the first raised
    before = _raised_just_now(by, parts)
    return _also(before, also) if before else _raise(by, "raise_outside", also=also, **parts)


TWICE_WITHIN = timedelta(minutes=10)


def _raised_just_now(by: Person, parts: dict[str, Any]) -> Nonconformity | None:
    """What ``by`` raised a moment ago, word for word the same: a second press of the button, or the way back."""
    query = select(Nonconformity).where(
        Nonconformity.raised_by_id == by.id, Nonconformity.raised_at > clock.now() - TWICE_WITHIN
    )
    for one in db.session.scalars(query):
        if all((getattr(one, name) or "") == (value or "") for name, value in parts.items()):
            return one
    return None


NEEDED: dict[str, str] = {
    "statement": N_("The statement is missing: say what fails in the system, or give their wording."),
    "requirement": N_("The requirement is missing: name the clause or document and its point."),
    "evidence_text": N_("The evidence is missing: what was seen, where and when."),
    "grade_reason": N_("The reason for the grade is missing."),
}


def _raise(
    by: Person,
    verb: str,
    *,
    site: Site | None,
    kept: dict[str, Any] | None = None,
    also: Callable[[Nonconformity], None] | None = None,
    **parts: Any,
) -> Nonconformity:
    day = _today(site)
    raised = Nonconformity(
        number=numbers.next_number(_series(day), 3),
        state="raised",
        site=site,
        raised_by=by,
        raised_at=clock.now(),
        round_number=1,
        rounds=[Round(number=1)],
        **parts,
    )
    db.session.add(raised)
    db.session.flush()
    recurrences.count(raised)
    due_dates.start(raised, day)
    history.record(raised, verb, by, to_state="raised", number=raised.number, grade=raised.grade, **(kept or {}))
    _also(raised, also)
    notices_of_nonconformities.tell_raised(raised)
    return raised


def _today(site: Site | None) -> date:
    return local_day(clock.now(), site.timezone if site else organisations.zone())


def _series(day: date) -> str:
    return f"NC-{day.year}"


def _also(raised: Nonconformity, also: Callable[[Nonconformity], None] | None) -> Nonconformity:
    if also is not None:
        also(raised)
        db.session.expire(raised, ["evidence"])
    return raised
