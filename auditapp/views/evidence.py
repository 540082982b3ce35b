"""Photos as people see them: smaller copies inline, originals as a download only."""

import uuid
from typing import Any
from urllib.parse import quote

from flask import Blueprint, Response, current_app, request, send_file, url_for
from flask_babel import gettext

from auditapp.adapters.photo_store import PhotoStore
from auditapp.domain.evidence import is_sound
from auditapp.models import Evidence
from auditapp.services import evidence
from auditapp.views.pages import me

KEPT = "private, max-age=31536000, immutable"
"""A copy never changes under its address; only the reader's own browser keeps it."""

views = Blueprint("evidence", __name__, url_prefix="/evidence")


@views.get("/<uuid:evidence_id>/<any(thumb, view, print):size>.jpg")
def copy(evidence_id: uuid.UUID, size: str) -> Response:
    """A smaller copy: upright, without place or other metadata."""
    return derivative(evidence.sound(me(), evidence_id), size)


@views.get("/<uuid:evidence_id>/original")
def original(evidence_id: uuid.UUID) -> Response:
    """The bytes as they came, to keep. No browser shows or runs them here."""
    found = evidence.sound(me(), evidence_id)
    store = _store()
    response = send_file(
        store.path(found.sha256) or store.open(found.sha256), mimetype="application/octet-stream", etag=found.sha256
    )
    name = found.name or f"{found.id}{_ENDINGS.get(found.media_type, '')}"
    plain = name.encode("ascii", "replace").decode().replace("?", "_").replace('"', "_").replace("\\", "_")
    response.headers["Content-Disposition"] = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name)}"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cache-Control"] = "private, no-store"
    return response


_ENDINGS = {
    "image/jpeg": ".jpg", "image/png": ".png", "image/webp": ".webp", "image/heic": ".heic", "image/avif": ".avif",
}  # fmt: skip


def derivative(found: Evidence, size: str) -> Response:
    """The copy ``size`` of ``found``, which the reader may see."""
    store = _store()
    tag = f"{found.sha256}.{size}"
    if tag in request.if_none_match:
        response = Response(status=304)
    else:
        response = Response(store.derivative(found.sha256, size), mimetype="image/jpeg")
    response.set_etag(tag)
    response.headers["Cache-Control"] = KEPT
    return response


def as_figure(found: Evidence, number: int | None = None) -> dict[str, Any]:
    """What the macro `ui.photo` shows of ``found``; without addresses while its bytes are not here."""
    shown = is_sound(found)
    return {
        "thumb_url": url_for("evidence.copy", evidence_id=found.id, size="thumb") if shown else None,
        "view_url": url_for("evidence.copy", evidence_id=found.id, size="view") if shown else None,
        "original_url": url_for("evidence.original", evidence_id=found.id) if shown else None,
        "caption": found.caption or found.trouble,
        "alt": found.caption or gettext("Photo of %(place)s", place=found.place or gettext("the situation")),
        "figure": number,
        "at": found.captured_at,
        "width": found.width,
        "height": found.height,
    }


def _store() -> PhotoStore:
    store: PhotoStore = current_app.extensions["photo_store"]
    return store
