"""Drawing on a photo in a real Chromium, on a phone and on a tablet, under the app's own policy."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.drawing import at, drag, leave, near, on_both, opened

pytestmark = pytest.mark.journey


@on_both
def test_a_drag_on_the_photo_draws_an_arrow_at_once_and_leaving_saves_it(page: Page) -> None:
    opened(page)
    drag(page, (0.8, 0.8), (0.4, 0.5))
    (arrow,) = leave(page)
    assert arrow["kind"] == "arrow"
    assert near(arrow["from"], 0.8, 0.8)
    assert near(arrow["to"], 0.4, 0.5)


@pytest.mark.parametrize("tool", ["Circle", "Blur"])
def test_a_box_is_drawn_from_any_corner(page: Page, tool: str) -> None:
    opened(page)
    page.get_by_role("button", name=tool).click()
    drag(page, (0.7, 0.2), (0.3, 0.6))
    (box,) = leave(page)
    assert box["kind"] == tool.lower()
    assert near(box["at"], 0.3, 0.2)
    assert near(box["size"], 0.4, 0.4)


@on_both
def test_text_is_typed_where_it_was_asked_for(page: Page) -> None:
    opened(page)
    page.get_by_role("button", name="Text").click()
    page.mouse.click(*at(page, 0.2, 0.5))
    page.keyboard.type("Oil on the floor")
    page.keyboard.press("Enter")
    (text,) = leave(page)
    assert text["text"] == "Oil on the floor"
    assert near(text["at"], 0.2, 0.5)


def test_text_that_is_still_being_typed_is_saved_on_leaving(page: Page) -> None:
    opened(page)
    page.get_by_role("button", name="Text").click()
    page.mouse.click(*at(page, 0.2, 0.5))
    page.keyboard.type("half a wo")
    (text,) = leave(page)
    assert text["text"] == "half a wo"


def test_a_long_text_is_made_to_fit_the_photo(page: Page) -> None:
    opened(page)
    page.get_by_role("button", name="Text").click()
    page.mouse.click(*at(page, 0.9, 0.5))
    page.keyboard.type("Umweltmanagementsystembeauftragtenstellvertretung fehlt")
    page.keyboard.press("Enter")
    (text,) = leave(page)
    assert text["at"][0] < 0.1
    assert text["size"] < 0.045


def test_undo_takes_back_one_mark_after_the_other(page: Page) -> None:
    opened(page)
    undo = page.get_by_role("button", name="Undo")
    expect(undo).to_be_disabled()
    drag(page, (0.8, 0.8), (0.4, 0.5))
    drag(page, (0.2, 0.2), (0.3, 0.6))
    undo.click()
    (arrow,) = leave(page)
    assert near(arrow["to"], 0.4, 0.5)


def test_nothing_drawn_is_nothing_saved(page: Page) -> None:
    opened(page)
    page.get_by_role("button", name="Done").click()
    expect(page.locator("dialog.markup")).to_have_count(0)
    assert page.evaluate("() => window.bench.saved") == []


def test_marks_of_an_earlier_visit_are_moved_and_removed(page: Page) -> None:
    arrow = {"kind": "arrow", "from": [0.2, 0.2], "to": [0.4, 0.2]}
    circle = {"kind": "circle", "at": [0.5, 0.5], "size": [0.3, 0.3]}
    opened(page, {"version": 1, "shapes": [arrow, circle]})
    page.mouse.click(*at(page, 0.65, 0.65))
    drag(page, (0.65, 0.65), (0.55, 0.55))
    page.mouse.click(*at(page, 0.3, 0.2))
    page.get_by_role("button", name="Remove").click()
    (left,) = leave(page)
    assert left["kind"] == "circle"
    assert near(left["at"], 0.4, 0.4)
    assert near(left["size"], 0.3, 0.3)


def test_a_handle_changes_the_tip_of_an_arrow(page: Page) -> None:
    opened(page, {"version": 1, "shapes": [{"kind": "arrow", "from": [0.2, 0.2], "to": [0.5, 0.5]}]})
    page.mouse.click(*at(page, 0.35, 0.35))
    drag(page, (0.5, 0.5), (0.8, 0.3))
    (arrow,) = leave(page)
    assert near(arrow["from"], 0.2, 0.2)
    assert near(arrow["to"], 0.8, 0.3)


def test_a_device_that_did_not_take_the_marks_says_so_and_keeps_the_photo_open(page: Page) -> None:
    opened(page, None, fails=1)
    drag(page, (0.8, 0.8), (0.4, 0.5))
    page.get_by_role("button", name="Done").click()
    expect(page.get_by_role("alert")).to_contain_text("NOT kept")
    assert len(leave(page)) == 1


def test_escape_leaves_and_saves(page: Page) -> None:
    opened(page)
    drag(page, (0.8, 0.8), (0.4, 0.5))
    page.keyboard.press("Escape")
    expect(page.locator("dialog.markup")).to_have_count(0)
    page.wait_for_function("() => window.bench.saved.length === 1")


def test_the_keyboard_alone_sets_moves_and_removes_marks(page: Page) -> None:
    opened(page)
    expect(page.locator("[data-ground]")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Shift+ArrowDown")
    page.keyboard.press("Enter")
    page.keyboard.press("Delete")
    (arrow,) = leave(page)
    assert near(arrow["from"], 0.44, 0.42)
    assert near(arrow["to"], 0.6, 0.6)


@on_both
def test_every_touch_target_is_48_pixels_or_more(page: Page) -> None:
    opened(page)
    drag(page, (0.8, 0.8), (0.4, 0.5))
    page.mouse.click(*at(page, 0.6, 0.65))
    for button in page.locator("dialog.markup button:visible").all():
        box = button.bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= 48, button.inner_text()
