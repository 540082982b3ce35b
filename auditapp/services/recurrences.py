"""What comes back: the same clause and process within three years (product.md, warnings)."""

import uuid
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import aliased

from auditapp.adapters import clock
from auditapp.domain import standard
from auditapp.models import Nonconformity, NonconformityClause, Person, RegisterImport, db
from auditapp.services import checklists, full_texts, nonconformities

WITHIN = timedelta(days=3 * 365 + 1)


def earlier(
    clauses: Iterable[str], process_id: uuid.UUID | None, *, before: datetime | None = None, but: Any = None
) -> list[Nonconformity]:
    """Nonconformities (void ones left out) at the same process that fail one of ``clauses``, in any edition, raised in
    the three years ``before``; the newest first. ``but``: a nonconformity that does not count."""
    refs = set(clauses)
    known = checklists.editions()
    refs |= {other for ref in tuple(refs) for other in standard.other_edition(ref, known)}
    if process_id is None or not refs:
        return []
    moment = before or clock.now()
    alike = select(NonconformityClause.nonconformity_id).where(NonconformityClause.clause.in_(refs))
    query = select(Nonconformity).where(
        Nonconformity.process_id == process_id,
        Nonconformity.state != "void",
        Nonconformity.raised_at < moment,
        Nonconformity.raised_at >= moment - WITHIN,
        Nonconformity.id.in_(alike),
    )
    if but is not None:
        query = query.where(Nonconformity.id != but.id)
    return list(db.session.scalars(query.order_by(Nonconformity.raised_at.desc())))


def count(nonconformity: Nonconformity) -> None:
    """Keep how often it came back before, for register and figures."""
    found = earlier(nonconformity.clauses, nonconformity.process_id, before=nonconformity.raised_at, but=nonconformity)
    nonconformity.recurrence = len(found)


def count_again(one: RegisterImport) -> None:
    """The same for all nonconformities of an import, in one statement. Clauses are compared as they are written."""
    prior, own, other = aliased(Nonconformity), aliased(NonconformityClause), aliased(NonconformityClause)
    days = func.julianday if db.engine.dialect.name == "sqlite" else None
    if days is None:
        for nonconformity in db.session.scalars(select(Nonconformity).where(Nonconformity.import_id == one.id)):
            count(nonconformity)
        return
    counted = (
        select(func.count(func.distinct(prior.id)))
        .join(other, other.nonconformity_id == prior.id)
        .join(own, own.clause == other.clause)
        .where(
            own.nonconformity_id == Nonconformity.id, prior.process_id == Nonconformity.process_id,
            prior.state != "void", prior.raised_at < Nonconformity.raised_at,
            days(prior.raised_at) >= days(Nonconformity.raised_at) - WITHIN.days,
        )
        .correlate(Nonconformity)
        .scalar_subquery()
    )  # fmt: skip
    db.session.execute(
        update(Nonconformity)
        .where(Nonconformity.import_id == one.id, Nonconformity.process_id.is_not(None))
        .values(recurrence=counted)
        .execution_options(synchronize_session=False)
    )


def similar(person: Person, words: str, most: int = 5) -> list[Nonconformity]:
    """Nonconformities that ``person`` may see and that read like ``words``, the nearest first."""
    return list(db.session.scalars(full_texts.alike(nonconformities.visible_to(person), words, most)))
