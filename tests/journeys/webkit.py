"""The engine of Safari, as far as it can be had here: WebKitGTK's own browser, driven through its WebDriver."""

import json
import shutil
import subprocess
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.journeys.tablets import free_port

BROWSERS = sorted(Path("/usr/lib").glob("*/webkit2gtk-4.*/MiniBrowser"))
MISSING = "WebKitGTK's driver is not installed: apt-get install webkit2gtk-driver xvfb"
_ELEMENT = "element-6066-11e4-a52e-4f735466cecf"


def is_here() -> bool:
    return bool(BROWSERS and shutil.which("WebKitWebDriver") and shutil.which("Xvfb"))


class WebKit:
    """One window. What is asked for by a CSS selector is waited for."""

    def __init__(self) -> None:
        port = free_port()
        display = f":{port}"
        self.screen = subprocess.Popen(["Xvfb", display, "-screen", "0", "820x1180x24", "-nolisten", "tcp"])
        self.driver = subprocess.Popen(["WebKitWebDriver", f"--port={port}"], env={"DISPLAY": display, "HOME": "/tmp"})
        self.url = f"http://127.0.0.1:{port}/session"
        options = {"binary": str(BROWSERS[-1]), "args": ["--automation"]}
        wanted = {"capabilities": {"alwaysMatch": {"webkitgtk:browserOptions": options}}}
        self.until(self._listening, "the driver listens")
        self.url += "/" + self.ask("POST", "", wanted)["sessionId"]

    def _listening(self) -> bool:
        try:
            urllib.request.urlopen(self.url.replace("/session", "/status"), timeout=1)
        except OSError:
            return False
        return True

    def ask(self, method: str, path: str, body: Any = None) -> Any:
        """One command of the WebDriver protocol."""
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.url + path, data, {"Content-Type": "application/json"}, method=method)
        with urllib.request.urlopen(request, timeout=60) as answer:
            return json.loads(answer.read())["value"]

    def open(self, url: str) -> None:
        self.ask("POST", "/url", {"url": url})

    def run(self, script: str, *values: Any) -> Any:
        return self.ask("POST", "/execute/sync", {"script": script, "args": list(values)})

    def sign_in(self, token: str) -> None:
        self.ask("POST", "/cookie", {"cookie": {"name": "auditapp", "value": token, "path": "/"}})

    def element(self, selector: str) -> str:
        found = self.ask("POST", "/element", {"using": "css selector", "value": selector})
        return str(found[_ELEMENT])

    def click(self, selector: str) -> None:
        self.ask("POST", f"/element/{self.element(selector)}/click", {})

    def choose(self, selector: str, file: Path) -> None:
        self.ask("POST", f"/element/{self.element(selector)}/value", {"text": str(file)})

    def reads(self, selector: str, words: str) -> None:
        """Wait until the element says ``words``."""
        self.until(
            lambda: words in (self.run("return document.querySelector(arguments[0])?.textContent", selector) or ""),
            f"{selector} says {words!r}",
        )

    def stands(self) -> None:
        """Wait until the walk's page says that it is ready."""
        self.until(lambda: self.run("return document.documentElement.dataset.ready") == "yes", "the page is ready")

    def until(self, true: Callable[[], bool], what: str, seconds: float = 120) -> None:
        end = time.monotonic() + seconds
        while not true():
            if time.monotonic() > end:
                raise AssertionError(f"Not within {seconds} s: {what}")
            time.sleep(0.1)

    def close(self) -> None:
        try:
            self.ask("DELETE", "")
        finally:
            for process in (self.driver, self.screen):
                process.terminate()
                process.wait(10)
