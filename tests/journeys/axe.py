"""What axe complains of on a page. What passed is not asked for: telling it takes half of the time."""

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page


def violations(page: Page) -> list[dict[str, Any]]:
    """Rules that were broken, each with its `id` and the `nodes` that break it."""
    return list(Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"])
