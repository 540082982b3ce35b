"""The answers of one audit, for its page and its steps: loaded in a handful of queries however many there are."""

import uuid
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import load_only
from sqlalchemy.orm.attributes import set_committed_value

from auditapp.domain import audit as rules
from auditapp.domain.checklist import first_clause
from auditapp.domain.standard import parse_ref
from auditapp.models import Audit, Evidence, Finding, Instance, Person, Process, Question, Site, db
from auditapp.services import checklists, findings, walks

OPEN = ("", "later")
"""Results that are no answer yet."""


def load(audit: Audit) -> None:
    """Fill ``audit.instances`` and ``audit.findings``, each with its evidence: what the steps look at."""
    instances = db.session.scalars(
        select(Instance)
        .where(Instance.audit_id == audit.id)
        .order_by(Instance.position)
        .options(
            load_only(
                Instance.result, Instance.note, Instance.sample, Instance.unanswered_reason, Instance.label,
                Instance.position, Instance.audit_id,
            )
        )
    ).all()  # fmt: skip
    photos = _evidence_of(audit)
    for instance in instances:
        set_committed_value(instance, "evidence", photos.get(instance.id, []))
    set_committed_value(audit, "instances", list(instances))
    set_committed_value(audit, "findings", sorted(findings.of_audit(audit), key=lambda one: one.id))


def _evidence_of(audit: Audit) -> dict[uuid.UUID | None, list[Evidence]]:
    query = (
        select(Evidence)
        .join(Instance, Instance.id == Evidence.instance_id)
        .where(Instance.audit_id == audit.id)
        .order_by(Evidence.id)
        .options(load_only(Evidence.instance_id, Evidence.complete_at, Evidence.trouble, Evidence.kind))
    )
    by_instance: dict[uuid.UUID | None, list[Evidence]] = {}
    for evidence in db.session.scalars(query):
        by_instance.setdefault(evidence.instance_id, []).append(evidence)
    return by_instance


@dataclass(frozen=True)
class Progress:
    """How far the walk is: questions in all, those answered, and how many of each result."""

    total: int
    answered: int
    by_result: dict[str, int]


def progress(audit: Audit) -> Progress:
    """Counted from the answers as they are now. Before the start: the questions the checklists would lay out."""
    if audit.state in ("planned", "confirmed"):
        return Progress(sum(len(checklists.content_of(one).questions) for one in audit.revisions), 0, {})
    if "instances" in audit.__dict__:
        counts = Counter(instance.result for instance in audit.instances)
    else:
        counts = Counter(db.session.scalars(select(Instance.result).where(Instance.audit_id == audit.id)))
    total = counts.total()
    return Progress(total, total - sum(counts[result] for result in OPEN), dict(counts))


@dataclass(slots=True)
class Answered:
    """One question with its answer, as the list shows it. ``lacking``: 'evidence', 'answer' or ''."""

    id: uuid.UUID
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
    photos: list[Evidence]
    findings: list[Finding]
    lacking: str


@dataclass
class Group:
    """Answers that stand together: under a clause, or in a stretch of the walk."""

    number: str
    title: str
    answers: list[Answered] = field(default_factory=list)


def listed(audit: Audit, language: str) -> list[Answered]:
    """Every question in walking order with what was answered."""
    rows = db.session.execute(
        select(Instance, Question.key, Person.name, Process.name, Site.name)
        .join(Question, Question.id == Instance.question_id)
        .outerjoin(Person, Person.id == Instance.answered_by_id)
        .outerjoin(Process, Process.id == Instance.process_id)
        .outerjoin(Site, Site.id == Instance.site_id)
        .where(Instance.audit_id == audit.id)
        .order_by(Instance.position)
    ).all()
    words = walks.words_of(row[0].revision_id for row in rows)
    photos, noted = _evidence_of(audit), _findings_of(audit)
    return [
        _answered(number, *row, words[row[0].revision_id][row[1]], photos, noted, language)
        for number, row in enumerate(rows, start=1)
    ]


def _answered(
    number: int, one: Instance, _key: str, by: str | None, process: str | None, site: str | None,
    words: tuple[Any, Any], photos: dict[Any, list[Evidence]], noted: dict[Any, list[Finding]], language: str,
) -> Answered:  # fmt: skip
    stretch, question = words
    set_committed_value(one, "evidence", photos.get(one.id, []))
    lacking = "evidence" if rules.lacks_evidence(one) else ""
    if one.result in OPEN and not one.unanswered_reason.strip():
        lacking = "answer"
    return Answered(
        one.id, number, question.text.in_language(language), stretch.title.in_language(language), tuple(one.clauses),
        tuple(name for name in (process, one.place or site) if name), one.result, one.reason, one.note, one.sample,
        list(one.kinds), one.unanswered_reason, by or "", one.answered_at, photos.get(one.id, []),
        noted.get(one.id, []), lacking,
    )  # fmt: skip


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


def by_clause(answers: Iterable[Answered], criteria: Iterable[str], language: str) -> list[Group]:
    """Under the lowest clause in the audit's edition (else the newest edition named), in the order of clauses."""
    edition = next(iter(criteria), max(checklists.editions()))
    groups: dict[str, Group] = {}
    for one in sorted(answers, key=lambda row: (first_clause(row.clauses, edition), row.number)):
        number = _lowest(one.clauses, edition)
        if number not in groups:
            clause = checklists.editions()[edition].by_number.get(number) if edition in checklists.editions() else None
            groups[number] = Group(number, clause.title.in_language(language) if clause else "")
        groups[number].answers.append(one)
    return list(groups.values())


def _lowest(clauses: Iterable[str], edition: str) -> str:
    numbers = [number for key, number in map(parse_ref, clauses) if key == edition]
    return min(numbers, key=lambda number: [int(part) for part in number.split(".")], default="")


def as_walked(answers: Iterable[Answered]) -> list[Group]:
    """In the order of the walk, by section."""
    groups: list[Group] = []
    for one in answers:
        if not groups or groups[-1].title != one.section:
            groups.append(Group("", one.section))
        groups[-1].answers.append(one)
    return groups
