"""Photos over the wire: copies inline, originals as a download, neither to whom they do not concern."""

import io
import uuid

import pytest
from flask import Flask
from PIL import Image

from auditapp.models import Audit, Evidence, db
from auditapp.services import evidence
from tests.cast import Cast, an_audit_under_way
from tests.walking import Device, a_photo


@pytest.fixture
def audit(cast: Cast) -> Audit:
    return an_audit_under_way(cast)


@pytest.fixture
def photo(app: Flask, audit: Audit, cast: Cast) -> Evidence:
    store = app.extensions["photo_store"]
    added = evidence.add_photo(cast.lea, a_photo(), audit.instances[0], store=store, name='Öl"lager; x.jpg')
    db.session.commit()
    return added


@pytest.mark.parametrize("size", ["thumb", "view", "print"])
def test_a_copy_is_a_jpeg_that_only_the_reader_keeps(app: Flask, cast: Cast, photo: Evidence, size: str) -> None:
    answer = Device(app, cast.ola).get(f"/evidence/{photo.id}/{size}.jpg?v=0")
    assert (answer.status_code, answer.mimetype) == (200, "image/jpeg")
    assert answer.headers["Cache-Control"] == "private, max-age=31536000, immutable"
    assert Image.open(io.BytesIO(answer.data)).format == "JPEG"


def test_a_copy_that_the_browser_has_is_not_sent_again(app: Flask, cast: Cast, photo: Evidence) -> None:
    device = Device(app, cast.lea)
    tag = device.get(f"/evidence/{photo.id}/thumb.jpg").headers["ETag"]
    answer = device.get(f"/evidence/{photo.id}/thumb.jpg", headers={"If-None-Match": tag})
    assert (answer.status_code, answer.data) == (304, b"")


def test_the_original_is_a_download_that_nothing_runs(app: Flask, cast: Cast, photo: Evidence) -> None:
    answer = Device(app, cast.mia).get(f"/evidence/{photo.id}/original")
    assert answer.data == a_photo()
    assert answer.headers["Content-Disposition"].startswith("attachment; ")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer.mimetype == "application/octet-stream"


def test_a_name_from_outside_cannot_leave_its_header(app: Flask, cast: Cast, photo: Evidence) -> None:
    header = Device(app, cast.mia).get(f"/evidence/{photo.id}/original").headers["Content-Disposition"]
    assert header == "attachment; filename=\"_llager; x.jpg\"; filename*=UTF-8''%C3%96llager%3B%20x.jpg"


@pytest.mark.parametrize("path", ["thumb.jpg", "view.jpg", "print.jpg", "original", "huge.jpg", "thumb.png"])
def test_a_photo_that_is_not_ones_own_to_see_is_not_there(app: Flask, cast: Cast, photo: Evidence, path: str) -> None:
    device = Device(app, cast.zed)
    assert device.get(f"/evidence/{photo.id}/{path}").status_code == 404
    assert device.get(f"/evidence/{uuid.uuid4()}/{path}").status_code == 404


def test_signed_out_one_sees_no_photo(client: Device, photo: Evidence) -> None:
    assert client.get(f"/evidence/{photo.id}/view.jpg").status_code == 303


def test_on_the_walk_a_device_sees_the_photo_under_the_walks_own_address(
    app: Flask, cast: Cast, photo: Evidence
) -> None:
    assert Device(app, cast.lea).get(f"/walk/api/photos/{photo.id}/thumb.jpg").status_code == 200
    assert Device(app, cast.zed).get(f"/walk/api/photos/{photo.id}/thumb.jpg").status_code == 404
