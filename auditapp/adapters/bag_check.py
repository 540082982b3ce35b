"""Checks a bag that somebody brings back: every byte against the manifests, the manifests against the signed head.

What `sha256sum -c` and `openssl` say, in one go and with the files that nobody listed.
"""

import hashlib
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import IO, Protocol

from auditapp.adapters import signing
from auditapp.adapters.bag import CHUNK, HEAD, HOW, MANIFEST, PUBLIC_KEY, SIGNATURE, TAG_MANIFEST

UNREADABLE = (zipfile.BadZipFile, OSError, RuntimeError, zlib.error)
"""What reading a member of a damaged or encrypted ZIP raises."""
UNLISTED = frozenset({TAG_MANIFEST})
TAGS = frozenset({"bagit.txt", "bag-info.txt", MANIFEST, HEAD, SIGNATURE, PUBLIC_KEY, HOW})
"""What the manifest of tags lists. It is not signed: whatever else stands in it was listed by somebody else."""


class _Files(Protocol):
    names: frozenset[str]
    strange: frozenset[str]
    """Names that stand outside the bag, or twice: another program may show the other file."""

    def open(self, name: str) -> AbstractContextManager[IO[bytes]]: ...


class _Folder:
    strange: frozenset[str] = frozenset()

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.names = frozenset(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())

    def open(self, name: str) -> AbstractContextManager[IO[bytes]]:
        return (self._folder / name).open("rb")


class _Zip:
    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        names = [one.filename for one in archive.infolist() if not one.is_dir()]
        self._top = names[0].partition("/")[0] + "/" if names else ""
        self.names = frozenset(name.removeprefix(self._top) for name in names)
        outside = {name for name in names if not name.startswith(self._top)}
        self.strange = frozenset(outside | {name for name, times in Counter(names).items() if times > 1})

    def open(self, name: str) -> AbstractContextManager[IO[bytes]]:
        return self._archive.open(self._top + name)


def faults(bag: Path, public_key: bytes | None = None) -> list[tuple[str, str]]:
    """What is wrong with the bag at ``bag`` (a folder, or the ZIP): pairs of a code and the file that it is about.

    Codes: 'missing', 'changed', 'unlisted', 'not_signed', 'other_key', 'unreadable'. ``public_key``: the key that has
    to have signed it, where it is known from elsewhere.
    """
    if bag.is_dir():
        return list(_faults(_Folder(bag), public_key))
    try:
        with zipfile.ZipFile(bag) as archive:
            return list(_faults(_Zip(archive), public_key))
    except zipfile.BadZipFile:
        return [("unreadable", bag.name)]


def _faults(files: _Files, public_key: bytes | None) -> Iterator[tuple[str, str]]:
    yield from _signature(files, public_key)
    listed: set[str] = set()
    for name in (HEAD, TAG_MANIFEST, MANIFEST):
        if name not in files.names:
            yield "missing", name
            continue
        for sha256, path in _lines(_read(files, name)):
            if name != TAG_MANIFEST or path in TAGS:
                listed.add(path)
            if path not in files.names:
                yield "missing", path
            elif _sha256(files, path) != sha256:
                yield "changed", path
    for path in sorted((files.names - listed - UNLISTED) | files.strange):
        yield "unlisted", path


def _signature(files: _Files, public_key: bytes | None) -> Iterator[tuple[str, str]]:
    if not {HEAD, SIGNATURE, PUBLIC_KEY} <= files.names:
        yield "not_signed", HEAD
        return
    key = _read(files, PUBLIC_KEY)
    if public_key is not None and key.split() != public_key.split():
        yield "other_key", PUBLIC_KEY
    if not signing.is_signed(public_key or key, _read(files, HEAD), _read(files, SIGNATURE)):
        yield "not_signed", HEAD


def _lines(manifest: bytes) -> Iterator[tuple[str, str]]:
    for line in manifest.decode("utf-8", "replace").splitlines():
        sha256, _, path = line.partition("  ")
        if path:
            yield sha256, path


def _read(files: _Files, name: str) -> bytes:
    try:
        with files.open(name) as opened:
            return opened.read(16 * 1024 * 1024)
    except UNREADABLE:
        return b""


def _sha256(files: _Files, name: str) -> str:
    digest = hashlib.sha256()
    try:
        with files.open(name) as opened:
            while chunk := opened.read(CHUNK):
                digest.update(chunk)
    except UNREADABLE:
        return ""
    return digest.hexdigest()
