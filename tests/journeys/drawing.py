"""Drawing on the bench's photo, with a finger or a mouse."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from auditapp.domain.markup import checked

on_both = pytest.mark.parametrize("page", ["phone", "tablet"], indirect=True)
"""Done on a phone and on a tablet."""


def opened(page: Page, document: Any = None, fails: int = 0) -> None:
    page.evaluate("([document, fails]) => { window.bench.open(document, fails) }", [document, fails])
    page.locator("dialog.markup[data-ready]").wait_for()


def at(page: Page, x: float, y: float) -> tuple[float, float]:
    """The point of the screen where the picture has the ratios ``x`` and ``y``, while all of it is seen."""
    box = page.locator("[data-ground]").bounding_box()
    assert box is not None
    scale = min((box["width"] - 16) / 1600, (box["height"] - 16) / 1200)
    return (
        box["x"] + box["width"] / 2 + (x - 0.5) * 1600 * scale,
        box["y"] + box["height"] / 2 + (y - 0.5) * 1200 * scale,
    )


def drag(page: Page, start: tuple[float, float], end: tuple[float, float]) -> None:
    (x, y), (to_x, to_y) = at(page, *start), at(page, *end)
    page.mouse.move(x, y)
    page.mouse.down()
    for step in (0.3, 0.7, 1):
        page.mouse.move(x + (to_x - x) * step, y + (to_y - y) * step)
    page.mouse.up()


def leave(page: Page) -> list[dict[str, Any]]:
    """Press Done and give the marks of the last document that was saved."""
    page.get_by_role("button", name="Done").click()
    expect(page.locator("dialog.markup")).to_have_count(0)
    page.wait_for_function("() => window.bench.left !== null")
    documents: list[dict[str, Any]] = page.evaluate("() => window.bench.saved")
    checked(documents[-1])
    shapes: list[dict[str, Any]] = documents[-1]["shapes"]
    return shapes


def near(point: list[float], x: float, y: float) -> bool:
    return abs(point[0] - x) < 0.02 and abs(point[1] - y) < 0.02
