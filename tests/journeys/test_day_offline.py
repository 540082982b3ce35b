"""A walk prepared with a network and done without one: pages, answers, an unplanned audit, and all of it arrives."""

import io
import json
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, Playwright, expect

from auditapp.adapters import clock
from auditapp.models import Audit, Event, Evidence, Instance, Operation, WalkDevice, db
from tests.cast import PASSWORD, an_audit_under_way, the_cast
from tests.conftest import app_on
from tests.journeys.chaos import ChaosProxy, go_offline, go_online
from tests.journeys.tablets import TABLET, Server, Tablet, copied
from tests.journeys.walked import Story, a_file, all_safe, answer, now_at
from tests.lives import raised
from tests.pages import DistrustfulClient
from tests.reporting import add_photo

pytestmark = pytest.mark.journey


@pytest.fixture
def server(template_data: Path, tmp_path: Path) -> Iterator[Server]:
    served = Server(copied(template_data, tmp_path / "data"))
    served.start()
    yield served
    served.kill()


@pytest.fixture
def tablet(story: Story, proxy: ChaosProxy, chromium: Playwright, tmp_path: Path) -> Iterator[Tablet]:
    tablet = Tablet(chromium, tmp_path / "profile", TABLET, proxy.url, story.token)
    yield tablet
    tablet.close()


def prepared(tablet: Tablet, story: Story) -> Page:
    """The walk, opened by its button for preparing, until it says that it is ready."""
    page = tablet.page(f"{story.path}#prepare")
    expect(page.locator("#prepare-said")).to_contain_text("Ready for a day without network", timeout=40_000)
    page.locator("#sheet-prepare [data-close]").click()
    return page


def last_year(story: Story) -> str:
    """The first question was answered a year ago, with a photo; one nonconformity is still open. Answers its number."""
    with story.database():
        cast = the_cast()
        earlier = an_audit_under_way(cast)
        then = earlier.instances[0]
        then.result, then.note, then.answered_at = (
            "observation",
            "Meter 3 had no log",
            clock.now() - timedelta(days=360),
        )
        add_photo(cast.lea, then, "Meter 3")
        number = raised(cast, audit=earlier).number
        db.session.commit()
        return number


def test_what_was_last_time_and_what_is_open_here_is_read_without_a_network(
    story: Story, tablet: Tablet, proxy: ChaosProxy
) -> None:
    number = last_year(story)
    prepared(tablet, story)
    go_offline(proxy, tablet.context)
    page = tablet.page(story.path)
    expect(page.locator("#last-note")).to_have_text("Meter 3 had no log")
    drawn = page.locator("#last-photos img")
    expect(drawn).to_be_visible()
    drawn.evaluate("image => image.decode()")
    page.get_by_role("button", name="Open nonconformities here: 1").click()
    line = page.locator("#open-list li")
    for said in (number, "Minor", "Oil storage is not controlled.", "Ola Owner", "due "):
        expect(line).to_contain_text(said)


def test_a_prepared_walk_opens_and_is_answered_without_a_network(
    story: Story, tablet: Tablet, proxy: ChaosProxy
) -> None:
    page = prepared(tablet, story)
    answer(page, "conform")
    all_safe(page)
    go_offline(proxy, tablet.context)
    tablet.kill()
    tablet.reopen()
    go_offline(proxy, tablet.context)
    page = tablet.page("/#asked")  # 'My actions' of the icon on the home screen
    expect(page.locator("#wanted")).to_contain_text("What you are asked to do stands on the server.")
    page.goto(tablet.url + "/observation")  # 'New observation': the one walk that is here is meant
    expect(page.locator("#sheet-finding:modal")).to_be_visible()
    page.keyboard.press("Escape")
    page = tablet.page("/nonconformities")
    expect(page.locator("h1")).to_have_text("No network")
    page.locator("#people a[href*='/walk/']").first.click()
    page.locator("html[data-ready]").wait_for(state="attached")
    now_at(page, 2)
    answer(page, "conform")
    expect(page.locator("[data-here]")).to_have_text("1")
    page.reload()
    now_at(page, 3)
    go_online(proxy, tablet.context)
    all_safe(page)
    assert list(story.results().values()) == ["conform", "conform"]
    device = story.row(WalkDevice)
    assert (bool(device.prepared_at), device.entries_left, device.photos_left) == (True, 0, 0)


def test_an_unplanned_audit_starts_offline_in_two_taps_and_arrives_with_what_it_lacks(
    story: Story, tablet: Tablet, proxy: ChaosProxy
) -> None:
    prepared(tablet, story)
    go_offline(proxy, tablet.context)
    page = tablet.page("/")
    page.get_by_role("link", name="Start an unplanned audit").click()
    page.locator("html[data-ready]").wait_for(state="attached")
    page.get_by_role("button", name="Waste").click()
    now_at(page, 1)
    answer(page, "conform")
    expect(page.locator("[data-here]")).to_have_text("2")
    page.reload()
    now_at(page, 2)
    go_online(proxy, tablet.context)
    all_safe(page)
    with story.database():
        audit = db.session.query(Audit).filter(Audit.id != story.audit_id).one()
        assert (audit.state, audit.leader.name, bool(audit.objectives)) == ("under_way", "Lea Auditor", True)
        assert [one.result for one in db.session.query(Instance).filter_by(audit_id=audit.id, result="conform")]
        assert db.session.query(Event).filter_by(verb="start_unplanned", subject_id=str(audit.id)).count() == 1


def test_a_device_whose_store_was_emptied_says_so(story: Story, tablet: Tablet) -> None:
    page = prepared(tablet, story)
    page.goto(tablet.url + "/health")
    page.evaluate("""async () => {
      for (const { name } of await indexedDB.databases()) await new Promise((done) => {
        const asked = indexedDB.deleteDatabase(name); asked.onsuccess = asked.onblocked = done;
      });
    }""")
    page = tablet.page(story.path)
    expect(page.locator("#sheet-emptied")).to_contain_text("its store is empty now")


def test_a_new_device_opens_at_the_first_question_without_an_answer(
    story: Story, tablet: Tablet, chromium: Playwright, proxy: ChaosProxy, tmp_path: Path
) -> None:
    page = tablet.page(story.path)
    answer(page, "conform")
    answer(page, "conform")
    all_safe(page)
    other = Tablet(chromium, tmp_path / "other", TABLET, proxy.url, story.token)
    try:
        now_at(other.page(story.path), 3)
    finally:
        other.close()


def at_the_desk(story: Story, file: bytes) -> None:
    """Mia takes the file in; Lea, whose entries they are, confirms them."""
    with story.database():
        cast, audit = the_cast(), db.session.get_one(Audit, story.audit_id)
        mia, lea, at = cast.mia.id, cast.lea.id, f"/audits/{audit.reference}/from-the-walk"
        emails = cast.mia.email, cast.lea.email
    app = app_on(story.server.data)
    desk, author = DistrustfulClient(app), DistrustfulClient(app)
    for client, email in zip((desk, author), emails, strict=True):
        client.sign_in(email, PASSWORD)
    desk.get(at)
    form = {"csrf_token": desk.token, "file": (io.BytesIO(file), "rescue.zip")}
    assert desk.post(f"{at}/rescue", data=form, content_type="multipart/form-data").status_code == 303
    assert {(one.person_id, one.rescued_by_id) for one in story.rows(Operation)} == {(lea, mia)}
    photo = story.row(Evidence)
    assert (photo.by_id, photo.trouble, bool(photo.complete_at)) == (lea, "", True)
    assert "2 entries came from a rescue file" in desk.text(at)
    author.text(at)
    author.send(f"{at}/confirm", {})
    assert "came from a rescue file" not in desk.text(at)
    assert all(one.rescue_confirmed_at for one in story.rows(Operation))


def test_what_cannot_be_sent_leaves_as_a_file_and_signing_out_says_what_stays(
    story: Story, tablet: Tablet, proxy: ChaosProxy, tmp_path: Path
) -> None:
    page = tablet.page(story.path)
    page.wait_for_timeout(4000)  # the way off the device comes along once the page stands
    proxy.refuse()
    answer(page, "conform")
    page.locator("[data-photo=library]").set_input_files(a_file(tmp_path))
    expect(page.locator("#photos .shot")).to_have_count(1)
    page.get_by_role("button", name="Menu").click()
    page.get_by_role("button", name="What is not sent yet").click()
    expect(page.locator("#queue li")).to_have_count(2)
    with page.expect_download() as downloading:
        page.get_by_role("button", name="Save all of it as a file").click()
    with zipfile.ZipFile(downloading.value.path()) as archive:
        said = json.loads(archive.read("entries.json"))
        photos = [name for name in archive.namelist() if name.startswith("photos/")]
        file = downloading.value.path().read_bytes()
    assert [one["kind"] for one in said["ops"]] == ["field.set", "photo.add"]
    assert len(photos) == 1
    at_the_desk(story, file)
    proxy.heal()
    page.route("**/walk/api/**", lambda route: route.abort())
    page.goto(tablet.url + "/account")
    page.locator("#main").get_by_role("button", name="Sign out", exact=True).click()
    expect(page.locator("#sign-out-dialog")).to_contain_text("Entries only on this device: 1")
    expect(page.locator("#sign-out-dialog")).to_contain_text("Photos only on this device: 1")
