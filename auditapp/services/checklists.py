"""Checklists in the database: each content once, as an immutable revision; questions keep their identity."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, defer, joinedload

from auditapp.adapters import checklist_files, clock
from auditapp.domain import standard
from auditapp.domain.checklist import Checklist as Content
from auditapp.domain.errors import NotThere
from auditapp.domain.words import N_
from auditapp.models import Checklist, ChecklistRevision, Question, db
from auditapp.services import history


@lru_cache(maxsize=1)
def editions() -> dict[str, standard.Edition]:
    """The clause trees that come with the product, by edition key."""
    return checklist_files.load_editions(checklist_files.SHIPPED)


def load_shipped() -> int:
    """Load every shipped file whose content is new, as a new revision; answers how many. Safe to do twice."""
    return sum(load(content) for content in checklist_files.load_all())


def load(content: Content) -> bool:
    """Make ``content`` the newest revision of its checklist, unless it is that already."""
    checklist = db.session.scalar(select(Checklist).where(Checklist.key == content.key))
    if checklist is None:
        checklist = Checklist(key=content.key, kind=content.kind)
        db.session.add(checklist)
        db.session.flush()
    newest = checklist.revisions[0] if checklist.revisions else None
    if newest is not None and newest.content_hash == content.content_hash:
        return False
    revision = ChecklistRevision(
        checklist=checklist,
        number=newest.number + 1 if newest else 1,
        content=content.to_json(),
        content_hash=content.content_hash,
        loaded_at=clock.now(),
    )
    checklist.kind = content.kind
    db.session.add(revision)
    known = set(db.session.scalars(select(Question.key)))
    db.session.add_all(
        Question(key=question.id, checklist_id=checklist.id)
        for question in content.questions
        if question.id not in known
    )
    db.session.flush()
    history.record(
        revision, "load_checklist", None, key=content.key, number=revision.number, sha256=content.content_hash
    )
    return True


def newest() -> list[ChecklistRevision]:
    """The newest revision of every checklist in use, clause checklists first."""
    query = (
        select(ChecklistRevision)
        .join(ChecklistRevision.checklist)
        .where(Checklist.active)
        .options(contains_eager(ChecklistRevision.checklist), defer(ChecklistRevision.content))
        .order_by(Checklist.kind, Checklist.key, ChecklistRevision.number.desc())
    )
    found: dict[str, ChecklistRevision] = {}
    for revision in db.session.scalars(query):
        found.setdefault(revision.checklist.key, revision)
    return list(found.values())


def find(key: str, number: int | None = None) -> ChecklistRevision:
    """The revision ``number`` (default: the newest) of the checklist ``key``; raises `NotThere`."""
    query = (
        select(ChecklistRevision)
        .join(ChecklistRevision.checklist)
        .where(Checklist.key == key)
        .options(joinedload(ChecklistRevision.checklist), defer(ChecklistRevision.content))
        .order_by(ChecklistRevision.number.desc())
    )
    if number is not None:
        query = query.where(ChecklistRevision.number == number)
    revision = db.session.scalars(query.limit(1)).first()
    if revision is None:
        raise NotThere(N_("There is no such checklist here."))
    return revision


def revisions_of(checklist: Checklist) -> list[ChecklistRevision]:
    """All revisions, the newest first, without their content."""
    query = select(ChecklistRevision).where(ChecklistRevision.checklist_id == checklist.id)
    query = query.options(defer(ChecklistRevision.content)).order_by(ChecklistRevision.number.desc())
    return list(db.session.scalars(query))


@lru_cache(maxsize=64)
def _content(content_hash: str, revision_id: object) -> Content:
    revision = db.session.get_one(ChecklistRevision, revision_id)
    return Content.from_json(revision.content)


def content_of(revision: ChecklistRevision) -> Content:
    """What ``revision`` says. Revisions never change, so each is read once a process."""
    return _content(revision.content_hash, revision.id)


def clause_label(ref: str, language: str = "en") -> str:
    """'ISO 14001:2026 6.1.4 Title' for 'iso14001-2026:6.1.4'."""
    return standard.label(ref, editions(), language)


@dataclass(frozen=True)
class EditionClauses:
    """Clauses of one edition: its name, whether it is current, and (reference, number, title) of each."""

    name: str
    status: str
    clauses: tuple[tuple[str, str, str], ...]


def clauses_by_edition(refs: Iterable[str], language: str = "en") -> list[EditionClauses]:
    """``refs`` and what corresponds to them in the other editions, the newest edition first; unknown ones left out."""
    known = editions()
    wanted = {ref for ref in refs if standard.find_clause(ref, known)}
    wanted |= {other for ref in wanted for other in standard.other_edition(ref, known)}
    by_edition: dict[str, list[tuple[str, str, str]]] = {}
    for ref in sorted(wanted, key=standard.ref_sort_key):
        clause = standard.find_clause(ref, known)
        assert clause is not None
        by_edition.setdefault(clause.edition, []).append((ref, clause.number, clause.title.in_language(language)))
    return [
        EditionClauses(known[key].name, known[key].status, tuple(by_edition[key]))
        for key in sorted(by_edition, reverse=True)
    ]
