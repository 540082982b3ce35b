"""A nonconformity as its sheet tells it: from rows to `domain.nc_sheet.NcSheet`, in a fixed number of queries."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from flask_babel import gettext
from sqlalchemy import select
from sqlalchemy.orm import defer, joinedload, selectinload

from auditapp.domain import nc_sheet, paper
from auditapp.domain.dates import local_day
from auditapp.domain.words import N_
from auditapp.models import Action as ActionRow
from auditapp.models import (
    Cause,
    ChecklistRevision,
    Event,
    Evidence,
    ExtentQuestion,
    Finding,
    Instance,
    Nonconformity,
    Person,
    Round,
    VerdictOverride,
    db,
)
from auditapp.services import history, organisations, paper_parts, recurrences, sheet_rounds, situations
from auditapp.services.paper_parts import with_person

SHOWS = {
    "": N_("What was found"),
    "correction": N_("Correction"),
    "verification": N_("Verification"),
    "effectiveness": N_("Effectiveness"),
}
"""What evidence at a nonconformity shows, by its purpose."""


def whole() -> tuple[Any, ...]:
    """What is loaded with a nonconformity for its sheet."""
    rounds = selectinload(Nonconformity.rounds)
    finding = joinedload(Nonconformity.finding)
    overrides = selectinload(Nonconformity.overrides)
    asked = selectinload(Nonconformity.extent_questions)
    return (
        with_person(Nonconformity.owner),
        with_person(Nonconformity.raised_by),
        joinedload(Nonconformity.process),
        joinedload(Nonconformity.site),
        joinedload(Nonconformity.audit),
        finding.joinedload(Finding.noted_by).lazyload(Person.roles),
        finding.joinedload(Finding.instance).options(
            joinedload(Instance.question),
            joinedload(Instance.revision).options(
                defer(ChecklistRevision.content), joinedload(ChecklistRevision.checklist)
            ),
        ),
        selectinload(Nonconformity.due_dates),
        overrides.joinedload(VerdictOverride.person).lazyload(Person.roles),
        overrides.joinedload(VerdictOverride.approved_by).lazyload(Person.roles),
        asked.joinedload(ExtentQuestion.process),
        asked.joinedload(ExtentQuestion.person).lazyload(Person.roles),
        rounds.selectinload(Round.causes).selectinload(Cause.actions),
        rounds.selectinload(Round.actions).joinedload(ActionRow.owner).lazyload(Person.roles),
    )


def zone(nonconformity: Nonconformity) -> str:
    """The time zone in which the sheet tells moments: the site's."""
    return nonconformity.site.timezone if nonconformity.site else organisations.zone()


def fill(
    nonconformity: Nonconformity, language: str, *, as_of: datetime, revision: int | None = None, reason: str = ""
) -> nc_sheet.NcSheet:
    """The sheet of ``nonconformity`` (loaded with `whole`) as it stands at ``as_of``; with ``revision`` to be issued
    as such."""
    events = history.of(nonconformity)
    evidence = _evidence(nonconformity)
    organisation = organisations.current()
    audit, finding = nonconformity.audit, nonconformity.finding
    acknowledged = next((event for event in events if event.verb == "acknowledge"), None)
    ended = next((event for event in reversed(events) if event.verb in ("judge_effective", "void")), None)
    closed = ended if nonconformity.state in ("closed", "void") else None
    return nc_sheet.NcSheet(
        organisation=organisation.name if organisation else "",
        language=language,
        reference=nonconformity.number,
        title=nonconformity.short or nonconformity.number,
        revision=revision or 0,
        revision_reason=reason,
        status="current" if revision is None else "issued",
        issued_at=as_of,
        source=nonconformity.source,
        state=nonconformity.state,
        grade=nonconformity.grade,
        grade_reason=nonconformity.grade_reason,
        statement=nonconformity.statement,
        requirement=nonconformity.requirement,
        evidence_text=nonconformity.evidence_text,
        owner=nonconformity.owner.name,
        raised_by=nonconformity.raised_by.name,
        raised_at=nonconformity.raised_at,
        found_on=local_day(finding.noted_at, zone(nonconformity)) if finding else None,
        body=nonconformity.external_body,
        body_reference=nonconformity.external_number,
        body_wording=nonconformity.external_wording,
        body_plan_due=nonconformity.external_plan_on,
        body_due=nonconformity.external_due_on,
        audit=f"{audit.reference} {audit.title}" if audit else "",
        site=nonconformity.site.name if nonconformity.site else "",
        process=nonconformity.process.name if nonconformity.process else "",
        place=nonconformity.place,
        clauses=paper_parts.clauses(nonconformity.clauses, audit.criteria if audit else (), language),
        aspect=nonconformity.aspect,
        obligation=nonconformity.obligation,
        repeat_of=_repeats(nonconformity),
        consequence=sheet_rounds.consequence(nonconformity),
        question=situations.question(nonconformity, language),
        question_language=situations.question_language(nonconformity, language),
        checklist=_checklist(finding),
        acknowledged_by=paper_parts.who(acknowledged) if acknowledged else "",
        acknowledged_at=acknowledged.at if acknowledged else None,
        dispute=next((event.note for event in events if event.verb == "dispute"), ""),
        due=paper_parts.due_dates(nonconformity.due_dates, sheet_rounds.of_each(nonconformity, events)),
        photos=paper_parts.photos(one for one in evidence if _shows_what_was_found(one)),
        overrides=tuple(_overrides(nonconformity)),
        rounds=sheet_rounds.fill(nonconformity, events, evidence),
        system_change=nonconformity.round.system_change if nonconformity.state == "closed" else "",
        closed_by=paper_parts.who(closed) if closed else "",
        closed_at=closed.at if closed else None,
        evidence=paper_parts.register(evidence, {one.id: _belongs_to(one) for one in evidence}),
        signatures=paper_parts.every_signature(events, _roles(nonconformity, events)),
        history=paper_parts.history(events),
    )


def _roles(nonconformity: Nonconformity, events: Sequence[Event]) -> dict[str, str]:
    """Who stands for the sheet, by what they did; what does not stand takes two persons (decision 0006)."""
    roles = {
        "release": gettext("Releaser"),
        "acknowledge": gettext("Owner"),
        "accept": gettext("Judge"),
        "verify": gettext("Verifier"),
        "judge_not_effective": gettext("Verifier"),
        "judge_effective": gettext("Verifier"),
    }
    proposals = [event.verb for event in events if event.verb in nc_sheet.PROPOSALS_TO_VOID]
    if nonconformity.state == "void" and proposals:
        roles |= {proposals[-1]: gettext("Proposer"), "void": gettext("Second person")}
    return roles


def _repeats(nonconformity: Nonconformity) -> str:
    return ", ".join(one.number for one in recurrences.before(nonconformity)) if nonconformity.recurrence else ""


def _checklist(finding: Finding | None) -> str:
    if finding is None or finding.instance is None:
        return ""
    revision = finding.instance.revision
    return str(
        gettext(
            "%(checklist)s, revision %(number)s, question %(question)s", checklist=revision.checklist.key,
            number=revision.number, question=finding.instance.question.key,
        )
    )  # fmt: skip


def _overrides(nonconformity: Nonconformity) -> Iterator[paper.Override]:
    for one in nonconformity.overrides:
        yield paper.Override(
            rule=gettext(
                "nobody judges and verifies what is partly their own: %(person)s does it here", person=one.person.name
            ),
            reason=one.reason,
            mitigation=one.mitigation,
            approved_by=one.approved_by.name if one.approved_by else "",
            approved_at=one.approved_at,
        )


def _evidence(nonconformity: Nonconformity) -> list[Evidence]:
    """What shows the finding, and all that was added since."""
    its = Evidence.nonconformity_id == nonconformity.id
    actions = [action.id for each in nonconformity.rounds for action in each.actions]
    its |= Evidence.action_id.in_(actions)
    if nonconformity.finding_id is not None:
        its |= Evidence.finding_id == nonconformity.finding_id
    query = select(Evidence).where(its).order_by(Evidence.id)
    return list(db.session.scalars(query.options(with_person(Evidence.by), joinedload(Evidence.action))))


def _shows_what_was_found(evidence: Evidence) -> bool:
    return evidence.action_id is None and not evidence.purpose


def _belongs_to(evidence: Evidence) -> str:
    if evidence.action is not None:
        return str(gettext("Action: %(what)s", what=evidence.action.short))
    return str(gettext(SHOWS[evidence.purpose]))
