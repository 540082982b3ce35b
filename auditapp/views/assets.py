"""Static files under `/s/<build>/...`: a whole version is one tree, and a browser keeps it for good."""

import hashlib
import mimetypes
from functools import lru_cache
from pathlib import Path

import brotli
from flask import Blueprint, Flask, Response, abort, current_app, request, send_from_directory
from werkzeug.security import safe_join

from auditapp.adapters.scripts import joined_scripts
from auditapp.adapters.stylesheets import NOT_ON_A_WALK, joined_css

STATIC = Path(__file__).parent.parent / "static"
FOR_EVER = "public, max-age=31536000, immutable"
mimetypes.add_type("text/javascript", ".mjs")
mimetypes.add_type("font/woff2", ".woff2")

views = Blueprint("assets", __name__)


APART = (
    "js/markup/", "js/signature/", "js/rescue/", "js/shell/held.js", "js/walk/head.js", "vendor/konva/",
    "vendor/client-zip/",
)  # fmt: skip
"""What a page fetches when somebody uses it; and the head of a walk, which is seen before the rest has come."""


def attach(app: Flask) -> None:
    """Join sheets and scripts once, name the build after all bytes, and give templates `asset(path)`."""
    joined = _joined()
    app.extensions["assets"] = {"joined": joined, "build": _build("".join(joined.values()))}
    app.jinja_env.globals["asset"] = asset_url
    app.register_blueprint(views)


@lru_cache(maxsize=1)
def _joined() -> dict[str, str]:
    """The files that are written at the start, by name; they lie at the root of the static tree."""
    return {
        "app.css": joined_css(STATIC),
        "walk.css": joined_css(STATIC, NOT_ON_A_WALK),
        **joined_scripts(STATIC, "js/page.js", "page", APART),
        **joined_scripts(STATIC, "js/walk/page.js", "walk", APART),
    }


@lru_cache(maxsize=1)
def _build(joined: str) -> str:
    digest = hashlib.sha256(joined.encode())
    for path in sorted(STATIC.rglob("*")):
        if path.is_file() and path.suffix != ".css":
            digest.update(path.relative_to(STATIC).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()[:12]


def asset_url(path: str) -> str:
    """The address of the static file at ``path`` in this build."""
    return f"/s/{current_app.extensions['assets']['build']}/{path}"


def names_of(parts: tuple[str, ...]) -> list[str]:
    """The static files under ``parts``: names, or folders ending in a stroke; no licences."""
    files = [path for path in STATIC.rglob("*") if path.suffix in SERVED]
    names = sorted(
        [*current_app.extensions["assets"]["joined"], *(one.relative_to(STATIC).as_posix() for one in files)]
    )
    return [
        name for name in names if any(name == part or (part.endswith("/") and name.startswith(part)) for part in parts)
    ]


SERVED = frozenset({".js", ".mjs", ".svg", ".png", ".woff2"})


@views.get("/s/<build>/<path:name>")
def file(build: str, name: str) -> Response:
    """A static file. An older build's address gives today's file, but nothing keeps it."""
    held = current_app.extensions["assets"]
    if name.startswith("css/"):
        abort(404)
    if request.accept_encodings.quality("br") and Path(name).suffix in TEXTS:
        response = _pressed(name, held["joined"].get(name))
    elif name in held["joined"]:
        response = Response(held["joined"][name], mimetype=mimetypes.guess_type(name)[0])
    else:
        response = send_from_directory(STATIC, name, conditional=True)
    response.headers["Cache-Control"] = FOR_EVER if build == held["build"] else "no-cache"
    return response


TEXTS = frozenset({".css", ".js", ".mjs", ".svg"})


def _pressed(name: str, joined: str | None) -> Response:
    """The file as small as it gets: a device fetches it once and keeps it, and the work is done once a process."""
    path = Path(safe_join(str(STATIC), name) or STATIC)
    if joined is not None:
        data = _small(joined.encode())
    elif path.is_file():
        data = _small_file(path, path.stat().st_mtime_ns)
    else:
        abort(404)
    response = Response(data, mimetype=mimetypes.guess_type(name)[0])
    response.headers["Content-Encoding"] = "br"
    response.vary.add("Accept-Encoding")
    return response


@lru_cache(maxsize=10)
def _small(text: bytes) -> bytes:
    return bytes(brotli.compress(text, quality=11))


@lru_cache(maxsize=200)
def _small_file(path: Path, _changed: int) -> bytes:
    return bytes(brotli.compress(path.read_bytes(), quality=11))
