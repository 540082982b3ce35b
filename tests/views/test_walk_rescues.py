"""Rescue files: what a device saved for lack of a server, taken in at a desk."""

import io
import json
import zipfile
from collections.abc import Callable
from typing import Any

import pytest

from auditapp.models import Audit, Evidence, Operation, Person, db
from tests.cast import Cast
from tests.pages import DistrustfulClient
from tests.walking import a_photo, a_photo_op, a_result

SignIn = Callable[[Person], DistrustfulClient]


def path(audit: Audit, more: str = "") -> str:
    return f"/audits/{audit.reference}/from-the-walk{more}"


def rescue_file(cast: Cast, ops: list[dict[str, Any]], photos: dict[str, bytes], **more: Any) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        said = {"form": 1, "person": str(cast.lea.id), "device": "ipad-1", "ops": ops} | more
        archive.writestr("entries.json", json.dumps(said))
        for name, data in photos.items():
            archive.writestr(f"photos/{name}", data)
    return out.getvalue()


def bring(client: DistrustfulClient, audit: Audit, data: bytes) -> Any:
    client.get(path(audit))
    form = {"csrf_token": client.token, "file": (io.BytesIO(data), "rescue.zip")}
    return client.post(path(audit, "/rescue"), data=form, content_type="multipart/form-data")


def test_a_rescue_file_keeps_its_author_and_names_who_brought_it(cast: Cast, audit: Audit, signed_in: SignIn) -> None:
    data = a_photo(noise=True)
    announced = a_photo_op(cast.lea, audit, data)
    ops = [a_result(cast.lea, audit, audit.instances[0]), announced]
    mia = signed_in(cast.mia)
    file = rescue_file(cast, ops, {announced["target"]: data})
    assert bring(mia, audit, file).status_code == 303
    assert bring(mia, audit, file).status_code == 303
    db.session.expire_all()
    kept = db.session.query(Operation).all()
    assert {(one.person_id, one.rescued_by_id) for one in kept} == {(cast.lea.id, cast.mia.id)}
    assert len(kept) == 2
    photo = db.session.query(Evidence).one()
    assert (photo.by_id, photo.trouble, photo.width) == (cast.lea.id, "", 640)


def test_rescued_entries_are_marked_until_their_author_confirms(cast: Cast, audit: Audit, signed_in: SignIn) -> None:
    bring(signed_in(cast.mia), audit, rescue_file(cast, [a_result(cast.lea, audit, audit.instances[0])], {}))
    assert "waits for its author" in signed_in(cast.mia).text(path(audit))
    lea = signed_in(cast.lea)
    assert "These are my entries" in lea.text(path(audit))
    lea.send(path(audit, "/confirm"), {})
    assert "waits for its author" not in lea.text(path(audit))


@pytest.mark.parametrize("data", [b"", b"no zip", b"PK\x03\x04 broken"])
def test_what_is_no_rescue_file_is_refused_in_words(cast: Cast, audit: Audit, signed_in: SignIn, data: bytes) -> None:
    answer = bring(signed_in(cast.mia), audit, data)
    assert answer.status_code == 422


def test_a_rescue_file_that_is_damaged_inside_is_refused_in_words(cast: Cast, audit: Audit, signed_in: SignIn) -> None:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("entries.json", "{}")
    data = bytearray(whole.getvalue())
    at = data.index(b"entries.json") + len("entries.json")
    data[at : at + 2] = b"\xff\xff"  # no block of a deflated file begins so
    assert bring(signed_in(cast.mia), audit, bytes(data)).status_code == 422
    data = bytearray(whole.getvalue())
    data[6], data[data.index(b"PK\x01\x02") + 8] = 1, 1  # encrypted
    assert bring(signed_in(cast.mia), audit, bytes(data)).status_code == 422


def test_a_rescue_file_with_a_photo_that_was_changed_keeps_it_out(cast: Cast, audit: Audit, signed_in: SignIn) -> None:
    announced = a_photo_op(cast.lea, audit, a_photo())
    bring(signed_in(cast.mia), audit, rescue_file(cast, [announced], {announced["target"]: a_photo(100, 100)}))
    assert db.session.query(Evidence).one().complete_at is None


def test_only_the_ems_lead_takes_in_rescue_files(cast: Cast, audit: Audit, signed_in: SignIn) -> None:
    lea = signed_in(cast.lea)
    assert bring(lea, audit, rescue_file(cast, [], {})).status_code == 403
