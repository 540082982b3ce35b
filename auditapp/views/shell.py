"""What a device keeps of the app itself: the service worker, the page without a network, the home-screen icon."""

from typing import Any

from flask import Blueprint, Response, current_app, jsonify, make_response, render_template, url_for
from flask_babel import gettext

from auditapp.domain.words import N_
from auditapp.views.assets import asset_url, names_of
from auditapp.views.formats import organisation
from auditapp.views.languages import page_direction, page_language

views = Blueprint("shell", __name__)

SHELL = ("app.css", "js/shell/", "js/theme.js", "icons/sprite.svg", "icons/mark.svg")
"""What `/offline` is made of."""

WALK = (
    "walk.css", "walk.js", "walk-later.js", "js/theme.js", "js/walk/head.js", "js/markup/", "js/signature/",
    "js/rescue/", "icons/sprite.svg", "icons/mark.svg", "vendor/konva/", "vendor/signature_pad/", "vendor/client-zip/",
    "fonts/noto-sans-latin.woff2", "fonts/noto-sans-latin-a.woff2", "fonts/noto-sans-latin-ext.woff2",
)  # fmt: skip
"""What the page of a walk is made of, with all that it loads on use."""


def files_of(parts: tuple[str, ...]) -> list[str]:
    """The addresses of this build's files below ``parts``."""
    return [asset_url(name) for name in names_of(parts)]


@views.get("/sw.js")
def worker() -> Response:
    """The service worker of this build."""
    build = current_app.extensions["assets"]["build"]
    shell: list[dict[str, Any]] = [{"url": url, "revision": None} for url in files_of(SHELL)]
    shell.append({"url": "/offline", "revision": build})
    response = make_response(render_template("shell/service_worker.js", shell=shell))
    response.mimetype = "text/javascript"
    response.headers["Cache-Control"] = "no-cache"
    return response


@views.get("/offline")
def offline() -> Response:
    """The audits on this device. The same for everybody: what it shows comes from the device alone."""
    response = make_response(render_template("shell/offline.html"))
    response.headers["Cache-Control"] = "no-cache"
    return response


SHOTS = (
    ("phone-home", "780x1688", "narrow", N_("My work: what is asked today")),
    ("phone-walk", "780x1688", "narrow", N_("The walk: one question at a time")),
    ("phone-nonconformity", "780x1688", "narrow", N_("A nonconformity: whose turn it is, and what is asked")),
    ("desk-register", "1440x900", "wide", N_("The register of nonconformities")),
)
"""Pictures of the demo's own screens, shown before somebody installs: file, size, where, words."""


def _icon(name: str) -> dict[str, str]:
    return {"src": asset_url(f"icons/shortcut-{name}.png"), "sizes": "96x96", "type": "image/png"}


@views.get("/manifest.webmanifest")
def manifest() -> Response:
    """Name and icons for the home screen, what its icon offers, and where shared photos go."""
    name = organisation() or gettext("Internal audits")
    icons = [
        ("mark-192", "192x192", "any"),
        ("mark-512", "512x512", "any"),
        ("mark-maskable-512", "512x512", "maskable"),
    ]
    response = jsonify(
        id="/",
        name=name,
        short_name=gettext("Audits"),
        start_url="/",
        scope="/",
        display="standalone",
        background_color="#ffffff",
        theme_color="#0b3438",
        lang=page_language(),
        dir=page_direction(),
        categories=["business", "productivity"],
        icons=[
            {"src": asset_url(f"icons/{file}.png"), "sizes": size, "type": "image/png", "purpose": purpose}
            for file, size, purpose in icons
        ],
        screenshots=[
            {
                "src": asset_url(f"shots/{file}.webp"), "sizes": size, "type": "image/webp", "form_factor": factor,
                "label": gettext(label),
            }
            for file, size, factor, label in SHOTS
        ],
        shortcuts=[
            {"name": gettext(label), "url": address, "icons": [_icon(icon)]}
            for label, address, icon in (
                (N_("Today's audit"), url_for("home_screen.today"), "today"),
                (N_("New observation"), url_for("home_screen.observation"), "observation"),
                (N_("My actions"), url_for("home.show", _anchor="asked"), "actions"),
            )
        ],
        share_target={
            "action": url_for("shared_photos.take"), "method": "POST", "enctype": "multipart/form-data",
            "params": {"files": [{"name": "photos", "accept": ["image/*"]}]},
        },
    )  # fmt: skip
    response.mimetype = "application/manifest+json"
    response.headers["Cache-Control"] = "no-cache"
    return response
