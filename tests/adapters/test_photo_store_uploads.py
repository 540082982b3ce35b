"""Photos that come in parts: counted, checked, and never claimed by their hash alone."""

import hashlib
import uuid
from collections.abc import Iterator

import pytest

from auditapp.adapters.photo_store import DigestMismatch, PhotoStore, WrongOffset
from auditapp.domain.errors import NotThere
from auditapp.domain.picture import NotAPicture

PHOTO = b"\xff\xd8\xff the bytes of a photo" * 1000
SHA256 = hashlib.sha256(PHOTO).hexdigest()


@pytest.mark.parametrize("name", ["", "..", "../originals", "/tmp/x", "1", SHA256, "a" * 36])
def test_an_upload_is_known_by_a_uuid_only(store: PhotoStore, name: str) -> None:
    for ask in (store.part_size, store.drop_upload, lambda name: store.append_part(name, 0, b"x")):
        with pytest.raises(NotThere):
            ask(name)


def test_parts_make_a_photo(store: PhotoStore) -> None:
    upload = uuid.uuid4()
    assert store.part_size(upload) == 0
    assert store.append_part(upload, 0, PHOTO[:1000]) == 1000
    assert store.append_part(str(upload).upper(), 1000, iter([PHOTO[1000:2000], PHOTO[2000:]])) == len(PHOTO)
    assert store.part_size(str(upload)) == len(PHOTO)
    assert store.finish(upload, SHA256) == SHA256
    assert store.get(SHA256) == PHOTO
    assert store.part_size(upload) == 0


@pytest.mark.parametrize("offset", [0, 5, 11, 10**12])
def test_a_part_at_the_wrong_place_is_told_the_right_one(store: PhotoStore, offset: int) -> None:
    upload = uuid.uuid4()
    store.append_part(upload, 0, b"0123456789")
    with pytest.raises(WrongOffset) as caught:
        store.append_part(upload, offset, b"more")
    assert (caught.value.status, caught.value.offset) == (409, 10)
    assert store.part_size(upload) == 10


def test_other_bytes_than_announced_start_again_from_zero(store: PhotoStore) -> None:
    upload = uuid.uuid4()
    store.append_part(upload, 0, PHOTO[:-1] + b"?")
    with pytest.raises(DigestMismatch):
        store.finish(upload, SHA256)
    assert store.part_size(upload) == 0
    assert not store.has(SHA256)
    store.append_part(upload, 0, PHOTO)
    assert store.finish(upload, SHA256) == SHA256


def test_knowing_a_hash_is_not_holding_the_photo(store: PhotoStore) -> None:
    store.put(PHOTO)
    with pytest.raises(NotThere):
        store.finish(uuid.uuid4(), SHA256)


def test_a_photo_that_is_kept_already_can_be_uploaded_again(store: PhotoStore) -> None:
    store.put(PHOTO)
    upload = uuid.uuid4()
    store.append_part(upload, 0, PHOTO)
    assert store.finish(upload, SHA256) == SHA256
    assert store.get(SHA256) == PHOTO


def test_an_upload_above_its_limit_is_refused_and_keeps_what_it_had(store: PhotoStore) -> None:
    upload = uuid.uuid4()
    store.append_part(upload, 0, b"x" * 60, limit=100)
    with pytest.raises(NotAPicture) as caught:
        store.append_part(upload, 60, iter([b"y" * 30, b"z" * 30]), limit=100)
    assert caught.value.status == 413
    assert store.part_size(upload) == 60


def test_a_line_that_breaks_within_a_part_loses_only_what_did_not_arrive(store: PhotoStore) -> None:
    def breaking() -> Iterator[bytes]:
        yield b"arrived"
        raise ConnectionResetError

    upload = uuid.uuid4()
    with pytest.raises(ConnectionResetError):
        store.append_part(upload, 0, breaking())
    assert store.part_size(upload) == len(b"arrived")


def test_a_dropped_upload_starts_at_zero(store: PhotoStore) -> None:
    upload = uuid.uuid4()
    store.append_part(upload, 0, b"x")
    store.drop_upload(upload)
    store.drop_upload(upload)
    assert store.part_size(upload) == 0
