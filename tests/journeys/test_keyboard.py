"""The day's work by keyboard alone: an answer, a finding, and a jump by a few typed letters."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from auditapp.models import Attendance, Finding
from tests.journeys.walked import Story, all_safe, now_at

pytestmark = pytest.mark.journey


@pytest.fixture
def page(story: Story, browser: Browser) -> Page:
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    context.add_cookies([{"name": "auditapp", "value": story.token, "url": story.server.url}])
    return context.new_page()


def test_answer_note_a_finding_and_jump_without_a_mouse(story: Story, page: Page) -> None:
    keys = page.keyboard
    page.goto(story.server.url + story.path)
    page.locator("html[data-ready]").wait_for(state="attached")
    keys.press("1")
    now_at(page, 2)
    keys.press("f")
    sheet = page.locator("#sheet-finding:modal")
    expect(sheet).to_be_visible()
    keys.press("Tab")
    keys.press("ArrowDown")
    keys.press("Tab")
    keys.type("Drums stand outside the bund, 3 of 14.")  # letters and figures that are shortcuts elsewhere
    keys.press("Control+Enter")
    expect(sheet).to_have_count(0)
    all_safe(page)
    assert story.results() == {story.questions[0]: "conform"}
    assert story.row(Finding).evidence_text == "Drums stand outside the bund, 3 of 14."

    page.goto(f"{story.server.url}/audits")
    keys.press("Control+k")
    expect(page.get_by_role("combobox", name="Go to ...")).to_be_focused()
    keys.type("ola")
    keys.press("Enter")
    expect(page).to_have_url(re.compile("owner="))
    keys.press("?")
    expect(page.get_by_role("dialog", name="Keyboard shortcuts")).to_be_visible()
    keys.press("Escape")
    keys.press("g")
    keys.press("h")
    expect(page).to_have_url(story.server.url + "/")
    page.context.close()


def test_who_cannot_draw_attends_a_meeting_without_a_mouse(story: Story, page: Page) -> None:
    keys = page.keyboard
    page.goto(story.server.url + story.path)
    page.locator("html[data-ready]").wait_for(state="attached")
    page.locator(".walk-menu").focus()
    keys.press("Enter")
    page.locator("#menu [data-meeting=opening]").focus()
    keys.press("Enter")
    add = page.get_by_role("button", name="Add a person, who signs")
    expect(add).to_be_visible()
    keys.press("Tab")
    keys.press("Enter")
    expect(page.get_by_label("Name", exact=True)).to_be_focused()
    page.get_by_role("button", name="Present, not signed").focus()
    keys.press("Enter")
    expect(page.locator("[data-trouble]")).to_have_text("Type the name of the person who signs.")
    expect(page.get_by_label("Name", exact=True)).to_be_focused()
    keys.type("Dana Guest")
    page.get_by_role("button", name="Present, not signed").focus()
    keys.press("Enter")
    expect(add).to_be_focused()
    expect(page.locator("#attended")).to_contain_text("present, not signed")
    all_safe(page)
    assert (story.row(Attendance).name, story.row(Attendance).strokes) == ("Dana Guest", {})
    page.context.close()
