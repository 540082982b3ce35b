"""Jumps: the few audits, nonconformities, clauses, processes, sites and people that a person means by some words.

Names that begin with what was typed come first; the full text of nonconformities is asked last, where a place is left.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, select

from auditapp.domain import jump as rules
from auditapp.domain.permissions import can
from auditapp.domain.standard import other_edition
from auditapp.models import Audit, Nonconformity, Person, Process, Site, db
from auditapp.services import audits, checklists, full_texts, nonconformities

MOST = 8
"""Places in all."""
OF_A_KIND = 4
MOST_AUDITS = 1000
"""The latest audits whose names are compared."""
EXCERPT = 120


@dataclass(frozen=True, slots=True)
class Place:
    """Somewhere to go. ``kind``: 'audit', 'nonconformity', 'clause', 'process', 'site', 'person'; ``key``: reference,
    number, clause reference or id; ``name`` and ``more`` tell it; ``mark``: a state or a grade."""

    kind: str
    key: str
    name: str
    more: str = ""
    mark: str = ""


def found(person: Person, typed: str, language: str = "en", most: int = MOST) -> list[Place]:
    """At most ``most`` places that ``person`` may go to and ``typed`` names, the best first, each kind together."""
    wanted = rules.typed(typed)
    if not wanted:
        return []
    kinds: tuple[Callable[[Person, str], list[tuple[int, Place]]], ...] = (
        _audits, _numbers, lambda person, wanted: _clauses(person, wanted, language), _processes, _sites, _people,
    )  # fmt: skip
    groups = [group for group in (kind(person, wanted) for kind in kinds) if group]
    groups.sort(key=lambda group: group[0][0])
    places = _shared_out([[place for _, place in group] for group in groups], most)
    if len(places) < most and can(person, "see_register"):
        known = {place.key for place in places}
        told = [place for place in _told(person, typed[: rules.MOST_TYPED]) if place.key not in known]
        places = _beside(places, told[: most - len(places)])
    return places


def _shared_out(groups: list[list[Place]], most: int) -> list[Place]:
    """The first of each, then the second of each, while there is room; told group by group."""
    taken = [0] * len(groups)
    for turn in range(OF_A_KIND):
        for at, group in enumerate(groups):
            if sum(taken) < most and turn < len(group):
                taken[at] += 1
    return [place for group, count in zip(groups, taken, strict=True) for place in group[:count]]


def _beside(places: list[Place], told: list[Place]) -> list[Place]:
    """``told`` after other nonconformities, or at the end."""
    at = max((n for n, place in enumerate(places, 1) if place.kind == "nonconformity"), default=len(places))
    return [*places[:at], *told, *places[at:]]


def _best(wanted: str, things: Iterable[tuple[str, Place]]) -> list[tuple[int, Place]]:
    return rules.best(wanted, things, OF_A_KIND)


def _audits(person: Person, wanted: str) -> list[tuple[int, Place]]:
    rows = db.session.execute(
        audits.visible_to(person)
        .with_only_columns(Audit.reference, Audit.title, Audit.state)
        .order_by(Audit.starts_on.desc(), Audit.reference.desc())
        .limit(MOST_AUDITS)
    )
    places = [Place("audit", reference, reference, title, state) for reference, title, state in rows]
    by_reference = _best(wanted, ((place.key, place) for place in places))
    return by_reference or _best(wanted, ((place.more, place) for place in places))


def _numbers(person: Person, wanted: str) -> list[tuple[int, Place]]:
    """By number: from its beginning, or by its last figures ('17' for NC-2026-017)."""
    if not any(char.isdigit() for char in wanted) and not "nc-".startswith(wanted):
        return []
    if " " in wanted:
        return []
    number = Nonconformity.number
    query = nonconformities.visible_to(person)
    begins = _lines(query.where(number >= wanted.upper(), number < wanted.upper() + "\uffff").order_by(number.desc()))
    if begins:
        return [(rules.BEGINS, place) for place in begins]
    if not wanted.isdigit():
        return []
    ends = _lines(query.where(number.endswith(wanted, autoescape=True)).order_by(number.desc()))
    exact = [place for place in ends if place.key.rpartition("-")[2].lstrip("0") == wanted.lstrip("0")]
    return [(rules.BEGINS, place) for place in exact or ends]


def _told(person: Person, typed: str) -> list[Place]:
    """By words of their full text, the latest first."""
    return _lines(full_texts.newest(nonconformities.visible_to(person), typed)) if len(typed.strip()) > 1 else []


def _lines(query: Select[Any]) -> list[Place]:
    columns = query.with_only_columns(
        Nonconformity.number, Nonconformity.statement, Nonconformity.state, maintain_column_froms=True
    )
    return [
        Place("nonconformity", number, number, " ".join(statement[: EXCERPT * 2].split())[:EXCERPT], state)
        for number, statement, state in db.session.execute(columns.limit(OF_A_KIND))
    ]


def _clauses(person: Person, wanted: str, language: str) -> list[tuple[int, Place]]:
    """Of the newest edition first; an earlier one only where nothing in the newest corresponds."""
    if not can(person, "see_register"):
        return []
    editions = sorted(checklists.editions().values(), key=lambda one: one.key, reverse=True)
    clauses = [
        (f"{clause.number} {clause.title.in_language(language)}", clause.ref, edition.name)
        for edition in editions
        for clause in edition.clauses
    ]
    best = rules.best(wanted, [(name, Place("clause", ref, name, edition)) for name, ref, edition in clauses], 99)
    newest: dict[str, tuple[int, Place]] = {}
    for fit, place in best:
        same = {place.name, *other_edition(place.key, checklists.editions())}
        if not same & newest.keys():
            newest |= {place.name: (fit, place), place.key: (fit, place)}
    return list(dict.fromkeys(newest.values()))[:OF_A_KIND]


def _processes(person: Person, wanted: str) -> list[tuple[int, Place]]:
    """Everybody's for those who see sites; else one's own."""
    query = select(Process.id, Process.name).where(Process.active).order_by(Process.name)
    if not can(person, "see_sites"):
        query = query.where(Process.owner_id == person.id)
    rows = db.session.execute(query)
    return _best(wanted, ((name, Place("process", str(key), name)) for key, name in rows))


def _sites(person: Person, wanted: str) -> list[tuple[int, Place]]:
    if not can(person, "see_sites"):
        return []
    rows = db.session.execute(select(Site.id, Site.name, Site.address).where(Site.active).order_by(Site.name))
    return _best(
        wanted, ((name, Place("site", str(key), name, " ".join(address.split()))) for key, name, address in rows)
    )


def _people(person: Person, wanted: str) -> list[tuple[int, Place]]:
    """For those who see whose nonconformities are whose."""
    if not can(person, "see_sites"):
        return []
    query = select(Person.id, Person.name, Person.job_title).where(Person.active).order_by(Person.name)
    rows = db.session.execute(query)
    return _best(wanted, ((name, Place("person", str(key), name, title)) for key, name, title in rows))
