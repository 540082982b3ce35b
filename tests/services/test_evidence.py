"""Photos added through a form, and who may see what."""

import io
from datetime import UTC, datetime

import pytest
from flask import Flask

from auditapp.adapters.photo_store import PhotoStore
from auditapp.domain.errors import NotThere, Refusal
from auditapp.models import Audit, Event, Evidence, Finding, db
from auditapp.services import evidence
from tests.cast import Cast, an_audit_under_way
from tests.walking import NOON, a_photo


@pytest.fixture
def audit(cast: Cast) -> Audit:
    return an_audit_under_way(cast)


@pytest.fixture
def store(app: Flask) -> PhotoStore:
    found: PhotoStore = app.extensions["photo_store"]
    return found


@pytest.fixture
def finding(audit: Audit, cast: Cast) -> Finding:
    noted = Finding(audit=audit, grade="minor", noted_by_id=cast.lea.id, noted_at=NOON, received_at=NOON)
    db.session.add(noted)
    db.session.flush()
    return noted


def test_a_photo_is_kept_byte_for_byte_with_its_copies(cast: Cast, audit: Audit, store: PhotoStore) -> None:
    data = a_photo()
    photo = evidence.add_photo(cast.lea, io.BytesIO(data), audit.instances[0], store=store, name="yard.jpg")
    assert store.get(photo.sha256) == data
    assert store.derivative(photo.sha256, "thumb").startswith(b"\xff\xd8")
    assert (photo.audit_id, photo.instance_id) == (audit.id, audit.instances[0].id)


def test_the_devices_time_is_kept_beside_the_servers(cast: Cast, audit: Audit, store: PhotoStore) -> None:
    taken = datetime(2026, 1, 2, 3, 4, tzinfo=UTC)
    photo = evidence.add_photo(cast.lea, a_photo(), audit.instances[0], store=store, captured_at=taken)
    assert (photo.captured_at, photo.received_at > taken) == (taken, True)


def test_adding_a_photo_is_on_record(cast: Cast, finding: Finding, store: PhotoStore) -> None:
    photo = evidence.add_photo(cast.lea, a_photo(), finding, store=store)
    (told,) = db.session.query(Event).filter_by(verb="add_evidence")
    assert (told.subject_id, told.data["sha256"]) == (str(photo.id), photo.sha256)


def test_the_same_photo_twice_is_one(cast: Cast, finding: Finding, store: PhotoStore) -> None:
    first = evidence.add_photo(cast.lea, a_photo(), finding, store=store)
    assert evidence.add_photo(cast.lea, a_photo(), finding, store=store) is first


@pytest.mark.parametrize("data", [b"", b"GIF89a", b"%PDF-1.7", b"<svg/>", a_photo()[:500]])
def test_what_is_no_photo_is_refused_in_words(cast: Cast, finding: Finding, store: PhotoStore, data: bytes) -> None:
    with pytest.raises(Refusal) as refused:
        evidence.add_photo(cast.lea, data, finding, store=store)
    assert str(refused.value).endswith(".")
    assert db.session.query(Evidence).count() == 0


def test_whoever_sees_the_audit_sees_its_photos(cast: Cast, finding: Finding, store: PhotoStore) -> None:
    photo = evidence.add_photo(cast.lea, a_photo(), finding, store=store)
    db.session.commit()
    assert [evidence.is_visible_to(person, photo) for person in (cast.mia, cast.ola, cast.tom)] == [True] * 3


def test_who_does_not_see_the_audit_does_not_see_its_photos(cast: Cast, finding: Finding, store: PhotoStore) -> None:
    photo = evidence.add_photo(cast.lea, a_photo(), finding, store=store)
    db.session.commit()
    with pytest.raises(NotThere):
        evidence.find(cast.zed, photo.id)


def test_a_photo_without_sound_bytes_cannot_be_shown(cast: Cast, audit: Audit) -> None:
    photo = Evidence(audit_id=audit.id, captured_at=NOON, received_at=NOON, by_id=cast.lea.id)
    db.session.add(photo)
    db.session.commit()
    assert evidence.find(cast.lea, photo.id) is photo
    with pytest.raises(NotThere):
        evidence.sound(cast.lea, photo.id)
