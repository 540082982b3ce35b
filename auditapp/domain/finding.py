"""What an auditor concluded, and what it needs before it can be released as a nonconformity.

Three parts (requirement, evidence, statement) and a reason for the grade: domain.md (c).
"""

from typing import Any

from auditapp.domain.errors import Refusal
from auditapp.domain.evidence import shows_something
from auditapp.domain.words import N_

NONCONFORMING = ("major", "minor")
"""Grades that become a nonconformity."""

GRADES = ("major", "minor", "observation", "ofi", "good_practice")
"""From the gravest to the best, the order in which papers list findings."""


def is_nonconforming(grade: str) -> bool:
    """Whether a finding of ``grade`` becomes a nonconformity."""
    return grade in NONCONFORMING


TO_BE_TAKEN_UP = ("observation", "ofi")
"""Grades whose owner takes them up or declines."""


ANSWERED_IN = ("released", "taken_up")
"""States in which its owner has something to say or to do."""


BLANK = "…"
"""What the walk's draft of a statement leaves to be filled where no note says what was found."""


def is_to_be_taken_up(finding: Any) -> Refusal | None:
    """It is an observation or an opportunity for improvement."""
    if finding.grade in TO_BE_TAKEN_UP:
        return None
    return Refusal(N_("Only observations and opportunities for improvement are taken up or declined."))


def has_statement(finding: Any) -> Refusal | None:
    """The statement is written, and somebody edited or confirmed a prefilled one."""
    if not finding.statement.strip():
        return Refusal(N_("The statement is missing: say what fails in the system."), field="statement")
    if is_nonconforming(finding.grade) and not finding.statement_confirmed:
        return Refusal(
            N_("The statement is still the prefilled draft. Edit it, or confirm that it stands."),
            field="statement",
        )
    if is_nonconforming(finding.grade) and finding.statement.rstrip().endswith(BLANK):
        return Refusal(
            N_("The statement does not say what fails: write it in place of the … at its end."), field="statement"
        )
    return None


def has_requirement(finding: Any) -> Refusal | None:
    """A nonconforming finding names the requirement that is not met."""
    if is_nonconforming(finding.grade) and not finding.requirement.strip():
        return Refusal(
            N_("The requirement is missing: name the clause or document and its point."), field="requirement"
        )
    return None


def has_evidence(finding: Any) -> Refusal | None:
    """No evidence, no nonconformity: words or a photo that the auditee can find again."""
    if is_nonconforming(finding.grade) and not finding.evidence_text.strip() and not shows_something(finding.evidence):
        return Refusal(N_("The evidence is missing: what, where and when, or a photo."), field="evidence_text")
    return None


def has_grade_reason(finding: Any) -> Refusal | None:
    """Every nonconforming grade has a written reason."""
    if is_nonconforming(finding.grade) and not finding.grade_reason.strip():
        return Refusal(N_("The reason for the grade is missing: why major, or why minor."), field="grade_reason")
    return None


def has_owner(finding: Any) -> Refusal | None:
    """A nonconforming finding has somebody to answer it."""
    if is_nonconforming(finding.grade) and finding.owner_id is None:
        return Refusal(N_("The owner is missing: choose who answers for the process."), field="owner_id")
    return None


def is_not_softened(finding: Any) -> Refusal | None:
    """A breach is not filed as observation or OFI: the answer behind the finding must not be 'nonconformity' then."""
    answer = finding.instance
    if is_nonconforming(finding.grade) or answer is None or answer.result != "nonconformity":
        return None
    return Refusal(
        N_(
            "The question at %(question)s was answered 'nonconformity': that is not filed as anything less. "
            "Grade it minor or major, or correct the answer on the walk."
        ),
        field="grade",
        question=answer.label,
    )


NEEDS_FOR_RELEASE = (is_not_softened, has_requirement, has_evidence, has_statement, has_grade_reason, has_owner)


def missing_for_release(finding: Any) -> list[Refusal]:
    """What ``finding`` still lacks before release, each as a sentence naming its field."""
    return [refusal for need in NEEDS_FOR_RELEASE if (refusal := need(finding)) is not None]
