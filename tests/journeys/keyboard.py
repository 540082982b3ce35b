"""A person with a keyboard alone, who sees at every stop where they are."""

import re
from datetime import date, timedelta

from playwright.sync_api import BrowserContext, Page, expect

MOST = 70
"""Presses of Tab after which nobody goes on looking."""

_STOP = """() => {
  const one = document.activeElement;
  if (one === document.body) return null;
  const box = one.getBoundingClientRect(), style = getComputedStyle(one);
  const top = document.elementFromPoint(box.x + box.width / 2, box.y + Math.min(box.height / 2, 20));
  const parts = [one, ...(one.labels ?? [])];
  const shown = top !== null && (top.contains(one) || parts.some((part) => part.contains(top)));
  const ringed = one.type === "date" || (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2);
  const name = one.ariaLabel || [...(one.labels ?? [])].map((label) => label.textContent).join(" ") || one.textContent;
  return { name: name.trim().replace(/\\s+/g, " "), shown, ringed };
}"""
"""The inner parts of a date have a ring of their own, which no script sees."""


def twin(day: date, step: int) -> date:
    """``day`` or the first one before or after it that is typed alike in every order of day and month."""
    while day.day != day.month:
        day += timedelta(days=step)
    return day


class Keyboard:
    """The keys of ``page``."""

    def __init__(self, context: BrowserContext) -> None:
        self.page: Page = context.new_page()
        # Files are asked for through us from the start: told as a key is pressed, a busy page may hear the key first.
        self.page.on("filechooser", lambda _asked: None)
        self.keys = self.page.keyboard

    def open(self, url: str) -> None:
        self.page.goto(url)
        self.into()

    def into(self) -> None:
        """Past what stands around every page, by its own link."""
        self.page.wait_for_load_state()  # the address changes before the page listens to keys
        self.keys.press("Tab")
        expect(self.page.locator(".skip")).to_be_focused()
        self.keys.press("Enter")
        expect(self.page.locator("#main")).to_be_focused()

    def to(self, name: str) -> None:
        """Tab on until what has this name (or begins so) has the focus; no stop on the way may be out of sight."""
        for _ in range(MOST):
            self.keys.press("Tab")
            stop = self.page.evaluate(_STOP)
            assert stop is None or (stop["shown"] and stop["ringed"]), f"the focus is not seen: {stop}"
            if stop is not None and stop["name"].startswith(name):
                return
        raise AssertionError(f"no Tab leads to {name} on {self.page.url}")

    def write(self, name: str, words: str) -> None:
        self.to(name)
        self.keys.type(words)

    def press(self, name: str) -> None:
        self.to(name)
        self.keys.press("Enter")

    def attach(self, name: str, file: str) -> None:
        self.to(name)
        with self.page.expect_file_chooser() as asked:
            self.keys.press("Enter")
        asked.value.set_files(file)

    def now(self, asked: str) -> None:
        """The page after a step says what is asked next."""
        expect(self.page.locator("#banner")).to_contain_text(re.compile(asked))
