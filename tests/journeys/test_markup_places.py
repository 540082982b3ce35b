"""A mark lies where it was seen: on a device that is turned, a photo that is zoomed, the server's copy, a page."""

import random

import pytest
from playwright.sync_api import Page, expect

from auditapp.domain.markup import Arrow, Blur
from auditapp.domain.markup_drawing import arrow_outline, blur_block
from tests.journeys.bench import Bench
from tests.journeys.drawing import at, drag, leave, near, on_both, opened

pytestmark = pytest.mark.journey


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
