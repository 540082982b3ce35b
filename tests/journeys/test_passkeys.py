"""A passkey in a real Chromium, whose virtual device stands for a phone with a fingerprint: added, signed in and signed
with; and pages that say why there is no button."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from flask_security import hash_password
from playwright.sync_api import Browser, Page, expect

from auditapp.app import create_app
from auditapp.config import settings_from
from auditapp.models import db
from auditapp.services import history, management_reviews
from tests import passkeys, reviewing
from tests.cast import PASSWORD, the_cast
from tests.journeys.story import DESK
from tests.journeys.tablets import Server, signed_in_token

pytestmark = pytest.mark.journey

PHONE_WITH_A_FINGERPRINT = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
    "isUserVerified": True, "automaticPresenceSimulation": True,
}  # fmt: skip
OF_BEFORE_2025 = """() => {
  delete PublicKeyCredential.parseCreationOptionsFromJSON;
  delete PublicKeyCredential.parseRequestOptionsFromJSON;
}"""
"""Browsers that do not read the server's JSON themselves."""


class Minutes:
    """A management review that lacks nothing but Mia's signature."""

    def __init__(self, server: Server) -> None:
        self.server = server
        with self.database():
            cast = the_cast()
            cast.mia.password = hash_password(PASSWORD)  # the template's hashes are cheap; the server's are not
            review = reviewing.held(cast)
            reviewing.decided(cast, review)
            management_reviews.conclude(cast.tom, review, reviewing.SAID, "")
            self.reference, self.token = review.reference, signed_in_token(cast.mia)

    @contextmanager
    def database(self) -> Iterator[None]:
        """The database that the server writes, open for a moment."""
        settings = settings_from({"AUDITAPP_DATA": str(self.server.data), "AUDITAPP_URL": self.server.url})
        with create_app(settings).test_request_context():
            yield
            db.session.remove()
            db.engine.dispose()


@pytest.fixture
def minutes(server: Server, unset: None) -> Minutes:
    """On the server that journeys share."""
    return Minutes(server)


@pytest.fixture
def page(browser: Browser, server: Server) -> Iterator[Page]:
    """At the name that browsers know passkeys by, with a device; nothing may go wrong on it."""
    context = browser.new_context(base_url=server.url.replace("127.0.0.1", "localhost"), viewport=DESK, locale="en-GB")
    page = context.new_page()
    wrong: list[str] = []
    page.on("console", lambda said: wrong.append(said.text) if said.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    device = context.new_cdp_session(page)
    device.send("WebAuthn.enable", {})
    device.send("WebAuthn.addVirtualAuthenticator", {"options": PHONE_WITH_A_FINGERPRINT})
    yield page
    context.close()
    assert wrong == []


def test_a_passkey_is_added_signs_in_and_signs_and_pages_say_where_there_is_none(minutes: Minutes, page: Page) -> None:
    page.goto("/account/passkeys/new")
    page.get_by_label("Mail address").fill("mia@example.com")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Confirm").click()
    page.get_by_label("Name of the passkey").fill("Phone")
    page.evaluate(OF_BEFORE_2025)
    page.get_by_role("button", name="Add a passkey").click()
    expect(page.locator("#passkeys")).to_contain_text("Phone")

    page.context.clear_cookies()
    signing = f"/management-reviews/{minutes.reference}/issue"
    page.goto(signing)
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.locator("h1")).to_have_text("Confirm that it is you")
    page.evaluate(OF_BEFORE_2025)
    page.get_by_role("button", name="Use a passkey").click()
    page.get_by_role("button", name="Sign and issue the minutes").click()
    expect(page).to_have_url(re.compile(f"/{minutes.reference}$"))
    with minutes.database():
        review = management_reviews.find(the_cast().mia, minutes.reference)
        assert [one.verb for one in history.of(review)][-2:] == ["issue_minutes", "sign_with_passkey"]
        (kept,) = passkeys.held.of_person(the_cast().mia)
        assert kept.count > 0

    with_a_number = minutes.server.url
    page.context.add_cookies([{"name": "auditapp", "value": minutes.token, "url": with_a_number}])
    page.goto(f"{with_a_number}/account")
    expect(page.locator("#passkeys")).to_contain_text("work at one address alone")
    expect(page.get_by_role("link", name="Add a passkey")).to_be_hidden()
    page.add_init_script("delete window.PublicKeyCredential")
    page.goto("/account")
    expect(page.locator("#passkeys")).to_contain_text("This browser cannot use passkeys here")
    expect(page.get_by_role("link", name="Add a passkey")).to_be_hidden()
