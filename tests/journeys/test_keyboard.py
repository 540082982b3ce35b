"""The day's work by keyboard alone: an answer, a finding, a jump by a few letters, and the life of a nonconformity."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from auditapp.adapters import clock
from auditapp.models import Attendance, Audit, Finding, Nonconformity, db
from tests.cast import the_cast
from tests.journeys.keyboard import Keyboard, twin
from tests.journeys.tablets import signed_in_token
from tests.journeys.walked import Story, a_file, all_safe, now_at
from tests.lives import raised

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
    keys.press("l")
    keys.press("Enter")
    expect(page.locator("#ask")).to_be_focused()
    expect(page.locator("#ask")).to_have_css("outline-style", "solid")  # who works by keyboard sees where they are
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
    page.wait_for_load_state()  # the address changes before the page listens to keys
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


def test_a_nonconformity_lives_from_its_number_to_its_closing_without_a_mouse(
    story: Story, browser: Browser, tmp_path: Path
) -> None:
    with story.database():
        cast = the_cast()
        number = raised(cast, audit=db.session.get_one(Audit, story.audit_id)).number
        tokens = {name: signed_in_token(getattr(cast, name)) for name in ("ola", "lea", "ann")}
        today = clock.today(cast.works.timezone)
    context, at = browser.new_context(viewport={"width": 1280, "height": 800}), f"/nonconformities/{number}"
    person = Keyboard(context)

    def turn_of(name: str) -> None:
        context.add_cookies([{"name": "auditapp", "value": tokens[name], "url": story.server.url}])
        person.open(story.server.url + at)

    turn_of("ola")
    person.press("Acknowledge")
    person.now("write the correction")
    person.into()
    person.press("Write the response")
    expect(person.page.locator("#response")).to_be_visible()
    person.into()
    person.write("What was done about what was found?", "Both drums were moved into a bund.")
    person.write("Done on", twin(today, -1).strftime("%d%m%Y"))
    person.write("Where else did you look", "All 4 stores: 0 more.")
    person.write("So the cause is", "No place is marked for drums that arrive.")
    person.press("Add cause")
    expect(person.page.locator("#causes .written")).to_be_visible()
    person.write("What will be done?", "Mark a bunded place at goods-in.")
    person.write("By when?", twin(today, 1).strftime("%d%m%Y"))
    person.press("Add action")
    expect(person.page.locator("#actions .written")).to_be_visible()
    person.write("What will show that it does not come back?", "No drum outside a bund in 3 walks.")
    person.press("Submit the plan")
    person.now("accept or return the plan")

    turn_of("lea")
    person.press("Accept the plan")
    person.now("each action is done")

    turn_of("ola")
    person.press("Report done")
    expect(person.page.locator("[name=photos]")).to_be_visible()
    person.into()
    person.attach("Photos that show it done", str(a_file(tmp_path)))
    person.press("Report done")
    expect(person.page.locator("#notices")).to_contain_text("Reported done")
    person.into()
    person.press("Go on and submit")
    person.now("submit")
    person.into()
    person.press("Submit as implemented")
    person.now("verify that the actions are implemented")

    turn_of("ann")
    person.to("Seen")
    person.keys.press("Space")
    person.write("What did you see, read or ask?", "Saw the marked place.")
    person.press("Verify implementation")
    person.now("on the check date")
    with story.database():
        this = db.session.query(Nonconformity).filter_by(number=number).one().round
        this.check_on = today  # as if the months had passed
        db.session.commit()
    turn_of("ann")
    person.write("Which evidence shows", "Three walks: no drum outside a bund.")
    person.press("Judge effective and close")
    expect(person.page.locator("main .state").first).to_have_text("Closed")
    context.close()
