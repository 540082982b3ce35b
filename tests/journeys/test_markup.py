"""Drawing on a photo in a real Chromium, on a phone and on a tablet, under the app's own policy."""

import random
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from auditapp.domain.markup import Arrow, Blur, checked
from auditapp.domain.markup_drawing import arrow_outline, blur_block
from tests.journeys.bench import Bench, a_page, nothing_wrong, running

pytestmark = pytest.mark.journey
SIZES = {"phone": (390, 844), "tablet": (820, 1180)}


@pytest.fixture(scope="module")
def bench(template_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    data = tmp_path_factory.mktemp("bench") / "data"
    shutil.copytree(template_data, data)
    with running(data) as bench:
        yield bench


on_both = pytest.mark.parametrize("page", SIZES, indirect=True)


@pytest.fixture
def page(request: pytest.FixtureRequest, browser: Browser, bench: Bench) -> Iterator[Page]:
    page = a_page(browser, *SIZES[getattr(request, "param", "phone")])
    bench.show(page)
    yield page
    nothing_wrong(page)
    page.context.close()


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


@on_both
def test_turning_the_device_keeps_every_mark_at_its_place(page: Page) -> None:
    opened(page)
    drag(page, (0.8, 0.8), (0.4, 0.5))
    size = page.viewport_size
    assert size is not None
    page.set_viewport_size({"width": size["height"], "height": size["width"]})
    page.wait_for_timeout(200)
    drag(page, (0.2, 0.2), (0.6, 0.3))
    first, second = leave(page)
    assert near(first["from"], 0.8, 0.8)
    assert near(second["from"], 0.2, 0.2)
    assert near(second["to"], 0.6, 0.3)


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


@on_both
def test_two_fingers_zoom_and_draw_nothing(page: Page) -> None:
    opened(page)
    session = page.context.new_cdp_session(page)
    middle = at(page, 0.5, 0.5)

    def fingers(kind: str, apart: float) -> None:
        points = [] if kind == "touchEnd" else [
            {"x": middle[0] - apart, "y": middle[1], "id": 0}, {"x": middle[0] + apart, "y": middle[1], "id": 1},
        ]  # fmt: skip
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    fingers("touchStart", 20)
    for apart in (30, 45, 60, 80):
        fingers("touchMove", apart)
    fingers("touchEnd", 0)
    whole = page.get_by_role("button", name="Whole photo")
    expect(whole).to_be_visible()
    whole.click()
    expect(whole).to_be_hidden()
    page.get_by_role("button", name="Done").click()
    expect(page.locator("dialog.markup")).to_have_count(0)
    assert page.evaluate("() => window.bench.changes") == 0


def test_what_is_drawn_while_zoomed_lies_where_it_was_seen(page: Page) -> None:
    opened(page)
    page.mouse.move(*at(page, 0.5, 0.5))
    page.mouse.wheel(0, -400 * 0.6931)
    expect(page.get_by_role("button", name="Whole photo")).to_be_visible()
    x, y = at(page, 0.5, 0.5)
    right, _ = at(page, 0.6, 0.5)
    page.mouse.down()
    page.mouse.move(x + (right - x) / 2, y)
    page.mouse.move(right, y)
    page.mouse.up()
    (arrow,) = leave(page)
    assert near(arrow["from"], 0.5, 0.5)
    assert near(arrow["to"], 0.55, 0.5)


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


def test_the_tablet_and_the_server_draw_the_same_outlines(page: Page) -> None:
    dice = random.Random(7)
    for _ in range(50):
        numbers = [round(dice.random(), 5) for _ in range(4)]
        width, height = dice.choice([(1600, 1200), (900, 1600), (300, 300)])
        here = arrow_outline(Arrow((numbers[0], numbers[1]), (numbers[2], numbers[3])), width, height)
        there = page.evaluate(
            "([a, b, c, d, w, h]) => window.bench.geometry.arrowOutline([a, b], [c, d], w, h)",
            [*numbers, width, height],
        )
        for mine, theirs in zip(here, there, strict=True):
            assert theirs == pytest.approx(mine, abs=0.011)
        blur = Blur((0.0, 0.0), (numbers[0], numbers[1]))
        block = page.evaluate("([s, w, h]) => window.bench.geometry.blurBlock(s, w, h)", [[*blur.size], width, height])
        assert abs(block - blur_block(blur, width, height)) <= 1


def test_a_page_shows_the_marks_over_the_photo(page: Page, bench: Bench) -> None:
    bench.overlay({"version": 1, "shapes": [
        {"kind": "arrow", "from": [0.8, 0.8], "to": [0.4, 0.5]},
        {"kind": "text", "at": [0.1, 0.9], "text": "Leak <b>", "size": 0.05},
    ]})  # fmt: skip
    bench.show(page)
    photo, marks = page.locator("#overlaid img").bounding_box(), page.locator("#overlaid svg").bounding_box()
    assert photo is not None
    assert photo == marks
    expect(page.get_by_role("img", name="Marks on the photo: Leak <b>")).to_be_visible()
