"""What a walk wants beside its questions: guidance, captions to pick, people, places, and what was said last time."""

import uuid
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from auditapp.adapters import clock
from auditapp.domain.checklist import Checklist as Content
from auditapp.domain.checklist import Question as Words
from auditapp.domain.checklist import Section as Stretch
from auditapp.domain.languages import tag
from auditapp.domain.nonconformity import OPEN_STATES
from auditapp.domain.standard import find_clause, parse_ref
from auditapp.domain.translated import foreign
from auditapp.models import (
    Audit,
    EffectivenessQuestion,
    Evidence,
    Instance,
    Nonconformity,
    Person,
    Process,
    Question,
    Site,
    db,
)
from auditapp.services import audit_steps, checklists, walks


def package(audit: Audit, language: str) -> dict[str, Any]:
    """Everything as JSON: ``instances`` by id with their question's key, ``questions`` by key, ``clauses`` by their
    references, ``last`` by instance, ``people``, ``processes``, ``places``."""
    instances = db.session.execute(
        select(Instance.id, Instance.process_id, Instance.place, Instance.clauses, Instance.revision_id, Question.key)
        .join(Instance.question)
        .where(Instance.audit_id == audit.id)
    ).all()
    words = walks.words_of(row.revision_id for row in instances)
    questions = {}
    for row in instances:
        stretch, question = words[row.revision_id][row.key]
        questions[row.key] = _question(stretch, question, audit.criteria, language)
    refs = {ref for row in instances for ref in row.clauses}
    return {
        "audit": {"id": str(audit.id), "reference": audit.reference, "title": audit.title},
        "instances": {
            str(row.id): {"question": row.key, "process": _text(row.process_id), "place": row.place}
            for row in instances
        },
        "questions": questions,
        "clauses": {ref: checklists.clause_label(ref, language) for ref in sorted(refs)},
        "clause_languages": _clause_languages(refs, language),
        "last": _last_time(audit),
        "open": _open_here(audit),
        "people": _people(),
        "processes": _processes([site.id for site in audit.sites]),
        "places": sorted({row.place for row in instances if row.place}),
    }


def _question(stretch: Stretch, question: Words, criteria: Sequence[str], language: str) -> dict[str, Any]:
    return {
        "guidance": question.guidance.in_language(language),
        "look_for": question.look_for.in_language(language),
        "help_language": tag((question.guidance or question.look_for).spoken(language)),
        "language": tag(foreign(question.text.spoken(language), language)),
        "captions": question.captions.in_language(language),
        "evidence": question.evidence,
        "clauses": question.clauses,
        "shown": _of_the_criteria(question.clauses, criteria),
        "where": stretch.place.in_language(language),
    }


def _clause_languages(refs: Iterable[str], language: str) -> dict[str, str]:
    """Of the titles that are not in the language of the page."""
    found = {}
    for ref in sorted(refs):
        clause = find_clause(ref, checklists.editions())
        other = foreign(clause.title.spoken(language), language) if clause else ""
        if other:
            found[ref] = tag(other)
    return found


def _of_the_criteria(refs: Sequence[str], editions: Sequence[str]) -> list[str]:
    """The references into the first edition among the audit's criteria that has any; else all."""
    for edition in editions:
        found = [ref for ref in refs if parse_ref(ref)[0] == edition]
        if found:
            return found
    return list(refs)


def _last_time(audit: Audit) -> dict[str, Any]:
    """By instance: the latest answer to the same question at the same process in an earlier audit."""
    earlier = Instance.__table__.alias("earlier")
    here = Instance.__table__.alias("here")
    same_process = or_(
        earlier.c.process_id == here.c.process_id, and_(earlier.c.process_id.is_(None), here.c.process_id.is_(None))
    )
    newest = func.row_number().over(partition_by=here.c.id, order_by=earlier.c.answered_at.desc())
    ranked = (
        select(here.c.id.label("here_id"), earlier.c.id.label("earlier_id"), newest.label("rank"))
        .join(earlier, and_(earlier.c.question_id == here.c.question_id, same_process))
        .where(
            here.c.audit_id == audit.id,
            earlier.c.audit_id != audit.id,
            here.c.id.not_in(select(EffectivenessQuestion.instance_id)),  # the same question, about something else
            earlier.c.answered_at < (audit.started_at or clock.now()),
            earlier.c.result.not_in(("", "later")),
        )
        .subquery()
    )
    query = (
        select(ranked.c.here_id, Instance, Audit.reference, Person.name)
        .join(ranked, ranked.c.earlier_id == Instance.id)
        .join(Audit, Audit.id == Instance.audit_id)
        .outerjoin(Person, Person.id == Instance.answered_by_id)
        .where(ranked.c.rank == 1)
        .options(selectinload(Instance.evidence))
    )
    return {
        str(here_id): {
            "result": then.result,
            "note": then.note or then.reason,
            "sample": then.sample,
            "by": by or "",
            "at": then.answered_at.isoformat() if then.answered_at else "",
            "audit": reference,
            "photos": _sound(then.evidence),
        }
        for here_id, then, reference, by in db.session.execute(query)
    }


def _sound(evidence: Iterable[Evidence]) -> list[str]:
    return [str(one.id) for one in evidence if one.complete_at and not one.trouble and one.kind == "photo"][:4]


def _people() -> list[dict[str, str]]:
    query = select(Person.id, Person.name, Person.job_title).where(Person.active).order_by(Person.name)
    return [{"id": str(row.id), "name": row.name, "job": row.job_title} for row in db.session.execute(query)]


def _open_here(audit: Audit) -> list[dict[str, Any]]:
    """Nonconformities that are open at the audit's processes, or on its sites at none: who walks there looks."""
    at_none = and_(Nonconformity.process_id.is_(None), Nonconformity.site_id.in_([site.id for site in audit.sites]))
    query = (
        select(Nonconformity)
        .where(
            or_(Nonconformity.process_id.in_([process.id for process in audit.processes]), at_none),
            Nonconformity.state.in_(OPEN_STATES),
            or_(Nonconformity.audit_id.is_(None), Nonconformity.audit_id != audit.id),
        )
        .order_by(Nonconformity.due_on, Nonconformity.number)
        .limit(50)
        .options(joinedload(Nonconformity.owner).lazyload(Person.roles))
    )
    return [
        {
            "number": one.number,
            "statement": one.short,
            "grade": one.grade,
            "process": _text(one.process_id),
            "owner": one.owner.name if one.owner else "",
            "due": one.due_on.isoformat() if one.due_on else "",
        }
        for one in db.session.scalars(query)
    ]


def for_unplanned(language: str) -> dict[str, Any]:
    """What an audit that nobody planned can be started from without a network: the newest checklists, as JSON.

    ``checklists``: id, title and sections of each, their questions by key; the rest as in `package`.
    """
    lists, questions = [], {}
    for revision in checklists.newest():
        content = checklists.content_of(revision)
        for stretch, question in content.placed_questions:
            questions[question.id] = _question(stretch, question, content.criteria, language)
        lists.append({
            "id": str(revision.id),
            "title": content.title.in_language(language),
            "sections": _sections(content, language),
        })  # fmt: skip
    refs = {ref for one in questions.values() for ref in one["clauses"]}
    return {
        "checklists": lists,
        "questions": questions,
        "clauses": {ref: checklists.clause_label(ref, language) for ref in sorted(refs)},
        "clause_languages": _clause_languages(refs, language),
        "people": _people(),
        "processes": _processes(None),
    }


def _sections(content: Content, language: str) -> list[dict[str, Any]]:
    walked = content.kind == "site_walk"
    grouped: list[dict[str, Any]] = []
    last = None
    for number, (stretch, question) in enumerate(content.placed_questions, 1):
        if stretch.key != last:
            last = stretch.key
            where = str(stretch.place or stretch.title) if walked else ""
            grouped.append({"title": stretch.title.in_language(language), "where": where, "rows": []})
        short = str(number) if walked else audit_steps.clause_number(question.clauses)
        grouped[-1]["rows"].append([question.id, short, question.text.in_language(language)])
    return grouped


def _processes(site_ids: list[uuid.UUID] | None) -> list[dict[str, str | None]]:
    """Those on the sites, or all; each with the owner who is proposed for its findings."""
    query = select(Process.id, Process.name, Process.owner_id).where(Process.active).order_by(Process.name)
    if site_ids is not None:
        query = query.where(Process.sites.any(Site.id.in_(site_ids)))
    return [{"id": str(row.id), "name": row.name, "owner": _text(row.owner_id)} for row in db.session.execute(query)]


def _text(thing_id: uuid.UUID | None) -> str | None:
    return str(thing_id) if thing_id else None
