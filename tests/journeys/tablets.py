"""A server to walk with, that can be killed and started again, and a Chromium that keeps its profile."""

import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Page, Playwright

from auditapp.adapters import clock
from auditapp.models import Audit, Person, SignInSession, db
from auditapp.services.sign_in_sessions import key_of

ROOT = Path(__file__).resolve().parents[2]
PHONE = {"width": 390, "height": 844}
TABLET = {"width": 820, "height": 1180}
BROWSER = shutil.which("chromium-headless-shell") or "/usr/bin/chromium"
"""Chromium without the window around the page, which no journey looks at and which takes half of the time."""
CHROMIUM = ["--no-sandbox", "--disable-quic", "--disable-background-networking"]


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


class Server:
    """The app as its own process on ``data``; the port stays over a restart, so the origin does."""

    def __init__(self, data: Path) -> None:
        self.data, self.port = data, free_port()
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self, now: datetime | None = None) -> None:
        """Wait until it answers. ``now``: the moment that its clock shows for good, else it runs."""
        environment = os.environ | {"AUDITAPP_DATA": str(self.data), "AUDITAPP_URL": self.url}
        if now is not None:
            environment["AUDITAPP_TEST_NOW"] = now.isoformat()
        application = "wsgi:app" if now is None else "tests.journeys.wsgi_moved:app"
        command = [sys.executable, "-m", "gunicorn", "-k", "gthread", "--threads", "4", "-b", f"127.0.0.1:{self.port}"]
        log = (self.data / "server.log").open("ab")
        self.process = subprocess.Popen(
            [*command, "--log-level", "warning", application], cwd=ROOT, env=environment, stdout=log, stderr=log,
            start_new_session=True,
        )  # fmt: skip
        for _ in range(900):  # a busy machine needs a minute to load the app
            try:
                urllib.request.urlopen(f"{self.url}/health", timeout=1)
            except OSError:
                time.sleep(0.1)
            else:
                return
        raise AssertionError((self.data / "server.log").read_text()[-3000:])

    def kill(self) -> None:
        """At once, as a power cut does."""
        if self.process is not None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None


class Tablet:
    """Chromium with a profile of its own; `reopen` after `kill` is the same tablet."""

    def __init__(
        self, playwright: Playwright, profile: Path, size: dict[str, int], url: str, token: str, *more: str
    ) -> None:
        self.more = more
        self.playwright, self.profile, self.size, self.url, self.token = playwright, profile, size, url, token
        self.context: BrowserContext = self._launched()

    def _launched(self) -> BrowserContext:
        context = self.playwright.chromium.launch_persistent_context(
            str(self.profile),
            executable_path=BROWSER,
            args=[*CHROMIUM, *self.more],
            viewport=self.size,
            has_touch=True,
        )
        context.set_default_timeout(30_000)
        context.add_cookies([{"name": "auditapp", "value": self.token, "url": self.url}])
        return context

    def page(self, path: str) -> Page:
        page = self.context.pages[0] if self.context.pages else self.context.new_page()
        page.on("pageerror", lambda error: print("PAGE ERROR", error))
        page.on("console", lambda message: print("CONSOLE", message.text) if message.type == "error" else None)
        page.goto(self.url + path)
        page.locator("html[data-ready]").wait_for(state="attached")
        return page

    def kill(self) -> None:
        """The browser dies; the profile stays."""
        marks = f"--user-data-dir={self.profile}".encode()
        for folder in Path("/proc").iterdir():
            if folder.name.isdigit():
                try:
                    command = (folder / "cmdline").read_bytes()
                except OSError:
                    continue
                if marks in command:
                    os.kill(int(folder.name), signal.SIGKILL)
        time.sleep(0.5)
        for left in self.profile.glob("Singleton*"):
            left.unlink(missing_ok=True)

    def reopen(self) -> None:
        self.context = self._launched()

    def close(self) -> None:
        self.context.close()


def signed_in_token(person: Person) -> str:
    """A session's cookie, as signing in leaves it."""
    token = secrets.token_urlsafe(32)
    moment = clock.now()
    data: dict[str, Any] = {"_user_id": person.fs_uniquifier, "_fresh": True, "kept_for": person.fs_uniquifier}
    row = SignInSession(
        id=key_of(token), person_id=person.id, data=data, created_at=moment, seen_at=moment,
        expires_at=moment + timedelta(hours=12),
    )  # fmt: skip
    db.session.add(row)
    db.session.commit()
    return token


def walk_path(person: Person, audit: Audit) -> str:
    return f"/walk/{person.id}/{audit.id}"


def copied(template: Path, where: Path) -> Path:
    shutil.copytree(template, where)
    return where
