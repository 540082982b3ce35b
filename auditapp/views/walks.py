"""The walk: its page, and the answers its device gets. JSON under `/walk/api/`, never a redirect."""

import uuid
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

from flask import Blueprint, Response, current_app, jsonify, make_response, render_template, request, session
from flask_babel import get_locale
from flask_wtf.csrf import generate_csrf

from auditapp.adapters import clock
from auditapp.adapters.photo_store import DigestMismatch, PhotoStore, WrongOffset
from auditapp.domain import walk
from auditapp.domain.errors import NotThere, Refusal
from auditapp.domain.words import N_, RESULTS
from auditapp.models import Person
from auditapp.services import (
    evidence,
    history,
    photo_words,
    sign_in_sessions,
    walk_devices,
    walk_operations,
    walk_packages,
    walk_photos,
    walk_states,
    walks,
)
from auditapp.views.evidence import derivative
from auditapp.views.formats import translated
from auditapp.views.pages import me
from auditapp.views.shell import WALK, files_of

views = Blueprint("walks", __name__, url_prefix="/walk")


@views.get("/<uuid:person_id>/<uuid:audit_id>")
def show(person_id: uuid.UUID, audit_id: uuid.UUID) -> Response:
    """The whole audit on one page. The person stands in the address, so that a device keeps people apart."""
    if person_id != me().id:
        raise NotThere(N_("There is no such walk here."))
    audit = walks.find(me(), audit_id)
    _keep_for_the_walk()
    sections = walks.sections(audit, _language())
    body = render_template(
        "walks/show.html",
        me=me(),
        audit=audit,
        sections=sections,
        results=RESULTS,
        schema=walk.SCHEMA,
        build=_build(),
    )
    response = make_response(body)
    response.headers["Cache-Control"] = "private, no-cache"
    return response


def _keep_for_the_walk() -> None:
    """This session stays good for `/walk/` when the desk's limits have passed."""
    if not session.is_tablet:  # type: ignore[attr-defined]  # a KeptSession
        session.is_tablet = True  # type: ignore[attr-defined]  # a KeptSession
        session.modified = True


@views.get("/<uuid:person_id>/new")
def new(person_id: uuid.UUID) -> Response:
    """The page of an audit that nobody planned: a device keeps it, and lays out the questions of a kept checklist."""
    if person_id != me().id:
        raise NotThere(N_("There is no such walk here."))
    history.allow(me(), "start_unplanned")
    _keep_for_the_walk()
    body = render_template(
        "walks/show.html", me=me(), audit=None, sections=[], results=RESULTS, schema=walk.SCHEMA, build=_build()
    )
    response = make_response(body)
    response.headers["Cache-Control"] = "private, no-cache"
    return response


@views.get("/api/session")
def who() -> Response:
    """Who is signed in, with a fresh token: asked at the start of each run of sending."""
    person = me()
    return jsonify(
        user=str(person.id),
        name=person.name,
        csrf=generate_csrf(),
        app=_build(),
        op_schemas=[walk.SCHEMA],
        now=clock.now().isoformat(),
        until=sign_in_sessions.good_until(session.token).isoformat(),  # type: ignore[attr-defined]  # a KeptSession
        device=request.cookies.get(_cookie(person), ""),
    )


def _cookie(person: Person) -> str:
    """Names the device to the server even after its own store was emptied."""
    return f"walk_{person.id.hex}"


@views.post("/api/ops")
def operations() -> Response:
    """Take up to 50 operations, each exactly once; one result for each."""
    sent = request.get_json(silent=True)
    if not isinstance(sent, dict) or not isinstance(sent.get("ops"), list):
        raise Refusal(N_("This is not what a walk sends: a list of entries is expected."), status=400)
    device = str(sent.get("device", ""))[:40]
    if not walk.is_text(device):
        raise Refusal(N_("This is not what a walk sends: a list of entries is expected."), status=400)
    results = walk_operations.receive(me(), device, sent["ops"])
    walk_devices.told(me(), device, request.user_agent.string, _left(sent.get("pending")))
    for result in results:
        if "why" in result:
            result["why"] = translated(result["why"], {})
    return jsonify(user=str(me().id), results=results, safe=_safe(sent["ops"]))


def _safe(entries: list[dict[str, Any]]) -> dict[str, int]:
    """How many entries of each audit that these name are here now: a device counts wrong where an answer was lost."""
    named: set[uuid.UUID] = set()
    for entry in entries:
        with suppress(KeyError, ValueError, AttributeError, TypeError):
            named.add(uuid.UUID(str(entry["audit"])))
    return {str(audit_id): walk_states.safe(me(), audit_id) for audit_id in named}


def _left(pending: Any) -> dict[uuid.UUID, walk_devices.Left]:
    """What a device says it still holds, by audit; nothing of what cannot be read."""
    told: dict[uuid.UUID, walk_devices.Left] = {}
    for one in pending[:200] if isinstance(pending, list) else []:
        try:
            entries, photos = int(one["entries"]), int(one["photos"])
            told[uuid.UUID(one["audit"])] = walk_devices.Left(entries, photos)
        except (TypeError, KeyError, ValueError, AttributeError):
            continue
    return told


@views.post("/api/pins")
def pin() -> Response:
    """A device has pinned a walk and read it back. Its name stays in a cookie that outlives its store."""
    sent: Any = request.get_json(silent=True)
    try:
        device, build = str(sent["device"])[:40], str(sent["build"])
        audit_id, size = uuid.UUID(sent["audit"]), int(sent["size"])
        if not device or not walk.is_text([device, build]):
            raise ValueError
    except (TypeError, KeyError, ValueError, AttributeError):
        raise Refusal(N_("This is not what a walk sends: a list of entries is expected."), status=400) from None
    agent = request.user_agent.string
    row = walk_devices.prepared(me(), walks.find(me(), audit_id), device, agent, build=build, size=size)
    response = jsonify(at=row.prepared_at.isoformat() if row.prepared_at else "")
    response.set_cookie(
        _cookie(me()), device, max_age=timedelta(days=400), httponly=True, samesite="Lax", path="/walk/",
        secure=request.is_secure,
    )  # fmt: skip
    return response


@views.get("/api/assets")
def assets() -> Response:
    """The files that the page of this build is made of, with all that it loads on use."""
    return jsonify(build=_build(), files=files_of(WALK))


@views.route("/api/photos/<uuid:photo_id>", methods=["HEAD"])
def photo_progress(photo_id: uuid.UUID) -> Response:
    """How much of a photo is here, in `Upload-Offset` and `Upload-Complete`."""
    offset, complete = walk_photos.progress(_store(), walk_photos.announced(me().id, photo_id))
    response = make_response("", 200)
    response.headers["Upload-Offset"] = str(offset)
    response.headers["Upload-Complete"] = "?1" if complete else "?0"
    return response


@views.patch("/api/photos/<uuid:photo_id>")
def photo_part(photo_id: uuid.UUID) -> Response | tuple[Response, int]:
    """Take the next part of a photo: at most 1 MiB, at `Upload-Offset`."""
    offset = request.headers.get("Upload-Offset", "")
    if not offset.isascii() or not offset.isdecimal() or len(offset) > 12:
        raise Refusal(N_("The header Upload-Offset is missing: the number of bytes sent before."), status=400)
    data = request.get_data(cache=False)
    try:
        at, complete, trouble = walk_photos.take_part(_store(), me().id, photo_id, int(offset), data)
    except WrongOffset as wrong:
        return jsonify(offset=wrong.offset), 409
    except DigestMismatch as mismatch:
        return jsonify(offset=0, error=translated(mismatch.message, mismatch.values)), 409
    told: dict[str, Any] = {"id": str(photo_id), "offset": at, "complete": complete, "trouble": trouble, "damage": ""}
    if complete:
        photo = walk_photos.announced(me().id, photo_id)
        told |= {"damage": photo_words.damage(photo), "safe": _safe([{"audit": photo.audit_id}])}
    return jsonify(told)


@views.get("/api/photos/<uuid:photo_id>/<any(thumb, view):size>.jpg")
def photo(photo_id: uuid.UUID, size: str) -> Response:
    """A photo on the walk: under this address a device may see it after the desk's limits have passed."""
    return derivative(evidence.sound(me(), photo_id), size)


@views.get("/api/audits/<uuid:audit_id>/state")
def state(audit_id: uuid.UUID) -> Response:
    """What the server holds of a walk, or what changed `since` the cursor of an earlier answer."""
    audit = walks.find(me(), audit_id)
    return jsonify(walk_states.state(me(), audit, _moment(request.args.get("since", ""))))


@views.get("/api/audits/<uuid:audit_id>/package")
def package(audit_id: uuid.UUID) -> Response:
    """What a walk wants beside its questions."""
    return jsonify(walk_packages.package(walks.find(me(), audit_id), _language()))


@views.get("/api/unplanned")
def unplanned() -> Response:
    """What an audit that nobody planned can be started from."""
    history.allow(me(), "start_unplanned")
    return jsonify(walk_packages.for_unplanned(_language()))


def _moment(text: str) -> datetime | None:
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        raise Refusal(N_("'since' is not a moment that an earlier answer gave."), status=400) from None


def _language() -> str:
    return str(get_locale() or "en")


def _store() -> PhotoStore:
    store: PhotoStore = current_app.extensions["photo_store"]
    return store


def _build() -> Any:
    return current_app.extensions["assets"]["build"]
