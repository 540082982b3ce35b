"""What a photo's file is called, by its bytes."""

import io

import pytest
from PIL import Image

from auditapp.adapters import image_format


@pytest.mark.parametrize(
    ("name", "ending"), [("JPEG", ".jpg"), ("PNG", ".png"), ("WEBP", ".webp"), ("AVIF", ".avif"), ("TIFF", ".bin")]
)
def test_the_ending_is_that_of_the_bytes(name: str, ending: str) -> None:
    file = io.BytesIO()
    Image.new("RGB", (8, 8)).save(file, name)
    assert image_format.ending(file.getvalue()[: image_format.HEAD]) == ending


@pytest.mark.parametrize("brand", [b"heic", b"mif1"])
def test_a_photo_of_a_phone_is_a_heic(brand: bytes) -> None:
    assert image_format.ending(b"\x00\x00\x00\x18ftyp" + brand + b"\x00\x00\x00\x00heicmif1") == ".heic"
