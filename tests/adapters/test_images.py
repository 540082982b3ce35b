"""Photos as cameras make them, drawn here with Pillow."""

import io
from fractions import Fraction
from typing import Any

import pytest
from PIL import Image, ImageCms, ImageDraw

from auditapp.adapters import images

RED, GREEN, BLUE, YELLOW = (200, 30, 30), (30, 160, 30), (30, 30, 200), (220, 200, 30)
CORNERS = (RED, GREEN, BLUE, YELLOW)
HOW_A_CAMERA_STORES = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}


def scene(width: int = 800, height: int = 600) -> Image.Image:
    """A picture whose four quarters differ, so that each way of turning it shows."""
    picture = Image.new("RGB", (width, height))
    draw = ImageDraw.Draw(picture)
    x, y = width // 2, height // 2
    for corner, colour in zip([(0, 0), (x, 0), (0, y), (x, y)], CORNERS, strict=True):
        draw.rectangle((*corner, corner[0] + x, corner[1] + y), fill=colour)
    return picture


def encoded(picture: Image.Image, kind: str = "JPEG", **options: Any) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def exif(orientation: int = 1, taken: str = "", offset: str = "", latitude: float | None = None) -> Image.Exif:
    block = Image.Exif()
    block[0x0112] = orientation
    inner = block.get_ifd(0x8769)
    if taken:
        inner[0x9003] = taken
    if offset:
        inner[0x9011] = offset
    if latitude is not None:
        block.get_ifd(0x8825)[1] = "N"
        block.get_ifd(0x8825)[2] = (Fraction(latitude), Fraction(0), Fraction(0))
    return block


def shown(picture: images.Picture, name: str = "view") -> Image.Image:
    image = Image.open(io.BytesIO(picture.derivatives[name]))
    image.load()
    return image


def corners(image: Image.Image) -> list[Any]:
    w, h = image.size
    places = [(w // 4, h // 4), (3 * w // 4, h // 4), (w // 4, 3 * h // 4), (3 * w // 4, 3 * h // 4)]
    return [image.getpixel(place) for place in places]


def close(colours: list[Any], expected: tuple[Any, ...] = CORNERS, by: int = 12) -> bool:
    return all(
        abs(a - b) <= by for one, two in zip(colours, expected, strict=True) for a, b in zip(one, two, strict=True)
    )


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_a_photo_comes_out_upright_however_the_camera_was_held(kind: str, orientation: int) -> None:
    stored = scene()
    if orientation > 1:
        stored = stored.transpose(HOW_A_CAMERA_STORES[orientation])
    picture = images.ingest(encoded(stored, kind, exif=exif(orientation).tobytes()))
    assert (picture.width, picture.height) == (800, 600)
    for name in ("view", "print", "thumb"):
        assert shown(picture, name).width > shown(picture, name).height
        assert close(corners(shown(picture, name))), name


def test_a_twelve_megapixel_photo_is_halved_by_powers_of_two() -> None:
    picture = images.ingest(encoded(scene(4032, 3024)))
    assert {name: shown(picture, name).size for name in picture.derivatives} == {
        "view": (2016, 1512),
        "print": (1008, 756),
        "thumb": (336, 252),
    }


def test_a_forty_eight_megapixel_photo_gives_copies_of_the_same_sizes() -> None:
    picture = images.ingest(encoded(scene(8064, 6048)))
    assert (picture.width, picture.height) == (8064, 6048)
    assert shown(picture, "view").size == (2016, 1512)


def test_a_small_photo_is_not_blown_up() -> None:
    picture = images.ingest(encoded(scene(200, 150)))
    assert {shown(picture, name).size for name in picture.derivatives} == {(200, 150)}


def test_a_photo_of_one_pixel_is_a_photo() -> None:
    assert shown(images.ingest(encoded(Image.new("1", (1, 1)), "PNG"))).size == (1, 1)


@pytest.mark.parametrize("size", [(4033, 3025), (1999, 4001), (16_000, 300), (3, 20_000)])
def test_odd_proportions_keep_their_shape(size: tuple[int, int]) -> None:
    view = shown(images.ingest(encoded(Image.new("RGB", size, RED))))
    factor = round(max(size) / max(view.size))
    assert abs(view.width - size[0] / factor) <= 1
    assert abs(view.height - size[1] / factor) <= 1


@pytest.mark.parametrize(
    ("kind", "media_type"),
    [("JPEG", "image/jpeg"), ("PNG", "image/png"), ("WEBP", "image/webp"), ("AVIF", "image/avif")],
)
def test_the_format_is_told_by_content(kind: str, media_type: str) -> None:
    assert images.ingest(encoded(scene(), kind)).media_type == media_type


def test_the_camera_s_time_and_offset_are_kept_as_it_wrote_them() -> None:
    picture = images.ingest(encoded(scene(), exif=exif(1, "2026:12:03 09:15:07", "+01:00").tobytes()))
    assert (picture.taken_at, picture.taken_offset) == ("2026-12-03T09:15:07", "+01:00")


@pytest.mark.parametrize("taken", ["0000:00:00 00:00:00", "    :  :     :  :  ", "soon", "2026:13:01 10:00:00"])
def test_a_time_that_is_none_is_none(taken: str) -> None:
    assert images.ingest(encoded(scene(), exif=exif(1, taken).tobytes())).taken_at is None


@pytest.mark.parametrize(
    "block",
    [
        b"Exif\0\0",
        b"Exif\0\0MM\0*\xff\xff\xff\xff",
        b"Exif\0\0II*\0\x08\0\0\0\xff\xff",
        b"Exif\0\0garbage",
        b"Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x63\0\0\0",
        b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x87\x69\0\x04\0\0\0\x01\0\0\0\x08",
    ],
)
def test_broken_exif_is_not_a_broken_photo(block: bytes) -> None:
    picture = images.ingest(encoded(scene(), exif=block))
    assert picture.orientation == 1
    assert close(corners(shown(picture)))


def test_orientation_is_read_although_the_rest_of_the_exif_is_torn_off() -> None:
    block = exif(6, "2026:12:03 09:15:07").tobytes()
    torn = block[: block.index(b"\x01\x12") + 13]
    picture = images.ingest(encoded(scene().transpose(Image.Transpose.ROTATE_90), exif=torn))
    assert picture.orientation == 6
    assert close(corners(shown(picture)))


@pytest.mark.parametrize("marker", [b"MPF\0II*\0junk", b"ICC_PROFILE\0junk", b"Photoshop 3.0\x008BIM\xff"])
def test_a_broken_application_segment_is_not_a_broken_photo(marker: bytes) -> None:
    plain = encoded(scene())
    segment = b"\xff\xe2" + (len(marker) + 2).to_bytes(2, "big") + marker
    assert close(corners(shown(images.ingest(plain[:2] + segment + plain[2:]))))


def test_copies_carry_no_place_no_metadata_and_no_profile() -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    block = exif(6, "2026:12:03 09:15:07", latitude=52.5).tobytes()
    original = encoded(scene(), exif=block, icc_profile=profile, comment=b"my desk", xmp=b"<x:xmpmeta/>", dpi=(72, 72))
    for name, data in images.ingest(original).derivatives.items():
        copy = Image.open(io.BytesIO(data))
        assert not copy.getexif(), name
        assert not {"exif", "icc_profile", "comment", "xmp", "dpi"} & set(copy.info), name
        assert b"desk" not in data
        assert b"Exif" not in data


def test_a_copy_is_a_baseline_jpeg_and_ends_where_the_picture_ends() -> None:
    data = images.ingest(encoded(scene()) + b"PK\x03\x04 a zip archive stands behind").derivatives["view"]
    assert data.endswith(b"\xff\xd9")
    assert b"PK\x03\x04" not in data
    assert "progressive" not in Image.open(io.BytesIO(data)).info


@pytest.mark.parametrize("mode", ["L", "LA", "P", "RGBA", "1", "CMYK"])
def test_every_colour_mode_becomes_plain_colour(mode: str) -> None:
    kind = "JPEG" if mode == "CMYK" else "PNG"
    view = shown(images.ingest(encoded(scene().convert(mode), kind)))
    assert view.mode == "RGB"
    if mode in ("P", "RGBA"):
        assert close(corners(view), by=30)


def test_what_is_transparent_is_white() -> None:
    assert shown(images.ingest(encoded(Image.new("RGBA", (50, 50), (0, 0, 0, 0)), "PNG"))).getpixel((9, 9)) == (
        255,
        255,
        255,
    )


def test_sixteen_bits_a_channel_are_shown_as_bright_as_they_are() -> None:
    value = shown(images.ingest(encoded(Image.new("I;16", (60, 40), 40_000), "PNG"))).getpixel((9, 9))
    assert value == pytest.approx((156, 156, 156), abs=2)


def test_a_colour_profile_for_other_channels_is_passed_over() -> None:
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    unusable = images.ingest(encoded(scene(), icc_profile=lab))
    assert close(corners(shown(unusable)))


def test_a_wide_gamut_photo_is_converted() -> None:
    profile = wide_gamut()
    plain, wide = images.ingest(encoded(scene())), images.ingest(encoded(scene(), icc_profile=profile))
    before, after = corners(shown(plain))[1], corners(shown(wide))[1]
    assert after[0] < before[0] - 15, "the same numbers mean a purer green in a wider gamut"


def wide_gamut() -> bytes:
    """sRGB's own profile with the colorants of Display P3 in their place (ICC.1: s15Fixed16 XYZ, D50)."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    colorants = {
        b"rXYZ": (0.5151, 0.2412, -0.0011),
        b"gXYZ": (0.2920, 0.6922, 0.0419),
        b"bXYZ": (0.1571, 0.0666, 0.7841),
    }
    for number in range(int.from_bytes(profile[128:132], "big")):
        entry = 132 + 12 * number
        name, place = bytes(profile[entry : entry + 4]), int.from_bytes(profile[entry + 4 : entry + 8], "big")
        for index, value in enumerate(colorants.get(name, ())):
            at = place + 8 + 4 * index
            profile[at : at + 4] = round(value * 65536).to_bytes(4, "big", signed=True)
    return bytes(profile).replace("sRGB".encode("utf-16-be"), "wide".encode("utf-16-be"))


def test_a_photo_is_read_from_a_file_whatever_its_name_says(tmp_path: Any) -> None:
    path = tmp_path / "invoice.pdf"
    path.write_bytes(encoded(scene(), "WEBP"))
    assert images.ingest(path).media_type == "image/webp"
