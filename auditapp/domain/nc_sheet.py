"""What stands on an NC sheet: one nonconformity from what was found to proof that it does not come back.

The fields follow domain.md (d), NC / CAR form, and ISO 14001 10.2. Every round prints; round 1 stays when round 2
begins.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime

from auditapp.domain.paper import LATER, Due, Event, Paper, Photo

PROPOSALS_TO_VOID = ("propose_void", "withdraw")
"""Verbs by which somebody proposes that it does not stand; a second person voids it."""
VOIDING = (*PROPOSALS_TO_VOID, "void")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """Something done at once (containment, correction), past tense; or the reason why it was not needed."""

    text: str = ""
    done: date | None = None
    not_needed: str = ""
    photos: tuple[Photo, ...] = ()
    files: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """A control that failed or was missing; ``chain`` holds the answers to each 'why', first to last."""

    statement: str
    chain: tuple[str, ...] = ()
    branches: tuple[tuple[str, str], ...] = ()
    stop_test: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """A corrective action for ``cause`` (its place in the round's causes, from 1); ``kinds``: ACTION_KINDS."""

    what: str
    owner: str
    due: date
    cause: int = 1
    kinds: tuple[str, ...] = ()
    resources: str = ""
    done: date | None = None
    note: str = ""
    photos: tuple[Photo, ...] = ()
    files: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """A judgement: ``verb`` is a code of VERBS (accept, return, verify, reject, judge_effective ...)."""

    verb: str
    by: str
    at: datetime
    note: str = ""
    kinds: tuple[str, ...] = ()
    photos: tuple[Photo, ...] = ()
    files: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Effectiveness:
    """Criterion and check date are set with the plan; the verdict comes after the process has run."""

    criterion: str = ""
    check_on: date | None = None
    method: str = ""
    sample: str = ""
    verdict: Verdict | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """One way through response, plan, implementation and check; ``opened_because`` from round 2 on.
    ``warnings``: what was read and overridden."""

    number: int
    opened_because: str = ""
    containment: Fact = Fact()
    correction: Fact = Fact()
    extent: str = ""
    cause_method: str = ""
    causes: tuple[Cause, ...] = ()
    no_action_reason: str = ""
    actions: tuple[Action, ...] = ()
    updates: tuple[str, ...] = ()
    """What has to change in the management system besides the actions, a line each."""
    warnings: tuple[str, ...] = ()
    plan_verdicts: tuple[Verdict, ...] = ()
    implementation_verdicts: tuple[Verdict, ...] = ()
    effectiveness: Effectiveness = Effectiveness()

    @property
    def is_blank(self) -> bool:
        """Whether nobody wrote anything of it."""
        facts = (self.containment, self.correction)
        written = any(fact.text or fact.not_needed for fact in facts)
        return not (
            written or self.extent or self.causes or self.actions or self.updates or self.effectiveness.criterion
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class NcSheet(Paper):
    """The content of an NC sheet. What begins with ``body`` is the certification body's own, or that of whoever else
    found it from outside."""

    source: str
    state: str
    grade: str
    grade_reason: str
    statement: str
    requirement: str
    evidence_text: str
    owner: str
    raised_by: str
    raised_at: datetime
    found_on: date | None = None
    audit: str = ""
    finding: str = ""
    body: str = ""
    body_reference: str = ""
    body_wording: str = ""
    body_plan_due: date | None = None
    body_due: date | None = None
    site: str = ""
    process: str = ""
    place: str = ""
    clauses: tuple[str, ...] = ()
    question: str = ""
    checklist: str = ""
    """The question that was asked, and where it stands: checklist, revision and the question's id."""
    question_language: str = field(default="", metadata=LATER)
    """Where the checklist does not have the sheet's."""
    criterion: str = ""
    aspect: str = ""
    obligation: str = ""
    repeat_of: str = ""
    consequence: str = ""
    mitigation: str = ""
    acknowledged_by: str = ""
    acknowledged_at: datetime | None = None
    dispute: str = ""
    due: tuple[Due, ...] = ()
    photos: tuple[Photo, ...] = ()
    rounds: tuple[Round, ...] = ()
    system_change: str = ""
    """Once it is closed: what changed in the management system, as its last round says."""
    closed_by: str = ""
    closed_at: datetime | None = None

    @property
    def voided(self) -> tuple[Event, ...]:
        """Of what is void: the proposal that led there, and the approval."""
        return voiding(self.history) if self.state == "void" else ()

    @property
    def before(self) -> tuple[Photo, ...]:
        """The photos of what was found."""
        return self.photos

    @property
    def after(self) -> tuple[Photo, ...]:
        """The photos of what was done and checked, the last round last, each once."""
        return tuple({photo.media: photo for one in self.rounds for photo in _photos(one)}.values())


def voiding(history: Iterable[Event]) -> tuple[Event, ...]:
    """Of the ``history`` of what is void: the last proposal, and the approval."""
    last = {event.verb in PROPOSALS_TO_VOID: event for event in history if event.verb in VOIDING}
    return tuple(last[proposes] for proposes in (True, False) if proposes in last)


def _photos(one: Round) -> Iterator[Photo]:
    yield from one.containment.photos
    yield from one.correction.photos
    for action in one.actions:
        yield from action.photos
    for verdict in (*one.plan_verdicts, *one.implementation_verdicts, one.effectiveness.verdict):
        if verdict is not None:
            yield from verdict.photos
