"""What people wrote, on paper: as they wrote it, and marked where it is in another language than the paper."""

from jinja2 import Environment, pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape

from auditapp.domain.heard import heard
from auditapp.domain.languages import direction, tag
from auditapp.domain.translated import foreign


def attach(env: Environment) -> None:
    """`{{ note|own_words }}`; `{{ question|own_words(its_language) }}` where the language is known. The template knows
    its own as ``lang``."""
    env.filters["own_words"] = own_words
    env.filters["own_language"] = own_language
    env.filters["own_direction"] = own_direction


@pass_context
def own_words(context: Context, text: str, spoken: str | None = None) -> Markup:
    """``text``, safe to print, in a span that names its language where it is read as another than the paper's, and its
    direction where that is another: numbers and brackets in an Arabic sentence stand in its order, not the page's."""
    marked = own_language(context, text, spoken)
    if not marked:
        return escape(text)
    turned = own_direction(context, text, spoken)
    if not turned:
        return Markup('<span lang="{}">{}</span>').format(marked, text)
    return Markup('<span lang="{}" dir="{}">{}</span>').format(marked, turned, text)


@pass_context
def own_language(context: Context, text: str, spoken: str | None = None) -> str:
    """The same for an attribute, which can hold no span (`<img alt lang>`): the tag for `lang`, '' for the paper's."""
    language = heard(text) if spoken is None else spoken
    return tag(foreign(language, context["lang"])) if language else ""


@pass_context
def own_direction(context: Context, text: str, spoken: str | None = None) -> str:
    """For `dir` of the paragraph: 'rtl' or 'ltr' where ``text`` runs the other way than the paper, else ''."""
    marked = own_language(context, text, spoken)
    return direction(marked) if marked and direction(marked) != direction(context["lang"]) else ""
