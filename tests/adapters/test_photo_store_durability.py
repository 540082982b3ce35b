"""What was acknowledged is on the disk: order of writes, full disks."""

import errno
import hashlib
import os
import resource
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from auditapp.adapters.photo_store import PhotoStore, StorageFull
from tests.adapters.kept_files import kept

PHOTO = os.urandom(300_000)
SHA256 = hashlib.sha256(PHOTO).hexdigest()


@pytest.fixture
def calls(local: PhotoStore, monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """The order in which files are written, synced and renamed: (call, path)."""
    seen: list[tuple[str, str]] = []

    def watched(name: str, real: Callable[..., Any], path: Callable[..., str]) -> Callable[..., Any]:
        def call(*arguments: Any) -> Any:
            where = path(*arguments)
            result = real(*arguments)
            seen.append((name, where))
            return result

        return call

    def by_descriptor(descriptor: int, *_: object) -> str:
        return os.readlink(f"/proc/self/fd/{descriptor}")

    monkeypatch.setattr(os, "write", watched("write", os.write, by_descriptor))
    monkeypatch.setattr(os, "fsync", watched("fsync", os.fsync, by_descriptor))
    monkeypatch.setattr(os, "replace", watched("rename", os.replace, lambda _, target: str(target)))
    return seen


def named(place: Path) -> list[tuple[str, str]]:
    """A file gets its name: its folder's own entry is synced, the file moved, its entry synced."""
    return [("fsync", str(place.parent.parent)), ("rename", str(place)), ("fsync", str(place.parent))]


def test_a_folder_that_another_process_has_just_made_is_synced_before_the_photo_counts(
    folder: Path, calls: list[tuple[str, str]], local: PhotoStore
) -> None:
    (folder / "originals" / SHA256[:2]).mkdir()
    local.put(PHOTO)
    assert ("fsync", str(folder / "originals")) in calls


def test_a_photo_is_synced_before_it_gets_its_name_and_its_name_is_synced_after(
    local: PhotoStore, folder: Path, calls: list[tuple[str, str]]
) -> None:
    local.put(PHOTO)
    place = folder / "originals" / SHA256[:2] / SHA256
    assert [name for name, _ in calls] == ["write", "fsync", "fsync", "rename", "fsync"]
    assert calls[0][1] == calls[1][1] != str(place), "what is written and synced is not yet under its name"
    assert calls[2:] == named(place)


def test_a_second_put_of_the_same_photo_syncs_the_name_as_well(local: PhotoStore, calls: list[tuple[str, str]]) -> None:
    local.put(PHOTO)
    calls.clear()
    local.put(PHOTO)
    assert [name for name, _ in calls][-2:] == ["rename", "fsync"]


def test_copies_are_written_in_the_same_order(local: PhotoStore, calls: list[tuple[str, str]]) -> None:
    local.put_derivatives(SHA256, {"thumb": b"small"})
    assert [name for name, _ in calls] == ["write", "fsync", "fsync", "rename", "fsync"]


def test_a_part_is_synced_before_its_offset_is_told(local: PhotoStore, calls: list[tuple[str, str]]) -> None:
    upload = uuid.uuid4()
    local.append_part(upload, 0, PHOTO)
    assert [name for name, _ in calls] == ["write", "fsync", "fsync"]
    assert calls[1][1].endswith(str(upload))
    assert calls[2][1].endswith("uploads")


def test_a_finished_upload_s_name_is_synced(local: PhotoStore, folder: Path, calls: list[tuple[str, str]]) -> None:
    upload = uuid.uuid4()
    local.append_part(upload, 0, PHOTO)
    calls.clear()
    local.finish(upload, SHA256)
    place = folder / "originals" / SHA256[:2] / SHA256
    assert calls == named(place)


@pytest.fixture
def small_files() -> Iterator[None]:
    """No file of this process may grow beyond 100 kB: the kernel's own 'file too large'."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.usefixtures("small_files")
def test_a_full_store_says_so_and_keeps_nothing_half_written(local: PhotoStore, folder: Path) -> None:
    with pytest.raises(StorageFull) as caught:
        local.put(PHOTO)
    assert caught.value.status == 507
    assert kept(folder) == []
    assert local.put(b"small enough")


@pytest.mark.usefixtures("small_files")
def test_a_part_that_does_not_fit_leaves_the_upload_where_it_was(local: PhotoStore) -> None:
    upload = uuid.uuid4()
    local.append_part(upload, 0, PHOTO[:90_000])
    with pytest.raises(StorageFull):
        local.append_part(upload, 90_000, PHOTO[90_000:])
    assert local.part_size(upload) == 90_000


def test_an_upload_goes_on_where_it_stood_once_there_is_room(local: PhotoStore, small_files: None) -> None:
    upload = uuid.uuid4()
    local.append_part(upload, 0, PHOTO[:90_000])
    with pytest.raises(StorageFull):
        local.append_part(upload, 90_000, PHOTO[90_000:])
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.getrlimit(resource.RLIMIT_FSIZE)[1]))
    local.append_part(upload, 90_000, PHOTO[90_000:])
    assert local.finish(upload, SHA256) == SHA256


@pytest.mark.parametrize("call", ["write", "fsync", "replace"])
@pytest.mark.parametrize("reason", [errno.ENOSPC, errno.EDQUOT])
def test_a_disk_that_is_full_at_any_step_says_so(
    local: PhotoStore, folder: Path, monkeypatch: pytest.MonkeyPatch, call: str, reason: int
) -> None:
    def full(*_: object) -> None:
        raise OSError(reason, os.strerror(reason))

    with monkeypatch.context() as patch:
        patch.setattr(os, call, full)
        with pytest.raises(StorageFull):
            local.put(PHOTO)
    assert kept(folder) == []
    assert local.put(PHOTO) == SHA256


def test_a_broken_disk_is_not_called_a_full_one(local: PhotoStore, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise OSError(errno.EIO, "broken")

    monkeypatch.setattr(os, "fsync", broken)
    with pytest.raises(OSError, match="broken"):
        local.put(PHOTO)


def test_a_photo_is_not_kept_when_its_sender_breaks_off(local: PhotoStore, folder: Path) -> None:
    def breaking() -> Iterator[bytes]:
        yield PHOTO
        raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        local.put(breaking())
    assert kept(folder) == []
