"""The sentences of templates in the reader's language, looked up once a process and not once a line.

Flask-Babel asks the request's globals several times for each sentence, and Jinja wraps each anew: on a page of some
hundred sentences that was a fifth of its time. What is held here depends on nothing but catalogue and sentence.
"""

from functools import lru_cache
from typing import Any

from babel.support import NullTranslations
from flask import g
from flask_babel import get_locale, get_translations
from jinja2 import Environment, pass_eval_context
from jinja2.nodes import EvalContext
from markupsafe import Markup

HELD = 8192
"""Sentences: several times as many as there are in a language."""


def attach(env: Environment) -> None:
    """Let templates say their sentences from here."""
    env.globals.update(gettext=gettext, ngettext=ngettext, _=gettext)


def said(message: str) -> str:
    """``message`` in the reader's language."""
    return _said(_catalogue(), message)


@pass_eval_context
def gettext(context: EvalContext, message: str, /, **values: Any) -> str:
    """`_('...')` in a template, its places filled. A single '%' is written '%%', with values or without."""
    catalogue, message = _catalogue(), str(message)
    if not values:
        return _whole(catalogue, message, context.autoescape)
    return _with_places(catalogue, message, context.autoescape) % values


@pass_eval_context
def ngettext(context: EvalContext, one: str, many: str, num: int, /, **values: Any) -> str:
    """The same by number, which is the place `num`."""
    text = _catalogue().ungettext(one, many, num)
    return _marked(text, context.autoescape) % {"num": num, **values}


def language() -> str:
    """The reader's, or that which a paper is set in: 'de', 'zh_Hans'."""
    return _spoken()[1]


def _catalogue() -> NullTranslations:
    return _spoken()[2]


def _spoken() -> tuple[Any, str, NullTranslations]:
    """Locale, its name and its catalogue: Flask-Babel is asked when it changes."""
    here = g._get_current_object()  # g is a proxy, and asking through it costs each time
    locale = getattr(getattr(here, "_flask_babel", None), "babel_locale", None)
    held = getattr(here, "catalogue", None)
    if held is None or locale is None or held[0] is not locale:
        locale = get_locale()
        held = here.catalogue = (locale, str(locale), get_translations())
    found: tuple[Any, str, NullTranslations] = held
    return found


@lru_cache(HELD)
def _said(catalogue: NullTranslations, message: str) -> str:
    return str(catalogue.ugettext(message))


@lru_cache(HELD)
def _with_places(catalogue: NullTranslations, message: str, is_markup: bool) -> str:
    return _marked(str(catalogue.ugettext(message)), is_markup)


@lru_cache(HELD)
def _whole(catalogue: NullTranslations, message: str, is_markup: bool) -> str:
    return _with_places(catalogue, message, is_markup) % {}


def _marked(text: str, is_markup: bool) -> str:
    return Markup(text) if is_markup else text  # noqa: S704 - our own sentence; values are escaped as they fill it
