"""The answers of one audit, for its page and its steps: read in a handful of queries however many there are."""

import uuid
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import exists, select
from sqlalchemy.orm import load_only

from auditapp.domain import audit as rules
from auditapp.domain.checklist import first_clause
from auditapp.domain.evidence import is_sound
from auditapp.domain.standard import number_sort_key, parse_ref
from auditapp.domain.translated import NO_TEXT, foreign
from auditapp.domain.walk import NEEDS_REASON
from auditapp.models import (
    Audit,
    EffectivenessQuestion,
    Evidence,
    Finding,
    Instance,
    Person,
    Process,
    Question,
    Site,
    db,
)
from auditapp.services import checklists, findings, walks

OPEN = ("", "later")
"""Results that are no answer yet."""


@dataclass(slots=True)
class Looked:
    """An audit as the rules of its steps look at it: itself, with its answers as plain rows and its findings."""

    audit: Audit
    instances: Sequence[Any]
    findings: list[Finding]

    def __getattr__(self, name: str) -> Any:
        return getattr(self.audit, name)


class Given(NamedTuple):
    """What an answer has behind it. ``evidence``: () or (True,), enough to know whether there is any."""

    result: str
    note: str
    sample: str
    unanswered_reason: str
    label: str
    evidence: tuple[bool, ...]


def look(audit: Audit) -> Looked:
    """The audit with answers and findings, in three queries and without an object for each question."""
    behind = exists().where(Evidence.instance_id == Instance.id, Evidence.trouble == "")
    query = (
        select(
            Instance.result, Instance.note, Instance.sample, Instance.unanswered_reason, Instance.label,
            behind.label("evidence"),
        )
        .where(Instance.audit_id == audit.id)
        .order_by(Instance.position)
    )  # fmt: skip
    given = [Given(*row[:5], (True,) if row.evidence else ()) for row in db.session.execute(query)]
    return Looked(audit, given, findings.of_audit(audit))


@dataclass(frozen=True)
class Progress:
    """How far the walk is: questions in all, those answered, and how many of each result."""

    total: int
    answered: int
    by_result: dict[str, int]


def progress(looked: Looked) -> Progress:
    """Counted from the answers as they are now. Before the start: the questions the checklists would lay out."""
    if looked.audit.state in ("planned", "confirmed"):
        return Progress(sum(len(checklists.content_of(one).questions) for one in looked.audit.revisions), 0, {})
    counts = Counter(one.result for one in looked.instances)
    total = counts.total()
    return Progress(total, total - sum(counts[result] for result in OPEN), dict(counts))


@dataclass(slots=True)
class Answered:
    """One question with its answer, as the list shows it. ``photos``: ids; ``lacking``: 'evidence', 'answer' or ''."""

    number: int
    text: str
    section: str
    clauses: tuple[str, ...]
    where: tuple[str, ...]
    result: str
    reason: str
    note: str
    sample: str
    kinds: list[str]
    unanswered_reason: str
    by: str
    at: datetime | None
    evidence: list[Any]
    findings: list[Finding]
    lacking: str = ""
    language: str = ""
    """Of its text, where it is not that of the page; '' where it is. ``help_language``: of guidance and what to look
    for."""
    guidance: str = ""
    look_for: tuple[str, ...] = ()
    help_language: str = ""
    about: str = ""
    """The number of the nonconformity whose effectiveness it asks about."""
    instance: uuid.UUID | None = None
    """What was asked: where the walk goes on when something is lacking."""

    @property
    def photos(self) -> list[uuid.UUID]:
        """Ids of the photos that are here and can be shown."""
        return [one.id for one in self.evidence if is_sound(one)]


def listed(audit: Audit, language: str) -> list[Answered]:
    """Every question in walking order with what was answered."""
    rows = db.session.execute(
        select(
            Instance.id, Instance.revision_id, Instance.clauses, Instance.place, Instance.result, Instance.reason,
            Instance.note, Instance.sample, Instance.kinds, Instance.unanswered_reason, Instance.answered_at,
            Question.key, Person.name.label("by"), Process.name.label("process"), Site.name.label("site"),
            EffectivenessQuestion.matter, Instance.label,
        )
        .join(Question, Question.id == Instance.question_id)
        .outerjoin(Person, Person.id == Instance.answered_by_id)
        .outerjoin(Process, Process.id == Instance.process_id)
        .outerjoin(Site, Site.id == Instance.site_id)
        .outerjoin(EffectivenessQuestion, EffectivenessQuestion.instance_id == Instance.id)
        .where(Instance.audit_id == audit.id)
        .order_by(Instance.position)
    ).all()  # fmt: skip
    words = walks.words_of({row.revision_id for row in rows})
    photos, noted = _evidence_of(audit), _findings_of(audit)
    return [_answered(number, row, words, photos, noted, language) for number, row in enumerate(rows, start=1)]


def _answered(
    number: int, row: Any, words: Mapping[Any, Any], photos: Mapping[Any, list[Any]],
    noted: Mapping[Any, list[Finding]], language: str,
) -> Answered:  # fmt: skip
    stretch, question = words[row.revision_id][row.key]
    one = Answered(
        number, walks.asked(question, row.matter, language), stretch.title.in_language(language), tuple(row.clauses),
        tuple(name for name in (row.process, row.place or row.site) if name), row.result,
        row.reason if row.result in NEEDS_REASON else "", row.note, row.sample, row.kinds, row.unanswered_reason,
        row.by or "", row.answered_at, photos.get(row.id, []), noted.get(row.id, []),
    )  # fmt: skip
    one.about, one.instance = row.label if row.matter else "", row.id
    one.language = foreign(question.text.spoken(language), language)
    one.guidance, one.look_for = question.guidance.in_language(language), question.look_for.in_language(language)
    one.help_language = foreign((question.guidance or question.look_for).spoken(language), language)
    if rules.lacks_evidence(one):
        one.lacking = "evidence"
    elif one.result in OPEN and not one.unanswered_reason.strip():
        one.lacking = "answer"
    return one


def _evidence_of(audit: Audit) -> dict[uuid.UUID, list[Any]]:
    query = (
        select(
            Evidence.instance_id, Evidence.id, Evidence.kind, Evidence.complete_at, Evidence.trouble, Evidence.sha256
        )
        .join(Instance, Instance.id == Evidence.instance_id)
        .where(Instance.audit_id == audit.id)
        .order_by(Evidence.id)
    )
    by_instance: dict[uuid.UUID, list[Any]] = {}
    for row in db.session.execute(query):
        by_instance.setdefault(row.instance_id, []).append(row)
    return by_instance


def _findings_of(audit: Audit) -> dict[uuid.UUID | None, list[Finding]]:
    query = (
        select(Finding)
        .where(Finding.audit_id == audit.id, Finding.instance_id.is_not(None), Finding.state != "withdrawn")
        .options(load_only(Finding.instance_id, Finding.grade, Finding.statement, Finding.evidence_text))
    )
    by_instance: dict[uuid.UUID | None, list[Finding]] = {}
    for finding in db.session.scalars(query):
        by_instance.setdefault(finding.instance_id, []).append(finding)
    return by_instance


@dataclass
class Group:
    """Answers that stand together: under a clause, or in a stretch of the walk."""

    number: str
    title: str
    language: str = ""
    """Of its title, where it is not that of the page."""
    answers: list[Answered] = field(default_factory=list)


def by_clause(answers: Iterable[Answered], criteria: Iterable[str], language: str) -> list[Group]:
    """Under the lowest clause in the audit's edition (else the newest edition there is), in the order of clauses."""
    editions = checklists.editions()
    edition = editions[next((key for key in criteria if key in editions), max(editions))]
    groups: dict[str, Group] = {}
    for one in sorted(answers, key=lambda row: (first_clause(row.clauses, edition.key), row.number)):
        number = _lowest(one.clauses, edition.key)
        if number not in groups:
            clause = edition.by_number.get(number)
            title = clause.title if clause else NO_TEXT
            groups[number] = Group(number, title.in_language(language), foreign(title.spoken(language), language))
        groups[number].answers.append(one)
    return list(groups.values())


def _lowest(clauses: Iterable[str], edition: str) -> str:
    numbers = [number for key, number in map(parse_ref, clauses) if key == edition]
    return min(numbers, key=number_sort_key, default="")


def as_walked(answers: Iterable[Answered]) -> list[Group]:
    """In the order of the walk, by section."""
    groups: list[Group] = []
    for one in answers:
        if not groups or groups[-1].title != one.section:
            groups.append(Group("", one.section))
        groups[-1].answers.append(one)
    return groups
