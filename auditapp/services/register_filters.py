"""What a register is asked for: chips, words, order; as conditions that one index answers."""

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Date, and_, func, literal_column, not_, select

from auditapp.adapters import clock
from auditapp.domain import nonconformity as rules
from auditapp.domain.words import N_, NONCONFORMITY_STATES
from auditapp.models import Nonconformity, Person, Process, Site, db
from auditapp.services import full_texts, nonconformities, organisations
from auditapp.services.register_conditions import (
    broke_a_date,
    fails,
    has_come_due,
    is_caused_by,
    is_late,
    is_mine,
    is_open,
    was_open_on,
)

_DUE = func.coalesce(Nonconformity.due_on, literal_column("'9999-12-31'", Date))
"""What has no due date stands last. Written out, so that its index is known again."""
MOST_TICKED = 200
"""Numbers that an address may name."""
ORDERS: dict[str, tuple[Sequence[Any], bool]] = {
    "newest": ((Nonconformity.raised_at, Nonconformity.number), True),
    "oldest": ((Nonconformity.raised_at, Nonconformity.number), False),
    "due": ((_DUE, Nonconformity.number), False),
    "number": ((Nonconformity.number,), False),
    "grade": ((Nonconformity.grade, Nonconformity.number), False),
}
"""Columns to sort by, and whether the greatest comes first."""

DUE_WITHIN = {"week": 7, "month": 31}
FACTS: dict[str, str] = {
    "repeat": N_("Repeats"), "reopened": N_("Reopened"), "on_time": N_("Due dates kept"),
    "not_on_time": N_("A due date was not kept"), "effective": N_("Judged effective"),
    "not_effective": N_("Judged not effective"), "planned": N_("Plan submitted"),
    "at_source": N_("With an action at the source"),
    "raises_standard": N_("With an action that raises the standard"),
}  # fmt: skip
"""What `Filter.facts` may hold, and its words."""


@dataclass(frozen=True, slots=True)
class Filter:
    """What is asked for. ``show``: 'mine', 'overdue', 'counted' (all but void), a key of `nonconformity.GROUPS` or a
    state; ``grade``: 'major',
    'minor' or ''; ``words``: to be found anywhere in its text; ``clause``: a reference such as
    'iso14001-2026:8.1', which finds its parts and the same requirement in the other editions; ``due``: 'overdue',
    'week', 'month' or ''; ``raised_from``, ``raised_until``: days, both
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
    numbers: tuple[str, ...] = ()
    """These alone, such as what somebody ticked."""
    facts: tuple[str, ...] = ()
    """Of `FACTS`, each of which holds."""
    open_on: date | None = None
    """Open at the end of that day."""
    raised_from: date | None = None
    raised_until: date | None = None
    closed_from: date | None = None
    closed_until: date | None = None
    sort: str = "newest"

    @property
    def narrows(self) -> bool:
        """Whether anything beside the group is asked for."""
        return self != Filter(show=self.show, sort=self.sort)

    @property
    def asks_facts(self) -> bool:
        """Whether something is asked for that only the widest index holds."""
        return bool(self.numbers or self.facts or self.open_on or self.closed_from or self.closed_until)


def conditions(person: Person, wanted: Filter) -> list[ColumnElement[bool]]:
    """``wanted`` as conditions on `Nonconformity`; ``person`` is who 'mine' means."""
    found = [] if wanted.show == "all" else [_group(person, wanted.show)]
    columns = {
        Nonconformity.grade: wanted.grade, Nonconformity.source: wanted.source,
        Nonconformity.process_id: wanted.process, Nonconformity.site_id: wanted.site,
        Nonconformity.owner_id: wanted.owner,
    }  # fmt: skip
    found += [column == value for column, value in columns.items() if value]
    if wanted.numbers:
        found.append(Nonconformity.number.in_(wanted.numbers))
    found += [_fact(name) for name in wanted.facts]
    if wanted.open_on:
        found.append(was_open_on(wanted.open_on))
    if wanted.clause:
        found.append(fails(wanted.clause, exact=wanted.exact))
    if wanted.cause:
        found.append(is_caused_by(wanted.cause))
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


def _fact(name: str) -> ColumnElement[bool]:
    facts: dict[str, Callable[[], ColumnElement[bool]]] = {
        "repeat": lambda: Nonconformity.recurrence > 0,
        "reopened": lambda: Nonconformity.reopened > 0,
        "planned": lambda: Nonconformity.days_to_plan.is_not(None),
        "on_time": lambda: and_(has_come_due(), not_(broke_a_date())),
        "not_on_time": broke_a_date,
        "effective": lambda: Nonconformity.verdict == 1,
        "not_effective": lambda: Nonconformity.verdict == 0,
        "at_source": lambda: Nonconformity.acts_at_source > 0,
        "raises_standard": lambda: Nonconformity.acts_raising > 0,
    }
    return facts[name]()


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
    if wanted.closed_until:  # nothing is closed before it is raised: what came later need not be looked at
        found.append(Nonconformity.raised_at < organisations.start_of(wanted.closed_until + timedelta(days=1)))
    return found


def names(person: Person, kind: str) -> list[tuple[str, str]]:
    """Id and name of every 'process', 'site' or 'owner', by name; for who sees a part of the register, of that part."""
    named: Any = {"process": Process, "site": Site, "owner": Person}[kind]
    query = select(named.id, named.name).order_by(named.name)
    if not person.role_names & nonconformities.SEES_ALL:
        column: Any = getattr(Nonconformity, f"{kind}_id")
        query = query.where(named.id.in_(nonconformities.visible_to(person).with_only_columns(column)))
    return [(str(row[0]), row[1]) for row in db.session.execute(query)]
