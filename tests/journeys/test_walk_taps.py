"""How many taps a walk takes, counted as a person would; and that one too many does no harm."""

from pathlib import Path

import pytest
from playwright.sync_api import Playwright, expect

from auditapp.models import Evidence, Finding
from tests.journeys.tablets import PHONE, TABLET, Server, Tablet
from tests.journeys.walked import Story, a_file, all_safe, drag, now_at

pytestmark = pytest.mark.journey

CAMERA = ("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream")


def test_forty_answers_six_photos_and_three_findings_take_at_most_69_taps(
    chromium: Playwright, server: Server, tmp_path: Path
) -> None:
    """A photo through the system's camera: the button, its shutter and 'Use photo' are three taps."""
    story = Story(server, tmp_path, checklist="iso14001-2026")
    tablet = Tablet(chromium, tmp_path / "taps", TABLET, server.url, story.token)
    taps = 0
    try:
        page = tablet.page(story.path)
        file = a_file(tmp_path)
        for number in range(40):
            label = page.locator("#ask-label").inner_text() + page.locator("#ask-words").inner_text()
            if number % 7 == 0:
                page.locator("[data-photo=camera]").set_input_files(file)
                expect(page.locator("#photos .shot")).to_have_count(1)
                taps += 3
            if number % 13 == 12:
                page.locator("[data-answer=nonconformity]").click()
                page.locator("#sheet-finding [value=keep]").click()
                taps += 2
            else:
                page.locator("[data-answer=conform]").click()
                taps += 1
            page.wait_for_timeout(360)
            expect(page.locator("#ask-text")).not_to_have_text(label)
        all_safe(page)
        assert (len(story.results()), len(story.rows(Evidence)), len(story.rows(Finding))) == (40, 6, 3)
        assert taps <= 69
    finally:
        tablet.close()


def test_one_tap_to_todays_audit_one_an_answer_two_a_photo_two_a_finding_four_a_photo_with_an_arrow(
    story: Story, chromium: Playwright, server: Server, tmp_path: Path
) -> None:
    tablet = Tablet(chromium, tmp_path / "camera", PHONE, server.url, story.token, *CAMERA)
    try:
        page = tablet.context.pages[0]
        page.goto(server.url)
        taps: list[str] = []

        def tap(selector: str) -> None:
            page.locator(selector).click()
            taps.append(selector)

        tap(f"main a[href$='{story.path}']")  # 1: today's audit
        now_at(page, 1)
        tap("[data-answer=conform]")  # 2: an answer
        now_at(page, 2)
        tap("#burst-button")
        tap("#shutter")  # 4: a photo
        expect(page.locator("#viewfinder-count")).to_have_text("1")
        page.locator("#viewfinder").get_by_role("button", name="Done").click()
        page.wait_for_timeout(350)  # a second tap this soon counts as a double tap
        tap("[data-answer=nonconformity]")
        tap("#sheet-finding [value=keep]")  # 6: a finding
        now_at(page, 3)
        tap("#burst-button")
        tap("#shutter")
        tap("#viewfinder-draw")
        page.locator("dialog.markup[data-ready]").wait_for()
        drag(page, (0.3, 0.4), (0.6, 0.6))
        tap("dialog.markup [data-leave]")  # 10: a photo with an arrow, the stroke drawn in between
        expect(page.locator("#photos .shot-marked")).to_be_visible()
        all_safe(page)
        assert len(taps) == 1 + 1 + 2 + 2 + 4
        assert [bool(one.trouble) for one in story.rows(Evidence)] == [False] * 2
        assert sorted(bool(one.marks) for one in story.rows(Evidence)) == [False, True]
        assert len(story.rows(Finding)) == 1
    finally:
        tablet.close()


def test_a_double_tap_on_the_viewfinder_leaves_no_camera_on(
    story: Story, chromium: Playwright, server: Server, tmp_path: Path
) -> None:
    tablet = Tablet(chromium, tmp_path / "camera", PHONE, server.url, story.token, *CAMERA)
    try:
        page = tablet.page(story.path)
        page.evaluate("""() => {
            const devices = navigator.mediaDevices, begin = devices.getUserMedia.bind(devices);
            window.cameras = [];
            devices.getUserMedia = async (wanted) => {
                const stream = await begin(wanted);
                window.cameras.push(...stream.getTracks());
                return stream;
            };
        }""")
        page.locator("#burst-button").dblclick()
        page.locator("#viewfinder").get_by_role("button", name="Done").click()
        expect(page.locator("#viewfinder")).to_be_hidden()
        assert set(page.evaluate("() => window.cameras.map(({ readyState }) => readyState)")) == {"ended"}
    finally:
        tablet.close()
