"""Files that are there after the power failed: write, fsync, rename, fsync of the folder, in this order.

What a caller was told is kept is on the disk; what was not finished is invisible under its name. A full disk raises
``StorageFull`` and leaves nothing half written.
"""

import errno
import fcntl
import os
import uuid
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from io import BufferedReader
from pathlib import Path

from auditapp.domain.errors import Refusal
from auditapp.domain.words import N_

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


class StorageFull(Refusal):
    """The disk, the quota or the file size limit is used up. Nothing was kept; the sender keeps its copy."""

    status = 507

    def __init__(self) -> None:
        super().__init__(
            N_("The server's storage is full: this was not kept. Tell your administrator; then send it again.")
        )


@contextmanager
def told_when_full() -> Iterator[None]:
    """Inside, a full disk raises `StorageFull`."""
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise StorageFull from error
        raise


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _write_all(descriptor: int, data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(descriptor, rest) :]


def make_folders(folders: Iterable[Path]) -> None:
    """Create the folders that are missing, their entries on disk before anything is put into them."""
    made = set()
    for folder in folders:
        if not folder.is_dir():
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            made.add(folder.parent)
    for parent in made:
        _sync_folder(parent)


def make_folder(folder: Path) -> None:
    """Create a folder in one that is there, unless somebody did; on return its entry is on disk either way."""
    with told_when_full():
        folder.mkdir(mode=0o700, exist_ok=True)
        _sync_folder(folder.parent)


@contextmanager
def removed_on_failure(path: Path) -> Iterator[None]:
    """Whatever goes wrong inside, the file does not stay."""
    try:
        yield
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def write(folder: Path, chunks: Iterable[bytes]) -> Path:
    """A new file in ``folder`` under a name of its own, its content on disk. To be followed by ``move``."""
    path = folder / uuid.uuid4().hex
    with removed_on_failure(path), told_when_full():
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            for chunk in chunks:
                _write_all(descriptor, chunk)
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
    return path


def move(source: Path, target: Path) -> None:
    """Give a synced file its final name, and sync that name. An older file of that name is replaced at once.

    A second writer of the same content syncs the folder as well: it must not acknowledge on the strength of a rename
    that another process has not synced yet.
    """
    with told_when_full():
        source.replace(target)
        _sync_folder(target.parent)


def size(path: Path) -> int:
    """Bytes of the file; 0 where there is none."""
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0


class Growing:
    """A file that grows at its end, open and locked; see ``growing``."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self.size = os.fstat(descriptor).st_size

    def append(self, data: bytes) -> None:
        """Write at the end, wholly or not at all."""
        try:
            with told_when_full():
                _write_all(self._descriptor, data)
        except BaseException:
            self.shorten(self.size)
            raise
        self.size += len(data)

    def shorten(self, to: int) -> None:
        """Cut the file to ``to`` bytes."""
        os.ftruncate(self._descriptor, to)
        os.lseek(self._descriptor, to, os.SEEK_SET)
        self.size = to


def _open_alone(path: Path, flags: int) -> int:
    """A locked descriptor of the file that has this name now: while we waited, it may have been moved away."""
    while True:
        with told_when_full():
            descriptor = os.open(path, os.O_RDWR | os.O_APPEND | flags, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            if os.path.samestat(os.fstat(descriptor), path.stat()):
                return descriptor
        except FileNotFoundError:
            pass
        except BaseException:
            os.close(descriptor)
            raise
        os.close(descriptor)


@contextmanager
def growing(path: Path) -> Iterator[Growing]:
    """Open ``path`` for appending, alone among all processes; on leaving, its content and its name are on disk."""
    descriptor = _open_alone(path, os.O_CREAT)
    try:
        yield Growing(descriptor)
    finally:
        try:
            with told_when_full():
                os.fsync(descriptor)
                _sync_folder(path.parent)
        finally:
            os.close(descriptor)


@contextmanager
def grown(path: Path) -> Iterator[BufferedReader]:
    """Open ``path`` for reading while nobody may append to it. ``FileNotFoundError`` where there is none."""
    with os.fdopen(_open_alone(path, 0), "rb") as file:
        yield file


def remove_old(folder: Path, before: float, is_waste: Callable[[str], bool]) -> list[str]:
    """Remove the files last changed before ``before`` (seconds since 1970) that are waste; return their names."""
    gone = []
    for path in folder.iterdir():
        try:
            if path.stat().st_mtime < before and is_waste(path.name):
                path.unlink()
                gone.append(path.name)
        except FileNotFoundError:
            continue
    return gone
