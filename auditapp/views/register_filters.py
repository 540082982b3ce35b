"""The register's address: read into a filter, written from one, and shown as chips that can be taken off."""

import uuid
from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from functools import lru_cache
from typing import Any
from urllib.parse import parse_qsl, urlencode

from flask import url_for
from flask_babel import get_locale, gettext, ngettext
from werkzeug.datastructures import MultiDict

from auditapp.domain import nonconformity as rules
from auditapp.domain.finding import NONCONFORMING
from auditapp.domain.standard import ref_sort_key
from auditapp.domain.words import N_, NONCONFORMITY_STATES, SOURCES
from auditapp.models import SavedView
from auditapp.services import checklists, register_filters
from auditapp.services.register_filters import FACTS, MOST_TICKED, ORDERS, Filter
from auditapp.views.formats import day, short_grade
from auditapp.views.pages import me

GROUPS = {
    "open": N_("Open"), "mine": N_("Mine"), "to_judge": N_("To judge"), "to_verify": N_("To verify"),
    "to_check": N_("Effectiveness pending"), "overdue": N_("Overdue"), "closed": N_("Closed"), "all": N_("All"),
}  # fmt: skip
SORTS = {
    "newest": N_("Newest first"), "oldest": N_("Oldest first"), "due": N_("Due first"), "number": N_("Number"),
    "grade": N_("Grade"),
}  # fmt: skip
DUE = {"overdue": N_("Overdue"), "week": N_("Within 7 days"), "month": N_("Within 31 days")}
NAMES = tuple(one.name for one in fields(Filter))
DAYS = ("open_on", "raised_from", "raised_until", "closed_from", "closed_until")


def read(asked: MultiDict[str, str] | Mapping[str, str]) -> Filter:
    """The filter that an address asks for; what makes no sense is left out."""
    show = asked.get("show", "")
    return Filter(
        show=show if show in GROUPS or show in NONCONFORMITY_STATES or show == "counted" else "open",
        grade=_of(asked, "grade", NONCONFORMING),
        words=asked.get("q", "").replace("\x00", "").strip()[:200],
        clause=asked.get("clause", "").replace("\x00", "").strip()[:60],
        exact=asked.get("exact") == "1",
        cause=asked.get("cause", "").replace("\x00", "")[:80],
        process=_id(asked, "process"),
        site=_id(asked, "site"),
        owner=_id(asked, "owner"),
        due=_of(asked, "due", DUE),
        source=_of(asked, "source", SOURCES),
        numbers=_numbers(asked),
        facts=tuple(name for name in FACTS if asked.get(name) == "1"),
        sort=_of(asked, "sort", ORDERS) or "newest",
        **{name: _day(asked, name) for name in DAYS},
    )


def _of(asked: Mapping[str, str], name: str, known: Any) -> str:
    return asked.get(name, "") if asked.get(name, "") in known else ""


def _numbers(asked: MultiDict[str, str] | Mapping[str, str]) -> tuple[str, ...]:
    """Each tick box sends one; an address holds them all with blanks between, which no number has."""
    sent = asked.getlist("numbers") if isinstance(asked, MultiDict) else [asked.get("numbers", "")]
    return tuple(dict.fromkeys(" ".join(sent).replace("\x00", "").upper().split()))[:MOST_TICKED]


def _id(asked: Mapping[str, str], name: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(asked.get(name, ""))
    except ValueError:
        return None


def _day(asked: Mapping[str, str], name: str) -> date | None:
    try:
        found = date.fromisoformat(asked.get(name, ""))
    except ValueError:
        return None
    return found if 1990 <= found.year <= 2200 else None


def query(wanted: Filter, **changes: Any) -> str:
    """What follows the ? of the register's address for ``wanted`` with ``changes``; '' for the register as it opens."""
    values = {name: getattr(wanted, name) for name in NAMES} | changes
    values["q"] = values.pop("words")
    values |= dict.fromkeys(values.pop("facts"), True)
    values["numbers"] = " ".join(values["numbers"])
    usual = {"show": "open", "sort": "newest"}
    left = {name: _written(value) for name, value in values.items() if value and usual.get(name) != value}
    return urlencode(left)


def _written(value: Any) -> str:
    return "1" if value is True else str(value)


def address(wanted: Filter, **changes: Any) -> str:
    """The register's address."""
    asked = query(wanted, **changes)
    return url_for("nonconformities.index") + (f"?{asked}" if asked else "")


def chips(wanted: Filter, counts: dict[str, int]) -> dict[str, list[Any]]:
    """Groups with their counts, and grades."""
    return {
        "groups": [
            (gettext(label), address(wanted, show=show), show == wanted.show, counts[show])
            for show, label in GROUPS.items()
        ],
        "grades": [(gettext("Every grade"), address(wanted, grade=""), not wanted.grade, None)]
        + [
            (short_grade(grade), address(wanted, grade=grade), grade == wanted.grade, None, grade)
            for grade in NONCONFORMING
        ],
    }


def taken(wanted: Filter) -> list[tuple[str, str]]:
    """What narrows the list beside group and grade: words, and the address without it."""
    language = str(get_locale() or "en")
    asked = [kind for kind in ("process", "site", "owner") if getattr(wanted, kind)]
    named = {key: name for kind in asked for key, name in register_filters.names(me(), kind)}
    facts: list[tuple[str, str]] = []

    def add(label: str, name: str, value: Any, without: Any) -> None:
        if value:
            facts.append((f"{label}: {value}" if label else str(value), address(wanted, **{name: without})))

    if wanted.show not in GROUPS:
        word = (
            gettext(NONCONFORMITY_STATES[wanted.show]) if wanted.show in NONCONFORMITY_STATES else gettext("Not void")
        )
        add(gettext("State"), "show", word, "open")
    add(gettext("Words"), "words", wanted.words, "")
    add(gettext("Clause"), "clause", wanted.clause and checklists.clause_label(wanted.clause, language), "")
    add(gettext("Cause"), "cause", wanted.cause, "")
    for name, label in (("process", gettext("Process")), ("site", gettext("Site")), ("owner", gettext("Owner"))):
        value = getattr(wanted, name)
        add(label, name, value and named.get(str(value), gettext("unknown")), None)
    add(gettext("Due"), "due", wanted.due and gettext(DUE[wanted.due]), "")
    add(gettext("Source"), "source", wanted.source and gettext(SOURCES[wanted.source]), "")
    if wanted.numbers:
        ticked = ngettext("%(num)d ticked", "%(num)d ticked", len(wanted.numbers))
        facts.append((ticked, address(wanted, numbers=())))
    for fact in wanted.facts:
        facts.append((gettext(FACTS[fact]), address(wanted, facts=tuple(one for one in wanted.facts if one != fact))))
    labels = (
        gettext("Open on"),
        gettext("Raised from"),
        gettext("Raised until"),
        gettext("Closed from"),
        gettext("Closed until"),
    )
    for name, label in zip(DAYS, labels, strict=True):
        add(label, name, day(getattr(wanted, name)), None)
    return facts


def chosen(wanted: Filter) -> list[tuple[str, str]]:
    """Group and grade, where they are not the usual ones: told where the chips are folded away."""
    found = []
    if wanted.show in GROUPS and wanted.show != "open":
        found.append((gettext(GROUPS[wanted.show]), address(wanted, show="open")))
    if wanted.grade:
        found.append((short_grade(wanted.grade), address(wanted, grade="")))
    return found


def ticking(asked: Mapping[str, str]) -> str:
    """The address of the same page with every box ticked, for those without scripts."""
    return url_for("nonconformities.index") + "?" + urlencode({**asked, "tick": "page"})


FIELDS = frozenset({"q", "clause", "process", "site", "owner", "due", "source", "sort", "repeat"})
"""What the form of the filter holds itself."""


def kept(wanted: Filter) -> list[tuple[str, str]]:
    """What is asked for beside the form's own fields: it stays when somebody types."""
    return [(name, value) for name, value in parse_qsl(query(wanted)) if name not in FIELDS]


def saved_chips(saved: list[SavedView], current: str) -> list[tuple[str, str, bool]]:
    """One's own views as chips."""
    here = url_for("nonconformities.index")
    return [(view.name, f"{here}?{view.query}" if view.query else here, view.query == current) for view in saved]


@lru_cache(maxsize=8)
def _clauses(language: str) -> list[tuple[str, list[tuple[str, str]]]]:
    return [
        (edition.name, [
            (one.ref, f"{one.number} {one.title.in_language(language)}")
            for one in sorted(edition.clauses, key=lambda one: ref_sort_key(one.ref))
        ])
        for edition in checklists.editions().values()
    ]  # fmt: skip


def choices() -> dict[str, Any]:
    """What the selects of the filter offer: lists of value and word."""
    return {
        "shows": [(state, gettext(word)) for state, word in NONCONFORMITY_STATES.items() if state not in rules.GROUPS],
        "clauses": _clauses(str(get_locale() or "en")),
        "processes": register_filters.names(me(), "process"),
        "sites": register_filters.names(me(), "site"),
        "owners": register_filters.names(me(), "owner"),
        "due": [(value, gettext(label)) for value, label in DUE.items()],
        "sources": [(value, gettext(label)) for value, label in SOURCES.items()],
        "sorts": [(value, gettext(label)) for value, label in SORTS.items()],
    }  # fmt: skip
