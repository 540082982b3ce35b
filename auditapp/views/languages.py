"""Which language and time zone the reader gets, and the buttons that choose the language."""

from functools import cached_property
from urllib.parse import quote

from babel.support import NullTranslations
from flask import Blueprint, Flask, current_app, flash, has_request_context, request, url_for
from flask_babel import Babel, Domain, get_locale, gettext
from flask_babel import lazy_gettext as _l
from flask_security import current_user
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # the stubs are older than the package

from auditapp.adapters import catalogues
from auditapp.domain.languages import NAMES, direction, spoken, tag
from auditapp.services import languages, organisations
from auditapp.views.pages import done, me, page

views = Blueprint("languages", __name__)

COOKIE = "language"
"""What a browser chose that nobody is signed in with."""
YEAR = 365 * 24 * 60 * 60


class Catalogues(Domain):
    """The catalogues of `adapters.catalogues`, each read once in a process."""

    def get_translations(self) -> NullTranslations:
        """Those of the reader's language."""
        return catalogues.read(current())


class Languages(Babel):
    """Flask-Babel on these catalogues."""

    @cached_property
    def domain_instance(self) -> Domain:
        """Asked for every sentence."""
        return Catalogues()


def attach(app: Flask) -> None:
    """Choose for each request; give templates what a page says about its own language."""
    Languages(app, locale_selector=chosen, timezone_selector=zone)
    app.jinja_env.globals.update(page_language=page_language, page_direction=page_direction)
    app.jinja_env.globals.update(languages=offered, this_page=this_page)
    app.jinja_env.filters.update(language_tag=tag, language_direction=direction)


def chosen() -> str | None:
    """The person's language; of nobody, what this browser chose here, or asks for, or the organisation's."""
    if not has_request_context():
        return None
    if current_user and current_user.is_authenticated:
        return languages.of(current_user)
    cookie = request.cookies.get(COOKIE, "")
    if cookie in NAMES:
        return cookie
    asked_for = (spoken(wanted) for wanted, _quality in request.accept_languages)
    return next((language for language in asked_for if language), None) or languages.of_organisation()


def zone() -> str:
    """The organisation's time zone."""
    return organisations.zone()


def current() -> str:
    """The code of the language that is being spoken."""
    return str(get_locale() or languages.SOURCE)


def page_language() -> str:
    """For `lang` of the page: 'zh-Hans'."""
    return tag(current())


def page_direction() -> str:
    """For `dir` of the page: 'ltr' or 'rtl'."""
    return direction(current())


def offered() -> list[tuple[str, str, str, bool]]:
    """The languages to choose from: code, tag, own name, whether it is the one that is being spoken."""
    return [(code, tag(code), name, code == current()) for code, name in NAMES.items()]


def this_page() -> str:
    """The address of the page that is being read, to come back to; '' for the answer to a form."""
    if request.method != "GET":
        return ""
    query = request.query_string.decode("ascii", "ignore")
    return quote(request.path) + (f"?{query}" if query else "")


@views.post("/language")
def choose() -> Response:
    """Read on in another language: kept with the person, or in this browser where nobody is signed in."""
    language = request.form.get("language", "")
    if current_user.is_authenticated:
        languages.choose(current_user, language)
        return done(_back())
    answer = done(_back())
    answer.set_cookie(
        COOKIE, languages.known(language), max_age=YEAR, httponly=True, samesite="Lax",
        secure=bool(current_app.config["SESSION_COOKIE_SECURE"]),
    )  # fmt: skip
    return answer


class LanguageForm(FlaskForm):
    """The organisation's language."""

    language = SelectField(_l("Language"), choices=[SelectChoice(code, name) for code, name in NAMES.items()])


@views.route("/language/organisation", methods=["GET", "POST"])
def edit() -> Response:
    """The language of papers, and of everybody who chose none."""
    organisation = organisations.current()
    assert organisation is not None  # nobody is signed in before there is one
    form = LanguageForm(language=organisation.language)
    if not form.is_submitted():
        return page("languages/edit.html", form=form)
    if not form.validate():
        return page("languages/edit.html", 422, form=form)
    languages.choose_for_all(me(), organisation, form.language.data)
    flash(gettext("Saved."), "success")
    return done(url_for("sites.index"))


def _back() -> str:
    """The page that the button stood on. Only its place here: what is elsewhere is nobody's to lead to. Browsers leave
    tabs and line ends out, and so would find '//' where none was."""
    path = request.form.get("back", "")
    is_here = path.startswith("/") and not path.startswith(("//", "/\\")) and path.isprintable()
    return path if is_here else url_for("home.show")
