"""Photos of a correction: kept with what was typed, and refused without taking it along."""

from collections.abc import Callable
from io import BytesIO

import pytest
from flask import Flask

from auditapp.adapters.photo_store import StorageFull
from auditapp.models import Nonconformity, Person
from tests.cast import Cast
from tests.pages import DistrustfulClient
from tests.pictures import a_jpeg
from tests.responding import save

SignIn = Callable[[Person], DistrustfulClient]


def test_photos_of_the_correction_are_kept(cast: Cast, nc: Nonconformity, ola: DistrustfulClient) -> None:
    photos = [(BytesIO(a_jpeg("red")), "before.jpg"), (BytesIO(a_jpeg("green")), "after.jpg")]
    assert save(ola, nc, correction="Moved.", photos=photos).status_code == 303
    assert [one.purpose for one in nc.evidence] == ["correction", "correction"]


def test_more_photos_than_go_at_once_are_refused_in_words_and_the_rest_is_saved(
    nc: Nonconformity, ola: DistrustfulClient
) -> None:
    photos = [(BytesIO(b"x"), f"{number}.jpg") for number in range(21)]
    answer = save(ola, nc, correction="Moved.", photos=photos)
    assert answer.status_code == 422
    assert "These are too many photos at once." in answer.get_data(as_text=True)
    assert nc.round.correction == "Moved."


def test_a_full_disk_loses_no_word(
    app: Flask, nc: Nonconformity, ola: DistrustfulClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_data: bytes) -> str:
        raise StorageFull

    monkeypatch.setattr(app.extensions["photo_store"], "put", full)
    answer = save(ola, nc, correction="Moved.", photos=(BytesIO(a_jpeg("red")), "after.jpg"))
    assert (answer.status_code, nc.round.correction) == (507, "Moved.")


def test_a_file_that_is_no_photo_is_refused_in_words(nc: Nonconformity, ola: DistrustfulClient) -> None:
    answer = save(ola, nc, correction="Moved.", photos=(BytesIO(b"%PDF-1.7 not a picture"), "scan.pdf"))
    assert answer.status_code == 415
    assert "Moved." in answer.get_data(as_text=True)
    assert list(nc.evidence) == []
