"""The drawn photos of the made-up company."""

import io
from datetime import datetime, timedelta, timezone

import pytest
from PIL import ExifTags, Image, ImageOps, ImageStat

from auditapp.demo.scenes import SCENES, draw

SMALL = (480, 360)


@pytest.mark.parametrize("scene", SCENES)
def test_every_scene_draws_a_picture_with_light_and_dark(scene: str) -> None:
    picture = Image.open(io.BytesIO(draw(scene, 5, SMALL)))
    assert picture.format == "JPEG"
    assert min(ImageStat.Stat(picture.convert("L")).stddev) > 15


def test_the_same_seed_draws_the_same_bytes() -> None:
    assert draw("pump_leaking", 8, SMALL) == draw("pump_leaking", 8, SMALL)


def test_another_seed_draws_another_picture() -> None:
    assert draw("pump_leaking", 8, SMALL) != draw("pump_leaking", 9, SMALL)


def test_a_photo_says_when_it_was_taken_and_in_which_zone() -> None:
    taken = datetime(2026, 3, 4, 9, 15, tzinfo=timezone(timedelta(hours=-5, minutes=-30)))
    details = Image.open(io.BytesIO(draw("meter_overdue", 1, SMALL, taken))).getexif().get_ifd(ExifTags.IFD.Exif)
    assert details[ExifTags.Base.DateTimeOriginal] == "2026:03:04 09:15:00"
    assert details[ExifTags.Base.OffsetTimeOriginal] == "-05:30"


def test_a_photo_carries_a_position_for_the_application_to_take_out() -> None:
    place = Image.open(io.BytesIO(draw("drain_oily", 1, SMALL))).getexif().get_ifd(ExifTags.IFD.GPSInfo)
    assert place[ExifTags.GPS.GPSLatitude] == (53.0, 4.0, 33.6)


def test_an_upright_photo_is_stored_lying_and_says_so() -> None:
    picture = Image.open(io.BytesIO(draw("stack_smoke", 1, SMALL)))
    assert (picture.size, picture.getexif()[ExifTags.Base.Orientation]) == (SMALL, 6)
    assert ImageOps.exif_transpose(picture).size == (360, 480)
