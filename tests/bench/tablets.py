"""What a slow tablet feels: Chromium with a quarter of the processor, on a walk of 300 questions with 60 photos."""

import os
import statistics
import tempfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import CDPSession, Page, Playwright, expect, sync_playwright

from auditapp.demo import scenes
from auditapp.models import db
from auditapp.services import organisations
from tests.bench import ground
from tests.bench.measure import Result
from tests.bench.papers import TWELVE_MEGAPIXELS, another, with_exif
from tests.cast import people_and_places
from tests.conftest import app_on
from tests.journeys.chaos import ChaosProxy, go_offline
from tests.journeys.tablets import BROWSER, TABLET, Server, Tablet, signed_in_token, walk_path

SLOWER = 4
QUESTIONS, PHOTOS, AT_ONCE = 300, 60, 3
WARM_UP = 2
ANSWERS, LARGE_PHOTOS, OPENINGS = 20, 5, 5

WATCH = """() => {
  window.kept = [];
  const whenSaid = (start) => {
    const seen = new MutationObserver(() => {
      seen.disconnect();
      // What is asked for first comes right after the frame; a timer or a message comes after what the walk does then.
      requestAnimationFrame(() => scheduler.postTask(
        () => window.kept.push(performance.now() - start), { priority: "user-blocking" },
      ));
    });
    seen.observe(document.querySelector("#toast span"), { childList: true, characterData: true, subtree: true });
  };
  addEventListener("click", ({ target, timeStamp }) => {
    if (target.closest("[data-answer]")) whenSaid(timeStamp);
  }, true);
  addEventListener("change", ({ target, timeStamp }) => { if (target.type === "file") whenSaid(timeStamp); }, true);
}"""
"""From a tap, or a photo that was chosen, to the painted sentence that it is kept."""

LOADED = """() => [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")]
  .map(({ name, encodedBodySize, startTime }) => [name.split("#")[0], encodedBodySize,
    startTime > performance.getEntriesByName("walk.open")[0].startTime])"""

OPENED = "() => performance.getEntriesByName('walk.open')[0]?.startTime ?? 0"


def run() -> Iterator[Result]:
    """`walk_first_load.kb`, `walk_answer_4x.ms`, `photo_store_4x.s`, `walk_open_offline_4x.s`."""
    with tempfile.TemporaryDirectory(prefix="bench-") as name, sync_playwright() as playwright:
        folder = Path(name)
        server, path, token = _ground(folder / "data")
        server.start()
        proxy = ChaosProxy(server.port).start()
        try:
            yield _first_load(playwright, proxy.url, path, token)
            tablet = Tablet(playwright, folder / "profile", TABLET, proxy.url, token)
            try:
                yield from _on_the_walk(tablet, proxy, path, folder)
            finally:
                tablet.close()
        finally:
            proxy.stop()
            server.kill()


def _ground(data: Path) -> tuple[Server, str, str]:
    with app_on(data).app_context():
        db.create_all()
        organisations.ensure_roles()
        cast = people_and_places()
        audit = ground.an_audit_of(cast, QUESTIONS)
        path, token = walk_path(cast.lea, audit), signed_in_token(cast.lea)
        db.session.remove()
        db.engine.dispose()
    return Server(data), path, token


def _first_load(playwright: Playwright, url: str, path: str, token: str) -> Result:
    """Compressed bytes, the font among them, until the first question can be answered; what follows, and the audit's
    data, stand beside. `first_load` counts the same on an audit of the usual size, with headers."""
    browser = playwright.chromium.launch(executable_path=BROWSER, args=["--no-sandbox"])
    context = browser.new_context(viewport=TABLET, service_workers="block")
    context.add_cookies([{"name": "auditapp", "value": token, "url": url}])
    page = context.new_page()
    page.goto(url + path)
    page.locator("html[data-ready]").wait_for(state="attached")
    kinds = {"page": 0, "scripts": 0, "rest": 0, "later": 0, "fonts": 0, "data": 0}
    for address, size, later in page.evaluate(LOADED):
        kind = _kind(address.removeprefix(url), path)
        kinds["later" if later and kind == "scripts" else kind] += size
    browser.close()
    counted = kinds["page"] + kinds["scripts"] + kinds["rest"] + kinds["fonts"]
    detail = {**kinds, "counted": "page, scripts, rest, fonts", "questions": QUESTIONS}
    return Result("walk_first_load.kb", counted / 1000, "kB", detail)


def _kind(address: str, path: str) -> str:
    if address == path:
        return "page"
    if address.startswith("/walk/api/"):
        return "data"
    if address.endswith(".woff2"):
        return "fonts"
    return "scripts" if address.endswith(("js", "mjs")) else "rest"


def _on_the_walk(tablet: Tablet, proxy: ChaosProxy, path: str, folder: Path) -> Iterator[Result]:
    page = tablet.page(f"{path}#prepare")
    expect(page.locator("#prepare-said")).to_contain_text("Ready for a day without network", timeout=60_000)
    page.locator("#sheet-prepare [data-close]").click()
    page.evaluate(WATCH)
    yield _answers(page, _slow(tablet, page))
    go_offline(proxy, tablet.context)
    yield _photos(page, _slow(tablet, page), folder)
    _fill(page, folder)
    yield _openings(tablet, path)


def _slow(tablet: Tablet, page: Page) -> CDPSession:
    session = tablet.context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    return session


def _answers(page: Page, session: CDPSession) -> Result:
    times = []
    for number in range(WARM_UP + ANSWERS):
        page.locator("[data-answer=conform]").click()
        expect(page.locator("[data-done]").first).to_have_text(str(number + 1))
        page.wait_for_timeout(1000)  # until what follows an answer is done, as a person reads the next question
        times.append(_said(page))
    times = sorted(times[WARM_UP:])
    session.detach()
    return Result("walk_answer_4x.ms", statistics.median(times), "ms", _told(times))


def _said(page: Page) -> float:
    """Milliseconds from the tap until it was said to be kept."""
    page.wait_for_function("() => window.kept.length === 1")
    return float(page.evaluate("() => window.kept.pop()"))


def _told(times: list[float]) -> dict[str, Any]:
    """``load``: what the machine had to do; above its number of cores, times tell more of that than of the walk."""
    load = round(os.getloadavg()[0], 1)
    return {"worst": round(times[-1], 3), "of": len(times), "cpu": f"1/{SLOWER}", "load": load, "questions": QUESTIONS}


def _photos(page: Page, session: CDPSession, folder: Path) -> Result:
    whole = with_exif(TWELVE_MEGAPIXELS)
    times = []
    for number in range(LARGE_PHOTOS):
        file = folder / f"large-{number}.jpg"
        file.write_bytes(another(whole, number))
        page.locator("[data-photo=library]").set_input_files(file)
        expect(page.locator("#photos .shot")).to_have_count(number + 1)
        times.append(_said(page) / 1000)
        page.locator("#toast").wait_for(state="hidden")
    session.detach()
    detail = {**_told(sorted(times)), "photo_mb": round(len(whole) / 1e6, 1)}
    return Result("photo_store_4x.s", statistics.median(times), "s", detail)


def _fill(page: Page, folder: Path) -> None:
    """60 photos that nobody sent, three at a question; the last question with photos stays open."""
    painted, _ = scenes.paint("drums_unlabelled", 1, (1600, 1200))
    file = BytesIO()
    Image.open(BytesIO(painted)).convert("RGB").save(file, "JPEG", quality=90)
    for number in range(LARGE_PHOTOS, PHOTOS, AT_ONCE):
        page.locator("#next").click()
        wanted = min(AT_ONCE, PHOTOS - number)
        files = [folder / f"small-{number + more}.jpg" for more in range(wanted)]
        for more, one in enumerate(files):
            one.write_bytes(another(file.getvalue(), number + more))
        page.locator("[data-photo=library]").set_input_files(files)
        expect(page.locator("#photos .shot")).to_have_count(wanted)


def _openings(tablet: Tablet, path: str) -> Result:
    times = []
    for _ in range(OPENINGS):
        tablet.kill()
        tablet.reopen()
        tablet.context.set_offline(True)
        page = tablet.context.pages[0]
        session = _slow(tablet, page)
        page.goto(tablet.url + path)
        expect(page.locator("#photos .shot")).not_to_have_count(0)
        times.append(page.evaluate(OPENED) / 1000)
        if not 0 < times[-1] < 60:
            raise SystemExit(f"The walk did not say when it was open: {times}")
        session.detach()
    detail = {**_told(sorted(times)), "photos": PHOTOS, "browser": "started anew each time"}
    return Result("walk_open_offline_4x.s", statistics.median(times), "s", detail)
