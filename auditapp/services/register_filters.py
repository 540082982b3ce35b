"""What a register is asked for: chips, words, order; as conditions that one index answers."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from auditapp.adapters import clock
from auditapp.domain import nonconformity as rules
from auditapp.domain import standard
from auditapp.domain.words import NONCONFORMITY_STATES
from auditapp.models import Action, Cause, Nonconformity, NonconformityClause, Person, Process, Round, Site, db
from auditapp.services import checklists, full_texts, organisations

NEVER = date(9999, 12, 31)
"""Where a due date stands that is not there: last."""

_DUE = func.coalesce(Nonconformity.due_on, NEVER)
ORDERS: dict[str, tuple[Sequence[Any], bool]] = {
    "newest": ((Nonconformity.raised_at, Nonconformity.number), True),
    "oldest": ((Nonconformity.raised_at, Nonconformity.number), False),
    "due": ((_DUE, Nonconformity.number), False),
    "number": ((Nonconformity.number,), False),
    "grade": ((Nonconformity.grade, Nonconformity.number), False),
}
"""Columns to sort by, and whether the greatest comes first."""

DUE_WITHIN = {"week": 7, "month": 31}


@dataclass(frozen=True, slots=True)
class Filter:
    """What is asked for. ``show``: 'mine', 'overdue', 'counted' (all but void), a key of `nonconformity.GROUPS` or a
    state; ``grade``: 'major',
    'minor' or ''; ``words``: to be found anywhere in its text; ``clause``: a reference such as
    'iso14001-2026:8.1', which finds its parts and the same requirement in the other editions; ``due``: 'overdue',
    'week', 'month' or ''; ``repeat``: only those that came back; ``raised_from``, ``raised_until``: days, both
    included; ``closed_from``, ``closed_until``: the same of the closing."""

    show: str = "open"
    grade: str = ""
    words: str = ""
    clause: str = ""
    exact: bool = False
    """That clause alone, neither its parts nor other editions."""
    cause: str = ""
    """The first 80 characters of a cause."""
    process: uuid.UUID | None = None
    site: uuid.UUID | None = None
    owner: uuid.UUID | None = None
    due: str = ""
    source: str = ""
    repeat: bool = False
    round_2: bool = False
    raised_from: date | None = None
    raised_until: date | None = None
    closed_from: date | None = None
    closed_until: date | None = None
    sort: str = "newest"

    @property
    def narrows(self) -> bool:
        """Whether anything beside the group is asked for."""
        return self != Filter(show=self.show, sort=self.sort)


def conditions(person: Person, wanted: Filter) -> list[ColumnElement[bool]]:
    """``wanted`` as conditions on `Nonconformity`; ``person`` is who 'mine' means."""
    found = [] if wanted.show == "all" else [_group(person, wanted.show)]
    columns = {
        Nonconformity.grade: wanted.grade, Nonconformity.source: wanted.source,
        Nonconformity.process_id: wanted.process, Nonconformity.site_id: wanted.site,
        Nonconformity.owner_id: wanted.owner,
    }  # fmt: skip
    found += [column == value for column, value in columns.items() if value]
    if wanted.repeat:
        found.append(Nonconformity.recurrence > 0)
    if wanted.round_2:
        found.append(Nonconformity.round_number > 1)
    if wanted.clause:
        found.append(_fails(wanted.clause, exact=wanted.exact))
    if wanted.cause:
        found.append(_caused_by(wanted.cause))
    if wanted.words:
        found.append(full_texts.fits(wanted.words))
    return [*found, *_due(wanted.due), *_days(wanted)]


def _group(person: Person, show: str) -> ColumnElement[bool]:
    if show == "mine":
        return is_mine(person)
    if show == "overdue":
        return is_late()
    if show == "counted":
        return Nonconformity.state != "void"
    if show in NONCONFORMITY_STATES and show not in rules.GROUPS:
        return Nonconformity.state == show
    return Nonconformity.state.in_(rules.GROUPS[show])


def _caused_by(cause: str) -> ColumnElement[bool]:
    named = func.lower(func.substr(Cause.statement, 1, 80)) == func.lower(cause)
    return Nonconformity.id.in_(
        select(Round.nonconformity_id)
        .join(Cause, Cause.round_id == Round.id)
        .where(named, Cause.withdrawn_at.is_(None))
    )


def _fails(clause: str, *, exact: bool) -> ColumnElement[bool]:
    column = NonconformityClause.clause
    if exact:
        return Nonconformity.id.in_(select(NonconformityClause.nonconformity_id).where(column == clause))
    refs = [clause, *standard.other_edition(clause, checklists.editions())]
    parts = [or_(column == ref, and_(column >= f"{ref}.", column < f"{ref}/")) for ref in refs]  # '/' follows '.'
    return Nonconformity.id.in_(select(NonconformityClause.nonconformity_id).where(or_(*parts)))


def _due(due: str) -> list[ColumnElement[bool]]:
    if due == "overdue":
        return [is_late()]
    if due in DUE_WITHIN:
        today = clock.today(organisations.zone())
        return [is_open(), Nonconformity.due_on.between(today, today + timedelta(days=DUE_WITHIN[due]))]
    return []


def _days(wanted: Filter) -> list[ColumnElement[bool]]:
    moments = [
        (Nonconformity.raised_at, wanted.raised_from, wanted.raised_until),
        (Nonconformity.closed_at, wanted.closed_from, wanted.closed_until),
    ]
    found: list[ColumnElement[bool]] = []
    for column, first, last in moments:
        if first:
            found.append(column >= organisations.start_of(first))
        if last:
            found.append(column < organisations.start_of(last + timedelta(days=1)))
    return found


def names(kind: str) -> list[tuple[str, str]]:
    """Id and name of every 'process', 'site' or 'owner', by name: no more of them than a select shows."""
    named: Any = {"process": Process, "site": Site, "owner": Person}[kind]
    return [(str(row[0]), row[1]) for row in db.session.execute(select(named.id, named.name).order_by(named.name))]


def is_open() -> ColumnElement[bool]:
    """Somebody still has a turn."""
    return Nonconformity.state.in_(rules.OPEN_STATES)


def is_mine(person: Person) -> ColumnElement[bool]:
    """Open, and ``person`` owns it or an action of it that is not done."""
    to_do = select(Round.nonconformity_id).join(Action).where(Action.owner_id == person.id, Action.done_on.is_(None))
    return and_(is_open(), or_(Nonconformity.owner_id == person.id, Nonconformity.id.in_(to_do)))


def is_late() -> ColumnElement[bool]:
    """Open, and its next due date has passed."""
    return and_(is_open(), Nonconformity.due_on < clock.today(organisations.zone()))


def by_index(query: Select[Any]) -> Select[Any]:
    """Have SQLite read the register's own index, whose entries hold all that is filtered and sorted by. Left alone it
    takes an index of one column and reads the long texts of every row that fits."""
    return query.with_hint(Nonconformity, "INDEXED BY ix_nonconformity_register", "sqlite")
