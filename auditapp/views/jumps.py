"""'Go to ...': what a few typed words name, as plain links; the command bar of each page asks for the same."""

from dataclasses import dataclass
from itertools import groupby

from flask import Blueprint, Response, request, url_for
from flask_babel import get_locale, gettext

from auditapp.domain import jump as rules
from auditapp.domain.permissions import can
from auditapp.domain.words import N_
from auditapp.services import jumps
from auditapp.services.register_filters import Filter
from auditapp.views import register_filters, shortcuts
from auditapp.views.formats import NAVIGATION
from auditapp.views.pages import me, page, wanted_block

views = Blueprint("jumps", __name__)

MORE_PAGES: tuple[tuple[str, str, str], ...] = (
    ("figures.show", N_("Figures"), "target"),
    ("concerns.index", N_("Concerns"), "message-circle"),
    ("packs.index", N_("Closure evidence packs"), "archive"),
    ("audit_plans.new", N_("Plan an audit"), "plus"),
    ("outside.new", N_("Raise a nonconformity from outside"), "plus"),
    ("organisations.edit", N_("Organisation"), "settings"),
    ("nonconformities.who_may", N_("Who may do what"), "users"),
    ("accounts.show", N_("Your account"), "user"),
    ("shortcuts.show", N_("Keyboard shortcuts"), "keyboard"),
)
"""Endpoint, name and icon of pages beside those of the menu."""
MOST_PAGES = 3
KINDS = {
    "page": (N_("Pages"), ""), "audit": (N_("Audits"), "clipboard-list"),
    "nonconformity": (N_("Nonconformities"), "flag"), "clause": (N_("Clauses"), "book-open"),
    "process": (N_("Processes"), "factory"), "site": (N_("Sites"), "map-pin"), "person": (N_("People"), "user"),
}  # fmt: skip
"""Kind of a place -> heading, icon."""


@dataclass(frozen=True, slots=True)
class Line:
    """One place on the page. ``keys``: the shortcut that leads there, or ''."""

    kind: str
    href: str
    icon: str
    name: str
    more: str = ""
    mark: str = ""
    keys: str = ""


@views.get("/go")
def show() -> Response:
    """The places that ``q`` names; without it the pages there are. For htmx the list alone."""
    typed = request.args.get("q", "").replace("\x00", "")[: rules.MOST_TYPED]
    pages = _pages(rules.typed(typed))
    found = jumps.found(me(), typed, str(get_locale() or "en"), jumps.MOST - len(pages)) if typed.strip() else []
    lines = [*pages, *(_line(place) for place in found)]
    return page(
        "jumps/show.html", typed=typed, options=wanted_block() is not None, count=len(lines),
        groups=[(gettext(KINDS[kind][0]), list(group)) for kind, group in groupby(lines, key=lambda one: one.kind)],
    )  # fmt: skip


def _pages(wanted: str) -> list[Line]:
    keys = {endpoint: keys for keys, endpoint in shortcuts.PAGES}
    menu = [(endpoint, name, icon) for endpoint, name, icon, _ in NAVIGATION]
    lines = [
        (gettext(name), Line("page", url_for(endpoint), icon, gettext(name), keys=keys.get(endpoint, "")))
        for endpoint, name, icon in (*menu, *MORE_PAGES)
        if shortcuts.is_for(me(), endpoint)
    ]
    if not wanted:
        return [line for _, line in lines]
    fitting = rules.best(wanted, lines, MOST_PAGES)
    return [line for _, line in fitting]


def _line(place: jumps.Place) -> Line:
    return Line(place.kind, _address(place), KINDS[place.kind][1], place.name, place.more, place.mark)


def _address(place: jumps.Place) -> str:
    kind, key = place.kind, place.key
    if kind == "audit":
        return url_for("audits.show", reference=key)
    if kind == "nonconformity":
        return url_for("nonconformities.show", number=key)
    if kind == "site":
        return url_for("sites.index", _anchor=f"site-{key}")
    if kind == "person" and can(me(), "see_people"):
        return url_for("people.edit", person_id=key)
    if kind == "process" and not can(me(), "see_register"):
        return url_for("sites.edit_process", process_id=key)
    return register_filters.address(Filter(show="all"), **{"owner" if kind == "person" else kind: key})
