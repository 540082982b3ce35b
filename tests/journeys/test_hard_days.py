"""The walk in bad company: killed browsers and servers, lost answers, full tablets, other people, other versions."""

import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, Playwright, expect

from auditapp.models import Answer, Evidence, Finding, Operation
from tests.cast import the_cast
from tests.journeys.chaos import ChaosProxy, go_offline, go_online
from tests.journeys.tablets import PHONE, Server, Tablet, signed_in_token
from tests.journeys.walked import Story, a_file, all_safe, answer, go_to

pytestmark = pytest.mark.journey


@pytest.fixture
def tablet(story: Story, proxy: ChaosProxy, chromium: Playwright, tmp_path: Path) -> Iterator[Tablet]:
    tablet = Tablet(chromium, tmp_path / "profile", PHONE, proxy.url, story.token)
    yield tablet
    tablet.close()


def send_now(page: Page) -> None:
    page.get_by_role("button", name="Menu").click()
    page.get_by_role("button", name="Send what waits now").click()


def a_finding(page: Page) -> None:
    page.locator("[data-answer=nonconformity]").click()
    page.locator("#sheet-finding").get_by_role("button", name="Keep finding").click()
    expect(page.locator("#toast")).to_contain_text("Finding kept on this tablet")


def test_a_whole_day_without_a_network_arrives_once_though_the_browser_died_twice(
    story: Story, tablet: Tablet, proxy: ChaosProxy, tmp_path: Path
) -> None:
    page = tablet.page(f"{story.path}#prepare")
    expect(page.locator("#prepare-said")).to_contain_text("Ready for a day without network", timeout=40_000)
    go_offline(proxy, tablet.context)
    files = [a_file(tmp_path, f"IMG_{number}.jpg", big=number == 1) for number in range(3)]
    digests = set()
    for number, file in enumerate(files):
        tablet.kill()
        tablet.reopen()
        go_offline(proxy, tablet.context)
        page = tablet.page("/")
        page.locator("#people a[href*='/walk/']").first.click()
        page.locator("html[data-ready]").wait_for(state="attached")
        go_to(page, 1 + 3 * number)
        answer(page, "conform")
        page.locator("[data-photo=library]").set_input_files(file)
        expect(page.locator("#photos .shot")).to_have_count(1)
        digests.add(hashlib.sha256(file.read_bytes()).hexdigest())
        answer(page, "conform")
        a_finding(page)
    expect(page.locator("[data-here]")).to_have_text("15")
    go_online(proxy, tablet.context)
    proxy.fail_share(0.2, seed=3)
    for _ in range(12):
        send_now(page)
        page.wait_for_timeout(1500)
        if page.locator("#status[data-phase=safe]").count():
            break
    proxy.fail_share(0)
    send_now(page)
    all_safe(page)
    assert sorted(story.results().values()) == ["conform"] * 6 + ["nonconformity"] * 3
    assert len(story.rows(Finding)) == 3
    assert {one.sha256 for one in story.rows(Evidence)} == digests
    assert len(story.rows(Answer)) == 9
    assert len(story.rows(Operation)) == 9 + 3 + 3


def test_an_answer_that_was_lost_on_its_way_back_is_applied_once(
    story: Story, tablet: Tablet, proxy: ChaosProxy
) -> None:
    page = tablet.page(story.path)
    expect(page.locator("#status[data-phase=idle]")).to_be_visible()
    proxy.drop_answers(1, b"/walk/api/ops")
    answer(page, "conform")
    page.wait_for_timeout(1500)
    send_now(page)
    all_safe(page)
    assert proxy.lost_answers == 1
    assert len(story.rows(Answer)) == 1


def test_a_server_that_dies_within_a_photo_has_it_whole_in_the_end(
    story: Story, tablet: Tablet, proxy: ChaosProxy, server: Server, tmp_path: Path
) -> None:
    page = tablet.page(story.path)
    expect(page.locator("#status[data-phase=idle]")).to_be_visible()
    file = a_file(tmp_path, big=True)
    proxy.cut_after(1_500_000, server.kill)
    page.locator("[data-photo=library]").set_input_files(file)
    expect(page.locator("#photos .shot")).to_have_count(1)
    expect(page.locator("#status")).to_contain_text("No answer from the server", timeout=30_000)
    proxy.heal()
    server.start()
    send_now(page)
    all_safe(page)
    photo = story.row(Evidence)
    assert photo.sha256 == hashlib.sha256(file.read_bytes()).hexdigest()


def test_somebody_elses_session_sends_nothing_of_mine(story: Story, tablet: Tablet, proxy: ChaosProxy) -> None:
    page = tablet.page(story.path)
    with story.database():
        anns = signed_in_token(the_cast().ann)
    tablet.context.add_cookies([{"name": "auditapp", "value": anns, "url": proxy.url}])
    answer(page, "conform")
    expect(page.locator("#status")).to_contain_text("Somebody else is signed in")
    assert story.results() == {}
    tablet.context.add_cookies([{"name": "auditapp", "value": story.token, "url": proxy.url}])
    send_now(page)
    all_safe(page)
    assert len(story.results()) == 1


def test_a_full_tablet_says_not_kept_and_keeps_what_was_kept_before(
    story: Story, chromium: Playwright, server: Server, tmp_path: Path
) -> None:
    tablet = Tablet(chromium, tmp_path / "full", PHONE, server.url, story.token)
    try:
        blank = tablet.context.pages[0]
        session = tablet.context.new_cdp_session(blank)
        session.send("Storage.overrideQuotaForOrigin", {"origin": server.url, "quotaSize": 12_000_000})
        page = tablet.page(story.path)
        page.route("**/walk/api/photos/**", lambda route: route.abort())
        kept = 0
        for number in range(9):
            page.locator("[data-photo=library]").set_input_files(a_file(tmp_path, f"{number}.jpg", big=True))
            page.locator("#toast").wait_for(state="visible")
            if "full" in page.locator("#toast").inner_text():
                break
            kept += 1
            page.locator("#toast").wait_for(state="hidden", timeout=15_000)
        assert 0 < kept < 9
        expect(page.locator("#photos .shot")).to_have_count(kept)
        page.unroute("**/walk/api/photos/**")
        send_now(page)
        all_safe(page)
        assert len(story.rows(Evidence)) == kept
    finally:
        tablet.close()


def test_a_line_that_is_open_and_silent_never_stops_the_walk(story: Story, tablet: Tablet, proxy: ChaosProxy) -> None:
    page = tablet.page(story.path)
    expect(page.locator("#status[data-phase=idle]")).to_be_visible()
    proxy.half_open()
    answer(page, "conform")
    answer(page, "conform")
    expect(page.locator("[data-here]")).to_have_text("2")
    proxy.heal()
    expect(page.locator("#status[data-phase=safe]")).to_be_visible(timeout=60_000)
    assert len(story.rows(Answer)) == 2


def test_a_clock_two_hours_wrong_changes_nothing(story: Story, tablet: Tablet) -> None:
    page = tablet.page(story.path)
    page.clock.set_system_time(datetime.now(UTC) + timedelta(hours=2))
    answer(page, "conform")
    all_safe(page)
    (given,) = story.rows(Answer)
    assert given.device_at > given.received_at
