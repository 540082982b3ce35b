"""What a walk wants beside its questions: guidance, captions to pick, people, places, and what was said last time."""

import uuid
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import selectinload

from auditapp.adapters import clock
from auditapp.domain.standard import parse_ref
from auditapp.models import Audit, Evidence, Instance, Person, Process, Question, Site, db
from auditapp.services import checklists, walks


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
        questions[row.key] = {
            "guidance": question.guidance.in_language(language),
            "look_for": question.look_for.in_language(language),
            "captions": question.captions.in_language(language),
            "evidence": question.evidence,
            "clauses": question.clauses,
            "shown": _of_the_criteria(question.clauses, audit.criteria),
            "where": stretch.place.in_language(language),
        }
    refs = {ref for row in instances for ref in row.clauses}
    return {
        "audit": {"id": str(audit.id), "reference": audit.reference, "title": audit.title},
        "instances": {
            str(row.id): {"question": row.key, "process": _text(row.process_id), "place": row.place}
            for row in instances
        },
        "questions": questions,
        "clauses": {ref: checklists.clause_label(ref, language) for ref in sorted(refs)},
        "last": _last_time(audit),
        "people": _people(),
        "processes": _processes(audit),
        "places": sorted({row.place for row in instances if row.place}),
    }


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


def _processes(audit: Audit) -> list[dict[str, str | None]]:
    """Those on the audit's sites, each with the owner who is proposed for its findings."""
    query = (
        select(Process.id, Process.name, Process.owner_id)
        .where(Process.active, Process.sites.any(Site.id.in_([site.id for site in audit.sites])))
        .order_by(Process.name)
    )
    return [{"id": str(row.id), "name": row.name, "owner": _text(row.owner_id)} for row in db.session.execute(query)]


def _text(thing_id: uuid.UUID | None) -> str | None:
    return str(thing_id) if thing_id else None
