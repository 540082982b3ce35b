"""Whatever happens on a walk, nothing of it is lost: reloads, a dead server, an ended session, a portal, two tabs."""

import hashlib
import re

import pytest
from playwright.sync_api import APIResponse, Playwright, Route, expect

from auditapp.models import Evidence, Finding, Operation
from tests.journeys.tablets import PHONE, Tablet
from tests.journeys.walked import Story, a_file, all_safe, answer

pytestmark = pytest.mark.journey


def test_half_typed_words_survive_a_reload(story: Story, phone: Tablet) -> None:
    page = phone.page(story.path)
    page.locator(".tool[data-open=note]").click()
    page.locator("#sheet-note-text").press_sequentially("Boiler 2 was")
    page.wait_for_timeout(600)
    page.reload()
    page.locator("html[data-ready]").wait_for(state="attached")
    expect(page.locator(".kept-words[data-open=note]")).to_contain_text("Boiler 2 was")
    page.locator(".tool[data-open=note]").click()
    expect(page.locator("#sheet-note-text")).to_have_value("Boiler 2 was")


def test_nothing_is_lost_when_the_server_is_away_and_the_browser_dies(
    story: Story, chromium: Playwright, request: pytest.FixtureRequest
) -> None:
    tablet = story.tablet(chromium, PHONE)
    page = tablet.page(story.path)
    all_idle = page.locator("#status[data-phase=idle]")
    expect(all_idle).to_be_visible()
    story.server.kill()
    answer(page, "conform")
    answer(page, "conform")
    file = a_file(story.folder, big=True)
    page.locator("[data-photo=camera]").set_input_files(file)
    expect(page.locator("#photos .shot")).to_have_count(1)
    page.locator("[data-answer=nonconformity]").click()
    page.locator("#sheet-finding").get_by_role("button", name="Keep finding").click()
    expect(page.locator("#toast")).to_contain_text("Finding kept on this tablet")
    expect(page.locator("#status")).to_contain_text("No answer from the server")
    expect(page.locator("[data-here]")).to_have_text("5")
    tablet.kill()
    story.server.start()
    assert story.results() == {}
    tablet.reopen()
    request.addfinalizer(tablet.close)
    page = tablet.page(story.path)
    expect(page.locator("[data-done]").first).to_have_text("3")
    all_safe(page)
    assert story.results() == {
        story.questions[0]: "conform", story.questions[1]: "conform", story.questions[2]: "nonconformity",
    }  # fmt: skip
    photo = story.row(Evidence)
    finding = story.row(Finding)
    assert photo.sha256 == hashlib.sha256(file.read_bytes()).hexdigest()
    assert photo.finding_id == finding.id
    assert len(story.rows(Operation)) == 5


def test_an_ended_session_pauses_sending_and_never_the_walk(story: Story, phone: Tablet) -> None:
    page = phone.page(story.path)
    phone.context.clear_cookies()
    answer(page, "conform")
    answer(page, "conform")
    expect(page.locator("#status")).to_contain_text("Sign in again to send. Nothing is lost.")
    expect(page.locator("#status").get_by_role("link", name="Sign in")).to_have_attribute(
        "href", re.compile(r"^/sign-in\?next=/walk/")
    )
    assert story.results() == {}
    phone.context.add_cookies([{"name": "auditapp", "value": story.token, "url": story.server.url}])
    page.get_by_role("button", name="Menu").click()
    page.get_by_role("button", name="Send what waits now").click()
    all_safe(page)
    assert len(story.results()) == 2


def test_a_portal_that_answers_everything_with_a_page_acknowledges_nothing(story: Story, phone: Tablet) -> None:
    page = phone.page(story.path)
    phone.context.route(
        "**/walk/api/**", lambda route: route.fulfill(status=200, content_type="text/html", body="<h1>Wi-Fi</h1>")
    )
    answer(page, "conform")
    expect(page.locator("#status")).to_contain_text("No answer from the server")
    expect(page.locator("[data-here]")).to_have_text("1")
    phone.context.unroute("**/walk/api/**")
    page.get_by_role("button", name="Menu").click()
    page.get_by_role("button", name="Send what waits now").click()
    all_safe(page)
    assert story.results() == {story.questions[0]: "conform"}


def test_two_tabs_show_the_same(story: Story, phone: Tablet) -> None:
    page = phone.page(story.path)
    other = phone.context.new_page()
    other.goto(story.server.url + story.path)
    other.locator("html[data-ready]").wait_for(state="attached")
    answer(page, "conform")
    expect(other.locator("[data-done]").first).to_have_text("1")
    all_safe(other)
    assert len(story.rows(Operation)) == 1


def test_what_the_server_told_before_an_entry_reached_it_does_not_take_the_entry_back(
    story: Story, phone: Tablet
) -> None:
    page = phone.page(story.path)
    page.locator("[data-kind=seen]").click()
    all_safe(page)
    told: list[tuple[Route, APIResponse]] = []

    def holds_the_first(route: Route) -> None:
        if told:
            route.continue_()
        else:
            told.append((route, route.fetch()))

    phone.context.route("**/state?*", holds_the_first)
    page.reload()
    while not told:
        page.wait_for_timeout(20)
    page.locator("[data-kind=read]").click()
    all_safe(page)
    [(route, early)] = told
    route.fulfill(response=early)
    page.locator("html[data-ready]").wait_for(state="attached")
    expect(page.locator("[data-kind=read]")).to_have_attribute("aria-pressed", "true")
    expect(page.locator("#status [data-safe]")).to_have_text("2")


def test_words_that_a_full_tablet_did_not_keep_are_there_to_be_kept_later(story: Story, phone: Tablet) -> None:
    page = phone.page(story.path)
    page.evaluate("""() => {
        const { put } = IDBObjectStore.prototype;
        IDBObjectStore.prototype.put = () => { throw new DOMException("full", "QuotaExceededError"); };
        window.free = () => { IDBObjectStore.prototype.put = put; };
    }""")
    page.locator(".tool[data-open=note]").click()
    page.locator("#sheet-note-text").fill("Boiler 2 leaks.")
    page.locator("#sheet-note [type=submit]").click()
    expect(page.locator("#toast")).to_contain_text("full")
    page.evaluate("() => window.free()")
    page.locator(".tool[data-open=sample]").click()
    page.locator("#sheet-sample [type=submit]").click()
    page.locator(".tool[data-open=note]").click()
    expect(page.locator("#sheet-note-text")).to_have_value("Boiler 2 leaks.")
    page.locator("#sheet-note [type=submit]").click()
    expect(page.locator(".kept-words[data-open=note]")).to_contain_text("Boiler 2 leaks.")
