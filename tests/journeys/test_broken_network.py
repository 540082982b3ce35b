"""Browser, broken network and server together: what the walk's journeys stand on."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Error, Playwright, expect

from tests.journeys.chaos import ChaosProxy, go_offline, go_online
from tests.journeys.tablets import PHONE, Server, Tablet

pytestmark = pytest.mark.journey


@pytest.fixture
def tablet(proxy: ChaosProxy, chromium: Playwright, tmp_path: Path) -> Iterator[Tablet]:
    tablet = Tablet(chromium, tmp_path / "profile", PHONE, proxy.url, "nobody")
    yield tablet
    tablet.close()


def test_offline_is_offline_and_online_is_back(tablet: Tablet, proxy: ChaosProxy) -> None:
    page = tablet.context.pages[0]
    page.goto(f"{proxy.url}/health")
    go_offline(proxy, tablet.context)
    assert page.evaluate("() => navigator.onLine") is False
    with pytest.raises(Error, match=r"ERR_INTERNET_DISCONNECTED|ERR_CONNECTION"):
        page.goto(f"{proxy.url}/health")
    go_online(proxy, tablet.context)
    assert page.goto(f"{proxy.url}/health").ok  # type: ignore[union-attr]
    assert page.evaluate("() => navigator.onLine") is True


def test_a_server_killed_behind_the_proxy_comes_back_at_the_same_origin(
    tablet: Tablet, proxy: ChaosProxy, server: Server
) -> None:
    page = tablet.context.pages[0]
    page.goto(f"{proxy.url}/health")
    server.kill()
    assert page.evaluate("() => fetch('/health').then(() => 'here', () => 'gone')") == "gone"
    server.start()
    assert page.evaluate("() => fetch('/health').then(() => 'here', () => 'gone')") == "here"


def test_a_browser_killed_at_once_keeps_what_it_had_written(tablet: Tablet, proxy: ChaosProxy) -> None:
    page = tablet.context.pages[0]
    page.goto(f"{proxy.url}/health")
    page.evaluate(
        """() => new Promise((resolve, reject) => {
          const opening = indexedDB.open("kept", 1);
          opening.onupgradeneeded = () => opening.result.createObjectStore("rows");
          opening.onsuccess = () => {
            const writing = opening.result.transaction("rows", "readwrite", { durability: "strict" });
            writing.objectStore("rows").put("safe", "word");
            writing.oncomplete = () => resolve();
            writing.onerror = reject;
          };
        })"""
    )
    tablet.kill()
    tablet.reopen()
    page = tablet.context.pages[0]
    page.goto(f"{proxy.url}/health")
    kept = page.evaluate(
        """() => new Promise((resolve) => {
          const opening = indexedDB.open("kept", 1);
          opening.onsuccess = () => {
            const reading = opening.result.transaction("rows").objectStore("rows").get("word");
            reading.onsuccess = () => resolve(reading.result);
          };
        })"""
    )
    assert kept == "safe"
    expect(page.locator("body")).to_be_attached()
