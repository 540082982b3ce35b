"""A photo of a page, as large as the screen: those beside it by key, button and finger, and the ways back."""

import pytest
from playwright.sync_api import Browser, Page, expect

from auditapp.models import Audit, db
from tests.cast import the_cast
from tests.journeys.axe import violations
from tests.journeys.tablets import PHONE
from tests.journeys.walked import Story
from tests.reporting import add_photo, note

pytestmark = pytest.mark.journey
CAPTIONS = ("Drum on concrete", "Label of the drum", "Gully beside it")


@pytest.fixture
def at(story: Story) -> str:
    """The address of a finding with three photos."""
    with story.database():
        cast = the_cast()
        finding = note(cast, db.session.get_one(Audit, story.audit_id), None)
        for caption in CAPTIONS:
            add_photo(cast.lea, finding, caption)
        db.session.commit()
        return f"{story.server.url}/findings/{finding.id}"


def swipe(page: Page, start: int, end: int) -> None:
    """A finger over the photo, from one place on the line across the screen to another."""
    touch = page.context.new_cdp_session(page)
    places = range(start, end, 20 if end > start else -20)
    for kind, places_now in [("touchStart", [start]), *(("touchMove", [x]) for x in places), ("touchEnd", [])]:
        points = [{"x": x, "y": 400} for x in places_now]
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})


def test_a_photo_fills_the_screen_and_the_way_back_leads_to_its_small_one(
    story: Story, browser: Browser, at: str
) -> None:
    context = browser.new_context(viewport=PHONE, has_touch=True, is_mobile=True)
    context.add_cookies([{"name": "auditapp", "value": story.token, "url": story.server.url}])
    page = context.new_page()
    page.goto(at)
    small, viewer = page.locator("main a[data-photo]"), page.locator("#viewer:modal")
    position, picture = viewer.locator("[data-position]"), viewer.locator("img").nth(1)

    small.nth(1).tap()
    expect(position).to_have_text("2 of 3")
    expect(viewer).to_contain_text(CAPTIONS[1])
    expect(picture).to_have_attribute("src", f"{story.server.url}{small.nth(1).get_attribute('href')}")
    assert violations(page) == []
    page.keyboard.press("ArrowRight")
    expect(viewer).to_contain_text(CAPTIONS[2])
    expect(viewer.get_by_role("button", name="Next")).to_be_disabled()
    viewer.get_by_role("button", name="Previous").tap()
    expect(position).to_have_text("2 of 3")
    swipe(page, 340, 60)
    expect(position).to_have_text("3 of 3")
    with page.expect_download() as download:
        viewer.get_by_role("link", name="Original").tap()
    assert download.value.suggested_filename == f"{CAPTIONS[2]}.jpg"

    page.keyboard.press("Escape")
    expect(viewer).to_have_count(0)
    expect(small.nth(1)).to_be_focused()
    page.keyboard.press("Enter")
    expect(position).to_have_text("2 of 3")
    page.go_back()
    expect(viewer).to_have_count(0)
    expect(small.nth(1)).to_be_focused()
    assert page.url == at
    context.close()


def test_without_scripts_the_small_photo_leads_to_the_large_one(story: Story, browser: Browser, at: str) -> None:
    context = browser.new_context(viewport=PHONE, java_script_enabled=False)
    context.add_cookies([{"name": "auditapp", "value": story.token, "url": story.server.url}])
    page = context.new_page()
    page.goto(at)
    page.locator("main a[data-photo]").first.click()
    assert "/view.jpg" in page.url
    context.close()
