"""The last beat of a view: the page, or the fragment that was asked for."""

import uuid
from typing import Any, cast

from flask import Response, current_app, make_response, redirect, render_template, request
from flask_security import current_user
from jinja2_fragments.flask import render_block
from werkzeug.wrappers import Response as AnyResponse

from auditapp.domain.errors import NotThere
from auditapp.domain.words import N_
from auditapp.models import Person


def me() -> Person:
    """The signed-in person; only behind an endpoint that asks for one (`access.ACCESS`)."""
    return cast(Person, current_user._get_current_object())


def wanted_block() -> str | None:
    """The block whose id htmx wants to replace (`HX-Target: tag#id`), or None for the whole page."""
    if "HX-Request" not in request.headers:
        return None
    return request.headers.get("HX-Target", "").rpartition("#")[2] or None


def page(template: str, /, status: int = 200, **values: Any) -> Response:
    """Render ``template``, or only the block that was asked for when the template has it."""
    block = wanted_block()
    if block and block in current_app.jinja_env.get_template(template).blocks:
        body = render_block(template, block, **values)
    else:
        body = render_template(template, **values)
    response = make_response(body, status)
    response.vary.update(("HX-Request", "HX-Target"))
    return response


def done(where: str) -> AnyResponse:
    """After a change: on to the page at ``where`` (303, so that reloading changes nothing twice)."""
    if "HX-Request" in request.headers:
        response = make_response("", 204)
        response.headers["HX-Redirect"] = where
        return response
    return redirect(where, 303)


def id_of(text: str) -> uuid.UUID:
    """``text`` from a form or URL as an id; what is no id is not there."""
    try:
        return uuid.UUID(text)
    except ValueError:
        raise NotThere(N_("There is no such entry here.")) from None
