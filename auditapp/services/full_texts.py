"""Full text of nonconformities: what was typed, as a condition on the register, and what reads alike.

Each database has an index of its own kind (`models/full_text.py`, docs/decisions/0008): SQLite's FTS5 is asked for the
numbers of rows, PostgreSQL's is a condition on the table.
"""

import re
import uuid
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    bindparam,
    case,
    column,
    exists,
    false,
    func,
    literal_column,
    or_,
    select,
    table,
    text,
)

from auditapp.models import Nonconformity, SearchKey, db
from auditapp.models.full_text import DOCUMENT, INDEX

MOST_WORDS = 12
FEW = 500
"""So many are fetched one by one sooner than the whole register is read for them."""
SHORTEST = len('"ab"*')
"""One letter begins a great part of all words: the index gathers them all before it tells the first."""
_WORD = re.compile(r"[^\W_]+")
_INDEX = table(INDEX, column("rowid"))
_DOCUMENT: ColumnElement[Any] = literal_column(DOCUMENT)


def _on_postgresql() -> bool:
    return db.engine.dialect.name == "postgresql"


def fits(typed: str) -> ColumnElement[bool]:
    """Nonconformities with every word of ``typed``, each as a beginning; signs alone are looked for as they are."""
    phrases = _phrases(typed)
    if not phrases:
        places = (Nonconformity.number, Nonconformity.statement, Nonconformity.requirement, Nonconformity.evidence_text)
        return or_(*(place.icontains(typed, autoescape=True) for place in places))
    if _on_postgresql():
        return and_(*(_DOCUMENT.op("@@")(_beginning(phrase)) for phrase in phrases))
    return _found(_as_typed(typed))


def newest(query: Select[Any], typed: str) -> Select[Any]:
    """``query`` (of nonconformities) cut to those that `fits` finds, the latest first. With a limit it reads no more
    of the index than it shows."""
    words = _as_typed(typed)
    if not words or _on_postgresql():
        return query.where(fits(typed)).order_by(Nonconformity.raised_at.desc(), Nonconformity.number.desc())
    matching = text(f"{INDEX} MATCH :typed").bindparams(bindparam("typed", words, unique=True))
    joined = query.join(SearchKey, SearchKey.nonconformity_id == Nonconformity.id)
    return joined.join(_INDEX, _INDEX.c.rowid == SearchKey.id).where(matching).order_by(_INDEX.c.rowid.desc())


def few(typed: str) -> list[uuid.UUID] | None:
    """The ids of what `fits` finds where they are few; None where they are many, or where looking costs as much."""
    query = _as_typed(typed)
    if _on_postgresql() or len(query) < SHORTEST:
        return None
    matching = text(f"{INDEX} MATCH :typed").bindparams(bindparam("typed", query, unique=True))
    rows = select(_INDEX.c.rowid).select_from(_INDEX).where(matching).limit(FEW + 1)
    found = select(SearchKey.nonconformity_id).where(SearchKey.id.in_(rows))
    ids = list(db.session.scalars(found))
    return ids if len(ids) <= FEW else None


def _found(query: str) -> ColumnElement[bool]:
    """Asked row by row: of the many that a common word finds, a page of the register looks at few."""
    matching = text(f"{INDEX} MATCH :typed").bindparams(bindparam("typed", query, unique=True))
    rows = select(_INDEX.c.rowid).select_from(_INDEX).where(matching)
    return exists().where(SearchKey.nonconformity_id == Nonconformity.id, SearchKey.id.in_(rows))


def _phrases(typed: str) -> list[str]:
    """Each run of signs without a blank is a phrase, its last word a beginning."""
    return [phrase for part in typed.split()[:MOST_WORDS] if (phrase := " ".join(_WORD.findall(part)))]


def _as_typed(typed: str) -> str:
    """The phrases in FTS5's own language."""
    return " AND ".join(f'"{phrase}"*' for phrase in _phrases(typed))


def _beginning(phrase: str) -> ColumnElement[Any]:
    """A phrase in PostgreSQL's own language; the words are letters and digits alone, which mean nothing there."""
    return func.to_tsquery("simple", " <-> ".join(phrase.split()) + ":*")


def alike(query: Select[Any], words: str, most: int = 5) -> Select[Any]:
    """``query`` (of nonconformities) cut to those that share the most telling words with ``words``, the nearest first.

    The longest words of a statement are its most telling ones; short ones are left out.
    """
    telling = sorted({word.lower() for word in _WORD.findall(words) if len(word) > 3}, key=lambda one: (-len(one), one))
    telling = telling[:MOST_WORDS]
    if not telling:
        return query.where(false())
    if _on_postgresql():
        any_of = func.to_tsquery("simple", " | ".join(telling))
        near = func.ts_rank(_DOCUMENT, any_of).desc()
        return query.where(_DOCUMENT.op("@@")(any_of)).order_by(near).limit(most)
    typed = " OR ".join(f'"{word}"' for word in telling)
    nearest = text(
        f"SELECT rowid FROM {INDEX} WHERE {INDEX} MATCH :alike ORDER BY rank LIMIT 40"  # noqa: S608 - a constant
    ).bindparams(alike=typed)
    order = [row[0] for row in db.session.execute(nearest)]
    found = db.session.execute(select(SearchKey.id, SearchKey.nonconformity_id).where(SearchKey.id.in_(order)))
    keys = {row.id: row.nonconformity_id for row in found}
    ids = [keys[key] for key in order if key in keys]
    from_near = {one: place for place, one in enumerate(ids)}
    if not ids:
        return query.where(false())
    return query.where(Nonconformity.id.in_(ids)).order_by(case(from_near, value=Nonconformity.id)).limit(most)
