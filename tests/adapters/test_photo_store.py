"""What is kept, under which name, and what is refused."""

import hashlib
import os
import time
import uuid
from pathlib import Path

import obstore
import pytest
from obstore.exceptions import GenericError

from auditapp.adapters.photo_store import PhotoStore, StorageAway, open_store
from auditapp.domain.errors import NotThere
from tests.adapters.kept_files import kept

PHOTO = b"\xff\xd8\xff the bytes of a photo" * 1000
SHA256 = hashlib.sha256(PHOTO).hexdigest()


def test_what_is_put_comes_back_byte_for_byte(store: PhotoStore) -> None:
    assert store.put(PHOTO) == SHA256
    assert store.get(SHA256) == PHOTO
    assert store.size(SHA256) == len(PHOTO)
    with store.open(SHA256) as file:
        assert bytes(file.read()) == PHOTO


def test_chunks_are_kept_as_one(store: PhotoStore) -> None:
    assert store.put(iter([PHOTO[:10], b"", PHOTO[10:]])) == SHA256
    assert store.get(SHA256) == PHOTO


def test_the_same_photo_twice_is_one_file(local: PhotoStore, folder: Path) -> None:
    assert local.put(PHOTO) == local.put(PHOTO)
    assert len(kept(folder)) == 1


def test_the_same_photo_twice_is_one_object(store: PhotoStore) -> None:
    assert store.put(PHOTO) == store.put(PHOTO)
    assert store.get(SHA256) == PHOTO


def test_what_was_never_put_is_not_there(store: PhotoStore) -> None:
    assert not store.has(SHA256)
    for ask in (store.get, store.open, store.size):
        with pytest.raises(NotThere):
            ask(SHA256)


def test_copies_lie_beside_the_original(store: PhotoStore) -> None:
    store.put(PHOTO)
    store.put_derivatives(SHA256, {"thumb": b"small", "view": b"larger"})
    assert store.derivative(SHA256, "thumb") == b"small"
    assert store.derivative(SHA256, "view") == b"larger"
    assert store.has(SHA256, "view")
    assert not store.has(SHA256, "print")
    with pytest.raises(NotThere):
        store.derivative(SHA256, "print")


def test_a_folder_tells_the_path_of_an_original_and_of_a_copy(local: PhotoStore) -> None:
    local.put(PHOTO)
    local.put_derivatives(SHA256, {"thumb": b"small"})
    original, copy = local.path(SHA256), local.derivative_path(SHA256, "thumb")
    assert original is not None
    assert original.read_bytes() == PHOTO
    assert copy is not None
    assert copy.read_bytes() == b"small"


def test_an_object_store_has_no_paths(tmp_path: Path) -> None:
    store = open_store("memory:///", tmp_path)
    store.put(PHOTO)
    assert store.path(SHA256) is None


@pytest.mark.parametrize(
    "name",
    [
        "",
        "..",
        "../../etc/passwd",
        "/etc/passwd",
        SHA256.upper(),
        SHA256[:-1],
        SHA256 + "0",
        SHA256 + "\n",
        "ä" * 64,
        "../" + SHA256[3:],
        "originals/" + SHA256,
    ],
)
def test_a_name_that_is_no_hash_reaches_no_file(store: PhotoStore, name: str) -> None:
    for ask in (store.get, store.open, store.size, store.path):
        with pytest.raises(NotThere):
            ask(name)
    assert not store.has(name)
    with pytest.raises(NotThere):
        store.put_derivatives(name, {"thumb": b"x"})
    with pytest.raises(NotThere):
        store.finish(uuid.uuid4(), name)


@pytest.mark.parametrize("name", ["", "../../x", "thumb.jpg", "THUMB", "original"])
def test_a_copy_has_one_of_three_names(store: PhotoStore, name: str) -> None:
    store.put(PHOTO)
    with pytest.raises(NotThere):
        store.derivative(SHA256, name)
    with pytest.raises(NotThere):
        store.put_derivatives(SHA256, {name: b"x"})


def aged(folder: Path, hours: float) -> None:
    then = time.time() - hours * 3600
    for path in kept(folder):
        os.utime(path, (then, then))


def test_the_sweep_takes_old_waste_and_nothing_else(local: PhotoStore, folder: Path) -> None:
    known, orphan = local.put(PHOTO), local.put(b"orphan")
    for sha256 in (known, orphan):
        local.put_derivatives(sha256, {"thumb": b"small"})
    announced, stranger = uuid.uuid4(), uuid.uuid4()
    for upload in (announced, stranger):
        local.append_part(upload, 0, b"x")
    (folder / "arriving" / "incoming" / uuid.uuid4().hex).write_bytes(b"half")
    aged(folder, 48)
    young = local.put(b"young orphan")
    gone = local.sweep(24, is_kept=known.__eq__, is_expected=str(announced).__eq__)
    assert len(gone) == 4
    assert (local.has(known), local.has(orphan), local.has(young)) == (True, False, True)
    assert (local.has(known, "thumb"), local.has(orphan, "thumb")) == (True, False)
    assert (local.part_size(announced), local.part_size(stranger)) == (1, 0)
    assert not list((folder / "arriving" / "incoming").iterdir())


def test_a_sweep_that_is_not_told_what_is_known_leaves_photos_alone(local: PhotoStore, folder: Path) -> None:
    local.put(PHOTO)
    upload = uuid.uuid4()
    local.append_part(upload, 0, b"x")
    aged(folder, 48)
    assert local.sweep(24) == []
    assert local.has(SHA256)
    assert local.part_size(upload) == 1


def test_a_relative_folder_is_refused_with_the_form_it_should_have() -> None:
    with pytest.raises(ValueError, match="file:///absolute/path"):
        open_store("file://photos/here")


def test_nobody_else_on_the_machine_can_read_the_photos(local: PhotoStore, folder: Path) -> None:
    local.put(PHOTO)
    assert {path.stat().st_mode & 0o077 for path in folder.rglob("*")} == {0}


@pytest.mark.parametrize("verb", ["get", "put", "head", "open_reader"])
def test_an_object_store_that_does_not_answer_is_told_apart_from_a_photo_that_is_not_there(
    verb: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def nobody(*_args: object, **_more: object) -> None:
        raise GenericError("connection refused")

    away = open_store("memory:///")
    monkeypatch.setattr(obstore, verb, nobody)
    asked = {"get": away.get, "head": away.size, "open_reader": away.open, "put": lambda _: away.put(PHOTO)}
    with pytest.raises(StorageAway) as told:
        asked[verb](SHA256)
    assert told.value.status == 503
