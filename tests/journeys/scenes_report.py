"""Lea at the desk: findings completed, conclusion written, audit concluded, report issued."""

from playwright.sync_api import expect

from tests.cast import PASSWORD
from tests.journeys.scenes_walk import SECOND_NOTE, STATEMENT
from tests.journeys.story import Somebody

CONCLUSION = "The criteria are met but for two nonconformities; the system is effective where it is carried out."
SECOND_REASON = "One line only, and heat losses are followed up monthly."


def complete_the_second(lea: Somebody) -> None:
    """The finding that was kept in two taps is a draft with words missing."""
    page = lea.open(f"/audits/{lea.story.audit}")
    lea.look("audit-under-way")
    page.locator("#findings .record").filter(has_text="Minor").get_by_role("link").click()
    expect(page.locator("#missing")).to_contain_text("The statement is still the prefilled draft")
    lea.look("finding-draft")
    lea.press("Edit")
    page.get_by_label("Why this grade?").fill(SECOND_REASON)
    page.get_by_label("This draft stands").check()
    lea.look("finding-edit")
    lea.press("Save")
    expect(page.locator(".three-parts")).to_contain_text(SECOND_NOTE)
    expect(page.locator("#missing")).to_have_count(0)


def conclude(lea: Somebody) -> None:
    """Not before the conclusion is written."""
    page = lea.open(f"/audits/{lea.story.audit}")
    expect(page.locator("#missing-conclude")).to_contain_text("The audit conclusion is missing")
    page.locator("#missing-conclude").get_by_role("link", name="Write the conclusion").click()
    lea.fill(
        summary="One day in the boiler house.", conclusion=CONCLUSION, interviewed="Boiler operators of both shifts"
    )
    lea.look("report-parts")
    lea.press("Save")
    lea.look("audit-ready-to-conclude")
    lea.press("Conclude audit")
    expect(page.locator("main .state").first).to_have_text("Concluded")
    page.get_by_role("link", name="Answers clause by clause").click()
    lea.look("answers")


def issue(lea: Somebody) -> None:
    """Issuing asks for the password: it signs."""
    page = lea.open(f"/audits/{lea.story.audit}")
    expect(page.locator("#findings")).to_contain_text(STATEMENT[:40])
    lea.press("Issue report")
    expect(page.locator("h1")).to_have_text("Confirm that it is you")
    lea.look("confirm-password")
    page.get_by_label("Password").fill(PASSWORD)
    lea.press("Confirm")
    expect(page.locator("main")).to_contain_text("2 nonconformities get their numbers")
    lea.look("issue")
    lea.press("Issue report")
    expect(page.locator("main .state").first).to_have_text("Issued")
    lea.look("audit-issued")
