"""What journeys stand on: one Playwright, one browser and one installation for all that a process runs of them."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Playwright, expect, sync_playwright

from tests.journeys.bench import Bench, a_page, nothing_wrong, running
from tests.journeys.chaos import ChaosProxy
from tests.journeys.tablets import BROWSER, CHROMIUM, PHONE, TABLET, Server, Tablet, copied
from tests.journeys.walked import Story

# What is awaited comes within one second or two, but other tests may hold the machine.
expect.set_options(timeout=30_000)


@pytest.fixture(scope="package")
def chromium() -> Iterator[Playwright]:
    """For tablets, whose profiles are their own."""
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="package")
def browser(chromium: Playwright) -> Iterator[Browser]:
    """One for all who keep nothing: each takes a context of its own."""
    browser = chromium.chromium.launch(executable_path=BROWSER, args=CHROMIUM)
    yield browser
    browser.close()


@pytest.fixture(scope="package")
def installation(template_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    served = Server(copied(template_data, tmp_path_factory.mktemp("journeys") / "data"))
    yield served
    served.kill()


@pytest.fixture
def server(installation: Server) -> Server:
    """The app, running, whatever the journey before did to it; its data are all journeys'."""
    if installation.process is None or installation.process.poll() is not None:
        installation.start()
    return installation


@pytest.fixture
def proxy(server: Server) -> Iterator[ChaosProxy]:
    """The network between a tablet and the server, to be broken."""
    proxy = ChaosProxy(server.port).start()
    yield proxy
    proxy.stop()


@pytest.fixture
def story(server: Server, tmp_path: Path) -> Story:
    """An audit under way of its own."""
    return Story(server, tmp_path)


@pytest.fixture(params=[PHONE, TABLET], ids=["phone", "tablet"])
def tablet(story: Story, chromium: Playwright, request: pytest.FixtureRequest) -> Iterator[Tablet]:
    """On a phone and on a tablet: the test is done on both."""
    opened = story.tablet(chromium, request.param)
    yield opened
    opened.close()


@pytest.fixture
def phone(story: Story, chromium: Playwright) -> Iterator[Tablet]:
    """On a phone alone."""
    opened = story.tablet(chromium, PHONE)
    yield opened
    opened.close()


@pytest.fixture(scope="package")
def bench(template_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    """A page for pieces of the walk that stand apart."""
    with running(copied(template_data, tmp_path_factory.mktemp("bench") / "data")) as bench:
        yield bench


@pytest.fixture
def page(request: pytest.FixtureRequest, browser: Browser, bench: Bench) -> Iterator[Page]:
    """The bench on a phone, or on the tablet that a test names; nothing may go wrong on it."""
    size = {"phone": PHONE, "tablet": TABLET}[getattr(request, "param", "phone")]
    page = a_page(browser, size["width"], size["height"])
    bench.show(page)
    yield page
    nothing_wrong(page)
    page.context.close()
