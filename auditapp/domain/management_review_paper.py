"""The content of a management review as a paper: the pack of inputs, and the minutes with conclusions and decisions.

Frozen as canonical JSON when the review is held (inputs), and again when its minutes are issued.
"""

from dataclasses import dataclass, field
from datetime import date, datetime

from auditapp.domain.paper import LATER, Paper
from auditapp.domain.words import N_

FIGURES: dict[str, str] = {
    "audits_planned": N_("Audits planned for the period"),
    "audits_held": N_("Audits held"),
    "audits_late": N_("Planned, and not held yet although the day has passed"),
    "audits_moved": N_("Moved from the date first planned"),
    "audits_cancelled": N_("Cancelled"),
    "audits_external": N_("External audits held"),
    "findings_major": N_("Findings released: major nonconformities"),
    "findings_minor": N_("Findings released: minor nonconformities"),
    "findings_observation": N_("Findings released: observations"),
    "findings_ofi": N_("Findings released: opportunities for improvement"),
    "findings_good_practice": N_("Findings released: good practices"),
    "clauses_covered": N_("Clauses of the standard audited with an answer"),
    "processes_covered": N_("Processes audited with an answer"),
    "raised_major": N_("Raised as major"),
    "late_at_end": N_("Open past a due date at the end"),
    "external": N_("Raised by the certification body"),
    "regulator": N_("Raised by an authority"),
    "complaints": N_("Raised from complaints"),
    "concerns": N_("Concerns reported at the work places"),
    "compliance_audits": N_("Compliance audits held"),
    "actions_due": N_("Corrective actions due"),
    "actions_done": N_("Corrective actions done"),
    "actions_late": N_("Corrective actions open past their date at the end"),
    "ofi_taken_up": N_("Opportunities taken up or done, of those released"),
    "ofi_declined": N_("Opportunities declined with a reason"),
    "decisions_open": N_("Decisions of earlier reviews open at the end"),
    "decisions_late": N_("Decisions of earlier reviews past their date at the end"),
    "decisions_done": N_("Decisions carried out"),
}
"""Code of a figure -> what it counts. The figures of the register bring their own words (`services/figures.py`)."""

LINE = 400
"""Characters of a statement in a list: whole as people write them, and no page of one."""

LISTS: dict[str, str] = {
    "audits": N_("Audits of the period"),
    "external": N_("Raised by the certification body"),
    "not_covered": N_("Clauses without an answered question in the period"),
    "processes_not_covered": N_("Processes without an answered question in the period"),
    "overdue": N_("Open past a due date"),
    "improvement": N_("Opportunities released in the period"),
    "regulator": N_("Raised by an authority"),
    "complaint": N_("Raised from complaints"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One number of the period beside that of the one before, worded as it prints. ``code``: what it counts."""

    code: str
    label: str
    now: str
    before: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One bar of a chart: ``late`` is the part of ``count`` that is late; ``before``: None where that is not told."""

    word: str
    count: int
    late: int = 0
    before: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """Bars under a title. ``code``: which of the figures' charts it is; ``day``: the one it tells of, where that is
    not the last of the period."""

    code: str
    title: str
    bars: tuple[Bar, ...] = ()
    day: date | None = field(default=None, metadata=LATER)


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """What was raised and closed in one month (one year, of a long period)."""

    name: str
    raised: int
    closed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of a list: ``name`` (such as a reference) and what there is to say."""

    name: str
    text: str = ""
    state: str = ""
    day: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """``code`` of `LISTS`; ``more``: how many lines are left out; ``day``: as with `Chart`."""

    code: str
    lines: tuple[Line, ...] = ()
    more: int = 0
    day: date | None = field(default=None, metadata=LATER)


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What was decided, who does it, by when, and what became of it. ``output``: code of `OUTPUTS`."""

    number: int
    what: str
    output: str
    owner: str
    due: date
    review: str = ""
    done: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One input: what the app knows, and what somebody wrote. ``nothing``: they stated that there is nothing to
    report; ``by`` and ``at``: who and when; ``owner``: whose turn it is where ``is_blank``."""

    key: str
    clause: str
    title: str
    figures: tuple[Figure, ...] = ()
    charts: tuple[Chart, ...] = ()
    course: tuple[Month, ...] = ()
    lists: tuple[Listed, ...] = ()
    earlier: tuple[Decision, ...] = ()
    words: str = ""
    nothing: bool = False
    by: str = ""
    at: datetime | None = None
    owner: str = ""
    is_blank: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Present:
    """Somebody who was invited. ``role``: what they are."""

    name: str
    role: str = ""
    present: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Conclusion:
    """``about``: a key of `CONCLUSIONS`; ``verdict``: one of `VERDICTS`."""

    about: str
    verdict: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewPaper(Paper):
    """A management review. ``stage``: 'pack' before the meeting and for its inputs as they were frozen, 'minutes'
    after it. ``inputs_sha256``: of the record of the inputs, frozen when the review was held."""

    stage: str = "pack"
    edition: str = ""
    standard: str = ""
    period: tuple[date, date]
    before: tuple[date, date]
    held_on: date | None = None
    prepared_by: str = ""
    people: tuple[Present, ...] = ()
    sections: tuple[Section, ...] = ()
    conclusions: tuple[Conclusion, ...] = ()
    concluded_by: str = ""
    decisions: tuple[Decision, ...] = ()
    no_decision_reason: str = ""
    inputs_sha256: str = ""
