"""Photos from a device: announced, sent in parts, checked, read; whatever happens on the way."""

import uuid
from typing import Any

import pytest
from flask import Flask

from auditapp.models import Audit, Evidence, Instance, Operation, db
from auditapp.services.paper_parts import photos, register
from tests.cast import Cast
from tests.walking import MEBI, Device, a_photo, a_photo_op, an_op


@pytest.fixture(scope="module")
def large() -> bytes:
    """A photo of several parts."""
    data = a_photo(1800, 1400, noise=True, quality=97)
    assert len(data) > 2 * MEBI
    return data


def the_photo() -> Evidence:
    return db.session.query(Evidence).populate_existing().one()


def test_an_announced_photo_is_expected(lea: Device, cast: Cast, audit: Audit, question: Instance) -> None:
    op = a_photo_op(cast.lea, audit, a_photo(), instance=str(question.id), taken_at="2026-11-23T09:00:00+01:00")
    lea.send(op)
    photo = the_photo()
    assert (photo.instance_id, photo.complete_at, photo.by_id) == (question.id, None, cast.lea.id)
    assert photo.captured_at.isoformat() == "2026-11-23T08:00:00+00:00"


def test_a_photo_sent_in_parts_is_whole(lea: Device, cast: Cast, audit: Audit, large: bytes, app: Flask) -> None:
    op = a_photo_op(cast.lea, audit, large)
    lea.send(op)
    answer = lea.upload(op["target"], large)
    assert answer.get_json() == {
        "id": op["target"],
        "offset": len(large),
        "complete": True,
        "trouble": "",
        "damage": "",
        "safe": {str(audit.id): 1},
    }
    photo = the_photo()
    assert app.extensions["photo_store"].get(photo.sha256) == large
    assert (photo.width, photo.height, photo.media_type) == (1800, 1400, "image/jpeg")


def test_where_an_upload_stands_can_be_asked(lea: Device, cast: Cast, audit: Audit, large: bytes) -> None:
    op = a_photo_op(cast.lea, audit, large)
    lea.send(op)
    lea.part(op["target"], 0, large[:MEBI])
    path = f"/walk/api/photos/{op['target']}"
    answer = lea.head(path)
    assert (answer.headers["Upload-Offset"], answer.headers["Upload-Complete"]) == (str(MEBI), "?0")
    lea.part(op["target"], MEBI, large[MEBI : 2 * MEBI])
    assert lea.head(path).headers["Upload-Offset"] == str(2 * MEBI)


def test_a_part_at_the_wrong_offset_is_told_the_right_one(lea: Device, cast: Cast, audit: Audit, large: bytes) -> None:
    op = a_photo_op(cast.lea, audit, large)
    lea.send(op)
    lea.part(op["target"], 0, large[:MEBI])
    answer = lea.part(op["target"], 0, large[:MEBI])
    assert (answer.status_code, answer.get_json()) == (409, {"offset": MEBI})


def test_a_photo_that_changed_on_its_way_starts_again(lea: Device, cast: Cast, audit: Audit) -> None:
    data = a_photo()
    op = a_photo_op(cast.lea, audit, data)
    lea.send(op)
    answer = lea.part(op["target"], 0, data[:-1] + b"x")
    assert (answer.status_code, answer.get_json()["offset"]) == (409, 0)
    assert lea.part(op["target"], 0, data).get_json()["complete"] is True


def test_a_photo_sent_again_is_done_with(lea: Device, cast: Cast, audit: Audit) -> None:
    data = a_photo()
    op = a_photo_op(cast.lea, audit, data)
    lea.send(op)
    lea.upload(op["target"], data)
    assert lea.part(op["target"], 0, data).get_json()["complete"] is True
    assert db.session.query(Evidence).count() == 1


def test_what_is_no_photo_is_refused_in_words_and_done_with(lea: Device, cast: Cast, audit: Audit) -> None:
    data = b"<svg onload=alert(1)>" * 20
    op = a_photo_op(cast.lea, audit, data)
    lea.send(op)
    answer = lea.upload(op["target"], data).get_json()
    assert answer["complete"] is True
    assert answer["trouble"].startswith("This file is not a photo.")
    assert (the_photo().sha256, lea.get(f"/walk/api/photos/{op['target']}/thumb.jpg").status_code) == ("", 404)


def test_why_a_photo_is_refused_is_said_in_the_reader_s_language(lea: Device, cast: Cast, audit: Audit) -> None:
    cast.lea.language = "de"
    db.session.commit()
    data = b"<svg onload=alert(1)>" * 20
    op = a_photo_op(cast.lea, audit, data)
    lea.send(op)
    assert lea.upload(op["target"], data).get_json()["trouble"].startswith("Diese Datei ist kein Foto.")
    (photo,) = lea.get(f"/walk/api/audits/{audit.id}/state").get_json()["photos"]
    assert photo["trouble"].startswith("Diese Datei ist kein Foto.")


def test_a_photo_of_which_a_part_is_missing_is_kept_shown_and_told_at_once(
    lea: Device, cast: Cast, audit: Audit
) -> None:
    whole = a_photo(noise=True)
    data = whole[: len(whole) // 2].rstrip(b"\xff") + b"\xff\xd9"
    op = a_photo_op(cast.lea, audit, data)
    lea.send(op)
    answer = lea.upload(op["target"], data).get_json()
    assert (answer["trouble"], answer["damage"][:23]) == ("", "This photo is damaged: ")
    assert lea.get(f"/walk/api/photos/{op['target']}/thumb.jpg").status_code == 200
    assert "a part of the picture is missing" in register([the_photo()], {})[0].name
    assert photos([the_photo()])[0].caption == "A part of this picture is missing."


def test_a_photo_that_is_too_large_is_told_at_once_and_its_entry_stays(lea: Device, cast: Cast, audit: Audit) -> None:
    op = a_photo_op(cast.lea, audit, a_photo(), size=61 * MEBI)
    assert lea.send(op)[0]["status"] == "applied"
    assert "up to 60 MB can be kept" in the_photo().trouble
    assert the_photo().complete_at is not None


@pytest.mark.parametrize("offset", ["", "x", "-1", "1e3", "٣", "9" * 13])
def test_an_offset_that_is_no_number_gets_a_sentence(lea: Device, cast: Cast, audit: Audit, offset: str) -> None:
    op = a_photo_op(cast.lea, audit, a_photo())
    lea.send(op)
    headers = {"X-CSRFToken": lea.token, "Upload-Offset": offset.encode().decode("latin-1")}
    answer = lea.asked(lea.client.patch, f"/walk/api/photos/{op['target']}", data=b"x", headers=headers)
    assert answer.status_code == 400
    assert answer.get_json()["error"].endswith(".")


def test_a_part_above_one_mebibyte_is_refused(lea: Device, cast: Cast, audit: Audit, large: bytes) -> None:
    op = a_photo_op(cast.lea, audit, large)
    lea.send(op)
    assert lea.part(op["target"], 0, large[: MEBI + 1]).status_code == 413


def test_more_bytes_than_announced_are_refused(lea: Device, cast: Cast, audit: Audit) -> None:
    data = a_photo()
    op = a_photo_op(cast.lea, audit, data)
    lea.send(op)
    assert lea.part(op["target"], 0, data + b"more").status_code == 413
    assert the_photo().complete_at is None


def test_a_photo_that_was_not_announced_is_not_there(lea: Device, audit: Audit) -> None:
    photo = str(uuid.uuid4())
    assert lea.part(photo, 0, b"x").status_code == 404
    assert lea.head(f"/walk/api/photos/{photo}").status_code == 404


def test_nobody_sends_parts_of_anothers_photo(lea: Device, cast: Cast, audit: Audit, app: Flask) -> None:
    op = a_photo_op(cast.lea, audit, a_photo())
    lea.send(op)
    assert Device(app, cast.ann).part(op["target"], 0, b"x").status_code == 404


def test_a_hash_that_is_none_is_rejected(lea: Device, cast: Cast, audit: Audit) -> None:
    (result,) = lea.send(a_photo_op(cast.lea, audit, a_photo(), sha256="../../etc/passwd"))
    assert (result["status"], db.session.query(Operation).count()) == ("rejected", 0)


def test_a_name_from_outside_is_only_a_name(lea: Device, cast: Cast, audit: Audit) -> None:
    lea.send(a_photo_op(cast.lea, audit, a_photo(), name="../../evil\\\u202efoto.jpg"))
    assert the_photo().name == "foto.jpg"


def test_a_caption_is_written_and_a_contradicting_one_is_not(lea: Device, cast: Cast, audit: Audit, app: Flask) -> None:
    op = a_photo_op(cast.lea, audit, a_photo())
    first = an_op(cast.lea, audit, "photo.caption", op["target"], {"value": "Leaking flange"})
    second = an_op(cast.lea, audit, "photo.caption", op["target"], {"value": "Flange 3"}, base=first["id"])
    assert [result["status"] for result in lea.send(op, first, second)] == ["applied"] * 3
    other = an_op(cast.ann, audit, "photo.caption", op["target"], {"value": "A pipe"})
    assert Device(app, cast.ann).send(other)[0]["status"] == "conflict"
    assert the_photo().caption == "Flange 3"


@pytest.mark.parametrize(("field", "kind", "body"), [
    ("captionRev", "photo.caption", {"value": "Flange 3"}),
    ("marksRev", "photo.marks", {"version": 1, "shapes": []}),
])  # fmt: skip
def test_a_photo_that_came_back_from_the_server_takes_a_caption_and_marks(
    lea: Device, cast: Cast, audit: Audit, field: str, kind: str, body: dict[str, Any]
) -> None:
    op = a_photo_op(cast.lea, audit, a_photo())
    lea.send(op)
    (photo,) = lea.get(f"/walk/api/audits/{audit.id}/state").json["photos"]
    assert photo[field] is None
    assert lea.send(an_op(cast.lea, audit, kind, op["target"], body, base=photo[field]))[0]["status"] == "applied"


def test_a_device_that_says_nothing_for_none_is_understood(lea: Device, cast: Cast, audit: Audit) -> None:
    op = a_photo_op(cast.lea, audit, a_photo())
    caption = an_op(cast.lea, audit, "photo.caption", op["target"], {"value": "Flange 3"}, base="")
    assert [result["status"] for result in lea.send(op, caption)] == ["applied"] * 2


def test_a_finding_takes_the_photos_that_it_names_whichever_comes_first(lea: Device, cast: Cast, audit: Audit) -> None:
    early, late = a_photo_op(cast.lea, audit, a_photo()), a_photo_op(cast.lea, audit, a_photo(100, 100))
    body = {"grade": "minor", "photos": [early["target"], late["target"]]}
    note = an_op(cast.lea, audit, "finding.note", str(uuid.uuid4()), body)
    lea.send(early, note, late)
    assert {str(photo.finding_id) for photo in db.session.query(Evidence)} == {note["target"]}


def test_a_photo_for_a_finding_waits_for_it(lea: Device, cast: Cast, audit: Audit) -> None:
    note = an_op(cast.lea, audit, "finding.note", str(uuid.uuid4()), {"grade": "ofi"})
    photo = a_photo_op(cast.lea, audit, a_photo(), finding=note["target"])
    assert [result["status"] for result in lea.send(photo, note, photo)] == ["error", "applied", "applied"]
    assert str(the_photo().finding_id) == note["target"]
