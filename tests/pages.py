"""A test client that distrusts every page: strict HTML, one h1, the title starts with it, no id twice, labels."""

import re
from typing import Any
from urllib.parse import urlsplit

import html5lib
from flask import g, has_app_context
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.cast import PASSWORD

NEEDS_LABEL = ("input", "select", "textarea")
NAMESPACE = "{http://www.w3.org/1999/xhtml}"
HARMLESS = frozenset({"unexpected-null-character"})
FLAWLESS: set[str] = set()
"""Pages that were looked at before, their tokens aside: many tests begin at the same one."""


def words(element: Any) -> str:
    """All text below ``element``, blanks folded."""
    return " ".join("".join(element.itertext()).split())


def complaints(html: str) -> list[str]:
    """Everything wrong with a page."""
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    tree = parser.parse(html)
    found = [f"{where}: {code}" for where, code, _ in parser.errors if code not in HARMLESS]
    headings = [words(h1) for h1 in tree.iter("h1")]
    if len(headings) != 1:
        found.append(f"{len(headings)} h1 instead of one: {headings}")
    title = words(next(tree.iter("title")))
    if headings and not title.startswith(headings[0]):
        found.append(f"the title {title!r} does not start with the h1 {headings[0]!r}")
    ids = [element.get("id") for element in tree.iter() if isinstance(element.tag, str) and element.get("id")]
    found += [f"id {id_!r} stands twice" for id_ in sorted({one for one in ids if ids.count(one) > 1})]
    labelled = {label.get("for") for label in tree.iter("label")}
    inside = {id(control) for label in tree.iter("label") for control in label.iter()}
    for element in tree.iter():
        if element.tag not in NEEDS_LABEL or element.get("type") in ("hidden", "submit", "button"):
            continue
        named = element.get("aria-label") or element.get("aria-labelledby")
        if not named and element.get("id") not in labelled and id(element) not in inside:
            found.append(f"no label for {element.tag} {element.get('name')!r}")
    found += [f"image without alt: {image.get('src')}" for image in tree.iter("img") if image.get("alt") is None]
    for element in tree.iter():
        if not isinstance(element.tag, str):
            continue
        inline = (name for name in element.attrib if name == "style" or name.startswith("on"))
        found += [f"inline {name} on {element.tag}" for name in inline]
    return found


class DistrustfulClient(FlaskClient):
    """Checks each HTML page it gets, and posts forms with the token of the page it last saw."""

    token: str = ""
    is_known: bool = False
    """Whether somebody has signed in with it."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        if has_app_context():  # a test's own context lives on between requests: without this, so would the person
            for name in list(g):
                g.pop(name)
        response = super().open(*args, **kwargs)
        if response.mimetype == "text/html":
            self._look_at(response)
        return response

    def _look_at(self, response: TestResponse) -> None:
        html = response.get_data(as_text=True)
        found = re.search(r'name="csrf[-_]token"[^>]*(?:content|value)="([^"]+)"', html)
        if found:
            self.token = found[1]
            html = html.replace(self.token, "")
        if html not in FLAWLESS and html.lstrip().lower().startswith("<!doctype"):
            wrong = complaints(html)
            assert not wrong, f"{response.request.path}: " + "; ".join(wrong)
            FLAWLESS.add(html)

    def send(self, path: str, data: dict[str, Any] | None = None, **kwargs: Any) -> TestResponse:
        """POST a form with the CSRF token."""
        if not self.token:
            self.get("/account" if self.is_known else "/sign-in")
        return self.post(path, data={"csrf_token": self.token, **(data or {})}, **kwargs)

    def sign_in(self, email: str, password: str) -> TestResponse:
        """Through the sign-in page; fails the test when it does not work."""
        self.get("/sign-in")
        response = self.send("/sign-in", {"email": email, "password": password})
        assert response.status_code in (302, 303), response.get_data(as_text=True)
        self.token, self.is_known = "", True  # the page before knew nobody
        return response

    def confirm(self, password: str = PASSWORD) -> "DistrustfulClient":
        """Type the password once more, as whoever signs something next does."""
        self.get("/password/confirm")
        response = self.send("/password/confirm", {"password": password})
        assert response.status_code in (302, 303), response.get_data(as_text=True)
        return self

    def text(self, path: str) -> str:
        """The page's words, without markup."""
        response = self.get(path)
        assert response.status_code == 200, f"{path}: {response.status_code}"
        return words(html5lib.parse(response.get_data(as_text=True), namespaceHTMLElements=False).find("body"))


def path_of(url: str) -> str:
    """The path of an absolute or relative address."""
    return urlsplit(url).path
