"""What was acknowledged is on the disk: order of writes, full disks, killed processes, several at once."""

import errno
import hashlib
import os
import resource
import signal
import subprocess
import sys
import textwrap
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from auditapp.adapters.photo_store import DigestMismatch, PhotoStore, StorageFull, WrongOffset, open_store
from auditapp.adapters.photo_uploads import PhotoUploads
from auditapp.domain.errors import NotThere

ROOT = Path(__file__).parents[2]
PHOTO = os.urandom(300_000)
SHA256 = hashlib.sha256(PHOTO).hexdigest()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "photos"


@pytest.fixture
def store(folder: Path) -> PhotoStore:
    return open_store(folder.as_uri())


@pytest.fixture
def calls(store: PhotoStore, monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
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
    folder: Path, calls: list[tuple[str, str]], store: PhotoStore
) -> None:
    (folder / "originals" / SHA256[:2]).mkdir()
    store.put(PHOTO)
    assert ("fsync", str(folder / "originals")) in calls


def kept(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_a_photo_is_synced_before_it_gets_its_name_and_its_name_is_synced_after(
    store: PhotoStore, folder: Path, calls: list[tuple[str, str]]
) -> None:
    store.put(PHOTO)
    place = folder / "originals" / SHA256[:2] / SHA256
    assert [name for name, _ in calls] == ["write", "fsync", "fsync", "rename", "fsync"]
    assert calls[0][1] == calls[1][1] != str(place), "what is written and synced is not yet under its name"
    assert calls[2:] == named(place)


def test_a_second_put_of_the_same_photo_syncs_the_name_as_well(store: PhotoStore, calls: list[tuple[str, str]]) -> None:
    store.put(PHOTO)
    calls.clear()
    store.put(PHOTO)
    assert [name for name, _ in calls][-2:] == ["rename", "fsync"]


def test_copies_are_written_in_the_same_order(store: PhotoStore, calls: list[tuple[str, str]]) -> None:
    store.put_derivatives(SHA256, {"thumb": b"small"})
    assert [name for name, _ in calls] == ["write", "fsync", "fsync", "rename", "fsync"]


def test_a_part_is_synced_before_its_offset_is_told(store: PhotoStore, calls: list[tuple[str, str]]) -> None:
    upload = uuid.uuid4()
    store.append_part(upload, 0, PHOTO)
    assert [name for name, _ in calls] == ["write", "fsync", "fsync"]
    assert calls[1][1].endswith(str(upload))
    assert calls[2][1].endswith("uploads")


def test_a_finished_upload_s_name_is_synced(store: PhotoStore, folder: Path, calls: list[tuple[str, str]]) -> None:
    upload = uuid.uuid4()
    store.append_part(upload, 0, PHOTO)
    calls.clear()
    store.finish(upload, SHA256)
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
def test_a_full_store_says_so_and_keeps_nothing_half_written(store: PhotoStore, folder: Path) -> None:
    with pytest.raises(StorageFull) as caught:
        store.put(PHOTO)
    assert caught.value.status == 507
    assert kept(folder) == []
    assert store.put(b"small enough")


@pytest.mark.usefixtures("small_files")
def test_a_part_that_does_not_fit_leaves_the_upload_where_it_was(store: PhotoStore) -> None:
    upload = uuid.uuid4()
    store.append_part(upload, 0, PHOTO[:90_000])
    with pytest.raises(StorageFull):
        store.append_part(upload, 90_000, PHOTO[90_000:])
    assert store.part_size(upload) == 90_000


def test_an_upload_goes_on_where_it_stood_once_there_is_room(store: PhotoStore, small_files: None) -> None:
    upload = uuid.uuid4()
    store.append_part(upload, 0, PHOTO[:90_000])
    with pytest.raises(StorageFull):
        store.append_part(upload, 90_000, PHOTO[90_000:])
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.getrlimit(resource.RLIMIT_FSIZE)[1]))
    store.append_part(upload, 90_000, PHOTO[90_000:])
    assert store.finish(upload, SHA256) == SHA256


@pytest.mark.parametrize("call", ["write", "fsync", "replace"])
@pytest.mark.parametrize("reason", [errno.ENOSPC, errno.EDQUOT])
def test_a_disk_that_is_full_at_any_step_says_so(
    store: PhotoStore, folder: Path, monkeypatch: pytest.MonkeyPatch, call: str, reason: int
) -> None:
    def full(*_: object) -> None:
        raise OSError(reason, os.strerror(reason))

    with monkeypatch.context() as patch:
        patch.setattr(os, call, full)
        with pytest.raises(StorageFull):
            store.put(PHOTO)
    assert kept(folder) == []
    assert store.put(PHOTO) == SHA256


def test_a_broken_disk_is_not_called_a_full_one(store: PhotoStore, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise OSError(errno.EIO, "broken")

    monkeypatch.setattr(os, "fsync", broken)
    with pytest.raises(OSError, match="broken"):
        store.put(PHOTO)


def test_a_photo_is_not_kept_when_its_sender_breaks_off(store: PhotoStore, folder: Path) -> None:
    def breaking() -> Iterator[bytes]:
        yield PHOTO
        raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        store.put(breaking())
    assert kept(folder) == []


def test_of_many_who_send_the_same_part_one_is_taken(store: PhotoStore) -> None:
    upload = uuid.uuid4()
    gate = threading.Barrier(8)

    def send(number: int) -> str:
        gate.wait()
        try:
            return f"taken up to {store.append_part(upload, 0, bytes([number]) * 50_000)}"
        except WrongOffset as wrong:
            return f"go on at {wrong.offset}"

    with ThreadPoolExecutor(8) as threads:
        answers = sorted(threads.map(send, range(8)))
    assert answers == ["go on at 50000"] * 7 + ["taken up to 50000"]
    assert store.part_size(upload) == 50_000


def test_nothing_is_added_to_a_photo_after_its_digest_was_checked(store: PhotoStore, folder: Path) -> None:
    stop = threading.Event()

    def pushy(upload: uuid.UUID) -> None:
        while not stop.is_set():
            try:
                store.append_part(upload, len(PHOTO), b"more")
            except WrongOffset:
                continue
            store.drop_upload(upload)

    for _ in range(20):
        upload = uuid.uuid4()
        stop.clear()
        store.append_part(upload, 0, PHOTO)
        thread = threading.Thread(target=pushy, args=(upload,))
        thread.start()
        with suppress(NotThere, DigestMismatch):  # the other one came first: then there is no photo to spoil
            store.finish(upload, SHA256)
        stop.set()
        thread.join()
        if store.has(SHA256):
            assert hashlib.sha256(store.get(SHA256)).hexdigest() == SHA256


def test_an_upload_is_not_forgotten_while_its_photo_is_being_kept(folder: Path) -> None:
    uploads = PhotoUploads(folder)
    upload = uuid.uuid4()
    uploads.append_part(upload, 0, PHOTO)
    other = threading.Thread(target=uploads.drop, args=(upload,))
    with uploads.whole(upload, SHA256) as part:
        other.start()
        other.join(0.2)
        assert other.is_alive(), "it waits"
        assert part.exists()
    other.join()
    assert uploads.part_size(upload) == 0


def test_a_killed_writer_loses_nothing_that_it_acknowledged(folder: Path) -> None:
    code = textwrap.dedent(
        """
        import os, sys
        from auditapp.adapters.photo_store import open_store
        store = open_store(sys.argv[1])
        while True:
            print(store.put(os.urandom(200_000)), flush=True)
        """
    )
    acknowledged: list[str] = []
    for pause in (0.05, 0.11, 0.2):
        writer = subprocess.Popen(
            [sys.executable, "-c", code, folder.as_uri()], stdout=subprocess.PIPE, text=True, cwd=ROOT
        )
        assert writer.stdout is not None
        acknowledged.append(writer.stdout.readline().strip())
        time.sleep(pause)
        writer.send_signal(signal.SIGKILL)
        acknowledged += [line.strip() for line in writer.stdout if len(line) == 65]
        writer.wait()
        writer.stdout.close()
    store = open_store(folder.as_uri())
    assert len(acknowledged) > 5
    for sha256 in acknowledged:
        assert hashlib.sha256(store.get(sha256)).hexdigest() == sha256
    assert all(hashlib.sha256(path.read_bytes()).hexdigest() == path.name for path in kept(folder / "originals"))
    store.sweep(0)
    assert kept(folder / "arriving") == []
