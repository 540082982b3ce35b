"""How many bytes a request may carry, by endpoint. Asked before the CSRF check, which is the first to read a body.

`Content-Length` decides, and a body without one is refused: no browser sends such a form, and what is read of it would
end at the limit without a word. What is not in the table is an ordinary form.
"""

from flask import Flask, request, session
from werkzeug.exceptions import LengthRequired, RequestEntityTooLarge
from werkzeug.wrappers import Response

from auditapp.adapters.paper_signing import MOST_BYTES as CERTIFICATE
from auditapp.config_flask import ORDINARY_REQUEST
from auditapp.domain.picture import MAX_BYTES as PHOTO
from auditapp.services.logos import MOST_BYTES as LOGO
from auditapp.services.register_files import MOST_BYTES as REGISTER
from auditapp.services.walk_photos import PART_BYTES
from auditapp.views import access

AROUND = 2**20
"""What a form holds beside its file."""
FORM_WITH_PHOTOS = 200 * 2**20
"""Twenty photos of a phone; each photo has its own limit (`domain.picture`)."""
RESCUE_FILE = 500 * 2**20
"""A day's walk with its photos."""
BATCH = 4 * 2**20
"""Fifty entries of a walk, signatures and marks on photos among them."""

LIMITS: dict[str, int] = {
    "actions.report": FORM_WITH_PHOTOS,
    "concerns.report": PHOTO + AROUND,
    "findings.edit": FORM_WITH_PHOTOS,
    "findings.new": FORM_WITH_PHOTOS,
    "logos.edit": LOGO + AROUND,
    "nonconformities.take": FORM_WITH_PHOTOS,
    "outside.new": FORM_WITH_PHOTOS,
    "paper_certificates.edit": CERTIFICATE + AROUND,
    "register_imports.index": REGISTER + AROUND,
    "responses.save": FORM_WITH_PHOTOS,
    "shared_photos.take": FORM_WITH_PHOTOS,
    "walk_arrivals.rescue": RESCUE_FILE,
    "walks.operations": BATCH,
    "walks.photo_part": PART_BYTES,
}
"""Endpoint -> bytes; all others `ORDINARY_REQUEST`."""


def attach(app: Flask) -> None:
    """Ask before every request. To be attached before the CSRF check."""
    app.before_request(hold)


def hold() -> Response | None:
    """Set the request's limit. Who is nobody here yet signs in first, and nothing large of theirs is read."""
    endpoint = request.endpoint or ""
    limit = LIMITS.get(endpoint, ORDINARY_REQUEST)
    request.max_content_length = limit
    said = request.content_length or 0
    if "chunked" in request.headers.get("Transfer-Encoding", "").lower():
        raise LengthRequired
    if said > limit:
        raise RequestEntityTooLarge
    if access.ACCESS.get(endpoint) == access.PUBLIC or _is_somebody():
        return None
    request.max_content_length = min(limit, ORDINARY_REQUEST)
    return access.sign_in_first() if said > ORDINARY_REQUEST else None


def _is_somebody() -> bool:
    return "_user_id" in session or "grant" in session
