"""Effectiveness checks that are due, asked on the next audit of their place; what was answered is evidence for the
verdict (product.md, 'The life of a nonconformity')."""

import uuid
from collections.abc import Iterable, Sequence

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import joinedload, selectinload

from auditapp.domain import effectiveness
from auditapp.models import (
    Audit,
    Checklist,
    ChecklistRevision,
    EffectivenessQuestion,
    Instance,
    Nonconformity,
    Person,
    Question,
    Round,
    db,
    new_id,
)
from auditapp.services import checklists, history

OPEN = ("", "later")
"""Results that are no answer yet."""


def due_at(audit: Audit) -> list[Nonconformity]:
    """Those at the audit's processes, or at its sites where either names no process, whose check is due by its end and
    was not asked about yet: no audit answered it, and none under way asks it."""
    processes, sites = [one.id for one in audit.processes], [one.id for one in audit.sites]
    at_site = and_(Nonconformity.site_id.in_(sites), Nonconformity.process_id.is_(None))
    here = or_(Nonconformity.process_id.in_(processes), at_site)
    if not processes:
        here = Nonconformity.site_id.in_(sites)
    query = (
        select(Nonconformity)
        .join(Round, and_(Round.nonconformity_id == Nonconformity.id, Round.number == Nonconformity.round_number))
        .where(Nonconformity.state == "verified", Round.check_on <= audit.ends_on, here)
        .order_by(Nonconformity.number)
        .options(selectinload(Nonconformity.rounds))
    )
    asked = (
        select(EffectivenessQuestion.id)
        .join(Instance, Instance.id == EffectivenessQuestion.instance_id)
        .join(Audit, Audit.id == Instance.audit_id)
        .where(
            EffectivenessQuestion.nonconformity_id == Nonconformity.id,
            EffectivenessQuestion.round_number == Nonconformity.round_number,
            or_(Instance.result.not_in(OPEN), Audit.state == "under_way"),
        )
    )
    return list(db.session.scalars(query.where(~asked.exists())))


def lay_out(audit: Audit, position: int) -> None:
    """Ask about each of `due_at`, after the question at ``position``."""
    due = due_at(audit)
    if not due:
        return
    revision = _revision()
    question_id = db.session.scalars(select(Question.id).where(Question.key == effectiveness.QUESTION)).one()
    for place, nonconformity in enumerate(due, position + 1):
        instance = Instance(
            id=new_id(), audit=audit, question_id=question_id, revision=revision, process_id=nonconformity.process_id,
            site_id=nonconformity.site_id, place=nonconformity.place, label=nonconformity.number,
            clauses=list(effectiveness.CLAUSES), position=place,
        )  # fmt: skip
        db.session.add(instance)
        db.session.flush()
        db.session.add(
            EffectivenessQuestion(
                instance_id=instance.id, nonconformity_id=nonconformity.id, round_number=nonconformity.round_number,
                matter=effectiveness.matter(nonconformity),
            )
        )  # fmt: skip
        history.record(nonconformity, "ask_effectiveness", None, audit=audit.reference, instance=str(instance.id))


def _revision() -> ChecklistRevision:
    """The checklist of the one question, made when it is first asked."""
    if checklists.load(effectiveness.CHECKLIST):
        checklist = db.session.scalars(select(Checklist).where(Checklist.key == effectiveness.KEY)).one()
        checklist.active = False  # nobody plans an audit from it
    return checklists.find(effectiveness.KEY)


def matters(instance_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, str]:
    """What the questions among these are about, by instance."""
    query = select(EffectivenessQuestion.instance_id, EffectivenessQuestion.matter)
    rows = db.session.execute(query.where(EffectivenessQuestion.instance_id.in_(list(instance_ids))))
    return {row[0]: row[1] for row in rows}


def answered(nonconformity: Nonconformity) -> Sequence[tuple[EffectivenessQuestion, Person | None]]:
    """The questions that audits asked about it, the latest first, each with who answered."""
    query = (
        select(EffectivenessQuestion, Person)
        .join(EffectivenessQuestion.instance)
        .outerjoin(Person, Person.id == Instance.answered_by_id)
        .where(EffectivenessQuestion.nonconformity_id == nonconformity.id)
        .order_by(EffectivenessQuestion.id.desc())
        .options(
            joinedload(EffectivenessQuestion.instance).joinedload(Instance.audit),
            joinedload(EffectivenessQuestion.instance).selectinload(Instance.evidence),
        )
    )
    return [(row[0], row[1]) for row in db.session.execute(query).unique()]
