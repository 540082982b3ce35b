"""Marks on photos of the walk: burnt into every copy, the original sealed where something was blurred."""

import io
from collections.abc import Callable

import pytest
from flask import Flask
from PIL import Image

from auditapp.models import Audit, Event, Evidence, Person, db
from auditapp.services import evidence
from tests.cast import Cast, an_audit_under_way
from tests.pages import DistrustfulClient
from tests.reporting import note
from tests.walking import Device, a_photo, a_photo_op, an_op

BLUR = {"version": 1, "shapes": [{"kind": "blur", "at": [0.0, 0.0], "size": [0.5, 0.5]}]}
ARROW = {"version": 1, "shapes": [{"kind": "arrow", "from": [0.1, 0.1], "to": [0.6, 0.6]}]}


@pytest.fixture
def audit(cast: Cast) -> Audit:
    return an_audit_under_way(cast)


class Sent:
    """A noisy photo on the server, and a way to draw on it."""

    def __init__(self, device: Device, cast: Cast, audit: Audit) -> None:
        self.device, self.cast, self.audit = device, cast, audit
        self.data = a_photo(800, 600, noise=True)
        announced = a_photo_op(cast.lea, audit, self.data)
        device.send(announced)
        self.id = announced["target"]
        device.upload(self.id, self.data)

    def draw(self, marks: dict[str, object], **more: object) -> dict[str, object]:
        (result,) = self.device.send(an_op(self.cast.lea, self.audit, "photo.marks", self.id, marks, **more))
        return result

    def copy(self, size: str) -> Image.Image:
        return Image.open(io.BytesIO(self.device.get(f"/evidence/{self.id}/{size}.jpg").data)).convert("L")

    @property
    def row(self) -> Evidence:
        db.session.expire_all()
        return db.session.query(Evidence).filter_by(declared_sha256=evidence_hash(self.data)).one()


def evidence_hash(data: bytes) -> str:
    import hashlib

    return hashlib.sha256(data).hexdigest()


@pytest.fixture
def sent(lea: Device, cast: Cast, audit: Audit) -> Sent:
    return Sent(lea, cast, audit)


def roughness(picture: Image.Image, box: tuple[float, float, float, float]) -> int:
    """The span of brightness within a part of the picture: noise has much, what is blurred has little."""
    w, h = picture.size
    low, high = picture.crop((int(box[0] * w), int(box[1] * h), int(box[2] * w), int(box[3] * h))).getextrema()
    return int(high) - int(low)  # type: ignore[arg-type, operator]


@pytest.mark.parametrize("size", ["thumb", "view", "print"])
def test_what_is_blurred_is_unreadable_in_every_copy(sent: Sent, size: str) -> None:
    before = roughness(sent.copy(size), (0.1, 0.1, 0.4, 0.4))
    assert sent.draw(BLUR)["status"] == "applied"
    after = sent.copy(size)
    assert roughness(after, (0.1, 0.1, 0.4, 0.4)) < before / 2
    assert roughness(after, (0.6, 0.6, 0.9, 0.9)) > before / 2


def test_the_original_stays_as_it_came(app: Flask, sent: Sent) -> None:
    sent.draw(BLUR)
    assert app.extensions["photo_store"].get(evidence_hash(sent.data)) == sent.data


def test_a_browser_asks_again_after_marks_were_drawn(sent: Sent) -> None:
    path = f"/evidence/{sent.id}/thumb.jpg"
    before = sent.device.get(path)
    assert before.headers["Cache-Control"] == "private, no-cache"
    sent.draw(BLUR)
    after = sent.device.get(path, headers={"If-None-Match": before.headers["ETag"]})
    assert (after.status_code, after.headers["ETag"] == before.headers["ETag"]) == (200, False)
    kept = sent.device.get(f"{path}?v={sent.row.copies}")
    assert "immutable" in kept.headers["Cache-Control"]


def test_marks_that_come_before_the_bytes_are_in_the_first_copy(lea: Device, cast: Cast, audit: Audit) -> None:
    data = a_photo(800, 600, noise=True, quality=91)
    announced = a_photo_op(cast.lea, audit, data)
    lea.send(announced, an_op(cast.lea, audit, "photo.marks", announced["target"], BLUR))
    lea.upload(announced["target"], data)
    picture = Image.open(io.BytesIO(lea.get(f"/walk/api/photos/{announced['target']}/thumb.jpg").data)).convert("L")
    assert roughness(picture, (0.1, 0.1, 0.4, 0.4)) < roughness(picture, (0.6, 0.6, 0.9, 0.9)) / 2


def test_the_same_photo_elsewhere_brings_back_nothing_that_was_blurred(
    app: Flask, cast: Cast, audit: Audit, sent: Sent
) -> None:
    sent.draw(BLUR)
    evidence.add_photo(cast.lea, sent.data, audit.instances[1], store=app.extensions["photo_store"])
    db.session.commit()
    assert roughness(sent.copy("thumb"), (0.1, 0.1, 0.4, 0.4)) < roughness(sent.copy("thumb"), (0.6, 0.6, 0.9, 0.9)) / 2


def test_the_view_shows_the_arrow(sent: Sent) -> None:
    sent.draw(ARROW)
    picture = Image.open(io.BytesIO(sent.device.get(f"/evidence/{sent.id}/view.jpg").data)).convert("RGB")
    colours = picture.getpixel((int(picture.width * 0.35), int(picture.height * 0.35)))
    assert isinstance(colours, tuple)
    assert colours[0] > colours[1] + 60


def test_marks_that_did_not_see_the_ones_that_stand_are_kept_beside_them(sent: Sent) -> None:
    sent.draw(BLUR)
    answer = sent.draw(ARROW)
    assert (answer["status"], sent.row.marks) == ("conflict", BLUR)


def test_marks_are_said_in_the_state(sent: Sent, audit: Audit) -> None:
    sent.draw(ARROW)
    (photo,) = sent.device.get(f"/walk/api/audits/{audit.id}/state").get_json()["photos"]
    assert (photo["marks"], bool(photo["marksRev"])) == (ARROW, True)


@pytest.mark.parametrize("marks", [
    {"version": 1, "shapes": [{"kind": "arrow", "from": [0.1, 2], "to": [0.2, 0.2]}]},
    {"version": 1, "shapes": [{"kind": "script"}]},
    {"version": 1, "shapes": "all of it"},
])  # fmt: skip
def test_marks_that_cannot_be_drawn_are_refused(sent: Sent, marks: dict[str, object]) -> None:
    assert sent.draw(marks)["status"] == "rejected"
    assert sent.row.marks == {}


def test_the_original_of_a_blurred_photo_is_not_for_everybody(
    sent: Sent, cast: Cast, signed_in: Callable[[Person], DistrustfulClient]
) -> None:
    sent.draw(BLUR)
    assert signed_in(cast.tom).get(f"/evidence/{sent.id}/original").status_code == 403


def test_the_original_is_sealed_as_well_where_the_same_photo_lies_without_the_blur(
    app: Flask, sent: Sent, audit: Audit, cast: Cast, signed_in: Callable[[Person], DistrustfulClient]
) -> None:
    same = evidence.add_photo(cast.lea, sent.data, audit.instances[1], store=app.extensions["photo_store"])
    db.session.commit()
    sent.draw(BLUR)
    assert signed_in(cast.tom).get(f"/evidence/{same.id}/original").status_code == 403


def test_a_page_offers_the_original_to_those_who_may_have_it(
    sent: Sent, audit: Audit, cast: Cast, signed_in: Callable[[Person], DistrustfulClient]
) -> None:
    photo = sent.row
    photo.finding = note(cast, audit, None)
    path = f"/findings/{photo.finding.id}"
    db.session.commit()
    offer = f'data-original="/evidence/{sent.id}/original"'
    assert offer in signed_in(cast.tom).get(path).text
    sent.draw(BLUR)
    assert offer not in signed_in(cast.tom).get(path).text
    assert offer in signed_in(cast.mia).get(path).text


def test_who_looks_at_it_says_why_and_it_is_recorded(
    sent: Sent, cast: Cast, signed_in: Callable[[Person], DistrustfulClient]
) -> None:
    sent.draw(BLUR)
    mia = signed_in(cast.mia)
    path = f"/evidence/{sent.id}/original"
    asked = mia.get(path)
    assert ">Original of a blurred photo</h1>" in asked.text
    assert mia.send(path, {"reason": ""}).status_code == 422
    given = mia.send(path, {"reason": "The police asked for the number plate."})
    assert given.data == sent.data
    event = db.session.query(Event).filter_by(verb="open_original").one()
    assert (event.person_id, event.note) == (cast.mia.id, "The police asked for the number plate.")


def test_the_original_of_a_photo_with_arrows_alone_is_simply_there(sent: Sent) -> None:
    sent.draw(ARROW)
    assert sent.device.get(f"/evidence/{sent.id}/original").data == sent.data
