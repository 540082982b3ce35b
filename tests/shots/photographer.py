"""Goes to the screens of one installation, in one browser, and keeps what it saw."""

import argparse
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import urljoin

from playwright.sync_api import Browser, BrowserContext, Page
from playwright.sync_api import Error as BrowserError

from auditapp.demo.company import PASSWORD
from tests.shots import judged
from tests.shots.screens import EMPTY, NOBODY, Screen

THEMES = ("light", "dark", "sunlight")


PICTURES_ARE_HERE = """() => [...document.images]
  .every((one) => one.complete || !one.checkVisibility() || one.getBoundingClientRect().top >= innerHeight)"""


class Photographer:
    """``bases``: where the company and the empty installation are; ``told`` and ``keys``: see `company.told`."""

    def __init__(
        self,
        browser: Browser,
        given: argparse.Namespace,
        bases: dict[str, str],
        told: dict[str, list[str]],
        keys: dict[str, str],
    ):
        self.browser, self.given, self.bases, self.told, self.keys = browser, given, bases, told, keys
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
        if who not in (NOBODY, EMPTY):
            if who not in self.keys:
                self.keys[who] = self.signed_in(context, who)
            context.add_cookies([{"name": "auditapp", "value": self.keys[who], "url": self.base(who)}])
        yield context
        context.close()

    def signed_in(self, context: BrowserContext, who: str) -> str:
        """The cookie of a sign-in with the password of the demo company."""
        page = context.new_page()
        page.goto(self.base(who) + "/sign-in")
        page.fill("[name=email]", f"{who}@lindmoor.example")
        page.fill("[name=password]", PASSWORD)
        page.locator("form button.button-primary").first.click()
        page.wait_for_url(lambda url: "sign-in" not in url)
        page.close()
        return str(next(one["value"] for one in context.cookies() if one.get("name") == "auditapp"))

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
        """All of ``screens`` that ``who`` sees on a device of ``size``."""
        screens = [one for one in screens if size in one.sizes]
        if not screens:
            return
        with self.context(who, size) as context:
            page = context.new_page()
            for screen in screens:
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
        with suppress(BrowserError):  # a picture that does not come is a shot of that
            page.wait_for_function(PICTURES_ARE_HERE, timeout=5_000)
        page.screenshot(path=to)
        self.shots.setdefault(screen.name, []).append(to)
