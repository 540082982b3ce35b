"""How codes, dates and people read on the page: filters and globals of the templates."""

from collections.abc import Callable
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from flask import Flask, request
from flask_babel import format_date, format_decimal, get_locale, gettext, ngettext
from flask_security import current_user
from jinja2 import pass_context
from jinja2.runtime import Context

from auditapp.adapters import clock
from auditapp.domain import words
from auditapp.domain.errors import Refusal
from auditapp.domain.languages import DAY
from auditapp.domain.permissions import can
from auditapp.domain.warnings import SENTENCES
from auditapp.domain.words import N_
from auditapp.services import notices_sent, organisations, passkeys
from auditapp.views import own_words, wording

NAVIGATION: tuple[tuple[str, str, str, str | None], ...] = (
    ("home.show", N_("My work"), "house", None),
    ("audits.index", N_("Audits"), "clipboard-list", "see_register"),
    ("nonconformities.index", N_("Nonconformities"), "flag", "see_register"),
    ("management_reviews.index", N_("Management reviews"), "scale", "see_reviews"),
    ("checklists.index", N_("Checklists"), "book-open", "see_checklists"),
    ("sites.index", N_("Sites and processes"), "factory", "see_sites"),
    ("people.index", N_("People"), "users", "see_people"),
)
"""Endpoint, word, icon, and the permission that shows it (None: everybody)."""


def attach(app: Flask) -> None:
    """Give them to the templates."""
    env = app.jinja_env
    wording.attach(env)
    own_words.attach(env)
    env.add_extension("jinja2.ext.do")
    env.filters.update(
        word=asked_anew(word),
        short_grade=asked_anew(short_grade),
        date=day,
        moment=moment,
        ago=ago,
        iso=iso,
        refusal=sentence,
        decimal=decimal,
    )
    env.filters["warning"] = asked_anew(warning)
    env.globals.update(nav=nav, organisation=organisation, can=can, get_locale=get_locale, is_demo=is_demo, today=today)
    env.globals.update(mails_stay=notices_sent.stay_here, passkey_place=passkeys.place, has_passkey=passkeys.has_any)
    env.globals["ui"] = env.get_template("ui.html").make_module({})


def asked_anew(said: Callable[[str], str]) -> Callable[[Context, str], str]:
    """As a filter that Jinja does not answer once for all when it compiles a template, in whose language that was."""

    @pass_context
    def filtered(_context: Context, code: str) -> str:
        return said(code)

    return filtered


def word(code: str) -> str:
    """The word for a stored code."""
    return wording.said(words.word(code)) if code else ""


def warning(code: str) -> str:
    """The sentence of a warning (`domain.warnings`)."""
    return wording.said(SENTENCES[code])


def short_grade(code: str) -> str:
    """'Major' for 'major'."""
    return wording.said(words.SHORT_GRADES.get(code, code))


def today() -> date:
    """The organisation's calendar day."""
    return clock.today(organisations.zone())


def day(value: date | datetime | None) -> str:
    """'3 Dec 2026' as the reader writes it, in the organisation's zone."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = value.astimezone(ZoneInfo(organisations.zone())).date()
    return _written(value, wording.language())


@lru_cache(maxsize=4096)
def _written(value: date, locale: str) -> str:
    # A list shows the same few days again and again, and reading the pattern costs more than the rest of a line.
    return str(format_date(value, DAY.get(locale, DAY["en"])))


@pass_context
def moment(context: Context, value: datetime | None, zone: str | None = None) -> str:
    """'3 Dec 2026 14:05 CET', in ``zone``, the template's ``zone`` (papers set the site's), or the organisation's."""
    if value is None:
        return ""
    local = value.astimezone(ZoneInfo(zone or context.get("zone") or organisations.zone()))
    return f"{_written(local.date(), wording.language())} {local:%H:%M %Z}"


def decimal(value: float) -> str:
    """'10,000' as the reader writes it."""
    return _number(value, wording.language())


@lru_cache(maxsize=1024)
def _number(value: float, _locale: str) -> str:
    return str(format_decimal(value))


def iso(value: date | datetime | None) -> str:
    """For the datetime attribute of `<time>`."""
    return value.isoformat() if value is not None else ""


def ago(value: date | datetime | None) -> str:
    """'in 12 days', '3 days ago', 'today'."""
    if value is None:
        return ""
    zone = organisations.zone()
    when = value.astimezone(ZoneInfo(zone)).date() if isinstance(value, datetime) else value
    return away((when - clock.today(zone)).days)


def away(days: int) -> str:
    """The same of a number of days from today. A list asks once which day it is."""
    return _away(days, wording.language())


@lru_cache(maxsize=4096)
def _away(days: int, _locale: str) -> str:
    if days == 0:
        return str(gettext("today"))
    if days > 0:
        return str(ngettext("in %(num)d day", "in %(num)d days", days))
    return str(ngettext("%(num)d day ago", "%(num)d days ago", -days))


def organisation() -> str:
    """Its name, or '' before set-up."""
    found = organisations.current()
    return found.name if found else ""


def is_demo() -> bool:
    """Whether the organisation is the made-up one."""
    found = organisations.current()
    return bool(found and found.is_demo)


def nav() -> list[tuple[str, str, str, bool]]:
    """The entries of the navigation for the reader: endpoint, word, icon, whether it is the current one."""
    if not current_user or not current_user.is_authenticated or current_user.acting_on is not None:
        return []
    # 'audit_plans' and 'audit_steps' are parts of 'audits'.
    here = (request.blueprint or "-").partition("_")[0]
    return [
        (endpoint, gettext(label), icon, endpoint.startswith(here))
        for endpoint, label, icon, permission in NAVIGATION
        if permission is None or can(current_user, permission)
    ]


def sentence(refusal: Refusal) -> str:
    """What a refusal says, in the reader's language."""
    return translated(refusal.message, refusal.values)


MESSAGES = frozenset({"state", "question"})
"""Places of refusals whose value is a message itself: what a state is called, what a step asks."""


def translated(message: str, values: dict[str, Any]) -> str:
    """A refusal's sentence in the reader's language, its places filled."""
    filled = {key: day(value) if isinstance(value, date) else value for key, value in values.items()}
    filled |= {key: gettext(values[key]) for key in MESSAGES & values.keys()}
    sentence = str(gettext(message))
    return sentence % filled if filled else sentence
