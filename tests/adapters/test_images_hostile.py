"""Files that are no photos, or want to harm: each gets its sentence, and the next photo is read."""

import io
import random
import struct
import time
import zipfile
import zlib
from typing import Any

import pytest
from PIL import Image, ImageFile

from auditapp.adapters import image_damage, images
from auditapp.domain import picture


def encoded(image: Image.Image, kind: str = "JPEG", **options: Any) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


@pytest.fixture(scope="module")
def noisy() -> Image.Image:
    return Image.effect_noise((900, 700), 60).convert("RGB")


def png(width: int, height: int, pixels: bytes) -> bytes:
    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def refused(data: bytes) -> picture.NotAPicture:
    with pytest.raises(picture.NotAPicture) as caught:
        images.ingest(data)
    assert 400 <= caught.value.status < 500
    assert images.ingest(encoded(Image.new("RGB", (40, 30)))).width == 40, "the next photo is read"
    return caught.value


@pytest.mark.parametrize(
    "data",
    [
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"<!doctype html><title>hello</title>",
        b"just text",
        b"%PDF-1.7\n",
        b"GIF89a\x01\0\x01\0\0\0\0;",
        b"PK\x03\x04 a zip archive",
        b"\0" * 5000,
        b"\xff",
    ],
)
def test_what_is_not_a_photo_is_refused_as_such(data: bytes) -> None:
    assert refused(data).code == "not_an_image"


def test_an_empty_file_is_said_to_be_empty() -> None:
    assert "empty" in str(refused(b""))


def test_a_file_above_sixty_megabytes_is_refused_before_it_is_read() -> None:
    error = refused(b"\xff\xd8\xff" + bytes(picture.MAX_BYTES))
    assert (error.code, error.status) == ("too_large", 413)
    assert "60 MB" in str(error)


def test_a_png_bomb_is_refused_by_its_claim() -> None:
    bomb = png(50_000, 50_000, zlib.compress(bytes(10_000_000)))
    images.reader.warm()
    started = time.perf_counter()
    with pytest.raises(picture.NotAPicture, match="2500 megapixels"):
        images.ingest(bomb)
    assert time.perf_counter() - started < 10


def test_a_jpeg_header_that_claims_too_much_is_refused(noisy: Image.Image) -> None:
    forged = encoded(noisy).replace(struct.pack(">HH", 700, 900), struct.pack(">HH", 65_000, 65_000), 1)
    assert refused(forged).code == "too_many_pixels"


def test_a_webp_that_claims_a_huge_canvas_is_refused() -> None:
    side = (16_382).to_bytes(3, "little")
    forged = b"RIFF" + struct.pack("<I", 100) + b"WEBPVP8X" + struct.pack("<I", 10) + bytes(4) + side + side
    assert refused(forged + bytes(80)).code == "too_many_pixels"


def test_a_picture_longer_than_any_camera_s_is_refused() -> None:
    assert refused(png(60_000, 100, zlib.compress(bytes(100 * 180_001)))).code == "too_long"


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
@pytest.mark.parametrize("share", [0.02, 0.5, 0.98])
def test_a_truncated_photo_is_refused_not_half_shown(noisy: Image.Image, kind: str, share: float) -> None:
    whole = encoded(noisy, kind, **({"speed": 10} if kind == "AVIF" else {}))
    assert refused(whole[: int(len(whole) * share)]).code == "damaged"


def test_a_truncated_photo_is_refused_although_the_server_tolerates_them(
    noisy: Image.Image, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)  # as rendering a PDF leaves it
    assert refused(encoded(noisy)[:-3000]).code == "damaged"


@pytest.mark.parametrize("share", [0.1, 0.5, 0.97])
def test_a_photo_whose_data_end_early_is_taken_and_known_to_be_damaged(noisy: Image.Image, share: float) -> None:
    whole = encoded(noisy)
    cut = whole[: int(len(whole) * share)].rstrip(b"\xff") + b"\xff\xd9"
    assert images.ingest(cut).damaged
    assert not images.ingest(whole).damaged


def test_a_photo_written_over_in_its_middle_is_known_to_be_damaged(noisy: Image.Image) -> None:
    for whole in (encoded(noisy), encoded(noisy, progressive=True), encoded(noisy, restart_marker_rows=1)):
        middle, other = len(whole) // 2, random.Random(1).randbytes(4096)
        assert image_damage.has_foreign_marks(whole[:middle] + other + whole[middle + len(other) :])
        assert not image_damage.has_foreign_marks(whole)


def test_a_restart_out_of_its_turn_is_damage(noisy: Image.Image) -> None:
    whole = encoded(noisy, restart_marker_rows=1)
    assert whole.count(b"\xff\xd3") > 1
    assert image_damage.has_foreign_marks(whole.replace(b"\xff\xd3", b"\xff\xd5", 1))
    assert image_damage.has_foreign_marks(encoded(noisy)[:-5000] + b"\xff\xd0" + encoded(noisy)[-5000:])


def test_a_photo_that_ends_in_one_colour_is_whole() -> None:
    page = Image.new("RGB", (900, 700), "white")
    page.paste(Image.effect_noise((600, 300), 60), (100, 50))
    assert not images.ingest(encoded(page)).damaged
    assert not images.ingest(encoded(page, progressive=True)).damaged


def test_a_truncated_progressive_jpeg_is_refused(noisy: Image.Image) -> None:
    assert refused(encoded(noisy, progressive=True)[:-20_000]).code == "damaged"


@pytest.mark.parametrize(
    "head",
    [b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"RIFF\0\0\0\0WEBP", b"\0\0\0\x18ftypheic", b"\0\0\0\x18ftypavif"],
)
def test_a_photo_s_head_on_something_else_is_refused(head: bytes) -> None:
    assert refused(head + b"<script>alert(1)</script>" * 40).code == "damaged"


def test_a_jpeg_that_is_also_a_zip_is_a_jpeg_and_its_copies_are_nothing_else(noisy: Image.Image) -> None:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("run.exe", b"MZ")
    both = encoded(noisy) + archive.getvalue()
    assert zipfile.is_zipfile(io.BytesIO(both))
    made = images.ingest(both)
    assert made.media_type == "image/jpeg"
    for copy in made.derivatives.values():
        assert not zipfile.is_zipfile(io.BytesIO(copy))


def test_every_reason_has_a_sentence_that_says_what_to_do() -> None:
    for code in ("empty", "too_large", "too_many_pixels", "too_long", "not_an_image", "damaged", "too_costly", "?"):
        sentence = str(picture.refusal(code, size=1, pixels=1, width=1, height=1))
        assert "%" not in sentence
        assert sentence.count(".") >= 2 or "Choose" in sentence
