"""What comes back: the same clause and process within three years (product.md, warnings)."""

import uuid
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select, update

from auditapp.adapters import clock
from auditapp.domain import standard
from auditapp.models import Nonconformity, NonconformityClause, RegisterImport, db
from auditapp.services import checklists

WITHIN = timedelta(days=3 * 365 + 1)
ZERO = uuid.UUID(int=0)


def earlier(
    clauses: Iterable[str],
    process_id: uuid.UUID | None,
    *,
    before: datetime | None = None,
    but: Any = None,
    most: int | None = None,
) -> list[Nonconformity]:
    """Nonconformities (void ones left out) at the same process that fail one of ``clauses``, in any edition, raised in
    the three years ``before``; the newest first, ``most`` of them. ``but``: a nonconformity that does not count."""
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
    return list(db.session.scalars(query.order_by(Nonconformity.raised_at.desc()).limit(most)))


def before(nonconformity: Nonconformity, *, most: int | None = None) -> list[Nonconformity]:
    """What ``nonconformity`` repeats, the newest first, ``most`` of them."""
    one = nonconformity
    return earlier(one.clauses, one.process_id, before=one.raised_at, but=one, most=most)


def count(nonconformity: Nonconformity) -> None:
    """Keep how often it came back before, for register and figures."""
    nonconformity.recurrence = len(before(nonconformity))


def count_again(one: RegisterImport) -> None:
    """The same for all nonconformities of an import at once. Clauses are compared as they are written."""
    mine = select(Nonconformity.process_id).where(Nonconformity.import_id == one.id)
    query = (
        select(Nonconformity.id, Nonconformity.process_id, Nonconformity.raised_at, Nonconformity.clauses,
               Nonconformity.import_id, Nonconformity.state)
        .where(Nonconformity.process_id.in_(mine))
        .order_by(Nonconformity.raised_at)
    )  # fmt: skip
    seen: dict[tuple[uuid.UUID, str], list[tuple[datetime, uuid.UUID]]] = defaultdict(list)
    counted = []
    for row in db.session.execute(query):
        places = [seen[row.process_id, clause] for clause in dict.fromkeys(row.clauses)]
        if row.import_id == one.id:
            since, until = (row.raised_at - WITHIN, ZERO), (row.raised_at, ZERO)
            runs = [(found, bisect_left(found, since), bisect_left(found, until))
                    for found in places]  # fmt: skip
            if len(runs) == 1:
                number = runs[0][2] - runs[0][1]
            else:
                number = len({key for found, first, last in runs for _, key in found[first:last]})
            if number:
                counted.append({"id": row.id, "recurrence": number})
        if row.state != "void":
            for found in places:
                found.append((row.raised_at, row.id))
    if counted:
        db.session.execute(update(Nonconformity), counted)
