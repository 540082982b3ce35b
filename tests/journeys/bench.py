"""A page for pieces of the walk that stand apart: mark-up, signature, rescue; with the app's own headers and files."""

import io
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import Flask, Response, render_template_string
from PIL import Image
from playwright.sync_api import Browser, Page
from werkzeug.serving import make_server

from auditapp.domain.markup import checked
from auditapp.domain.markup_drawing import drawing
from auditapp.views.access import ACCESS, PUBLIC
from tests.conftest import app_on

_PAGE = """<!doctype html>
{% from "evidence/markup.html" import dialog, overlay with context %}
{% from "signatures/dialog.html" import dialog as signature with context %}
<html lang="en"><head><meta charset="utf-8"><title>Bench</title>
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">
<link rel="stylesheet" href="{{ asset('app.css') }}"><script type="module" src="/bench/bench.js"></script></head>
<body><h1>Bench</h1><button id="opener" class="button">Open</button>
{% if drawn %}<span class="marked-photo" id="overlaid">
<img src="/bench/photo.jpg" alt="">{{ overlay(drawn) }}</span>{% endif %}
{{ dialog() }}{{ signature() }}</body></html>"""

_SCRIPT = """
import {{ openMarkup }} from "{markup}";
import * as geometry from "{geometry}";
import {{ openSignature }} from "{signature}";
import {{ downloadRescue, rescueBlob }} from "{rescue}";
const bench = {{ saved: [], changes: 0, violations: [], geometry, openSignature, downloadRescue, rescueBlob }};
window.bench = bench;
document.addEventListener("securitypolicyviolation", (event) => {{
  bench.violations.push(event.violatedDirective + " " + event.blockedURI);
}});
bench.open = (shapes = null, fails = 0) => {{
  bench.left = null;
  openMarkup({{
    image: "/bench/photo.jpg", shapes,
    onSave: async (document) => {{ if (fails-- > 0) throw new Error("full"); bench.saved.push(document); }},
    onChange: () => {{ bench.changes += 1; }},
  }}).then((document) => {{ bench.left = document; }});
}};
document.documentElement.dataset.ready = "";
"""


def photo(width: int = 2400, height: int = 1800) -> bytes:
    """A photo with enough in it to see where one is: a gradient with noise and a dark drum."""
    picture = Image.merge("RGB", (
        Image.linear_gradient("L").resize((width, height)),
        Image.effect_noise((width, height), 60),
        Image.linear_gradient("L").rotate(90).resize((width, height)),
    ))  # fmt: skip
    picture.paste((20, 30, 40), (width // 3, height // 3, width // 2, height * 2 // 3))
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=85)
    return out.getvalue()


def _app(data: Path, shown: bytes) -> Flask:
    app = app_on(data)

    def page() -> str:
        marks = checked(app.extensions["bench_marks"]) if "bench_marks" in app.extensions else None
        return render_template_string(_PAGE, drawn=drawing(marks, 2400, 1800) if marks else None)

    def script() -> Response:
        asset = app.jinja_env.globals["asset"]
        assert callable(asset)
        paths = {"markup": "markup/open", "geometry": "markup/geometry", "signature": "signature/open",
                 "rescue": "rescue/rescue"}  # fmt: skip
        text = _SCRIPT.format(**{name: asset(f"js/{path}.js") for name, path in paths.items()})
        return Response(text, mimetype="text/javascript")

    def kept_photo() -> Response:
        return Response(shown, mimetype="image/jpeg")

    for name, view in (("bench", page), ("bench.js", script), ("photo.jpg", kept_photo)):
        endpoint = f"bench-{name}"
        app.add_url_rule("/bench" if name == "bench" else f"/bench/{name}", endpoint, view)
        ACCESS[endpoint] = PUBLIC
    return app


class Bench:
    """The running page: ``url``, and ``app`` to hand it marks to show."""

    def __init__(self, app: Flask, url: str) -> None:
        self.app, self.url = app, url

    def show(self, page: Page) -> None:
        """Open the page and wait until its script has run."""
        page.goto(f"{self.url}/bench")
        page.locator("html[data-ready]").wait_for(state="attached")

    def overlay(self, document: object) -> None:
        """Let the page show the photo with these marks over it."""
        self.app.extensions["bench_marks"] = document


@contextmanager
def running(data: Path, shown: bytes | None = None) -> Iterator[Bench]:
    """The app on ``data`` with the bench, in a thread."""
    app = _app(data, shown or photo())
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield Bench(app, f"http://127.0.0.1:{server.server_port}")
    finally:
        server.shutdown()
        thread.join()
        for endpoint in [name for name in ACCESS if name.startswith("bench-")]:
            del ACCESS[endpoint]


def a_page(browser: Browser, width: int, height: int) -> Page:
    """A touch screen of this size; what goes wrong in it fails the test that calls `nothing_wrong`."""
    context = browser.new_context(viewport={"width": width, "height": height}, has_touch=True)
    page = context.new_page()
    page.set_default_timeout(10_000)
    page.on("pageerror", lambda error: page.evaluate("(text) => window.bench?.violations.push(text)", str(error)))
    return page


def nothing_wrong(page: Page) -> None:
    """No violation of the policy and no error of a script."""
    assert page.evaluate("() => window.bench.violations") == []


__all__ = ["Bench", "a_page", "nothing_wrong", "photo", "running"]
