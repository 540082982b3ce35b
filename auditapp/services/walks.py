"""The walk of an audit as one person opens it: who may, its questions in walking order, and how far it is."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import defer, selectinload

from auditapp.domain.checklist import Question as Words
from auditapp.domain.checklist import Section as Stretch
from auditapp.domain.errors import NotThere
from auditapp.domain.permissions import can
from auditapp.domain.translated import foreign
from auditapp.domain.words import N_
from auditapp.models import Audit, ChecklistRevision, EffectivenessQuestion, Instance, Person, Process, Question, db
from auditapp.services import checklists


def find(person: Person, audit_id: uuid.UUID) -> Audit:
    """The audit, if ``person`` walks it; raises `NotThere` otherwise, whether it exists or not."""
    audit = db.session.get(Audit, audit_id, options=[selectinload(Audit.members)])
    if audit is None or not can(person, "walk", audit):
        raise NotThere(N_("There is no such walk here."))
    return audit


@dataclass(frozen=True)
class Row:
    """One question in the list.

    ``short``: its label without the section's title before it; ``where``: process and place, where they are others
    than the section's.
    """

    id: uuid.UUID
    short: str
    text: str
    result: str
    where: str
    language: str = ""
    """Of its text, where it is not that of the page."""


@dataclass
class Section:
    """Questions that stand together: a stretch of one checklist. ``where``: process and place of its first question."""

    title: str
    where: str
    rows: list[Row] = field(default_factory=list)

    @property
    def total(self) -> int:
        """How many questions."""
        return len(self.rows)

    @property
    def answered(self) -> int:
        """How many have an answer; what was put off has none."""
        return sum(row.result not in ("", "later") for row in self.rows)


WordsByKey = dict[str, tuple[Stretch, Words]]


def words_of(revision_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, WordsByKey]:
    """For each revision its questions by key, each with the section it stands in. Read once a process."""
    wanted = set(revision_ids)
    unread = wanted - _WORDS.keys()
    query = select(ChecklistRevision).where(ChecklistRevision.id.in_(unread))
    for revision in db.session.scalars(query.options(defer(ChecklistRevision.content))) if unread else ():
        content = checklists.content_of(revision)
        _WORDS[revision.id] = {question.id: (section, question) for section, question in content.placed_questions}
    return {one: _WORDS[one] for one in wanted if one in _WORDS}


_WORDS: dict[uuid.UUID, WordsByKey] = {}


def asked(question: Words, matter: str | None, language: str) -> str:
    """The words of a question, with what an effectiveness check is about."""
    return " ".join(filter(None, (question.text.in_language(language), matter)))


def sections(audit: Audit, language: str) -> list[Section]:
    """The audit's questions in walking order, grouped by the sections of its checklists."""
    query = (
        select(Instance)
        .join(Instance.question)
        .outerjoin(Process, Process.id == Instance.process_id)
        .outerjoin(EffectivenessQuestion, EffectivenessQuestion.instance_id == Instance.id)
        .where(Instance.audit_id == audit.id)
        .order_by(Instance.position, Instance.id)
        .with_only_columns(
            Instance.id, Instance.label, Instance.result, Instance.place, Instance.revision_id, Question.key,
            Process.name, EffectivenessQuestion.matter,
        )
    )  # fmt: skip
    instances = db.session.execute(query).all()
    words = words_of(row.revision_id for row in instances)
    one_process = len({row.name for row in instances}) == 1  # then it goes without saying
    grouped: list[Section] = []
    last: tuple[object, ...] | None = None
    for row in instances:
        stretch, question = words[row.revision_id][row.key]
        title, where = stretch.title.in_language(language), _where(None if one_process else row.name, row.place)
        if (row.revision_id, stretch.key) != last:
            last = (row.revision_id, stretch.key)
            grouped.append(Section(title, where))
        section = grouped[-1]
        text = asked(question, row.matter, language)
        elsewhere = "" if where == section.where else where
        short = row.label.removeprefix(str(stretch.title)).strip() or row.label
        section.rows.append(
            Row(row.id, short, text, row.result, elsewhere, foreign(question.text.spoken(language), language))
        )
    return grouped


def _where(process: str | None, place: str) -> str:
    return " · ".join(part for part in (process, place) if part)
