"""Every link, followed as every reader: a page, strictly written, and nothing changed by looking."""

import hashlib
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from html import unescape
from urllib.parse import urljoin, urlsplit

import pytest
from flask import Flask
from sqlalchemy import event
from sqlalchemy.orm import Session

from auditapp.models import db
from tests.house.world import READERS, browser, dump
from tests.pages import DistrustfulClient

LINKS = {"a": "href", "img": "src", "link": "href", "script": "src", "form": "action", "use": "href"}
TAG = re.compile(rf"<({'|'.join(LINKS)})\b([^>]*)>")
OF_A_KIND = 4
"""Pages that differ in whose they are, or in what they were asked for, and in nothing else: so many are looked at."""
OF_A_PLACE = 20
"""Ways of asking the same page, such as filters of the register, which can be put together without end."""


def links(html: str, here: str) -> Iterator[str]:
    """Addresses on this server that the page names and a browser would ask for with GET."""
    for tag, attributes in TAG.findall(html):
        found = re.search(rf'\b{LINKS[tag]}="([^"]*)"', attributes)
        if not found or (tag == "form" and 'method="post"' in attributes):
            continue
        url = urlsplit(urljoin(f"http://localhost{here}", unescape(found[1])))
        if url.netloc == "localhost":
            yield url.path + (f"?{url.query}" if url.query else "")


def kind(path: str) -> str:
    """An address without ids, numbers and what it asks for."""
    place, _, question = path.partition("?")
    return re.sub(r"[0-9a-f-]{36}|[A-Z0-9]*-?\d[\w-]*", "*", place) + "?" + re.sub(r"=[^&]*", "=", question)


def crawl(client: DistrustfulClient) -> dict[str, int]:
    """Addresses that the reader gets to from the first page, up to four of a kind, with the status each gave."""
    answered: dict[str, int] = {}
    seen: Counter[str] = Counter()
    asked: Counter[str] = Counter()
    waiting = ["/", "/account", "/sites", "/people", "/audits", "/nonconformities", "/checklists", "/who-may"]
    while waiting:
        path = waiting.pop(0)
        paper = path.endswith(".pdf")  # papers take seconds; one of them is enough here
        of_this_kind = "a paper" if paper else kind(path)
        if path in answered or seen[of_this_kind] >= (1 if paper else OF_A_KIND):
            continue
        place = of_this_kind.partition("?")[0]
        if asked[place] >= OF_A_PLACE:
            continue
        seen[of_this_kind] += 1
        asked[place] += 1
        response = client.get(path)
        answered[path] = response.status_code
        if response.mimetype == "text/html" and response.status_code == 200:
            waiting += [link for link in links(response.text, path) if link not in answered]
    return answered


def state_of(app: Flask) -> str:
    """One hash over all that is kept, sessions excepted."""
    digest = hashlib.sha256()
    for line in dump(app):
        digest.update(line.encode())
    return digest.hexdigest()


@contextmanager
def written(app: Flask) -> Iterator[list[str]]:
    """Every statement that is no question, and every commit of the requests' own session."""
    noted: list[str] = []

    def executed(_conn: object, _cursor: object, statement: str, *_more: object) -> None:
        if statement.split(None, 1)[0].upper() not in ("SELECT", "WITH", "PRAGMA", "BEGIN"):
            noted.append(statement)

    def committed(_session: object) -> None:
        noted.append("a commit")

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", executed)
    event.listen(Session, "before_commit", committed)
    try:
        yield noted
    finally:
        event.remove(engine, "before_cursor_execute", executed)
        event.remove(Session, "before_commit", committed)


MAY_BE_CLOSED = {"/people", "/sites", "/audits", "/nonconformities", "/checklists", "/who-may", "/register/ticked"}
"""Asked of everybody here, whether a link leads there or not; what is ticked is asked with nothing ticked."""


@pytest.mark.parametrize("name", READERS)
def test_every_link_leads_to_a_page_and_looking_changes_nothing(house: Flask, name: str) -> None:
    client = browser(house, name).confirm()  # what signs asks for the password first
    before = state_of(house)
    with written(house) as noted:
        answered = crawl(client)
    dead = {path: status for path, status in answered.items() if status != 200 and path not in MAY_BE_CLOSED}
    sent_on = [path for path in dead if path.startswith("/sign-in?")]  # on the walk, for when its session has ended
    assert {dead.pop(path) for path in sent_on} <= {302}
    assert dead == {}
    assert len(answered) > 10
    assert [line for line in noted if "sign_in_session" not in line] == []
    assert state_of(house) == before


def test_a_change_would_be_noticed(house: Flask) -> None:
    before = state_of(house)
    client = browser(house, "mia")
    with written(house) as noted:
        client.send("/sites/new", {"name": "Annex", "timezone": "Europe/Berlin"})
    assert "a commit" in noted
    assert state_of(house) != before
