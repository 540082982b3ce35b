"""Keyboard shortcuts: one table, from which the list that people read is printed and the page's own keys are made.

What a key does is an address, the selector of what is pressed or given the focus, or the name of a function in
`static/js/keys/listen.js`. Single keys can be turned off on a device (WCAG 2.1.4), those with Ctrl stay.
"""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Flask, Response, url_for
from flask_babel import gettext
from flask_security import current_user

from auditapp.domain.permissions import can
from auditapp.domain.words import N_, RESULTS
from auditapp.views.access import ACCESS, SIGNED_IN
from auditapp.views.formats import NAVIGATION
from auditapp.views.pages import page, wanted_block

views = Blueprint("shortcuts", __name__)

PAGES: tuple[tuple[str, str], ...] = (
    ("g h", "home.show"), ("g a", "audits.index"), ("g n", "nonconformities.index"), ("g f", "figures.show"),
    ("g m", "management_reviews.index"), ("g c", "checklists.index"), ("g s", "sites.index"), ("g p", "people.index"),
)  # fmt: skip
"""Keys, and the endpoint they lead to."""


@dataclass(frozen=True, slots=True)
class Shortcut:
    """``keys``: names of keys as `KeyboardEvent.key` has them, a blank between those pressed one after the other;
    ``does``: see above, '' for what the browser or a part of the page does by itself."""

    keys: str
    words: str
    does: str = ""


EVERYWHERE = (
    Shortcut("Ctrl+K", N_("Go to an audit, a nonconformity, a clause, a process, a person or a page")),
    Shortcut("/", N_("Search this list; where there is none, go to ..."), "search"),
    Shortcut("?", N_("Show the shortcuts"), "shortcuts"),
    Shortcut("Ctrl+Enter", N_("Send the form in whose text you write, where it has one button")),
    Shortcut("Escape", N_("Close what stands in front")),
)
LISTS = (
    Shortcut("j", N_("Next line"), "next_line"),
    Shortcut("k", N_("Line before"), "line_before"),
    Shortcut("Enter", N_("Open the line")),
    Shortcut("x", N_("Tick the line"), "tick"),
    Shortcut("b", N_("Go on with the ticked"), "#ticked button"),
)
WALK = (
    *(Shortcut(str(n), word, f'[data-answer="{code}"]') for n, (code, word) in enumerate(RESULTS.items(), 1)),
    Shortcut("n", N_("Next question"), "#next"),
    Shortcut("p", N_("Question before"), "#previous"),
    Shortcut("l", N_("List of all questions"), "#list-button"),
    Shortcut("f", N_("Finding"), "#finding-button"),
    Shortcut("c", N_("Photo"), "[data-photo=camera]"),
    Shortcut("t", N_("Note"), ".tool[data-open=note]"),
    Shortcut("s", N_("Sample"), ".tool[data-open=sample]"),
    Shortcut("u", N_("Undo"), "#undo"),
)
PHOTO = (
    Shortcut("Enter", N_("Set a mark on the photo")),
    Shortcut("Arrows", N_("Move the mark")),
    Shortcut("Shift+Arrows", N_("Make the mark larger or smaller")),
    Shortcut("Delete", N_("Take the mark away")),
    Shortcut("Ctrl+Z", N_("Undo")),
)
KEY_NAMES = {
    "Ctrl": N_("Ctrl"), "Shift": N_("Shift"), "Enter": N_("Enter"), "Escape": N_("Esc"), "Delete": N_("Delete"),
    "Arrows": N_("Arrow keys"),
}  # fmt: skip


def attach(app: Flask) -> None:
    """Give the page's keys, and the sections of the list, to the templates."""
    app.jinja_env.globals.update(
        page_keys=page_keys, walk_keys=walk_keys, shortcut_sections=sections, key_name=key_name
    )


def is_for(person: Any, endpoint: str) -> bool:
    """Whether ``person`` may open the page of ``endpoint``, which needs no thing."""
    needed = ACCESS[endpoint]
    return needed == SIGNED_IN or can(person, needed)


def _reader() -> Any:
    signed_in = current_user and current_user.is_authenticated and current_user.acting_on is None
    return current_user if signed_in else None


def page_keys() -> dict[str, str]:
    """Keys of an ordinary page, and what each does; none for those who are not signed in."""
    person = _reader()
    if person is None:
        return {}
    pages = {keys: url_for(endpoint) for keys, endpoint in PAGES if is_for(person, endpoint)}
    return pages | _keys((*EVERYWHERE, *LISTS))


def walk_keys() -> dict[str, str]:
    """Keys of the walk."""
    return _keys((*WALK, EVERYWHERE[2]))


def _keys(shortcuts: tuple[Shortcut, ...]) -> dict[str, str]:
    return {one.keys: one.does for one in shortcuts if one.does}


def sections(*, walk: bool = False) -> list[tuple[str, list[tuple[str, str]]]]:
    """What the list shows: heading, and keys with their words; ``walk``: what the page of a walk knows."""
    person = _reader()
    names = {endpoint: name for endpoint, name, *_ in NAVIGATION} | {"figures.show": N_("Figures")}
    pages = [(keys, gettext(names[endpoint])) for keys, endpoint in PAGES if is_for(person, endpoint)]
    on_walk = [(gettext("On the walk"), _said(WALK)), (gettext("On a photo"), _said(PHOTO))]
    if walk:
        return [*on_walk, (gettext("Everywhere"), _said(EVERYWHERE[2:]))]
    return [
        (gettext("Everywhere"), _said(EVERYWHERE)), (gettext("Go to a page"), pages),
        (gettext("In lists"), _said(LISTS)), *on_walk,
    ]  # fmt: skip


def _said(shortcuts: tuple[Shortcut, ...]) -> list[tuple[str, str]]:
    return [(one.keys, gettext(one.words)) for one in shortcuts]


def key_name(key: str) -> str:
    """What stands on the key."""
    return gettext(KEY_NAMES[key]) if key in KEY_NAMES else key


@views.get("/shortcuts")
def show() -> Response:
    """All of them, and the switch of this device; for the window of another page without what stands around."""
    return page("shortcuts/show.html", window=wanted_block() is not None)
