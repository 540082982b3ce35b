"""On the walk: marks on photos, sorting, meetings with signatures, and two people who answer differently."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Playwright, expect

from auditapp.models import Attendance, Evidence
from tests.cast import an_audit_under_way, the_cast
from tests.journeys.tablets import PHONE, TABLET, Server, Tablet, signed_in_token, walk_path
from tests.journeys.walked import Story, a_file, all_safe, answer, drag

pytestmark = pytest.mark.journey


@pytest.fixture
def tablet(story: Story, chromium: Playwright) -> Iterator[Tablet]:
    opened = story.tablet(chromium, TABLET)
    yield opened
    opened.close()


RED = """image => {
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [image.naturalWidth, image.naturalHeight];
  const pencil = canvas.getContext("2d");
  pencil.drawImage(image, 0, 0);
  const { data } = pencil.getImageData(0, 0, canvas.width, canvas.height);
  let red = 0;
  for (let at = 0; at < data.length; at += 4) red += data[at] > 170 && data[at + 1] < 60 && data[at + 2] < 90;
  return red;
}"""
"""How many pixels have the colour of marks."""


def test_an_arrow_on_a_photo_is_seen_before_it_is_sent_kept_beside_it_and_sent(story: Story, tablet: Tablet) -> None:
    page = tablet.page(story.path)
    page.route("**/walk/api/**", lambda route: route.abort())
    page.locator("[data-photo=library]").set_input_files(a_file(story.folder))
    small = page.locator("#photos .shot img")
    expect(small).to_be_visible()
    assert small.evaluate(RED) < 20
    page.locator("#toast-next").click()
    page.locator("dialog.markup[data-ready]").wait_for()
    drag(page, (0.35, 0.4), (0.6, 0.6))
    page.get_by_role("button", name="Done", exact=True).click()
    expect(page.locator("#photos .shot-marked")).to_be_visible()
    assert page.locator("#photos .shot img").evaluate(RED) > 100
    page.unroute("**/walk/api/**")
    page.get_by_role("button", name="Menu").click()
    page.get_by_role("button", name="Send what waits now").click()
    all_safe(page)
    photo = story.row(Evidence)
    assert [one["kind"] for one in photo.marks["shapes"]] == ["arrow"]
    assert photo.copies
    page.locator("#photos .shot").click()
    page.locator("#photo-draw").click()
    page.locator("dialog.markup[data-ready]").wait_for()
    page.locator("[data-tool=blur]").click()
    drag(page, (0.3, 0.3), (0.5, 0.5))
    page.get_by_role("button", name="Done", exact=True).click()
    expect(page.locator("[data-safe]")).to_have_text("3")
    assert sorted(one["kind"] for one in story.row(Evidence).marks["shapes"]) == ["arrow", "blur"]


def test_the_list_is_sorted_by_clause_with_one_tap_and_back(story: Story, tablet: Tablet) -> None:
    page = tablet.page(story.path)
    walked = page.locator("#list li[id^=i-]").evaluate_all("rows => rows.map((row) => row.id)")
    page.locator("#sort").click()
    expect(page.locator("#sort")).to_have_attribute("aria-pressed", "true")
    sorted_ = page.locator("#list li[id^=i-]").evaluate_all("rows => rows.map((row) => row.id)")
    assert sorted_ != walked
    assert sorted(sorted_) == sorted(walked)
    page.locator("#sort").click()
    assert page.locator("#list li[id^=i-]").evaluate_all("rows => rows.map((row) => row.id)") == walked


def test_whoever_was_at_the_closing_meeting_signs_below_what_was_found(story: Story, tablet: Tablet) -> None:
    page = tablet.page(story.path)
    answer(page, "conform")
    page.get_by_role("button", name="Menu").click()
    page.get_by_role("button", name="Closing meeting").click()
    expect(page.locator("#closing-answers")).to_contain_text("Conform")
    page.locator("#attend").click()
    page.locator("dialog.signature[data-ready]").wait_for()
    page.locator("#signature-name").fill("Ola Owner")
    box = page.locator("[data-pad]").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 40, box["y"] + 40)
    page.mouse.down()
    page.mouse.move(box["x"] + 120, box["y"] + 80, steps=5)
    page.mouse.up()
    page.get_by_role("button", name="Sign", exact=True).click()
    expect(page.locator("#attended")).to_contain_text("Ola Owner")
    page.locator("#sheet-meeting [data-close]").click()
    all_safe(page)
    there = story.row(Attendance)
    assert (there.meeting, there.name, bool(there.strokes)) == ("closing", "Ola Owner", True)


def test_two_who_answer_differently_see_both_answers_and_one_resolves(
    server: Server, chromium: Playwright, tmp_path: Path
) -> None:
    story = Story(server, tmp_path)
    with story.database():
        cast = the_cast()
        audit = an_audit_under_way(cast, team=[(cast.ann, "auditor")])
        story.audit_id, story.questions = audit.id, [one.id for one in audit.instances]
        path, ann_path, ann_token = walk_path(cast.lea, audit), walk_path(cast.ann, audit), signed_in_token(cast.ann)
    lea = Tablet(chromium, tmp_path / "lea", TABLET, server.url, story.token)
    ann = Tablet(chromium, tmp_path / "ann", PHONE, server.url, ann_token)
    try:
        hers, anns = lea.page(path), ann.page(ann_path)
        anns.route("**/walk/api/**", lambda route: route.abort())
        answer(hers, "conform")
        all_safe(hers)
        anns.locator("[data-answer=observation]").click()
        anns.locator("#sheet-finding[open]").wait_for()
        anns.keyboard.press("Escape")
        anns.unroute("**/walk/api/**")
        anns.get_by_role("button", name="Menu").click()
        anns.get_by_role("button", name="Send what waits now").click()
        anns.locator("#list-button").click()
        anns.locator(f"#i-{story.questions[0]} button").click()
        expect(anns.locator("#differences li")).to_have_count(2)
        expect(anns.locator("#differences")).to_contain_text("Lea Auditor")
        expect(anns.locator("#differences")).to_contain_text("Ann Auditor")
        hers.reload()
        hers.locator(f"#i-{story.questions[0]} button").click()
        expect(hers.locator("#differences li")).to_have_count(2)
        hers.locator("#differences li", has_text="Ann Auditor").get_by_role("button").click()
        expect(hers.locator("#conflict")).to_be_hidden()
        all_safe(hers)
        assert story.results() == {story.questions[0]: "observation"}
        expect(anns.locator("#attention-button b")).to_have_text("1")
        anns.reload()
        anns.locator("html[data-ready]").wait_for(state="attached")
        expect(anns.locator("#attention-button")).to_be_hidden()  # nothing is left to decide
    finally:
        lea.close()
        ann.close()
