"""When a photo was taken."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

from auditapp.domain.evidence import taken_at

SENT = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def a_photo(**exif: str) -> SimpleNamespace:
    return SimpleNamespace(exif=exif, captured_at=SENT, received_at=SENT + timedelta(minutes=1))


def test_the_cameras_record_with_its_offset_says_when() -> None:
    photo = a_photo(taken_at="2026-11-20T09:30:00", taken_offset="+01:00")
    assert taken_at(photo) == datetime(2026, 11, 20, 8, 30, tzinfo=UTC)


def test_a_record_without_offset_leaves_the_word_to_the_device() -> None:
    assert taken_at(a_photo(taken_at="2026-11-20T09:30:00")) == SENT


def test_a_photo_is_not_taken_after_it_arrived() -> None:
    assert taken_at(a_photo(taken_at="2031-01-01T00:00:00", taken_offset="+00:00")) == SENT


def test_a_record_that_is_no_moment_leaves_the_word_to_the_device() -> None:
    assert taken_at(a_photo(taken_at="2026-13-45T99:00:00", taken_offset="+01:00")) == SENT
