"""What stands in an audit report. The fields follow domain.md (d) and ISO 19011:2026, 6.5.

Services fill it from the database, templates print it. A text that is empty prints as 'None', where a reader has
to know that there was nothing, or not at all.
"""

from dataclasses import dataclass, field
from datetime import date, datetime

from auditapp.domain.paper import LATER, Due, Event, Paper, Photo
from auditapp.domain.words import N_


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """A thing and the reason for it: a deviation, an obstacle, an area not covered."""

    what: str
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Participant:
    """Somebody of an audit. ``role`` is a code of TEAM_ROLES for the team, else words; the name may be withheld."""

    role: str
    name: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """What was audited against: title, edition, and the clauses or parts in scope."""

    title: str
    edition: str = ""
    clauses: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A finding with its three parts; observations and better have no ``requirement`` and no ``grade_reason``.
    ``is_void``, ``grade_now``, ``since``: that its nonconformity stands no more or has another grade by now, and
    the events that say so."""

    reference: str
    grade: str
    statement: str
    requirement: str = ""
    evidence: str = ""
    grade_reason: str = ""
    clauses: tuple[str, ...] = ()
    criterion: str = ""
    site: str = ""
    process: str = ""
    place: str = ""
    owner: str = ""
    obligation: str = ""
    repeat_of: str = ""
    disagreement: str = ""
    due: tuple[Due, ...] = ()
    photos: tuple[Photo, ...] = ()
    is_void: bool = field(default=False, metadata=LATER)
    grade_now: str = field(default="", metadata=LATER)
    since: tuple[Event, ...] = field(default=(), metadata=LATER)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One answered question; ``kinds`` are codes of KINDS_OF_EVIDENCE, ``finding`` the reference it led to.
    ``language``: of the question, where its checklist does not have the report's."""

    question: str
    result: str
    note: str = ""
    sample: str = ""
    reason: str = ""
    where: str = ""
    finding: str = ""
    kinds: tuple[str, ...] = ()
    photos: tuple[Photo, ...] = ()
    language: str = field(default="", metadata=LATER)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseAnswers:
    """The answers under one clause heading, such as '9.2.2 Internal audit programme'."""

    heading: str
    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierFinding:
    """A finding of an earlier audit and how it stands: ``state`` is a code of NONCONFORMITY_STATES."""

    reference: str
    grade: str
    statement: str
    state: str
    repeated: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcessCoverage:
    """A row of the coverage matrix: per clause 'done', 'planned', 'not_applicable', 'gap' or ''."""

    process: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Attendee:
    """Somebody at a meeting. ``meeting``: 'opening' or 'closing'; ``line``: the signature as SVG path data on a field
    of ``width`` x ``height``, '' for who was there and did not sign."""

    name: str
    meeting: str
    at: datetime
    line: str = ""
    width: int = 1
    height: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditReport(Paper):
    """The content of an audit report. ``days`` are the first and the last day of the audit."""

    type: str
    method: str
    days: tuple[date, date]
    client: str = ""
    sites: tuple[str, ...] = ()
    processes: tuple[str, ...] = ()
    objectives: tuple[str, ...] = ()
    scope: str = ""
    exclusions: str = ""
    criteria: tuple[Criterion, ...] = ()
    method_note: str = ""
    team: tuple[Participant, ...] = ()
    auditees: tuple[Participant, ...] = ()
    interviewed: tuple[Participant, ...] = ()
    attendance: tuple[Attendee, ...] = ()
    deviations: tuple[Remark, ...] = ()
    obstacles: tuple[Remark, ...] = ()
    not_covered: tuple[Remark, ...] = ()
    disagreements: tuple[Remark, ...] = ()
    sampling: str = ""
    summary: str = ""
    conclusion: str = ""
    objectives_met: tuple[Remark, ...] = ()
    effectiveness: str = ""
    follow_up: str = ""
    findings: tuple[Finding, ...] = ()
    conformities: tuple[str, ...] = ()
    earlier: tuple[EarlierFinding, ...] = ()
    clauses: tuple[ClauseAnswers, ...] = ()
    loose_photos: tuple[Photo, ...] = field(default=(), metadata=LATER)
    """Of no finding and no answer."""
    coverage_clauses: tuple[str, ...] = ()
    coverage: tuple[ProcessCoverage, ...] = ()

    def attended(self, meeting: str) -> tuple[Attendee, ...]:
        """Who was at one meeting, in the order they signed."""
        return tuple(one for one in self.attendance if one.meeting == meeting)

    def graded(self, grade: str) -> tuple[Finding, ...]:
        """The findings of one grade that stand, in the order given."""
        return tuple(finding for finding in self.standing if finding.grade == grade)

    @property
    def standing(self) -> tuple[Finding, ...]:
        """All findings but those whose nonconformity is void."""
        return tuple(finding for finding in self.findings if not finding.is_void)

    def answered(self, result: str) -> int:
        """How many answers have this result."""
        return sum(answer.result == result for clause in self.clauses for answer in clause.answers)


PARTS: tuple[tuple[str, str], ...] = (
    ("summary", N_("The summary for management is not written.")),
    ("conclusion", N_("The conclusion is not written.")),
    ("objectives_met", N_("It is not concluded on each objective whether it was reached.")),
    ("effectiveness", N_("It is not written whether the system is effective.")),
    ("interviewed", N_("Nobody is named as interviewed.")),
    ("sampling", N_("It is not written what was sampled, of how many, and how it was chosen.")),
    ("distribution", N_("Nobody is named who gets the report.")),
)
"""What a report may be issued without, though a reader will miss it: it then prints as 'None' or not at all."""


def unwritten(report: AuditReport) -> tuple[tuple[str, str], ...]:
    """The entries of `PARTS` that ``report`` has nothing to say on."""
    blank = {name for name, _ in PARTS if not getattr(report, name)}
    if any(not each.reason for each in report.objectives_met):
        blank.add("objectives_met")
    return tuple((name, says) for name, says in PARTS if name in blank)


def photos_without_caption(report: AuditReport) -> tuple[str, ...]:
    """References of the findings with a photo that says nothing to who cannot see it."""
    return tuple(one.reference for one in report.findings if any(not photo.caption for photo in one.photos))


def not_mailed(report: AuditReport) -> tuple[str, ...]:
    """Entries of the distribution list by which nobody gets a mail."""
    return tuple(one.name for one in report.distribution if not one.mailed)
