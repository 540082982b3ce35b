"""Real photos of real phones, where they are at hand."""

import io
import random
from functools import lru_cache
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageStat

from auditapp.adapters import image_damage, images
from auditapp.domain.picture import NotAPicture

PHOTOS = Path(__file__).parents[3] / "shared" / "corpora" / "photos"

pytestmark = pytest.mark.skipif(not PHOTOS.is_dir(), reason=f"The photo collection is not at {PHOTOS}.")

BROKEN = {"corrupted.heic", "truncated.heic"}


def files(*folders: str) -> list[Path]:
    found = [path for folder in folders for path in sorted((PHOTOS / folder).glob("*")) if path.name != "LICENSE"]
    return found or [Path("absent")]


@lru_cache(maxsize=64)
def read(path: Path) -> images.Picture:
    return images.ingest(path)


def shown(picture: images.Picture, name: str) -> Image.Image:
    image = Image.open(io.BytesIO(picture.derivatives[name]))
    image.load()
    return image


def difference(one: Image.Image, two: Image.Image) -> float:
    """Mean difference of pixels (0 to 255) at 90 x 90."""
    small = [image.convert("L").resize((90, 90)) for image in (one, two)]
    return ImageStat.Stat(ImageChops.difference(*small)).mean[0]


@pytest.mark.parametrize("number", range(9))
@pytest.mark.parametrize("shape", ["Landscape", "Portrait"])
def test_each_orientation_comes_out_as_the_upright_one(shape: str, number: int) -> None:
    upright = Image.open(PHOTOS / "orientation" / f"{shape}_1.jpg")
    picture = read(PHOTOS / "orientation" / f"{shape}_{number}.jpg")
    assert (picture.width, picture.height) == upright.size
    for name in ("thumb", "view", "print"):
        copy = shown(picture, name)
        assert (copy.width > copy.height) == (shape == "Landscape")
        assert difference(copy, upright) < 4, name


def test_the_comparison_of_orientations_can_fail() -> None:
    upright = Image.open(PHOTOS / "orientation" / "Landscape_1.jpg")
    for turn in Image.Transpose:
        assert difference(upright, upright.transpose(turn)) > 10


@pytest.mark.parametrize("path", files("phones", "gps", "odd", "heic"), ids=lambda path: path.name)
def test_a_real_photo_is_read_or_refused_in_words(path: Path) -> None:
    if path.name in BROKEN:
        with pytest.raises(NotAPicture, match="damaged"):
            images.ingest(path)
        return
    picture = read(path)
    assert picture.width * picture.height > 200_000
    assert ImageStat.Stat(shown(picture, "thumb").convert("L")).stddev[0] > 10, "it shows something"
    assert max(shown(picture, "thumb").size) < 600


@pytest.mark.parametrize("path", files("gps", "phones", "odd"), ids=lambda path: path.name)
def test_no_copy_of_a_real_photo_tells_where_or_with_what_it_was_taken(path: Path) -> None:
    for data in read(path).derivatives.values():
        copy = Image.open(io.BytesIO(data))
        assert not copy.getexif()
        assert not copy.getexif().get_ifd(0x8825)
        assert b"Exif" not in data
        assert b"http://ns.adobe.com" not in data


def test_the_photos_with_a_place_do_have_one_before() -> None:
    assert all(Image.open(path).getexif().get_ifd(0x8825) for path in files("gps"))


@pytest.mark.parametrize(
    ("name", "taken_at", "offset"),
    [
        ("gps/DSCN0010.jpg", "2008-10-22T16:28:39", None),
        ("phones/HMD_Nokia_8.3_5G.jpg", "2022-08-14T14:12:31", "+03:00"),
        ("heic/IMG_5195.HEIC", "2021-04-11T15:47:53", "-05:00"),
        ("odd/33-type_error.jpg", "2008-05-25T19:31:26", None),
    ],
)
def test_the_moment_is_read_from_real_photos(name: str, taken_at: str, offset: str | None) -> None:
    picture = read(PHOTOS / name)
    assert (picture.taken_at, picture.taken_offset) == (taken_at, offset)


@pytest.mark.parametrize("share", [0.1, 0.5, 0.999])
def test_a_heic_cut_short_is_refused_not_half_shown(share: float) -> None:
    whole = (PHOTOS / "heic" / "pug.heic").read_bytes()
    with pytest.raises(NotAPicture, match="damaged"):
        images.ingest(whole[: int(len(whole) * share)])


def test_no_photo_is_taken_for_written_over_and_each_that_was_is_found() -> None:
    photos = [path.read_bytes() for path in sorted(PHOTOS.rglob("*.jpg"))]
    other, found = random.Random(1).randbytes(4096), 0
    for photo in photos:
        middle = len(photo) // 2
        assert not image_damage.has_foreign_marks(photo)
        found += image_damage.has_foreign_marks(photo[:middle] + other + photo[middle + len(other) :])
    assert (found, len(photos)) == (37, 37)
