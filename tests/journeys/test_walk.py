"""The walk on a phone and a tablet: kept at once, sent when it can be, never lost, never twice."""

import hashlib
import re

import pytest
from playwright.sync_api import expect

from auditapp.models import Answer, Evidence, Finding, Instance, Operation
from tests.journeys.axe import violations
from tests.journeys.tablets import Tablet
from tests.journeys.walked import Story, a_file, all_safe, answer, now_at

pytestmark = pytest.mark.journey


def test_one_tap_answers_and_the_next_question_moves_up(story: Story, tablet: Tablet) -> None:
    page = tablet.page(story.path)
    now_at(page, 1)
    answer(page, "conform")
    now_at(page, 2)
    all_safe(page)
    assert story.results() == {story.questions[0]: "conform"}


def test_an_answer_can_be_taken_back_for_five_seconds(story: Story, tablet: Tablet) -> None:
    page = tablet.page(story.path)
    answer(page, "conform")
    page.locator("#undo").click()
    now_at(page, 1)
    all_safe(page)
    assert story.results() == {}
    assert [one.value for one in story.rows(Answer)] == ["conform", ""]


def test_a_double_tap_is_one_answer_to_one_question(story: Story, phone: Tablet) -> None:
    page = phone.page(story.path)
    page.locator("[data-answer=conform]").dblclick()
    now_at(page, 2)
    all_safe(page)
    assert story.results() == {story.questions[0]: "conform"}
    assert len(story.rows(Operation)) == 1


def test_note_sample_and_how_one_knows_are_kept(story: Story, tablet: Tablet) -> None:
    page = tablet.page(story.path)
    page.locator("[data-kind=seen]").click()
    expect(page.locator("[data-kind=seen]")).to_have_attribute("aria-pressed", "true")
    page.locator(".tool[data-open=note]").click()
    page.locator("#sheet-note-text").fill("Meter 3 has no log.\nBoiler 2 leaks.")
    page.locator("#sheet-note").get_by_role("button", name="Done").click()
    page.locator(".tool[data-open=sample]").click()
    page.locator("#sheet-sample-text").fill("3 of 14, every fifth")
    page.keyboard.press("Escape")
    expect(page.locator(".kept-words[data-open=sample]")).to_contain_text("3 of 14")
    all_safe(page)
    assert (story.first.kinds, story.first.note, story.first.sample) == (
        ["seen"],
        "Meter 3 has no log.\nBoiler 2 leaks.",
        "3 of 14, every fifth",
    )


def test_what_does_not_apply_asks_for_a_reason_by_a_tap(story: Story, phone: Tablet) -> None:
    page = phone.page(story.path)
    page.locator("[data-answer=not_applicable]").click()
    page.locator("#sheet-reason").get_by_role("button", name="Not on this site").click()
    now_at(page, 2)
    all_safe(page)
    assert (story.first.result, story.first.reason) == ("not_applicable", "Not on this site")


def test_a_finding_is_two_taps_and_knows_question_place_and_note(story: Story, tablet: Tablet) -> None:
    page = tablet.page(story.path)
    page.locator(".tool[data-open=note]").click()
    page.locator("#sheet-note-text").fill("Meter 3 has no log")
    page.keyboard.press("Escape")
    expect(page.locator(".kept-words[data-open=note]")).to_contain_text("Meter 3")
    page.locator("[data-photo=library]").set_input_files(a_file(story.folder))
    expect(page.locator("#photos .shot")).to_have_count(1)
    page.locator("[data-answer=nonconformity]").click()
    page.locator("#sheet-finding").get_by_role("button", name="Keep finding").click()
    now_at(page, 2)
    all_safe(page)
    finding = story.row(Finding)
    photo = story.row(Evidence)
    assert finding.instance_id == story.questions[0]
    assert (finding.grade, finding.evidence_text, str(finding.owner_id)) == ("minor", "Meter 3 has no log", story.ola)
    assert "Meter 3 has no log" in finding.statement
    assert (finding.statement_confirmed, photo.finding_id) == (False, finding.id)
    assert finding.requirement.startswith("ISO 14001")


def test_a_field_stands_whole_above_the_buttons_when_the_keyboard_took_its_place(story: Story, phone: Tablet) -> None:
    page = phone.page(story.path)
    page.locator("#finding-button").click()
    field, buttons = page.locator("#f-requirement"), page.locator("#sheet-finding .sheet-actions")
    field.wait_for()  # what is not shown yet takes no focus
    field.focus()
    page.set_viewport_size({"width": 390, "height": 500})
    whole = "([field, buttons]) => field.getBoundingClientRect().bottom <= buttons.getBoundingClientRect().top"
    page.wait_for_function(whole, arg=[field.element_handle(), buttons.element_handle()])


def test_a_finding_needs_no_question(story: Story, phone: Tablet) -> None:
    page = phone.page(story.path)
    page.get_by_role("button", name="Menu").click()
    page.get_by_role("button", name="Finding without a question").click()
    page.locator(".grade-choice.is-good_practice").click()
    page.locator("#f-evidence_text").fill("Drip trays under every pump")
    page.locator("#sheet-finding").get_by_role("button", name="Keep finding").click()
    all_safe(page)
    finding = story.row(Finding)
    assert (finding.instance_id, finding.grade, finding.evidence_text) == (
        None,
        "good_practice",
        "Drip trays under every pump",
    )


def test_a_photo_arrives_byte_for_byte(story: Story, tablet: Tablet) -> None:
    page = tablet.page(story.path)
    file = a_file(story.folder, big=True)
    assert file.stat().st_size > 2 * 2**20
    page.locator("[data-photo=camera]").set_input_files(file)
    expect(page.locator("#photos .shot img")).to_be_visible()
    all_safe(page)
    photo = story.row(Evidence)
    assert photo.sha256 == hashlib.sha256(file.read_bytes()).hexdigest()
    assert (photo.instance_id, photo.trouble, photo.width) == (story.questions[0], "", 2400)


def test_a_file_that_is_no_photo_is_refused_in_words_and_the_walk_goes_on(story: Story, phone: Tablet) -> None:
    page = phone.page(story.path)
    (story.folder / "broken.jpg").write_bytes(b"no picture at all")
    page.locator("[data-photo=library]").set_input_files(story.folder / "broken.jpg")
    expect(page.locator("#toast")).to_contain_text("broken.jpg: This file is not a photo")
    answer(page, "conform")
    all_safe(page)
    page.locator("#attention-button").click()
    expect(page.locator("#attention")).to_contain_text("This file is not a photo")
    assert story.results() == {story.questions[0]: "conform"}


def test_any_question_is_two_taps_away(story: Story, phone: Tablet) -> None:
    page = phone.page(story.path)
    page.locator("#list-button").click()
    page.locator(f"#i-{story.questions[15]} button").click()
    now_at(page, 16)
    page.reload()
    now_at(page, 16)


def test_a_question_is_asked_again_at_another_place(story: Story, phone: Tablet) -> None:
    page = phone.page(story.path)
    page.get_by_role("button", name="Menu").click()
    page.get_by_role("button", name="Ask this question again").click()
    page.locator("#elsewhere-place").fill("Pump house")
    page.get_by_role("button", name="Add the question").click()
    expect(page.locator("#ask-place")).to_contain_text("Pump house")
    answer(page, "conform")
    all_safe(page)
    (added,) = [one for one in story.rows(Instance) if one.place == "Pump house"]
    assert added.result == "conform"
    page.reload()
    expect(page.locator(f"#i-{added.id}")).to_be_attached()


def test_the_page_never_scrolls_sideways(story: Story, phone: Tablet) -> None:
    page = phone.page(story.path)
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate("() => document.documentElement.scrollWidth") == 320


def test_the_walk_can_be_done_by_keyboard(story: Story, tablet: Tablet) -> None:
    page = tablet.page(story.path)
    page.locator("[data-answer=conform]").focus()
    page.keyboard.press("Enter")
    now_at(page, 2)
    assert page.evaluate("() => document.activeElement.dataset.answer") == "conform"


def test_axe_finds_nothing(story: Story, tablet: Tablet) -> None:

    page = tablet.page(story.path)
    answer(page, "conform")
    page.locator("#finding-button").click()
    found = [one["id"] for one in violations(page)]
    page.keyboard.press("Escape")
    page.wait_for_timeout(300)
    found += [f"{one['id']}: {one['nodes'][0]['html'][:120]}" for one in violations(page)]
    assert found == []


def test_an_audit_has_its_walk_on_one_page(story: Story, phone: Tablet) -> None:
    page = phone.page(story.path)
    assert page.locator("#list li[id^=i-]").count() == len(story.questions)


def test_the_first_steps_point_at_the_keys_leave_them_in_use_and_are_offered_once(story: Story, phone: Tablet) -> None:
    page = phone.page(story.path)
    page.get_by_role("button", name="Show me").click()
    steps, dock = page.locator("#tour"), page.locator("#dock").bounding_box()
    expect(steps.get_by_role("heading", name="One tap answers")).to_be_focused()
    expect(page.locator(".answers")).to_have_class(re.compile("pointed-at"))
    answer(page, "conform")
    now_at(page, 2)
    panel = steps.bounding_box()
    assert dock is not None
    assert panel is not None
    assert panel["y"] + panel["height"] <= dock["y"]
    for _ in range(5):
        steps.get_by_role("button", name="Next").click()
    steps.get_by_role("button", name="Done").click()
    expect(steps).to_be_hidden()
    all_safe(page)
    page.reload()
    page.get_by_role("button", name="Menu").click()
    page.get_by_role("button", name="Show how the walk works").click()
    expect(steps.get_by_role("heading", name="One tap answers")).to_be_focused()
    page.keyboard.press("Escape")
    expect(steps).to_be_hidden()
    expect(page.locator("#tour-offer")).to_be_hidden()
