"""The link in a mail: a page with one button, and behind the button the record, without an account."""

import uuid

from flask import Blueprint, Response, current_app, flash, redirect, request, session, url_for
from flask_babel import force_locale, gettext
from flask_security import current_user
from werkzeug.wrappers import Response as AnyResponse

from auditapp.domain.errors import Refusal
from auditapp.models import AccessGrant
from auditapp.services import (
    grants,
    languages,
    management_review_notices,
    notices_of_findings,
    notices_of_nonconformities,
    throttles,
)
from auditapp.views.acting import COOKIE, home_of
from auditapp.views.formats import day, translated
from auditapp.views.pages import done, me, page

views = Blueprint("links", __name__)


def _find(token: str) -> AccessGrant:
    with throttles.against_guessing(throttles.LINK_FROM_ADDRESS, request.remote_addr or ""):
        return grants.find(token)


@views.get("/o/<token>")
def ask(token: str) -> Response:
    """Whose link it is and what it opens. Changes nothing: scanners of mails open every link."""
    return _page(_find(token), token)


def _page(grant: AccessGrant, token: str, status: int = 200, refusal: str = "") -> Response:
    if current_user.is_authenticated:
        return _asking(grant, token, status, refusal)
    with force_locale(languages.of(grant.person)):  # whose link it is reads it, whatever the browser speaks
        return _asking(grant, token, status, refusal)


def _asking(grant: AccessGrant, token: str, status: int, refusal: str) -> Response:
    reader = current_user if current_user.is_authenticated else None
    ended = None if _is_signed_in(grant) else grants.trouble(grant, request.cookies.get(COOKIE, ""))
    return page(
        "links/ask.html",
        ended.status if ended else status,
        grant=grant,
        token=token,
        reader=reader,
        ended=ended,
        refusal=refusal,
        renewable=ended is not None and grants.may_be_renewed(grant),
        home=home_of(grant),
    )


def _is_signed_in(grant: AccessGrant) -> bool:
    return bool(current_user.is_authenticated and current_user.id == grant.person_id)


@views.post("/o/<token>")
def enter(token: str) -> Response | AnyResponse:
    """Exchange the link for a session of this browser that is good for its one record."""
    grant = _find(token)
    if current_user.is_authenticated:
        return done(home_of(grant)) if _is_signed_in(grant) else _page(grant, token, 403)
    try:
        secret = grants.exchange(grant, request.cookies.get(COOKIE, ""))
    except Refusal as refusal:
        return _page(grant, token, refusal.status)
    session["grant"] = str(grant.id)
    session["kept_for"] = ""  # another token for the cookie: one that was there before is worth nothing
    response = redirect(home_of(grant), 303)
    response.set_cookie(
        COOKIE, secret, max_age=grants.GOOD_FOR, path="/o/", httponly=True, samesite="Lax",
        secure=bool(current_app.config["SESSION_COOKIE_SECURE"]),
    )  # fmt: skip
    return response


@views.post("/o/<token>/again")
def again(token: str) -> Response:
    """Mail a new link to the address that the first one went to, whoever asks."""
    grant = _find(token)
    if not grants.may_be_renewed(grant):
        return _page(grant, token, 403)
    throttles.hold(throttles.MAIL_TO_ACCOUNT, grant.person.email)
    throttles.MAIL_TO_ACCOUNT.count(grant.person.email)
    if not grants.lately(grant):
        _tell_again(grant)
    with force_locale(languages.of(grant.person)):
        return page("links/sent.html", grant=grant)


def _tell_again(grant: AccessGrant) -> None:
    if grant.nonconformity is not None:
        notices_of_nonconformities.tell_again(grant)
    elif grant.finding is not None:
        notices_of_findings.tell_again(grant)
    else:
        management_review_notices.tell_again(grant)


@views.post("/leave")
def leave() -> AnyResponse:
    """End the session that a link opened."""
    session.clear()
    return redirect(url_for("links.left"), 303)


@views.get("/left")
def left() -> Response:
    """Nothing is open any more."""
    return page("links/left.html")


@views.post("/links/<uuid:grant_id>/revoke")
def revoke(grant_id: uuid.UUID) -> AnyResponse:
    """End a link and whatever it opened."""
    grant = grants.revoke(me(), grant_id)
    flash(gettext("The link of %(name)s is revoked.", name=grant.person.name), "success")
    if grant.nonconformity is None:
        return done(home_of(grant))
    return done(url_for("nonconformities.show", number=grant.nonconformity.number, _anchor="links"))


def rows(found: list[AccessGrant]) -> list[dict[str, object]]:
    """Links for the page of their nonconformity: whose, from when to when, and what became of each."""
    return [
        {
            "grant": grant,
            "ended": _over(grant),
        }
        for grant in found
    ]


def _over(grant: AccessGrant) -> str:
    """Why it opens nothing, said to whoever manages links: its own sentence speaks to the person it is for."""
    ended = grants.trouble(grant)
    if ended is None:
        return ""
    if grant.revoked_at is not None:
        return str(gettext("revoked on %(day)s", day=day(grant.revoked_at)))
    if grant.person.active and grants.has_expired(grant):
        return str(gettext("ended on %(day)s", day=day(grant.expires_at)))
    return translated(ended.message, ended.values)
