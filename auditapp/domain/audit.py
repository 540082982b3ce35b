"""Rules of one audit: a complete plan, an independent team, a conclusion that its evidence carries.

Sources: ISO 14001 9.2.2 (objectives, criteria, scope; objectivity and impartiality), ISO 19011 (audit plan,
reporting), product.md 'Hard stops'.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from auditapp.domain import finding as findings
from auditapp.domain.errors import Refusal
from auditapp.domain.evidence import shows_something
from auditapp.domain.words import N_

EXTERNAL_TYPES = ("stage_1", "stage_2", "surveillance_1", "surveillance_2", "recertification", "special")
OPEN_STATES = ("planned", "confirmed", "under_way", "concluded")
WALKABLE_STATES = ("under_way",)
"""States in which answers, evidence and findings are taken as part of the audit."""

_PLAN_PARTS = {
    "objectives": N_("The audit plan has no objectives yet. Write what the audit is to find out."),
    "scope": N_("The audit plan has no scope yet. Write what belongs to it and what does not."),
    "criteria": N_("The audit plan has no criteria yet. Choose the standard and edition, or name another document."),
}


def missing_in_plan(audit: Any) -> list[Refusal]:
    """What the plan lacks of objectives, scope, criteria and audit team leader (ISO 14001 9.2.2)."""
    refusals = [Refusal(sentence, field=part) for part, sentence in _PLAN_PARTS.items() if not _has(audit, part)]
    if audit.leader is None:
        refusals.append(Refusal(N_("The audit has no audit team leader yet. Choose one."), field="leader_id"))
    return refusals


def _has(audit: Any, part: str) -> bool:
    if part == "criteria":  # an edition of the standard, or another document
        return bool(audit.criteria or audit.other_criteria.strip())
    return bool(getattr(audit, part).strip())


def plan_is_complete(audit: Any) -> Refusal | None:
    """The first missing part of the plan, if any."""
    return next(iter(missing_in_plan(audit)), None)


@dataclass(frozen=True)
class OwnWork:
    """A member of the team who would audit a process they own."""

    person: Any
    process: Any


def own_work(audit: Any) -> Iterator[OwnWork]:
    """Each auditing member with each process of the scope that is their own (domain.md (a), impartiality)."""
    for member in audit.members:
        if member.role == "observer":
            continue
        for process in audit.processes:
            if process.owner_id == member.person_id:
                yield OwnWork(member.person, process)


def team_is_independent(audit: Any) -> Refusal | None:
    """No auditor on own work, unless somebody else approved an override with reason and mitigation."""
    approved = {
        (override.person_id, override.process_id) for override in audit.overrides if override.approved_by_id is not None
    }
    for clash in own_work(audit):
        if (clash.person.id, clash.process.id) not in approved:
            return Refusal(
                N_(
                    "%(person)s owns %(process)s and cannot audit it. Choose another auditor, or have an override "
                    "with reason and mitigation approved by somebody else."
                ),
                field="members",
                person=clash.person.name,
                process=clash.process.name,
            )
    return None


def override_may_be_approved_by(override: Any, person: Any) -> Refusal | None:
    """Neither the auditor concerned nor whoever asked for the override approves it."""
    if person.id in (override.person_id, override.asked_by_id):
        return Refusal(N_("Somebody else has to approve this: not the auditor concerned, nor whoever asked for it."))
    return None


def lacks_evidence(instance: Any) -> bool:
    """Whether a *conform* answer has neither photo, nor sample, nor words (product.md, hard stops)."""
    if instance.result != "conform":
        return False
    return not (instance.note.strip() or instance.sample.strip() or shows_something(instance.evidence))


def every_conform_has_evidence(audit: Any) -> Refusal | None:
    """An audit is not concluded while a *conform* has nothing behind it."""
    bare = [instance for instance in audit.instances if lacks_evidence(instance)]
    if not bare:
        return None
    return Refusal(
        N_(
            "Answers 'conform' with neither photo, sample nor words: %(count)s, the first at %(first)s. "
            "Add what you saw, read or asked."
        ),
        field="evidence",
        count=len(bare),
        first=bare[0].label,
    )


def has_a_conclusion(audit: Any) -> Refusal | None:
    """The audit conclusion is written before the audit is concluded (ISO 19011, audit conclusions)."""
    if audit.conclusion.strip():
        return None
    return Refusal(N_("The audit conclusion is missing. Write it on the audit's page."), field="conclusion")


def unanswered(audit: Any) -> list[Any]:
    """Instances with no answer, or put off to later, and no stated reason."""
    return [
        instance
        for instance in audit.instances
        if instance.result in (None, "", "later") and not instance.unanswered_reason.strip()
    ]


def every_question_is_answered(audit: Any) -> Refusal | None:
    """No report is issued with unanswered questions lacking a reason."""
    left = unanswered(audit)
    if not left:
        return None
    return Refusal(
        N_(
            "Questions with neither answer nor reason: %(count)s, the first at %(first)s. "
            "Answer them, or state a reason."
        ),
        field="unanswered",
        count=len(left),
        first=left[0].label,
    )


def every_finding_can_be_released(audit: Any) -> Refusal | None:
    """Issuing releases all that is left, so each finding must be complete."""
    for finding in audit.findings:
        if finding.state != "noted":
            continue
        for refusal in findings.missing_for_release(finding):
            return Refusal(
                N_("Finding '%(finding)s' cannot be released yet. Open it: its page names what is missing."),
                field="findings",
                finding=finding.short,
                reason=refusal.message,
            )
    return None
