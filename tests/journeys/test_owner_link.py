"""The owner on an old phone, from the mail's link to the action done, with JavaScript and without it."""

import os
import re
import shutil
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, Playwright, expect
from werkzeug.serving import make_server

from auditapp.adapters.database import set_reading
from auditapp.models import Nonconformity, Notice, db
from auditapp.services import evidence, findings, nonconformities
from auditapp.services.grant_links import with_tokens
from tests import lives
from tests.cast import Cast, the_cast
from tests.conftest import app_on
from tests.journeys.axe import violations
from tests.journeys.tablets import BROWSER
from tests.pictures import a_jpeg

pytestmark = pytest.mark.journey
SHOTS = os.environ.get("AUDITAPP_SHOTS", "")


@dataclass
class House:
    app: Flask
    cast: Cast
    url: str

    def raised(self, place: str) -> str:
        """A major with a photo, Ola's; answers its number."""
        db.session.rollback()
        finding = lives.a_finding(self.cast, grade="major", place=place)
        evidence.add_photo(
            self.cast.lea, a_jpeg(), finding, store=self.app.extensions["photo_store"], caption="Drums without a bund"
        )
        db.session.expire(finding)
        found = findings.release(self.cast.lea, finding)
        assert found is not None
        db.session.commit()
        return found.number

    def find(self, number: str) -> Nonconformity:
        db.session.rollback()
        db.session.expire_all()
        return nonconformities.find(self.cast.mia, number)

    def link(self, name: str, number: str, kind: str) -> str:
        """The address in the last mail of ``kind`` to ``name``."""
        db.session.rollback()
        query = db.session.query(Notice).filter(Notice.recipient == f"{name}@example.com", Notice.kind == kind)
        last = query.filter(Notice.text.contains(number)).order_by(Notice.created_at.desc()).first()
        assert last is not None
        found = re.search(r"http://localhost(/o/[\w-]{22})\s", with_tokens(last.text))
        assert found, last.text
        return self.url + found[1]


@pytest.fixture(scope="module")
def house(template_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    data = tmp_path_factory.mktemp("owner") / "data"
    shutil.copytree(template_data, data)
    app = app_on(data)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    app.config["TRUSTED_HOSTS"] = None
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    with app.app_context():
        set_reading(True)  # what the test reads holds up nobody who writes
        yield House(app, the_cast(), f"http://127.0.0.1:{server.port}")
        db.session.remove()
    server.shutdown()


@pytest.fixture(scope="module")
def browser(chromium: Playwright) -> Iterator[Browser]:
    browser = chromium.chromium.launch(
        executable_path=BROWSER,
        args=[
            "--no-sandbox",
            "--disable-quic",
            "--disable-background-networking",
            "--use-fake-device-for-media-stream",
            "--use-fake-ui-for-media-stream",
        ],
    )
    yield browser
    browser.close()


@pytest.fixture(params=[True, False], ids=["with JavaScript", "without JavaScript"])
def phone(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    context = browser.new_context(
        viewport={"width": 360, "height": 640}, java_script_enabled=request.param, has_touch=True, is_mobile=True
    )
    page = context.new_page()
    page.set_default_timeout(20_000)
    page.scripted = request.param  # type: ignore[attr-defined]
    yield page
    context.close()


def look(page: Page, name: str) -> None:
    """Never wider than the phone; nothing that axe finds; a picture where asked for."""
    expect(page.locator("h1").first).to_be_visible()
    scripted = page.scripted  # type: ignore[attr-defined]
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/{name}-{'js' if scripted else 'nojs'}.png", full_page=True)
    if scripted:
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, name
        wrong = violations(page)
        assert wrong == [], [(one["id"], one["nodes"][0]["html"][:200]) for one in wrong]


def press(page: Page, name: str, within: str = "main") -> None:
    page.locator(within).get_by_role("button", name=name, exact=True).first.click()
    page.wait_for_load_state("load")


def test_the_owner_answers_from_the_mail_to_the_action_done(house: House, phone: Page) -> None:
    scripted = phone.scripted  # type: ignore[attr-defined]
    number = house.raised("Bay 3" if scripted else "Bay 4")
    today = nonconformities.today_at(house.find(number))

    phone.goto(house.link("ola", number, "nonconformity_raised"))
    look(phone, "1-link")
    press(phone, "Go on as Ola Owner")
    expect(phone.locator("#banner")).to_contain_text("Your turn")
    look(phone, "2-raised")
    press(phone, "Acknowledge")
    expect(phone.locator("#banner")).to_contain_text("You are asked to write")
    phone.get_by_role("link", name="Write the response").click()
    phone.wait_for_load_state("load")
    fill = phone.get_by_label
    fill("What limits the consequences for now?").fill("The drain is covered.")
    phone.locator("#contained_on").fill(today.isoformat())
    fill("What was done about what was found?").fill("Both drums stand in a bund since noon.")
    phone.locator("#corrected_on").fill(today.isoformat())
    phone.locator("#photos").set_input_files(
        files=[{"name": "bund.jpg", "mimeType": "image/jpeg", "buffer": a_jpeg("navy")}]
    )
    fill("Where else did you look, how many, and what did you find?").fill("All 4 stores: none.")
    phone.locator("#why_1").fill("There was no marked place.")
    fill("So the cause is").fill("No place is marked for drums that arrive.")
    look(phone, "3-response")
    press(phone, "Add cause")
    expect(phone.locator("#causes .written")).to_contain_text("No place is marked")
    expect(phone.locator("[aria-labelledby=part-correction] .gallery img")).to_be_visible()
    phone.locator("#action_what").fill("Mark a bunded place at goods-in.")
    phone.locator("#action_due").fill((today + timedelta(days=14)).isoformat())
    press(phone, "Add action")
    phone.locator("#criterion").fill("No drum outside a bund in three walks.")
    phone.locator("#check_on").fill((today + timedelta(days=120)).isoformat())
    press(phone, "Submit the plan", "#submit")
    expect(phone.locator("#banner")).to_contain_text("accept or return the plan")
    look(phone, "4-planned")

    found = house.find(number)
    assert (found.state, found.evidence[0].purpose) == ("planned", "correction")
    nonconformities.take(house.cast.lea, found, "accept")
    db.session.commit()

    phone.goto(house.link("ola", number, "nonconformity_step"))  # 1 tap in the mail
    press(phone, "Go on as Ola Owner")  # 2
    look(phone, "5-action")
    expect(phone.locator(".same-view img")).to_be_visible()
    phone.locator("#photos").set_input_files(
        files=[{"name": "place.jpg", "mimeType": "image/jpeg", "buffer": a_jpeg("teal")}]
    )  # 3
    press(phone, "Report done")  # 4
    expect(phone.locator("#notices")).to_contain_text("Reported done. Thank you.")
    look(phone, "6-done")
    assert house.find(number).actions[0].done_by_id == house.cast.ola.id


def test_somebody_elses_action_is_done_in_four_taps_from_the_mail(house: House, phone: Page) -> None:
    """The link, the button of its page, the photo, 'Report done'."""
    found = house.find(house.raised("Bay 5" if phone.scripted else "Bay 6"))  # type: ignore[attr-defined]
    lives.led_to(house.cast, "acknowledged", found)
    action = lives.write_response(house.cast, found, owner=house.cast.zed)
    nonconformities.take(house.cast.ola, found, "plan")
    nonconformities.take(house.cast.lea, found, "accept")
    db.session.commit()
    phone.goto(house.link("zed", found.number, "action_given"))  # 1
    press(phone, "Go on as Zed Elsewhere")  # 2
    phone.locator("#photos").set_input_files(
        files=[{"name": "place.jpg", "mimeType": "image/jpeg", "buffer": a_jpeg("olive")}]
    )  # 3
    press(phone, "Report done")  # 4
    expect(phone.locator("#notices")).to_contain_text("Reported done. Thank you.")
    db.session.rollback()
    db.session.expire_all()
    assert action.done_by_id == house.cast.zed.id


def test_the_same_view_is_taken_over_the_picture_of_before(house: House, browser: Browser) -> None:
    found = lives.led_to(house.cast, "in_progress", house.find(house.raised("Bay 9")))
    context = browser.new_context(
        viewport={"width": 360, "height": 640}, has_touch=True, is_mobile=True, permissions=["camera"]
    )
    page = context.new_page()
    page.set_default_timeout(20_000)
    page.goto(house.link("ola", found.number, "nonconformity_step"))
    press(page, "Go on as Ola Owner")
    page.get_by_role("button", name="Take the same view").click()
    expect(page.locator(".ghost-frame img")).to_have_css("opacity", "0.5")
    expect(page.get_by_role("button", name="Take it")).to_be_enabled()
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/9-ghost.png")
    page.get_by_role("button", name="Take it").click()
    expect(page.locator("#same-view-after")).to_be_visible()
    press(page, "Report done")
    expect(page.locator("#notices")).to_contain_text("Reported done. Thank you.")
    context.close()
    (shown,) = house.find(found.number).actions[0].evidence
    assert shown.width > 0


def test_the_owner_disputes_it_with_a_reason(house: House, phone: Page) -> None:
    number = house.raised("Bay 7" if phone.scripted else "Bay 8")  # type: ignore[attr-defined]
    phone.goto(house.link("ola", number, "nonconformity_raised"))
    press(phone, "Go on as Ola Owner")
    phone.locator("summary", has_text="Dispute it").click()
    phone.get_by_label("What is not right about it?").fill("The bund was there, behind the drums.")
    look(phone, "7-dispute")
    press(phone, "Dispute it")
    expect(phone.locator("#banner")).to_contain_text("is asked to decide on the dispute")
    look(phone, "8-disputed")
    assert house.find(number).state == "disputed"


def test_what_was_typed_outlives_the_page_until_it_is_saved(house: House, browser: Browser) -> None:
    page = browser.new_page(viewport={"width": 360, "height": 640})
    number = house.raised("Store E")
    page.goto(house.link("ola", number, "nonconformity_raised"))
    press(page, "Go on as Ola Owner")
    press(page, "Acknowledge")
    page.goto(f"{house.url}/nonconformities/{number}/response")
    typed = page.locator("form[data-kept] [name=correction]")
    typed.fill("The drums stand in a bund.")
    page.reload()
    expect(page.get_by_text("What you typed here before is back. It is not saved yet.")).to_be_visible()
    expect(typed).to_have_value("The drums stand in a bund.")
    page.locator("button[value=save]").first.click()
    expect(page.get_by_text("Saved. You can leave this page and go on later.")).to_be_visible()
    assert house.find(number).round.correction == "The drums stand in a bund."
    page.reload()
    expect(typed).to_have_value("The drums stand in a bund.")
    assert page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('typed.'))") == []
    page.close()
