"""The page of an evidence pack, opened from a stick in Chromium: no network, search, and a check that finds harm."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.packing import change_a_byte, cut_the_manifest, lose_a_file
from tests.services.test_pack_bags import folder, stick

__all__ = ["folder", "stick"]  # fixtures

pytestmark = pytest.mark.journey


@pytest.fixture(scope="module")
def page(browser: Browser) -> Page:
    return browser.new_page(viewport={"width": 390, "height": 844})


def opened(page: Page, folder: Path, name: str) -> list[str]:
    """Open a page of the pack; what it asks for besides files, and what it complains of, is in the answer."""
    wrong: list[str] = []
    page.on("request", lambda request: None if request.url.startswith("file:") else wrong.append(request.url))
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.goto((folder / "data" / name).as_uri())
    return wrong


def checked(page: Page, folder: Path) -> str:
    page.set_input_files("#folder", str(folder))
    page.wait_for_selector("#result.good, #result.bad")
    return page.inner_text("#result")


def test_it_opens_without_a_network_and_every_photo_shows(page: Page, folder: Path) -> None:
    wrong = opened(page, folder, "index.html")
    for photo in page.locator("article img").all():
        photo.scroll_into_view_if_needed()
        page.wait_for_function("photo => photo.complete && photo.naturalWidth > 0", arg=photo.element_handle())
    assert page.locator("article img").count() == 3
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    assert wrong == []


def test_search_and_clauses_cut_the_list_down(page: Page, folder: Path) -> None:
    opened(page, folder, "index.html")
    page.fill("#search", "oil bund")
    assert page.locator("article:visible").count() == 1
    page.fill("#search", "steam")
    assert page.locator("article:visible").count() == 0
    page.fill("#search", "")
    page.click("[data-clause*='8.1']")
    assert page.locator("article:visible").count() == 1


def test_the_check_finds_a_pack_as_it_was_handed_over(page: Page, folder: Path) -> None:
    wrong = opened(page, folder, "check.html")
    assert "the signature is good" in checked(page, folder)
    assert wrong == []


@pytest.mark.parametrize("harm", [change_a_byte, lose_a_file, cut_the_manifest])
def test_the_check_finds_harm(page: Page, folder: Path, harm: object) -> None:
    about = harm(folder)  # type: ignore[operator]
    opened(page, folder, "check.html")
    said = checked(page, folder)
    assert "This is not what was handed over" in said
    assert about in said


def test_the_check_finds_a_signature_that_does_not_fit(page: Page, folder: Path) -> None:
    (folder / "head.sig").write_bytes(bytes(64))
    opened(page, folder, "check.html")
    assert "head.txt: signature does not fit" in checked(page, folder)
