"""The share target: photos that another app hands over, what they show, and then evidence as from any form.

A share carries no token, so what it brings is only held, for the session that brought it, and is answered by a page
whose form has one (docs/decisions/0019-shared-photos.md).
"""

import uuid

from flask import Blueprint, Response, current_app, flash, make_response, request, session, url_for
from flask_babel import get_locale, gettext, ngettext
from werkzeug.wrappers import Response as AnyResponse

from auditapp.adapters.photo_uploads import PhotoUploads
from auditapp.domain.errors import NotAllowed, NotThere, Refusal
from auditapp.domain.words import N_
from auditapp.models import Action, Audit, Finding, db
from auditapp.services import shared_photos
from auditapp.services.shared_photos import Kept, Shared
from auditapp.views.formats import sentence
from auditapp.views.pages import done, me, page

views = Blueprint("shared_photos", __name__, url_prefix="/shared")

FROM_THE_DEVICE = frozenset({"none", "same-origin"})
"""`Sec-Fetch-Site` of what the browser itself brings, or a page of ours: never a page of another site's making."""
TITLES = {
    "actions": N_("Your actions"), "nonconformities": N_("Your answers: the correction"),
    "findings": N_("Findings of the audit '%(title)s'"), "walk": N_("Questions of the audit '%(title)s'"),
}  # fmt: skip


@views.post("")
def take() -> AnyResponse:
    """Hold what was shared, in this session alone. Without a token: it changes nothing that anybody else sees."""
    if request.headers.get("Sec-Fetch-Site") not in FROM_THE_DEVICE:
        raise NotAllowed(N_("Photos are shared from an app on your device, not from another site."))
    held = _held()
    for file in request.files.getlist("photos")[: shared_photos.MOST]:
        try:
            held.append(shared_photos.hold(_uploads(), file.filename or "", file.stream))
        except Refusal as refusal:
            flash(f"{file.filename or gettext('Photo')}: {sentence(refusal)}", "error")
    shared_photos.drop(_uploads(), held[: -shared_photos.MOST])
    _remember(held[-shared_photos.MOST :])
    return done(url_for("shared_photos.show"))


@views.get("")
def show() -> Response:
    """The photos that wait, and what they may show."""
    return _page()


def _page(status: int = 200, *, where: str = "", refusal: str = "") -> Response:
    held = [one for one in _held() if shared_photos.is_here(_uploads(), one)]
    groups = shared_photos.destinations(me(), str(get_locale() or "en")) if held else []
    return page(
        "shared_photos/show.html", status, held=held, where=where, refusal=refusal,
        groups=[(gettext(TITLES[group.kind]) % {"title": group.title}, group.choices) for group in groups],
    )  # fmt: skip


@views.get("/<uuid:photo_id>.jpg")
def photo(photo_id: uuid.UUID) -> Response:
    """A photo that waits, small. Nobody else's session has it."""
    held = next((one for one in _held() if one.id == str(photo_id)), None)
    if held is None:
        raise NotThere(N_("There is no such photo here."))
    response = make_response(shared_photos.small(_uploads(), held))
    response.mimetype = "image/jpeg"
    return response


@views.post("/place")
def place() -> Response | AnyResponse:
    """Keep them as evidence of what was chosen."""
    held = [one for one in _held() if shared_photos.is_here(_uploads(), one)]
    where = request.form.get("where", "")
    if not held:
        return done(url_for("shared_photos.show"))
    try:
        kept = shared_photos.place(me(), where, held, _uploads(), current_app.extensions["photo_store"])
    except Refusal as refusal:
        if refusal.status in (403, 404):
            raise
        db.session.rollback()
        return _page(refusal.status, where=where, refusal=sentence(refusal))
    flash(ngettext("%(num)d photo is kept.", "%(num)d photos are kept.", len(held)), "success")
    shared_photos.drop(_uploads(), held)
    _remember([])
    return done(_address(kept, where))


@views.post("/drop")
def drop() -> AnyResponse:
    """Keep none of them."""
    shared_photos.drop(_uploads(), _held())
    _remember([])
    flash(gettext("The photos were not kept."), "success")
    return done(url_for("home.show"))


def _address(kept: Kept, where: str) -> str:
    if isinstance(kept, Action):
        return url_for("actions.show", action_id=kept.id)
    if isinstance(kept, Finding):
        return url_for("findings.show", finding_id=kept.id)
    if isinstance(kept, Audit):
        return url_for("walks.show", person_id=me().id, audit_id=kept.id, _anchor=f"i-{where.partition(':')[2]}")
    return url_for("responses.form", number=kept.number)


def _held() -> list[Shared]:
    return [Shared(**one) for one in session.get("shared", ())]


def _remember(held: list[Shared]) -> None:
    session["shared"] = [one.to_json() for one in held]


def _uploads() -> PhotoUploads:
    uploads: PhotoUploads = current_app.extensions["shared_photos"]
    return uploads
