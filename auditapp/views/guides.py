"""How this works: one page for each role, for everybody who opens it, signed in or not."""

from flask import Blueprint, Response
from flask_babel import get_locale
from flask_security import current_user

from auditapp.domain.errors import NotThere
from auditapp.domain.guide import GUIDES, Guide
from auditapp.domain.words import N_
from auditapp.services import guides
from auditapp.views.pages import page
from auditapp.views.reports import paper

views = Blueprint("guides", __name__, url_prefix="/guides")


@views.get("")
def index() -> Response:
    """The guides, those of the reader's roles first."""
    roles = current_user.role_names if current_user.is_authenticated else frozenset()
    ordered = sorted(GUIDES.values(), key=lambda guide: guide.role not in roles)
    return page("guides/index.html", guides=ordered, roles=roles, signed_in=current_user.is_authenticated)


@views.get("/<name>")
def show(name: str) -> Response:
    """The guide of one role."""
    return page("guides/show.html", guide=_find(name), signed_in=current_user.is_authenticated)


@views.get("/<name>.pdf")
def as_paper(name: str) -> Response:
    """The same as one page of paper."""
    return paper(guides.as_paper(_find(name), str(get_locale() or "en")))


def _find(name: str) -> Guide:
    if name not in GUIDES:
        raise NotThere(N_("There is no such guide here."))
    return GUIDES[name]
