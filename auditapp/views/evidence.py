"""Photos as people see them: smaller copies inline, originals as a download only."""

import uuid
from typing import Any
from urllib.parse import quote

from flask import Blueprint, Response, current_app, request, send_file, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response as AnyResponse

from auditapp.adapters import image_format
from auditapp.adapters.photo_store import PhotoStore
from auditapp.domain.evidence import is_sound, taken_at
from auditapp.domain.permissions import can
from auditapp.domain.picture import MARKED
from auditapp.models import Evidence
from auditapp.services import evidence, history, photo_copies, photo_words
from auditapp.views.fields import Words
from auditapp.views.pages import me, page

KEPT = "private, max-age=31536000, immutable"
"""For a copy whose address names its state: only the reader's own browser keeps it, and for good."""

ASKED_AGAIN = "private, no-cache"
"""For any other address of a copy: marks may be drawn on the photo later."""


class SealedForm(FlaskForm):
    """Why somebody needs what was blurred."""

    reason = Words(_l("What do you need it for?"), required=True)


views = Blueprint("evidence", __name__, url_prefix="/evidence")


@views.get("/<uuid:evidence_id>/<any(thumb, view, print):size>.jpg")
def copy(evidence_id: uuid.UUID, size: str) -> Response:
    """A smaller copy: upright, without place or other metadata."""
    return derivative(evidence.sound(me(), evidence_id), size)


@views.route("/<uuid:evidence_id>/original", methods=["GET", "POST"])
def original(evidence_id: uuid.UUID) -> AnyResponse:
    """The bytes as they came, to keep. No browser shows or runs them here.

    Where a part was blurred, few may have them, they say why, and it is recorded.
    """
    found = evidence.sound(me(), evidence_id)
    if not photo_copies.hides_something(found):
        return _bytes_of(found)
    form = SealedForm()
    history.allow(me(), "give_originals")
    if request.method == "GET" or not form.validate_on_submit():
        status = 200 if request.method == "GET" else 422
        return page("evidence/sealed.html", status, photo=as_figure(found), form=form, evidence=found)
    evidence.open_sealed(me(), found, form.reason.data or "")
    return _bytes_of(found)


def _bytes_of(found: Evidence) -> Response:
    store = _store()
    response = send_file(
        store.path(found.sha256) or store.open(found.sha256), mimetype="application/octet-stream", etag=found.sha256
    )
    name = found.name or f"{found.id}{image_format.ENDINGS.get(found.media_type, '')}"
    plain = name.encode("ascii", "replace").decode().replace("?", "_").replace('"', "_").replace("\\", "_")
    response.headers["Content-Disposition"] = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name)}"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cache-Control"] = "private, no-store"
    return response


def derivative(found: Evidence, size: str) -> Response:
    """The copy ``size`` of ``found``, which the reader may see."""
    tag = f"{found.sha256}.{size}.{found.copies}"
    if tag in request.if_none_match:
        response = Response(status=304)
    else:
        name = MARKED if size == "view" and found.copies else size
        response = Response(_store().derivative(found.sha256, name), mimetype="image/jpeg")
    response.set_etag(tag)
    response.headers["Cache-Control"] = KEPT if request.args.get("v") == _state(found) else ASKED_AGAIN
    return response


def _state(found: Evidence) -> str:
    return found.copies or "0"


def copy_url(found: Evidence, size: str) -> str:
    """The address of a copy in its present state."""
    return url_for("evidence.copy", evidence_id=found.id, size=size, v=_state(found))


def as_figure(found: Evidence, number: int | None = None) -> dict[str, Any]:
    """What the macro `ui.photo` shows of ``found``; without addresses while its bytes are not here."""
    shown = is_sound(found)
    whole = shown and (not photo_copies.hides_something(found) or can(me(), "give_originals"))
    return {
        "thumb_url": copy_url(found, "thumb") if shown else None,
        "view_url": copy_url(found, "view") if shown else None,
        "original_url": url_for("evidence.original", evidence_id=found.id) if whole else None,
        "caption": found.caption or photo_words.trouble(found),
        "damage": photo_words.damage(found) if found.by_id == me().id else photo_words.missing(found),
        "alt": found.caption or gettext("Photo of %(place)s", place=found.place or gettext("the situation")),
        "figure": number,
        "at": taken_at(found),
        "width": found.width,
        "height": found.height,
    }


def _store() -> PhotoStore:
    store: PhotoStore = current_app.extensions["photo_store"]
    return store
