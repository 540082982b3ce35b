"""Backups: everything that an installation keeps, copied while it is at work, and brought back to an empty one."""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from urllib.parse import unquote, urlsplit

from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import current_app

from auditapp.adapters import backup_files, clock
from auditapp.config import Settings
from auditapp.models import db

DATA, STORE = "data", "store"
"""The first part of names in a backup: whose folder a file belongs to."""
ARRIVING = ("arriving", "uploads")
"""Folders of what is still on its way: the devices that send it keep it until it is whole."""


class NotPossibleError(Exception):
    """There is nothing to copy this way, or no place for it. ``str()`` says why, and what to do."""


def make(place: Path, done: Callable[[int, int], None]) -> tuple[Path, int]:
    """Copy everything into the file ``place``, or into a new one in the folder ``place``; answers the file and how many
    files are in it. ``done``: called with how many files were begun, of how many there were at first.

    Raises `NotPossibleError`, OSError, `durable_files.StorageFull`.
    """
    settings: Settings = current_app.config["SETTINGS"]
    database, store = _database(settings), _store(settings)
    target = (place / f"auditapp-{clock.now():%Y-%m-%d-%H%M%S}.zip" if place.is_dir() else place).absolute()
    if target.exists():
        raise NotPossibleError(f"{target} is there already. Name a new file, or a folder.")
    if not target.parent.is_dir():
        raise NotPossibleError(f"The folder {target.parent} is not there. Make it first.")
    if any(target.resolve().is_relative_to(folder.resolve()) for folder in (settings.data, store)):
        raise NotPossibleError(f"{target} would be lost together with what it is a copy of. Name another place.")

    left_out = {store, *(database.with_name(database.name + end) for end in ("", "-wal", "-shm"))}
    total, count = sum(1 for folder in (settings.data, store) for _ in _files(folder, left_out - {folder})), 0

    def found(first: str, folder: Path) -> Iterator[tuple[str, Path]]:
        nonlocal count
        for file in _files(folder, left_out - {folder}):
            count += 1
            done(count, total)
            yield f"{first}/{file.relative_to(folder).as_posix()}", file

    label = {"made": clock.now().isoformat(timespec="seconds"), "tables": _tables()}
    # The signed head of the history goes before the database, which may then only be newer.
    own, photos = found(DATA, settings.data), partial(found, STORE, store)
    return target, backup_files.write(target, label, own, database, photos)


def bring_back(backup: Path) -> tuple[str, int]:
    """Lay out ``backup`` where the settings say, which must hold no data; answers when it was made and how many files
    are back. Raises `NotPossibleError`, `backup_files.NotABackupError`, OSError, `durable_files.StorageFull`."""
    settings: Settings = current_app.config["SETTINGS"]
    database, store = _database(settings), _store(settings)
    label = backup_files.label_of(backup)
    script = ScriptDirectory(current_app.extensions["migrate"].directory)
    if label.get("tables") not in {one.revision for one in script.walk_revisions()}:
        raise NotPossibleError("The backup was made by a newer version of auditapp. Install that one first.")
    if database.exists():
        raise NotPossibleError(f"There are data at {database} already. Name an empty folder with AUDITAPP_DATA=DIR.")
    count = backup_files.lay_out(backup, {DATA: settings.data, STORE: store}, database)
    return str(label.get("made", "")), count


def _files(folder: Path, without: set[Path]) -> Iterator[Path]:
    for one in sorted(folder.iterdir()):
        if one.name in ARRIVING or one in without or one.is_symlink():
            continue
        if one.is_dir():
            yield from _files(one, without)
        elif one.is_file():
            yield one


def _tables() -> str:
    found = MigrationContext.configure(db.session.connection()).get_current_revision()
    db.session.rollback()  # the copy may take minutes, and nothing is read in this transaction
    return found or ""


def _database(settings: Settings) -> Path:
    if not settings.database_url.startswith("sqlite:///"):
        raise NotPossibleError(
            "This copies a SQLite database, and yours is PostgreSQL. Take it with pg_dump first, then copy the store of"
            " photos and the data folder."
        )
    return Path(settings.database_url.removeprefix("sqlite:///"))


def _store(settings: Settings) -> Path:
    parts = urlsplit(settings.storage_url)
    if parts.scheme != "file":
        raise NotPossibleError(
            f"This copies photos and papers from a folder, and yours are at {settings.storage_url}. Copy the database"
            " and the data folder first, then the bucket, by its provider's means."
        )
    return Path(unquote(parts.path))
