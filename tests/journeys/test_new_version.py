"""A new version of the app comes while a tablet holds a queue: nothing changes under it until somebody asks."""

import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Playwright, expect

from tests.journeys import tablets
from tests.journeys.chaos import ChaosProxy, go_offline, go_online
from tests.journeys.tablets import TABLET, Server, Tablet, copied
from tests.journeys.walked import Story, all_safe, answer, now_at

pytestmark = pytest.mark.journey


def another_version(folder: Path) -> Path:
    """The app with other bytes in one of its files: another build under another address."""
    copy = folder / "another"
    copy.mkdir()
    for name in ("auditapp", "checklists", "tests", "wsgi.py", "pyproject.toml"):
        source = tablets.ROOT / name
        skipped = shutil.ignore_patterns("__pycache__")
        if source.is_dir():
            shutil.copytree(source, copy / name, ignore=skipped)
        else:
            shutil.copy(source, copy / name)
    module = copy / "auditapp/static/js/walk/words.js"
    module.write_text(module.read_text() + "\n// another version\n")
    return copy


def test_a_queue_survives_a_new_version_and_the_button_brings_it(
    template_data: Path, tmp_path: Path, chromium: Playwright, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = Server(copied(template_data, tmp_path / "data"))
    server.start()
    proxy = ChaosProxy(server.port).start()
    story = Story(server, tmp_path)
    tablet = Tablet(chromium, tmp_path / "profile", TABLET, proxy.url, story.token)
    try:
        page = tablet.page(f"{story.path}#prepare")
        expect(page.locator("#prepare-said")).to_contain_text("Ready for a day without network", timeout=60_000)
        page.locator("#sheet-prepare [data-close]").click()
        old = page.locator("body").get_attribute("data-build")
        go_offline(proxy, tablet.context)
        answer(page, "conform")
        server.kill()
        monkeypatch.setattr(tablets, "ROOT", another_version(tmp_path))
        server.start()
        go_online(proxy, tablet.context)
        all_safe(page)
        assert list(story.results().values()) == ["conform"]
        page.reload()
        now_at(page, 2)
        assert page.locator("body").get_attribute("data-build") == old
        page.evaluate("() => navigator.serviceWorker.ready.then((one) => one.update())")
        button = page.get_by_role("button", name="New version: reload")
        expect(button).to_be_visible(timeout=60_000)
        answer(page, "conform")
        button.click()
        page.wait_for_function("(old) => document.body?.dataset.build && document.body.dataset.build !== old", arg=old)
        page.locator("html[data-ready]").wait_for(state="attached")
        all_safe(page)
        assert len(story.results()) == 2
        go_offline(proxy, tablet.context)
        page.reload()
        now_at(page, 3)
        assert page.locator("body").get_attribute("data-build") != old
    finally:
        tablet.close()
        proxy.stop()
        server.kill()
