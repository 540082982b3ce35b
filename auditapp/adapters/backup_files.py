"""A whole installation in one ZIP file that any program opens: its database as of one moment, and folders of files.

Nothing is compressed but the database: photos and papers are already.
"""

import json
import os
import shutil
import sqlite3
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing
from pathlib import Path, PurePosixPath
from typing import Any

from auditapp.adapters import durable_files

LABEL, DATABASE = "backup.json", "database.sqlite3"


class NotABackupError(ValueError):
    """The file is no backup, or a damaged one. ``str()`` says what is wrong."""


def write(
    target: Path, label: Mapping[str, Any], before: Iterable[tuple[str, Path]], database: Path,
    after: Callable[[], Iterable[tuple[str, Path]]],
) -> int:  # fmt: skip
    """Write ``target``; whole or not at all; answers how many files are in it.

    ``before`` and ``after``: names in the backup, and where the files lie; those of ``after`` are asked for once the
    database is copied, so that what it speaks of is among them. Files that go meanwhile are left out.
    Raises `durable_files.StorageFull`, OSError.
    """
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".backup-") as folder:
        arriving, copy = Path(folder) / "backup", Path(folder) / "database"
        arriving.touch(mode=0o600)  # it holds secrets
        with durable_files.told_when_full(), arriving.open("wb") as stream:
            with zipfile.ZipFile(stream, "w") as backup:
                backup.writestr(LABEL, json.dumps(dict(label)))
                count = sum(_put(backup, name, file) for name, file in before)
                copy_database(database, copy)
                _put(backup, DATABASE, copy, zipfile.ZIP_DEFLATED)
                count += sum(_put(backup, name, file) for name, file in after())
            stream.flush()
            os.fsync(stream.fileno())
        durable_files.move(arriving, target)
    return count + 1


def _put(backup: zipfile.ZipFile, name: str, file: Path, how: int = zipfile.ZIP_STORED) -> bool:
    try:
        with file.open("rb") as source:
            entry = zipfile.ZipInfo.from_file(file, name, strict_timestamps=False)
            entry.compress_type = how
            with backup.open(entry, "w", force_zip64=True) as target:
                shutil.copyfileobj(source, target, 1 << 20)
    except FileNotFoundError:
        return False
    return True


def copy_database(source: Path, target: Path) -> None:
    """Copy a SQLite database as it stands at one moment, while others write."""
    with (
        closing(sqlite3.connect(f"{source.as_uri()}?mode=ro", uri=True)) as here,
        closing(sqlite3.connect(target)) as there,
    ):
        here.backup(there)


def label_of(source: Path) -> dict[str, Any]:
    """What the backup says of itself. Raises `NotABackupError`."""
    try:
        with zipfile.ZipFile(source) as backup:
            label = json.loads(backup.read(LABEL))
            backup.getinfo(DATABASE)
    except (zipfile.BadZipFile, KeyError, ValueError, OSError) as trouble:
        raise NotABackupError(f"{source} is no whole backup of auditapp ({trouble}).") from trouble
    if not isinstance(label, dict):
        raise NotABackupError(f"{source} is no backup of auditapp.")
    return label


def lay_out(source: Path, folders: Mapping[str, Path], database: Path) -> int:
    """Put the files of a backup into ``folders``, by the first part of their names, and the database last: until it is
    there, nothing is. Answers how many files. Raises `NotABackupError`, `durable_files.StorageFull`, OSError."""
    try:
        with zipfile.ZipFile(source) as backup, durable_files.told_when_full():
            placed = list(_places(backup, folders))
            for entry, place in placed:
                _take(backup, entry, place)
            arriving = database.with_name(f".{database.name}.arriving")
            _take(backup, DATABASE, arriving)
            os.sync()
            durable_files.move(arriving, database)
    except (zipfile.BadZipFile, EOFError, ValueError) as trouble:
        raise NotABackupError(f"{source} is damaged: {trouble}") from trouble
    return len(placed) + 1


def _places(backup: zipfile.ZipFile, folders: Mapping[str, Path]) -> Iterator[tuple[str, Path]]:
    for name in backup.namelist():
        if name in (LABEL, DATABASE):
            continue
        first, *rest = PurePosixPath(name).parts
        if first not in folders or not rest or ".." in rest:
            raise NotABackupError(f"no backup holds a file of the name {name!r}")
        yield name, folders[first].joinpath(*rest)


def _take(backup: zipfile.ZipFile, name: str, place: Path) -> None:
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    place.unlink(missing_ok=True)
    descriptor = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as target, backup.open(name) as entry:
        shutil.copyfileobj(entry, target, 1 << 20)
