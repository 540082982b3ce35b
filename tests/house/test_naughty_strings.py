"""Strings that break things, through every text field of every form: kept as they are, or refused in words."""

import json
import re
from html import unescape
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from auditapp.domain.plain_text import is_plain, trimmed, unix_lines
from tests.cast import PASSWORD
from tests.house.test_crawl import links

FORM = re.compile(r"<form\b([^>]*method=\"post\"[^>]*)>(.*?)</form>", re.S)
CONTROL = re.compile(r"<(input|textarea|select)\b([^>]*)>(?:(.*?)</(?:textarea|select)>)?", re.S)
TEXT_TYPES = {"", "text", "email", "search", "tel", "url"}
NOT_FOR_THIS = re.compile(
    r"/sign-out|/end|/deactivate|/withdraw|/sign-in|/password|/(issue|conclude|cancel|start|confirm)$"
)
READERS = ("mia", "lea", "ola")
FEWER = 40
"""Strings a form gets; each field of it gets all of them, in another order than its neighbour."""


def attribute(name: str, attributes: str) -> str:
    found = re.search(rf'\b{name}="([^"]*)"', attributes)
    return unescape(found[1]) if found else ""


def fields(form: str) -> tuple[dict[str, str | list[str]], list[str]]:
    """What a browser would send of a form untouched, and the names of its text fields."""
    sent: dict[str, str | list[str]] = {}
    texts = []
    for tag, attributes, inner in CONTROL.findall(form):
        name, kind = attribute("name", attributes), attribute("type", attributes)
        if not name:
            continue
        if tag == "textarea" or (tag == "input" and kind in TEXT_TYPES):
            texts.append(name)
            sent[name] = unescape(inner).strip() if tag == "textarea" else attribute("value", attributes)
        elif tag == "select":
            options = re.findall(r"<option\b([^>]*)>", inner)
            picked = [one for one in options if " selected" in one] or [
                one for one in options if attribute("value", one)
            ][:1]
            sent[name] = attribute("value", picked[0]) if picked else ""
        elif kind in ("checkbox", "radio"):
            if " checked" in attributes or name not in sent:
                sent[name] = attribute("value", attributes) or "y"
        elif kind != "file" and kind != "submit":
            sent[name] = attribute("value", attributes)
    return sent, texts


def pages_with_forms(client: FlaskClient) -> dict[str, str]:
    """One page of each kind of address that has a form with text to fill."""
    seen: set[str] = set()
    found: dict[str, str] = {}
    waiting = ["/", "/people", "/people/new", "/sites", "/sites/new", "/processes/new", "/audits/new", "/audits"]
    waiting += ["/nonconformities?show=all"]
    while waiting and len(seen) < 120:
        path = waiting.pop(0)
        beside = path.startswith("/s/") or path.endswith((".pdf", ".jpg")) or ("?" in path and "show=all" not in path)
        if path in seen or beside:
            continue
        seen.add(path)
        response = client.get(path)
        if response.mimetype != "text/html" or response.status_code != 200:
            continue
        kind = re.sub(r"[0-9a-f-]{36}|[A-Z]+-\d[\d-]*|\?.*", "*", path)
        if kind not in found and any(fields(body)[1] for _, body in FORM.findall(response.text)):
            found[kind] = path
        waiting += [link for link in links(response.text, path) if link not in seen]
    return found


@pytest.fixture(scope="module")
def naughty(corpora: Path) -> list[str]:
    strings: list[str] = json.loads((corpora / "text" / "blns.json").read_text())
    return [*strings, "\x00", "a\x0bb", "{{7*7}}", "{0.__class__}", "%(name)s", "x" * 300, "\ufeff", "a\r\nBcc: b@c.de"]


def sign_in(app: Flask, name: str) -> FlaskClient:
    client = app.test_client()
    token = attribute("value", re.search(r'name="csrf_token"[^>]*', client.get("/sign-in").text)[0])  # type: ignore[index]
    client.post("/sign-in", data={"csrf_token": token, "email": f"{name}@example.com", "password": PASSWORD})
    return client


@pytest.mark.parametrize("name", READERS)
def test_every_text_field_keeps_what_is_typed_or_refuses_it(house: Flask, naughty: list[str], name: str) -> None:
    client = sign_in(house, name)
    tried = 0
    for kind, path in pages_with_forms(client).items():
        for number, (attributes, body) in enumerate(FORM.findall(client.get(path).text)):
            action = attribute("action", attributes) or path
            sent, texts = fields(body)
            if not texts or NOT_FOR_THIS.search(action):
                continue
            for turn in range(FEWER):
                typed = {
                    field: naughty[(turn * len(naughty) // FEWER + 37 * place + 11 * number + len(kind)) % len(naughty)]
                    for place, field in enumerate(texts)
                }
                response = client.post(action, data=sent | typed, headers={"Referer": f"http://localhost{path}"})
                assert response.status_code < 500, (action, typed)
                assert response.status_code != 400, (action, response.text[-600:])
                if response.status_code in (422, 200):
                    _still_there(response.text, typed, action)
                tried += 1
    assert tried >= FEWER


def _still_there(page: str, typed: dict[str, str], action: str) -> None:
    """What was typed stands in the refused page as it was, blanks around it aside."""
    shown = unescape(page)
    for field, text in typed.items():
        clean = trimmed(unix_lines(text))
        if f'name="{field}"' in page and is_plain(clean) and len(clean) < 200:
            assert clean in unix_lines(shown), (action, field, text)


def test_a_name_comes_back_as_it_was_typed(house: Flask, naughty: list[str]) -> None:
    client = sign_in(house, "mia")
    page = client.get("/sites/new").text
    token = attribute("value", re.search(r'name="csrf_token"[^>]*', page)[0])  # type: ignore[index]
    kept, refused = 0, 0
    for text in naughty:
        clean = trimmed(unix_lines(text))
        response = client.post("/sites/new", data={"csrf_token": token, "name": text, "timezone": "UTC"})
        if response.status_code == 422:
            refused += 1
            assert not clean or not is_plain(clean) or len(clean) > 200 or "\n" in clean or "\t" in clean or kept, text
            continue
        assert response.status_code == 303
        kept += 1
        with house.app_context():
            from auditapp.models import Site, db

            assert db.session.query(Site).filter_by(name=clean).count() == 1
    assert kept > 400
    assert refused > 5
