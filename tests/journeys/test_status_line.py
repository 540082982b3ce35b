"""The line that says what is safe: it tells what the server has, whatever became of answers on their way."""

import pytest
from playwright.sync_api import Route, expect

from auditapp.models import Operation
from tests.journeys.tablets import Tablet
from tests.journeys.walked import Story, all_safe

pytestmark = pytest.mark.journey


def test_what_arrived_without_an_answer_counts_once(story: Story, phone: Tablet) -> None:
    page = phone.page(story.path)
    held: list[Route] = []

    def loses_the_first_answer_and_waits_with_the_second(route: Route) -> None:
        held.append(route)
        if len(held) == 1:
            route.fetch()
            route.abort()
        elif len(held) > 2:
            route.continue_()

    phone.context.route("**/walk/api/ops", loses_the_first_answer_and_waits_with_the_second)
    page.locator("[data-kind=seen]").click()
    while not held:
        page.wait_for_timeout(20)
    page.reload()
    expect(page.locator("#status [data-safe]")).to_have_text("1")  # as the server says, which has it already
    while len(held) < 2:
        page.wait_for_timeout(20)
    held[1].continue_()
    all_safe(page)
    assert (
        page.locator("#status [data-safe]").inner_text() == "1"
    )  # at once, and not when it is asked for the next time
    assert len(story.rows(Operation)) == 1


def test_half_written_words_are_said_to_be_only_here(story: Story, phone: Tablet) -> None:
    page = phone.page(story.path)
    page.locator("[data-kind=seen]").click()
    all_safe(page)
    page.locator("#finding-button").click()
    page.locator("#finding-form [name=evidence_text]").fill("Oil below the pump.")
    page.keyboard.press("Escape")
    expect(page.locator("#status")).not_to_contain_text("Everything is on the server")
    expect(page.locator("#status [data-here]")).to_have_text("1")
    page.locator("#findings [data-half] button").click()
    expect(page.locator("#finding-form [name=evidence_text]")).to_have_value("Oil below the pump.")
    page.locator("#finding-discard").click()
    all_safe(page)
