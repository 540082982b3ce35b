"""What is answered when something is refused or goes wrong: a sentence and what to do, never silence."""

from typing import Any
from urllib.parse import urlsplit

from flask import Flask, Response, current_app, jsonify, make_response, render_template, request, session
from flask.globals import request_ctx
from flask_babel import gettext
from flask_security import current_user
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import IntegrityError
from structlog import get_logger
from werkzeug.exceptions import HTTPException

from auditapp.domain.errors import Refusal
from auditapp.models import db
from auditapp.views.formats import translated

log = get_logger()
PAGES = frozenset({400, 401, 403, 404, 405, 409, 413, 422, 429, 500})


def attach(app: Flask) -> None:
    """Handle refusals, HTTP errors and surprises."""
    app.register_error_handler(Refusal, refused)
    app.register_error_handler(CSRFError, stale)
    app.register_error_handler(HTTPException, http_error)
    app.register_error_handler(IntegrityError, overtaken)
    app.register_error_handler(Exception, surprised)


def refused(refusal: Refusal) -> Response:
    """A refusal's own sentence, under its status. What the server itself could not do is written down, too."""
    if refusal.status >= 500:
        log.error("could not", path=request.path, exc_info=refusal)
    return trouble(refusal.status, translated(refusal.message, refusal.values))


def stale(_error: CSRFError) -> Response:
    """The form's token does not fit the session: mostly a page that stood open over night."""
    if current_user.is_authenticated or "grant" in session:
        sentence = gettext(
            "This page was open too long, or you signed in again meanwhile. Open it again and try again."
        )
    else:
        sentence = gettext(
            "You are no longer signed in on this device, so nothing was saved. Sign in, or open the link in your mail"
            " again; then go back to where you were."
        )
    return trouble(400, sentence, back=_came_from())


def _came_from() -> str | None:
    """The page of ours whose form was sent, or None."""
    came = urlsplit(request.referrer or "")
    return came.path if came.path and came.netloc == request.host else None


def http_error(error: HTTPException) -> Response:
    """The router's and the parser's errors."""
    if error.response is not None:
        return error.response  # type: ignore[return-value]  # ours are Flask's
    return trouble(error.code or 500, "")


def overtaken(error: IntegrityError) -> Response:
    """A row that may be there once was written by somebody else in the same moment: the second is told to look."""
    db.session.rollback()
    log.warning("overtaken", path=request.path, exc_info=error)
    return trouble(409, "")


def surprised(error: Exception) -> Response:
    """Something nobody foresaw: logged with its trace, told without it. Nothing was changed."""
    db.session.rollback()
    log.error("unforeseen", path=request.path, exc_info=error)
    return trouble(500, "")


def not_kept() -> Response:
    """The database could not keep the change: its disk is full, or it is being mended."""
    return trouble(
        507,
        gettext("The server could not keep this: its storage is full or busy. Nothing was changed. Try again later."),
    )


def on_form(form: Any, refusal: Refusal) -> None:
    """Put a refusal's sentence at the field of ``form`` it names, or above the form: what was typed stays."""
    sentence = translated(refusal.message, refusal.values)
    field = form._fields.get(refusal.field) if refusal.field else None
    if field is None:
        form.form_errors.append(sentence)
    else:
        field.errors = [*field.errors, sentence]


def undone(form: Any, refusal: Refusal) -> None:
    """Undo what the request changed and say on ``form`` why; whatever it had found is to be found again.

    For the form's own page. What nobody can mend there (not theirs, not there, overtaken) is raised on.
    """
    if refusal.status != 422:
        raise refusal
    db.session.rollback()
    on_form(form, refusal)


def trouble(status: int, sentence: str, back: str | None = None) -> Response:
    """The error page (or JSON for the walk) with ``sentence``, or the page's own where that is empty. ``back``: where
    its button leads, instead of home."""
    if request.path.startswith("/walk/api/"):
        return make_response(jsonify(error=sentence or str(status)), status)
    page = status if status in PAGES else (500 if status >= 500 else 400)
    # Who has no session is given none: an answer that comes late (a browser's own errand for an icon) would take the
    # place of the one just signed in to. Under a host that is not ours there are no addresses to build.
    is_known = current_app.config["SESSION_COOKIE_NAME"] in request.cookies
    extra: dict[str, Any] = {} if is_known and request_ctx.url_adapter is not None else {"alone": True}
    if back is not None:
        extra["back"] = back
    return make_response(render_template(f"errors/{page}.html", refusal=sentence, **extra), status)
