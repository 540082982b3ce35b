"""Signing with a finger, and the ZIP that gets unsent entries off a device, in a real Chromium."""

import base64
import io
import json
import math
import zipfile

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from auditapp.domain.signature import checked, svg_path

pytestmark = [pytest.mark.journey, pytest.mark.parametrize("page", ["tablet"], indirect=True)]


def opened(page: Page, name: str = "", fails: int = 0) -> None:
    page.evaluate(
        """([name, fails]) => {
          window.signed = undefined;
          const onSign = async () => { if (fails-- > 0) throw new Error("full"); };
          window.bench.openSignature({ name, what: "Attendance", onSign }).then((made) => { window.signed = made; });
        }""",
        [name, fails],
    )
    page.locator("dialog.signature[data-ready]").wait_for()


def write(page: Page) -> None:
    box = page.locator("canvas[data-pad]").bounding_box()
    assert box is not None
    x, y = box["x"] + 60, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    for step in range(40):
        page.mouse.move(x + step * 8, y + math.sin(step / 3) * 40)
    page.mouse.up()


def sign(page: Page) -> None:
    page.get_by_role("button", name="Sign", exact=True).click()


def test_a_signature_is_name_strokes_svg_and_png(page: Page) -> None:
    opened(page)
    page.get_by_label("Name", exact=True).fill("Ola Owner")
    write(page)
    sign(page)
    page.wait_for_function("() => window.signed !== undefined")
    made = page.evaluate(
        """async () => {
          const bytes = new Uint8Array(await window.signed.png.arrayBuffer());
          return { ...window.signed, png: btoa(String.fromCharCode(...bytes)) };
        }"""
    )
    assert made["name"] == "Ola Owner"
    assert made["strokes"]["version"] == 1
    (stroke,) = made["strokes"]["strokes"]
    assert max(point[0] for point in stroke) - min(point[0] for point in stroke) > 250
    assert made["svg"].startswith("<svg xmlns=")
    assert f'd="{svg_path(checked(made["strokes"]))}"' in made["svg"]  # a paper draws the same line from the numbers
    image = Image.open(io.BytesIO(base64.b64decode(made["png"])))
    assert max(image.size) == 1200
    box = image.getchannel("A").getbbox()
    assert box is not None
    assert box[2] - box[0] > 350


def test_without_a_name_or_a_stroke_nothing_is_signed_and_it_says_why(page: Page) -> None:
    opened(page)
    sign(page)
    expect(page.get_by_role("alert")).to_contain_text("Type the name")
    page.get_by_label("Name", exact=True).fill("Ola Owner")
    sign(page)
    expect(page.get_by_role("alert")).to_contain_text("Nothing is written yet")
    page.get_by_role("button", name="Not now").click()
    page.wait_for_function("() => window.signed === null")


def test_where_the_name_is_known_no_keyboard_comes_up(page: Page) -> None:
    opened(page, "Ola Owner")
    expect(page.get_by_label("Name", exact=True)).to_have_value("Ola Owner")
    expect(page.get_by_label("Name", exact=True)).not_to_be_focused()


def test_turning_the_device_keeps_what_is_written(page: Page) -> None:
    opened(page, "Ola Owner")
    write(page)
    page.set_viewport_size({"width": 390, "height": 844})
    page.wait_for_timeout(200)
    sign(page)
    page.wait_for_function("() => window.signed !== undefined")
    strokes = page.evaluate("() => window.signed.strokes")
    assert strokes["width"] < 390
    assert all(0 <= point[0] <= strokes["width"] for point in strokes["strokes"][0])


def test_a_signature_that_the_device_did_not_take_is_not_lost(page: Page) -> None:
    opened(page, "Ola Owner", fails=1)
    write(page)
    sign(page)
    expect(page.get_by_role("alert")).to_contain_text("NOT kept")
    sign(page)
    page.wait_for_function("() => window.signed?.name === 'Ola Owner'")


def test_the_rescue_zip_holds_entries_and_photos_byte_for_byte(page: Page) -> None:
    with page.expect_download() as download:
        page.evaluate(
            """() => {
              Object.defineProperty(navigator, "canShare", { value: undefined });
              async function* files() {
                yield { name: "photos/a.jpg", bytes: new Uint8Array([1, 2, 3]).buffer };
                yield { name: "photos/a.jpg", bytes: Promise.resolve(new Blob([new Uint8Array(3000000).fill(7)])) };
              }
              window.bench.downloadRescue({ json: { ops: [{ id: "é" }] }, files: files(), name: "walk.zip" });
            }"""
        )
    assert download.value.suggested_filename == "walk.zip"
    with zipfile.ZipFile(download.value.path()) as found:
        assert found.testzip() is None
        assert json.loads(found.read("entries.json")) == {"ops": [{"id": "é"}]}
        assert found.read("photos/a.jpg") == b"\x01\x02\x03"
        assert found.read("photos/a (2).jpg") == b"\x07" * 3_000_000
