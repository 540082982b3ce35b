"""Marks in the copies of a photo: a blur in all of them, the others on the paper's copy alone."""

import io
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageChops, ImageStat

from auditapp.adapters import images
from auditapp.adapters.photo_store import open_store
from auditapp.domain.markup import Markup, checked

SIZE = (1600, 1200)
SECRET = {"kind": "blur", "at": [0.25, 0.25], "size": [0.5, 0.5]}
ARROW = {"kind": "arrow", "from": [0.05, 0.05], "to": [0.2, 0.05]}


def marks(*shapes: Any) -> Markup:
    return checked({"version": 1, "shapes": list(shapes)})


def chequered(orientation: int | None = None) -> bytes:
    """Black and white squares of 10 pixels: a pattern as fine as letters, with much contrast."""
    tile = Image.new("L", (20, 20), 255)
    tile.paste(0, (0, 0, 10, 10))
    tile.paste(0, (10, 10, 20, 20))
    picture = Image.new("RGB", SIZE)
    for x in range(0, SIZE[0], 20):
        for y in range(0, SIZE[1], 20):
            picture.paste(tile.convert("RGB"), (x, y))
    out = io.BytesIO()
    exif = Image.Exif()
    if orientation:
        exif[0x0112] = orientation
    picture.save(out, "JPEG", quality=95, exif=exif)
    return out.getvalue()


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data)).convert("RGB")


def contrast(data: bytes, left: float, top: float, right: float, bottom: float) -> float:
    """The largest standard deviation of a channel in a part of the copy, given in ratios."""
    copy = opened(data)
    part = copy.crop(
        (int(left * copy.width), int(top * copy.height), int(right * copy.width), int(bottom * copy.height))
    )
    return max(ImageStat.Stat(part).stddev)


@pytest.mark.parametrize("name", ["thumb", "view", "print", "marked"])
def test_what_is_blurred_is_gone_from_every_copy(name: str) -> None:
    copies = images.ingest(chequered(), marks(SECRET)).derivatives
    assert contrast(copies[name], 0.27, 0.27, 0.73, 0.73) < 6


@pytest.mark.parametrize("name", ["view", "marked"])
def test_what_is_not_blurred_stays_sharp(name: str) -> None:
    copies = images.ingest(chequered(), marks(SECRET)).derivatives
    assert contrast(copies[name], 0.8, 0.8, 1, 1) > 80


def test_a_blur_lies_where_it_was_drawn_on_the_upright_photo() -> None:
    corner = {"kind": "blur", "at": [0, 0], "size": [0.3, 0.3]}
    view = images.ingest(chequered(orientation=6), marks(corner)).derivatives["view"]
    assert opened(view).size == (1200, 1600)
    assert contrast(view, 0.02, 0.02, 0.28, 0.28) < 6
    assert contrast(view, 0.7, 0.0, 1, 0.3) > 80


def test_a_blur_up_to_the_edges_reaches_them() -> None:
    whole = {"kind": "blur", "at": [0, 0], "size": [1, 1]}
    view = images.ingest(chequered(), marks(whole)).derivatives["view"]
    assert contrast(view, 0, 0, 1, 1) < 6


def test_an_arrow_is_drawn_on_the_paper_s_copy_alone() -> None:
    plain = images.ingest(chequered()).derivatives
    marked = images.ingest(chequered(), marks(ARROW)).derivatives
    assert marked["print"] == plain["print"]
    assert marked["view"] == plain["view"]
    changed = ImageChops.difference(opened(marked["marked"]), opened(plain["print"])).convert("L")
    box = changed.point(lambda value: 255 if value > 100 else 0).getbbox()
    assert box is not None
    width, height = opened(marked["print"]).size
    assert box[0] == pytest.approx(0.05 * width, abs=12)
    assert box[2] == pytest.approx(0.2 * width, abs=12)
    assert box[3] < 0.12 * height


def test_an_arrow_has_a_white_edge_on_black_and_on_white_ground() -> None:
    for ground in ("black", "white"):
        out = io.BytesIO()
        Image.new("RGB", SIZE, ground).save(out, "JPEG")
        shown = opened(images.ingest(out.getvalue(), marks(ARROW)).derivatives["marked"])
        column = [shown.getpixel((shown.width // 10, y)) for y in range(shown.height // 8)]
        assert any(min(pixel) > 235 for pixel in column)
        assert any(pixel[0] > 150 and pixel[1] < 70 for pixel in column)


@pytest.mark.parametrize("words", ["Leak at flange", "Utečení ⚠ 3 l", "漏れ", "تسرب هنا", "רטוב", "🔥 heiß"])
def test_words_of_any_script_are_drawn(words: str) -> None:
    out = io.BytesIO()
    Image.new("RGB", SIZE, "white").save(out, "JPEG")
    text = {"kind": "text", "at": [0.1, 0.5], "text": words, "size": 0.05}
    shown = opened(images.ingest(out.getvalue(), marks(text)).derivatives["marked"])
    red = sum(pixel[0] > 150 and pixel[1] < 90 for pixel in shown.get_flattened_data())
    assert red > 200


def test_the_original_is_read_from_its_file_with_marks_too(tmp_path: Path) -> None:
    file = tmp_path / "photo"
    file.write_bytes(chequered())
    before = file.read_bytes()
    copies = images.ingest(file, marks(SECRET)).derivatives
    assert contrast(copies["view"], 0.3, 0.3, 0.7, 0.7) < 6
    assert file.read_bytes() == before


def test_the_marked_copy_is_kept_beside_the_others() -> None:
    store = open_store("memory:///")
    photo = chequered()
    sha256 = store.put(photo)
    copies = images.ingest(photo, marks(ARROW)).derivatives
    store.put_derivatives(sha256, copies)
    assert store.derivative(sha256, "marked") == copies["marked"]
    assert store.get(sha256) == photo
