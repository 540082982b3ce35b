"""Who taps as soon as the question can be read is not asked to tap again, and never answers another question."""

import re

import pytest
from playwright.sync_api import Page, Route, expect

from tests.journeys.tablets import Tablet
from tests.journeys.walked import Story, all_safe, go_to, now_at

pytestmark = pytest.mark.journey

SCRIPT = re.compile(r"/walk\.\w*\.?js")


def before_the_store_opens(page: Page, path: str) -> list[Route]:
    """Open the walk and stop it there; whoever goes on lets the route continue."""
    waiting: list[Route] = []
    page.route(SCRIPT, lambda route: waiting.append(route))
    page.goto(path, wait_until="commit")
    return waiting


def test_an_answer_tapped_before_the_store_is_open_is_given_once_it_is(story: Story, phone: Tablet) -> None:
    page = phone.context.pages[0]
    waiting = before_the_store_opens(page, story.server.url + story.path)
    now_at(page, 1)
    page.locator("[data-answer=nonconformity]").click()
    page.locator("[data-answer=conform]").click()
    waiting[0].continue_()
    expect(page.locator("#toast")).to_contain_text("is kept on this tablet")
    now_at(page, 2)
    all_safe(page)
    assert story.results() == {story.questions[0]: "conform"}


def test_an_early_tap_answers_no_other_question_than_the_one_that_was_read(story: Story, phone: Tablet) -> None:
    page = phone.page(story.path)
    go_to(page, 3)
    page.evaluate("""async () => {
        localStorage.clear();
        for (const one of await navigator.serviceWorker.getRegistrations()) await one.unregister();
    }""")
    waiting = before_the_store_opens(page, story.server.url + story.path)
    now_at(page, 1)
    page.locator("[data-answer=conform]").click()
    waiting[0].continue_()
    now_at(page, 3)
    page.locator("html[data-ready]").wait_for(state="attached")
    assert story.results() == {}
