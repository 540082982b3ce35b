"""`bin/shots`: photographs every screen at each width in each theme, and says which do not fit."""

import argparse
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from urllib.parse import urljoin

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from playwright.sync_api import Error as BrowserError

from auditapp.demo.company import PASSWORD
from tests.journeys.tablets import CHROMIUM, ROOT
from tests.shots import company, judged, sheets
from tests.shots.screens import EMPTY, SCREENS, Screen

THEMES = ("light", "dark", "sunlight")


def options(arguments: list[str]) -> argparse.Namespace:
    """The command line; ends with a sentence and status 2 when it makes no sense."""
    parser = argparse.ArgumentParser(prog="bin/shots", description=__doc__)
    parser.add_argument(
        "folder", nargs="?", type=Path, default=ROOT / "shots", help="where to (shots, kept out of git)"
    )
    parser.add_argument("--only", metavar="WORD", action="append", help="screens whose name begins so; may be repeated")
    parser.add_argument("--theme", choices=THEMES, action="append", help="only this theme; may be repeated")
    parser.add_argument("--width", type=int, action="append", help="only this width, such as 390; may be repeated")
    parser.add_argument(
        "--data", type=Path, metavar="FOLDER", help="a demo company that is built already; it is copied"
    )
    parser.add_argument(
        "--base", metavar="URL", help="a demo company that is served already, from --data if that is said"
    )
    parser.add_argument("--fits", action="store_true", help="no pictures: only whether pages fit 320 px and large text")
    return parser.parse_args(arguments)


class Photographer:
    """Goes to the screens of one installation in one browser and keeps what it saw."""

    def __init__(
        self,
        browser: Browser,
        given: argparse.Namespace,
        bases: dict[str, str],
        told: dict[str, list[str]],
        keys: dict[str, str],
    ):
        self.browser, self.given, self.bases, self.told, self.keys = browser, given, bases, told, keys
        self.sessions: dict[str, list[dict]] = {}  # type: ignore[type-arg]
        self.found: dict[str, str | None] = {}
        self.shots: dict[str, list[Path]] = {}
        self.wrong: dict[str, list[str]] = {}
        self.fitted: set[str] = set()

    def base(self, who: str) -> str:
        return self.bases[EMPTY if who == EMPTY else ""]

    @contextmanager
    def context(self, who: str, size: tuple[int, int]) -> Iterator[BrowserContext]:
        """``who`` signed in, on a device of ``size``."""
        context = self.browser.new_context(
            viewport={"width": size[0], "height": size[1]}, has_touch=size[0] < 1000, reduced_motion="reduce",
            locale="en-GB",
        )  # fmt: skip
        context.set_default_timeout(30_000)
        if who not in ("", EMPTY):
            if who in self.keys:
                cookie = {"name": "auditapp", "value": self.keys[who], "url": self.base(who)}
                self.sessions[who] = [cookie]  # type: ignore[list-item]
            if who not in self.sessions:
                page = context.new_page()
                page.goto(self.base(who) + "/sign-in")
                page.fill("[name=email]", f"{who}@lindmoor.example")
                page.fill("[name=password]", PASSWORD)
                page.locator("main form button.button-primary, form button.button-primary").first.click()
                page.wait_for_url(lambda url: "sign-in" not in url)
                self.sessions[who] = context.cookies()  # type: ignore[assignment]
                page.close()
            context.add_cookies(self.sessions[who])  # type: ignore[arg-type]
        yield context
        context.close()

    def find(self, context: BrowserContext, screen: Screen, nth: int) -> str | None:
        """The address of the screen; None where this company has no such page."""
        if screen.told:
            said = self.told.get(screen.told, [])
            return said[nth % len(said)] if said else None
        if screen.name not in self.found:
            at: str | None = screen.at
            for pattern in screen.go:
                text = context.request.get(urljoin(self.base(screen.who), at or "")).text()
                way = re.search(rf'href="({pattern})"', text)
                at = way[1].replace("&amp;", "&") if way else None
                if at is None:
                    print(f"{screen.name}: this company has no such page", flush=True)
                    break
            self.found[screen.name] = at
        return self.found[screen.name]

    def look(self, who: str, size: tuple[int, int], screens: list[Screen]) -> None:
        """All that ``who`` sees on a device of ``size``."""
        with self.context(who, size) as context:
            page = context.new_page()
            for screen in screens:
                if size not in screen.sizes:
                    continue
                try:
                    self.take(page, screen, size, screen.sizes.index(size))
                except BrowserError as error:
                    self.say(screen, str(error).splitlines()[0])

    def take(self, page: Page, screen: Screen, size: tuple[int, int], nth: int) -> None:
        """All themes of one screen at one size; and once, whether it fits."""
        at = self.find(page.context, screen, nth)
        if at is None:
            return
        page.set_viewport_size({"width": size[0], "height": size[1]})
        answer = page.goto(urljoin(self.base(screen.who), at))
        if answer and answer.status != screen.status:
            self.say(screen, f"{at} answers {answer.status}")
        if "/sign-in" in page.url and "/sign-in" not in at:
            self.say(screen, f"{at} is asked to sign in")
            return
        if "/walk/" in at:
            page.locator("html[data-ready]").wait_for(state="attached")
        if screen.do:
            screen.do(page)
        page.evaluate("document.fonts.ready")
        if not self.given.fits:
            for theme in self.given.theme or THEMES:
                self.photograph(page, screen, size, theme)
        if screen.name not in self.fitted:
            self.fitted.add(screen.name)
            for sentence in judged.judge(page):
                self.say(screen, f"{at} {sentence}")

    def say(self, screen: Screen, sentence: str) -> None:
        self.wrong.setdefault(screen.name, []).append(sentence)
        print(f"{screen.name}: {sentence}", flush=True)

    def photograph(self, page: Page, screen: Screen, size: tuple[int, int], theme: str) -> None:
        page.evaluate("theme => { document.documentElement.dataset.theme = theme }", theme)
        to = self.given.folder / f"{screen.name}-{size[0]}-{theme}.png"
        if screen.whole:
            page.evaluate("scrollTo(0, 0)")  # a form that comes back shows what is wrong
            # as if the device were as high, so that what sticks to its edge stands there
            high = page.evaluate("document.documentElement.scrollHeight")
            page.set_viewport_size({"width": size[0], "height": max(size[1], min(high, round(2.6 * size[1])))})
        page.screenshot(path=to)
        self.shots.setdefault(screen.name, []).append(to)


def main(arguments: list[str]) -> int:
    """Status 1 when a page does not fit."""
    given = options(arguments)
    given.folder.mkdir(parents=True, exist_ok=True)
    chosen = [one for one in SCREENS if not given.only or one.name.startswith(tuple(given.only))]
    if given.base:  # what is served is not ours, and holds a company
        chosen = [one for one in chosen if one.who != EMPTY and (given.data or not one.told)]
    with company.served(given.data) if not given.base else nullcontext() as servers, sync_playwright() as playwright:
        bases = {"": given.base} if servers is None else {"": servers[0].url, EMPTY: servers[1].url}
        data = given.data if servers is None else servers[0].data
        told, keys = company.told(data, bases[""]) if data else ({}, {})
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=CHROMIUM)
        seen = Photographer(browser, given, bases, told, keys)
        for who in dict.fromkeys(one.who for one in chosen):
            for size in sorted({size for one in chosen for size in one.sizes}):
                if not given.width or size[0] in given.width:
                    seen.look(who, size, [one for one in chosen if one.who == who])
        browser.close()
    for name, shots in seen.shots.items():
        sheets.sheet(shots, given.folder / f"sheet-{name}.png")
    if seen.shots:
        print(sheets.index(given.folder, {one.name: seen.shots.get(one.name, []) for one in chosen}, seen.wrong))
    print(f"{len(chosen)} screens, {sum(map(len, seen.shots.values()))} shots, {len(seen.wrong)} with something wrong.")
    return 1 if seen.wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
