"""Ola answers the nonconformity from the mail on, others judge, verify and, on the day, find it effective."""

import re
from datetime import date, timedelta
from pathlib import Path

from playwright.sync_api import expect

from tests.journeys.scenes_walk import STATEMENT
from tests.journeys.story import Somebody

CONTAINMENT = "Boiler 2 is down to half load until the burner is set."
CORRECTION = "The burner of boiler 2 was set; flue gas is at 214 °C."
EXTENT = "All 3 boilers of the site were looked at: boiler 1 and 3 are in their range."
WHYS = ["Nobody looked at the panel.", "The round has no line for it."]
CAUSE = "The round sheet of the boiler house asks for no flue gas temperature."
ACTION = "Put flue gas temperature with its limit on the round sheet."
CRITERION = "Three months of round sheets without a value above 240 °C that nobody acted on."
DONE = "The new sheet hangs at the panel since Monday."
VERIFIED = "Saw the new sheet at the panel, filled in for 9 shifts."
JUDGED = "Sheets of 13 weeks read: 2 values above 240 °C, both acted on the same shift."


def link_in_the_mail(ola: Somebody) -> str:
    """The link of the mail about the major one, once the worker has written it as a file."""
    for _ in range(300):
        for mail in ola.story.mails_to("ola@example.com"):
            text = mail.get_body(("plain",))
            words = text.get_content() if text else ""
            if STATEMENT in words:
                assert any(part.get_content_type() == "image/jpeg" for part in mail.walk()), "no photo in the mail"
                links = re.findall(r"http\S+/o/\S+", words)
                return str(links[0])
        ola.page.wait_for_timeout(200)
    raise AssertionError("no mail to Ola says what was found")


def acknowledge(ola: Somebody) -> str:
    """From the mail through its link to the page, without a password; answers the number."""
    page = ola.page
    page.goto(link_in_the_mail(ola))
    ola.look("link")
    page.get_by_role("button", name="Go on as").click()
    expect(page.locator("#found")).to_contain_text(STATEMENT)
    expect(page.locator("#banner")).to_contain_text("Your turn")
    expect(page.locator("#found .gallery img")).to_have_count(2)
    ola.look("nc-raised")
    ola.press("Acknowledge")
    expect(page.locator("#banner")).to_contain_text("You are asked to write the correction")
    return page.locator("h1").inner_text()


def write_the_response(ola: Somebody, today: date, check_on: date) -> None:
    """Each part, saved in pieces; then the plan is submitted."""
    page = ola.page
    ola.press("Write the response")
    ola.look("response-empty")
    ola.fill(containment=CONTAINMENT, contained_on=today, correction=CORRECTION, corrected_on=today, extent=EXTENT)
    ola.fill(why_1=WHYS[0], why_2=WHYS[1], cause_statement=CAUSE)
    ola.press("Add cause")
    expect(page.locator("#causes .written")).to_contain_text(CAUSE)
    ola.fill(action_what=ACTION, action_due=today + timedelta(days=14))
    page.get_by_label("Raises it").check()
    ola.press("Add action")
    expect(page.locator("#actions .written")).to_contain_text(ACTION)
    ola.fill(criterion=CRITERION, check_on=check_on)
    page.locator("#submit").get_by_role("button", name="Save").click()
    expect(page.locator("#notices")).to_contain_text("Saved")
    expect(page.locator("#submit")).to_contain_text("All parts are there")
    ola.look("response-complete")
    ola.press("Submit the plan")
    expect(page.locator("#banner")).to_contain_text("accept or return the plan")
    ola.look("nc-planned-owner")


def accept(lea: Somebody, number: str) -> None:
    page = lea.open("/")
    lea.look("home-auditor-to-judge")
    page.locator("#judge").get_by_role("link", name=re.compile(number)).click()
    expect(page.locator("#round-1")).to_contain_text(CAUSE)
    lea.look("nc-planned")
    lea.press("Accept the plan")
    expect(page.locator("main .state").first).to_have_text("In progress")


def do_the_action(ola: Somebody, number: str, proof: Path) -> None:
    """With a photo of the phone's camera; then all of it is submitted."""
    page = ola.open(f"/nonconformities/{number}")
    ola.look("nc-in-progress")
    page.get_by_role("link", name=re.compile("^Report done")).click()
    ola.look("action")
    page.locator("[name=photos]").set_input_files(proof)
    ola.fill(note=DONE)
    ola.press("Report done")
    expect(page.locator("#notices")).to_contain_text("Reported done")
    ola.look("action-done")
    ola.press("Go on and submit")
    ola.press("Submit as implemented")
    expect(page.locator("#banner")).to_contain_text("verify that the actions are implemented")


def verify(ann: Somebody, number: str) -> None:
    page = ann.open("/nonconformities")
    ann.look("register-open")
    page.get_by_role("link", name=re.compile("^To verify")).click()
    page.locator("#register").get_by_role("link", name=number).click()
    ann.look("nc-to-verify")
    page.get_by_label("Seen").check()
    ann.fill(note=VERIFIED)
    ann.press("Verify implementation")
    expect(page.locator("main .state").first).to_contain_text("erified")
    expect(page.locator("#banner")).to_contain_text("on the check date")
    ann.look("nc-verified")


def judge_effective(lea: Somebody, ann: Somebody, number: str) -> None:
    """On the day that the plan named: the team leader is reminded, and any independent auditor may judge."""
    page = lea.open("/")
    expect(page.locator("#check")).to_contain_text(number)
    lea.look("home-auditor-to-check")
    page = ann.open("/nonconformities")
    page.get_by_role("link", name=re.compile("^Effectiveness pending")).click()
    page.locator("#register").get_by_role("link", name=number).click()
    ann.fill(note=JUDGED)
    ann.look("nc-to-judge")
    ann.press("Judge effective and close")
    expect(page.locator("main .state").first).to_have_text("Closed")
    ann.look("nc-closed")
    page.goto("/nonconformities?show=closed")
    expect(page.locator("#register")).to_contain_text(number)
    ann.look("register-closed")
