"""Originals and their smaller copies, kept under the SHA-256 of the original.

``open_store`` takes a URL: ``file:///folder`` for a folder on this machine, ``memory:///`` for tests, ``s3://bucket``
(any URL that obstore knows) for an object store. All reading goes through obstore. Writing into a folder does not:
obstore's local put never calls fsync, so it could lose a photo that was acknowledged; see ``durable_files``.

Uploads that come in parts are collected in a folder of this machine, whichever store they end in.
"""

import hashlib
import io
import re
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import IO, Any, cast
from urllib.parse import unquote, urlsplit
from uuid import UUID

import obstore
from obstore.exceptions import AlreadyExistsError
from obstore.store import LocalStore, MemoryStore, from_url

from auditapp.adapters import durable_files
from auditapp.adapters.durable_files import StorageFull
from auditapp.adapters.object_store import RemoteFile, StorageAway, reached
from auditapp.adapters.photo_uploads import DigestMismatch, PhotoUploads, WrongOffset
from auditapp.domain.errors import NotThere
from auditapp.domain.picture import DERIVATIVES, MARKED, MAX_BYTES
from auditapp.domain.words import N_

_SHA256 = re.compile(r"[0-9a-f]{64}")


def _checked(sha256: str) -> str:
    if not _SHA256.fullmatch(sha256):
        raise NotThere(N_("There is no such photo."))
    return sha256


def _original(sha256: str) -> str:
    return f"originals/{_checked(sha256)[:2]}/{sha256}"


def _derived(sha256: str, name: str) -> str:
    if name not in (*DERIVATIVES, MARKED):
        raise NotThere(N_("There is no such copy of this photo."))
    return f"derivatives/{_checked(sha256)[:2]}/{sha256}.{name}.jpg"


class PhotoStore:
    """A content-addressed store. Every ``sha256`` is 64 lower-case hex digits; anything else is ``NotThere``.

    An object store that does not answer is ``StorageAway``.
    """

    def __init__(self, objects: Any, folder: Path | None, staging: Path) -> None:
        """``objects``: an obstore store; ``folder``: its folder where it is local; ``staging``: for what arrives."""
        self._objects = objects
        self._folder = folder
        self._incoming = staging / "incoming"
        durable_files.make_folders([staging, self._incoming])
        self._uploads = PhotoUploads(staging / "uploads")
        if folder is not None:
            durable_files.make_folders([folder / "originals", folder / "derivatives"])
        self._safe_folders: set[Path] = set()

    def put(self, data: bytes | Iterable[bytes]) -> str:
        """Keep ``data`` and return its SHA-256, once it is safe on disk. Twice is once. May raise ``StorageFull``."""
        digest = hashlib.sha256()

        def counted() -> Iterator[bytes]:
            for chunk in (data,) if isinstance(data, bytes) else data:
                digest.update(chunk)
                yield chunk

        incoming = durable_files.write(self._incoming, counted())
        with durable_files.removed_on_failure(incoming):
            sha256 = digest.hexdigest()
            self._keep(incoming, _original(sha256))
        return sha256

    def put_derivatives(self, sha256: str, copies: Mapping[str, bytes]) -> None:
        """Keep copies of an original, by the names 'thumb', 'view', 'print', 'marked'. Replaces earlier ones."""
        for name, data in copies.items():
            place = _derived(sha256, name)
            if self._folder is None:
                with reached():
                    obstore.put(self._objects, place, data)
                continue
            incoming = durable_files.write(self._incoming, [data])
            with durable_files.removed_on_failure(incoming):
                self._move(incoming, self._folder / place)

    def get(self, sha256: str) -> bytes:
        """The original, whole. ``NotThere`` where it is not kept."""
        return self._read(_original(sha256))

    def open(self, sha256: str, name: str | None = None) -> IO[bytes]:
        """The original, or its copy ``name``, as a file to read from, for streaming."""
        return self._open(_original(sha256) if name is None else _derived(sha256, name))

    def derivative(self, sha256: str, name: str) -> bytes:
        """A smaller copy as JPEG bytes: 'thumb', 'view', 'print' or 'marked'."""
        return self._read(_derived(sha256, name))

    def path(self, sha256: str) -> Path | None:
        """Where the original lies on this machine; None in an object store. ``NotThere`` where it is not kept."""
        return self._path(_original(sha256))

    def derivative_path(self, sha256: str, name: str) -> Path | None:
        """Where a smaller copy lies on this machine; None in an object store."""
        return self._path(_derived(sha256, name))

    def has(self, sha256: str, name: str | None = None) -> bool:
        """Whether the original, or its copy ``name``, is kept."""
        try:
            self._head(_original(sha256) if name is None else _derived(sha256, name))
        except NotThere:
            return False
        return True

    def size(self, sha256: str) -> int:
        """Bytes of the original."""
        return int(self._head(_original(sha256))["size"])

    def part_size(self, upload_id: str | UUID) -> int:
        """How many bytes of an upload have arrived and are on disk; 0 where none have."""
        return self._uploads.part_size(upload_id)

    def append_part(
        self, upload_id: str | UUID, offset: int, data: bytes | Iterable[bytes], *, limit: int = MAX_BYTES
    ) -> int:
        """Add ``data`` at ``offset``, return the new offset: see ``PhotoUploads.append_part``."""
        return self._uploads.append_part(upload_id, offset, data, limit=limit)

    def finish(self, upload_id: str | UUID, expected_sha256: str) -> str:
        """Turn a whole upload into an original and return its SHA-256.

        Raises ``DigestMismatch``, and then the upload stands at 0. An upload of which nothing arrived is
        ``NotThere`` even if the store has those bytes: to know a hash is not to hold the photo.
        """
        place = _original(expected_sha256)
        with self._uploads.whole(upload_id, expected_sha256) as part:
            self._keep(part, place)
        return expected_sha256

    def drop_upload(self, upload_id: str | UUID) -> None:
        """Forget what arrived of an upload. Twice is once."""
        self._uploads.drop(upload_id)

    def sweep(
        self,
        hours: float,
        *,
        is_kept: Callable[[str], bool] | None = None,
        is_expected: Callable[[str], bool] | None = None,
    ) -> list[str]:
        """Remove what nothing refers to and has lain for ``hours``; return the names of what was removed.

        Always: files that a killed process left half written. With ``is_kept(sha256)``: originals and copies that no
        record knows. With ``is_expected(upload_id)``: parts of uploads that nobody announced.
        """
        before = time.time() - hours * 3600
        gone = durable_files.remove_old(self._incoming, before, lambda _: True)
        if is_expected is not None:
            gone += self._uploads.sweep(before, is_expected)
        if is_kept is not None:
            for place in self._old_objects(before):
                if not is_kept(place.rsplit("/", 1)[1].split(".")[0]):
                    obstore.delete(self._objects, place)
                    gone.append(place)
        return gone

    def _old_objects(self, before: float) -> Iterator[str]:
        for kind in ("derivatives/", "originals/"):
            for batch in obstore.list(self._objects, prefix=kind):
                for found in batch:
                    if found["last_modified"].timestamp() < before:
                        yield str(found["path"])

    def _keep(self, arrived: Path, place: str) -> None:
        """Move a file that is on disk to its place, create-only: the same name is the same bytes."""
        if self._folder is not None:
            self._move(arrived, self._folder / place)
            return
        with arrived.open("rb") as file, reached(), suppress(AlreadyExistsError):
            obstore.put(self._objects, place, file, mode="create", use_multipart=False)
        arrived.unlink(missing_ok=True)

    def _move(self, arrived: Path, target: Path) -> None:
        """Move a file to its place. Its folder is synced once by each process: another may have just made it."""
        if target.parent not in self._safe_folders:
            durable_files.make_folder(target.parent)
            self._safe_folders.add(target.parent)
        durable_files.move(arrived, target)

    def _read(self, place: str) -> bytes:
        with reached():
            return bytes(obstore.get(self._objects, place).bytes())

    def _open(self, place: str) -> IO[bytes]:
        path = self._path(place)
        if path is not None:
            return path.open("rb")
        with reached():
            return io.BufferedReader(RemoteFile(obstore.open_reader(self._objects, place)), 1024 * 1024)

    def _head(self, place: str) -> Mapping[str, Any]:
        with reached():
            return cast("Mapping[str, Any]", obstore.head(self._objects, place))

    def _path(self, place: str) -> Path | None:
        if self._folder is None:
            return None
        path = self._folder / place
        if not path.is_file():
            raise NotThere(N_("There is no such photo."))
        return path


def open_store(url: str, staging: Path | None = None) -> PhotoStore:
    """The store at ``url``. ``staging``: the folder for uploads in parts where the store is not a folder itself."""
    parts = urlsplit(url)
    if parts.scheme == "file":
        folder = Path(unquote(parts.path))
        if parts.netloc or not folder.is_absolute():
            raise ValueError(f"A storage folder is written file:///absolute/path, not {url!r}.")
        folder.mkdir(parents=True, exist_ok=True)
        return PhotoStore(LocalStore(folder), folder, folder / "arriving")
    if staging is None:
        staging = Path(tempfile.mkdtemp(prefix="photo-uploads-"))
    return PhotoStore(MemoryStore() if parts.scheme == "memory" else from_url(url), None, staging)


__all__ = ["DigestMismatch", "PhotoStore", "StorageAway", "StorageFull", "WrongOffset", "open_store"]
