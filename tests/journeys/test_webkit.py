"""A smoke run in WebKit: prepared, answered, photographed and opened without a server, then sent. It is no iPad."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from auditapp.models import Evidence
from tests.journeys.tablets import Server, copied
from tests.journeys.walked import Story, a_file
from tests.journeys.webkit import MISSING, WebKit, is_here

pytestmark = [pytest.mark.journey, pytest.mark.skipif(not is_here(), reason=MISSING)]


@pytest.fixture
def server(template_data: Path, tmp_path: Path) -> Iterator[Server]:
    served = Server(copied(template_data, tmp_path / "data"))
    served.start()
    yield served
    served.kill()


@pytest.fixture
def browser() -> Iterator[WebKit]:
    opened = WebKit()
    yield opened
    opened.close()


def test_webkit_prepares_answers_without_a_server_keeps_a_photo_and_sends_it_whole(
    server: Server, browser: WebKit, tmp_path: Path
) -> None:
    story = Story(server, tmp_path)
    file = a_file(tmp_path, big=True)
    browser.open(f"{server.url}/health")
    browser.sign_in(story.token)
    browser.open(f"{server.url}{story.path}#prepare")
    browser.reads("#prepare-said", "Ready for a day without network")
    server.kill()
    browser.open(server.url + story.path)
    browser.stands()
    browser.click("[data-answer=conform]")
    browser.reads("#ask-label", "2")
    browser.choose("[data-photo=library]", file)
    browser.until(lambda: browser.run("return document.querySelectorAll('#photos .shot img').length") == 1, "a photo")
    browser.reads("[data-here]", "2")
    browser.open(server.url + story.path)
    browser.stands()
    browser.reads("[data-here]", "2")
    server.start()
    browser.run("document.getElementById('send-now').click()")
    browser.reads("#status", "Everything is on the server. You may close the tablet.")
    assert list(story.results().values()) == ["conform"]
    photo = story.row(Evidence)
    assert (photo.sha256, photo.trouble) == (hashlib.sha256(file.read_bytes()).hexdigest(), "")
