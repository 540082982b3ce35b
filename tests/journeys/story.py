"""One installation and the people before it: each page they look at is checked, and shot where SHOTS names a folder."""

import email
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

from flask_security import hash_password
from playwright.sync_api import Browser, ConsoleMessage, Page, Response, expect

from auditapp.adapters import clock
from auditapp.app import create_app
from auditapp.config import settings_from
from auditapp.models import Audit, Nonconformity, Person, db
from auditapp.services import history
from tests.cast import PASSWORD, an_audit_under_way, the_cast
from tests.journeys.axe import violations
from tests.journeys.tablets import PHONE, TABLET, Server

DESK = {"width": 1440, "height": 900}
SIZES = {"390": PHONE, "820": TABLET, "1440": DESK}
PATIENCE = 30_000
"""Milliseconds: what is awaited comes within one or two, but other tests may hold the machine."""

_WATCH = """
document.addEventListener("securitypolicyviolation", (event) => {
  console.error(`policy: ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`);
});
"""
_TOO_WIDE = """() => {
  const { scrollWidth, clientWidth } = document.documentElement;
  if (scrollWidth <= clientWidth) return "";
  const beyond = (one) => one.getBoundingClientRect().right > clientWidth + 1;
  const wide = [...document.body.querySelectorAll("*")].filter(beyond);
  return `${scrollWidth} of ${clientWidth} px: ${wide.map((one) => one.tagName + "." + one.className).slice(0, 5)}`;
}"""


class Story:
    """The server on its data folder, and an audit under way that Lea leads."""

    def __init__(self, server: Server) -> None:
        self.server, self.data = server, server.data
        with self.database():
            for person in db.session.query(Person):
                person.password = hash_password(PASSWORD)  # the template's hashes are cheap; the server's are not
            cast = the_cast()
            self.audit = an_audit_under_way(cast, today=clock.today("Europe/Berlin")).reference

    @contextmanager
    def database(self) -> Iterator[None]:
        """The database that the server writes, open for a moment."""
        app = create_app(settings_from({"AUDITAPP_DATA": str(self.data), "AUDITAPP_URL": self.server.url}))
        with app.app_context():
            yield
            db.session.remove()
            db.engine.dispose()

    def mails_to(self, address: str) -> list[EmailMessage]:
        """What the worker wrote for ``address``, oldest first."""
        files = sorted((self.data / "mail").glob("*.eml"), key=lambda file: file.stat().st_mtime_ns)
        mails = [email.message_from_bytes(file.read_bytes(), policy=default) for file in files]
        return [mail for mail in mails if address in str(mail["To"])]

    def on(self, day: date) -> None:
        """Go on at noon of ``day``."""
        self.server.kill()
        self.server.start(now=datetime.combine(day, time(12), UTC))

    def broken(self) -> list[str]:
        """Audits and nonconformities whose state is not that of their last step, and a break of the chain."""
        found = []
        with self.database():
            kinds: tuple[Any, ...] = (Audit, Nonconformity)
            for kind in kinds:
                for one in db.session.query(kind):
                    states = [event.to_state for event in history.of(one) if event.to_state]
                    if not states or states[-1] != one.state:
                        found.append(f"{kind.__tablename__} {one.id}: {one.state}, its last step said {states[-1:]}")
            if (at := history.first_break()) is not None:
                found.append(f"the chain breaks at {at}")
        return found


class Somebody:
    """A person with a browser of their own. ``wrong`` collects whatever the browser or a check complains of."""

    def __init__(self, browser: Browser, story: Story, name: str, size: dict[str, int]) -> None:
        self.story, self.name, self.size = story, name, size
        self.wrong: list[str] = []
        self.context = browser.new_context(
            base_url=story.server.url, viewport=size, has_touch=size != DESK, reduced_motion="reduce",
            locale="en-GB", timezone_id="Europe/Berlin",
        )  # fmt: skip
        self.context.set_default_timeout(PATIENCE)
        self.context.add_init_script(_WATCH)
        self.page: Page = self.context.new_page()
        self.page.on("console", self._said)
        self.page.on("pageerror", lambda error: self.wrong.append(f"script: {error}"))
        self.page.on("response", self._answered)

    def _said(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.wrong.append(f"console on {self.page.url}: {message.text}")

    def _answered(self, response: Response) -> None:
        if response.status >= 400:
            self.wrong.append(f"{response.status} for {response.request.method} {response.url}")

    def open(self, path: str) -> Page:
        """Go to a page; whoever is not signed in signs in on the way."""
        self.page.goto(path)
        if "/sign-in" in self.page.url:
            self.sign_in()
        return self.page

    def sign_in(self) -> None:
        """Through the page that is shown."""
        self.page.get_by_label("Mail address").fill(f"{self.name}@example.com")
        self.page.get_by_label("Password").fill(PASSWORD)
        self.page.get_by_role("button", name="Sign in").click()
        expect(self.page).not_to_have_url(re.compile("/sign-in"))

    def look(self, name: str) -> None:
        """The page as it stands: axe finds nothing, it never scrolls sideways on a phone; shot where asked for."""
        page = self.page
        expect(page.locator("h1").first).to_be_visible()
        page.wait_for_load_state("load")
        for one in violations(page):
            self.wrong += [f"axe on {name}: {one['id']}: {node['html'][:200]}" for node in one["nodes"][:3]]
        self._shoot(name)
        page.set_viewport_size(PHONE)
        if too_wide := page.evaluate(_TOO_WIDE):
            self.wrong.append(f"{name} scrolls sideways, {too_wide}")
        page.set_viewport_size(self.size)

    def _shoot(self, name: str) -> None:
        if folder := os.environ.get("SHOTS"):
            for label, size in SIZES.items():
                self.page.set_viewport_size(size)
                file = Path(folder) / f"{name}-{label}.png"
                file.parent.mkdir(parents=True, exist_ok=True)
                self.page.screenshot(path=file, full_page=True, animations="disabled")

    def press(self, name: str) -> None:
        """The button or link of this name, and the page that follows."""
        either = self.page.get_by_role("button", name=name, exact=True)
        either.or_(self.page.get_by_role("link", name=name, exact=True)).first.click()

    def fill(self, **fields: Any) -> None:
        """Fields by their names in the form."""
        for name, words in fields.items():
            self.page.locator(f"[name={name}]").first.fill(str(words))

    def close(self) -> None:
        self.context.close()
