"""What somebody waits for who opens a page for the first time: bytes, requests, and on a slow line the first sight.

On the demo, by the server that `bin/run` starts; a browser without anything kept, for each page anew.
"""

import os
import re
import statistics
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from tests.bench import ground
from tests.bench.measure import Result
from tests.journeys.tablets import BROWSER, CHROMIUM, ROOT, free_port

PHONE: dict[str, Any] = {"viewport": {"width": 412, "height": 823}, "is_mobile": True, "has_touch": True}
SLOW_LINE = {"offline": False, "latency": 150, "downloadThroughput": 200_000, "uploadThroughput": 93_750}
"""150 ms and 1.6 Mbit/s, in bytes a second."""
SLOWER = 4
SIGHTS, SEEN = 3, ("home", "walk", "register", "nc")
AUDITOR, PASSWORD = "samuel@lindmoor.example", "walk-the-harbour"

NAMES = (
    *(f"{name}_{what}" for name in SEEN for what in ("kb", "requests", "lcp_ms", "cls")),
    *(f"{name}_{what}" for name in ("audit", "report", "sign_in") for what in ("kb", "requests")),
)

WATCH = """() => {
  window.sights = []; window.shifts = 0;
  const see = (type, take) =>
    new PerformanceObserver((list) => list.getEntries().forEach(take)).observe({ type, buffered: true });
  see("largest-contentful-paint", ({ startTime }) => window.sights.push(startTime));
  see("layout-shift", ({ value, hadRecentInput }) => { if (!hadRecentInput) window.shifts += value; });
}"""


@dataclass
class Load:
    """What the browser fetched for one page: {request: [address, bytes on the line]}."""

    fetched: dict[str, list[Any]] = field(default_factory=dict)

    def watch(self, session: Any) -> None:
        session.send("Network.enable")
        session.on("Network.requestWillBeSent", self._asked)
        session.on("Network.loadingFinished", self._came)

    def _asked(self, event: dict[str, Any]) -> None:
        if event["request"]["url"].startswith("http"):
            self.fetched.setdefault(event["requestId"], [event["request"]["url"], 0])

    def _came(self, event: dict[str, Any]) -> None:
        if event["requestId"] in self.fetched:
            self.fetched[event["requestId"]][1] = event["encodedDataLength"]

    def of(self, pattern: str = "") -> list[int]:
        """Bytes on the line, headers included, of each that is no photo and whose address has ``pattern``."""
        return [size for url, size in self.fetched.values() if re.search(pattern, url) and not PHOTO.search(url)]

    def kb(self, pattern: str = "") -> float:
        return round(sum(self.of(pattern)) / 1000, 1)


LATER = r"-later\.js|/js/rescue/|/client-zip/"
"""What a walk fetches once its first question can be answered."""
PHOTO = re.compile(r"\.jpe?g(\?|$)|/evidence/")


def run() -> Iterator[Result]:
    """`_kb` and `_requests` of seven pages; of the four that people open most, `_lcp_ms` and `_cls` on a slow line."""
    data, port = ground.KEPT / "demo", free_port()
    with tempfile.TemporaryFile() as log:
        started = ["bin/run", "--demo", "--port", str(port), "--data", str(data)]
        server = subprocess.Popen(started, cwd=ROOT, stdout=subprocess.PIPE, stderr=log, text=True)
        try:
            assert server.stdout
            if not any(line.startswith("auditapp is ready") for line in server.stdout):
                raise SystemExit("The demo did not start: bin/run --demo says why.")
            yield from _measured(f"http://127.0.0.1:{port}")
        finally:
            server.terminate()
            server.wait()


def _measured(url: str) -> Iterator[Result]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=BROWSER, args=CHROMIUM)
        cookies, paths = _signed_in(browser, url)
        for name, path in paths.items():
            known = [] if name == "sign_in" else cookies
            _, load = _opened(browser, url + path, known, slow=False)  # what is packed once a process, is packed now
            _, load = _opened(browser, url + path, known, slow=False)
            parts = {"page": load.kb(rf"{re.escape(path)}$"), "fonts": load.kb("woff2")}
            apart = {"later": load.kb(LATER), "data": load.kb("/walk/api/")}
            told = {
                **parts,
                **apart,
                "counted": "headers and fonts too; not what follows once the page stands, nor data",
            }
            yield Result(f"first_load.{name}_kb", load.kb() - sum(apart.values()), "kB", told)
            yield Result(
                f"first_load.{name}_requests", len(load.of()) - len(load.of(LATER)), "requests", {"path": path}
            )
            if name not in SEEN:
                continue
            seen = [_opened(browser, url + path, known, slow=True)[0] for _ in range(SIGHTS)]
            about = {"line": "150 ms, 1.6 Mbit/s", "cpu": f"1/{SLOWER}", "load": round(os.getloadavg()[0], 1)}
            sights = sorted(sight for sight, _ in seen)
            yield Result(f"first_load.{name}_lcp_ms", statistics.median(sights), "ms", {"least": sights[0], **about})
            yield Result(f"first_load.{name}_cls", max(shift for _, shift in seen), "", about)
        browser.close()


def _signed_in(browser: Browser, url: str) -> tuple[Any, dict[str, str]]:
    """The auditor's cookies, and the pages by name."""
    context = browser.new_context()
    context.set_default_timeout(60_000)
    page = context.new_page()
    page.goto(f"{url}/sign-in")
    page.fill("[name=email]", AUDITOR)
    page.fill("[name=password]", PASSWORD)
    page.locator("[name=password]").press("Enter")
    page.wait_for_url(f"{url}/")
    walk = _first(page, r"^/walk/[0-9a-f-]+/[0-9a-f-]+$")
    page.goto(url + walk)
    audit = _first(page, r"^/audits/A-[0-9-]+$")
    page.goto(f"{url}/nonconformities")
    nonconformity = _first(page, r"^/nonconformities/NC-[0-9-]+$")
    cookies = context.cookies()
    context.close()
    paths = {"home": "/", "walk": walk, "register": "/nonconformities", "nc": nonconformity, "audit": audit}
    return cookies, {**paths, "report": f"{audit}/issue", "sign_in": "/sign-in"}


def _first(page: Page, pattern: str) -> str:
    links = page.eval_on_selector_all("a[href]", "links => links.map((one) => one.getAttribute('href'))")
    return next(str(link) for link in links if re.match(pattern, link))


def _opened(browser: Browser, address: str, cookies: Any, *, slow: bool) -> tuple[tuple[float, float], Load]:
    """(LCP in ms, sum of layout shifts) and what was fetched, once nothing is asked any more."""
    context = browser.new_context(**PHONE)
    context.set_default_timeout(60_000)
    context.add_cookies(cookies)
    page, load = context.new_page(), Load()
    session = context.new_cdp_session(page)
    load.watch(session)
    page.add_init_script(f"({WATCH})()")
    if slow:
        session.send("Network.emulateNetworkConditions", SLOW_LINE)
        session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    page.goto(address)
    page.wait_for_load_state("networkidle")
    page.wait_for_function("() => window.sights.length > 0")
    if "/walk/" in address:
        page.locator("html[data-ready]").wait_for(state="attached")
    page.wait_for_load_state("networkidle")
    sights, shifts = page.evaluate("() => [window.sights, window.shifts]")
    context.close()
    return (round(sights[-1]), round(shifts, 4)), load
