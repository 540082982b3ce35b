"""Backups: taken while people work, whole or not at all, and brought back to an empty folder alone."""

import sqlite3
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from auditapp.adapters import backup_files
from auditapp.models import Event, Evidence, db
from auditapp.services import chain_anchors, installation_data
from tests.conftest import app_on


@pytest.fixture
def backup(sound: Flask, tmp_path: Path) -> Path:
    db.session.rollback()
    assert typed(sound, "backup", tmp_path / "copy.zip").exit_code == 0
    return tmp_path / "copy.zip"


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Flask]:
    app = app_on(tmp_path / "elsewhere")
    with app.app_context():
        yield app
        db.engine.dispose()


def typed(app: Flask, *words: object) -> Any:
    return app.test_cli_runner().invoke(args=[str(word) for word in words])


def counted() -> tuple[int | None, ...]:
    return tuple(db.session.scalar(select(func.count()).select_from(table)) for table in (Event, Evidence))


def test_what_is_brought_back_is_what_was_copied(sound: Flask, backup: Path, empty: Flask) -> None:
    with empty.app_context():
        assert typed(empty, "restore", backup).exit_code == 0
    again = app_on(empty.config["SETTINGS"].data)
    with again.app_context():
        parts = (
            installation_data.database(),
            installation_data.history_chain(),
            installation_data.files(every_byte=True),
        )
        assert [trouble for part in parts for trouble in part] == []
        found = counted()
        db.engine.dispose()
    assert (found, again.secret_key) == (counted(), sound.secret_key)
    assert min(number or 0 for number in found) > 0


def test_a_backup_holds_what_others_committed_before_it_and_nothing_half(sound: Flask, tmp_path: Path) -> None:
    before = counted()
    db.session.rollback()
    writer = sqlite3.connect(sound.config["SETTINGS"].data / "auditapp.sqlite3")
    writer.execute("BEGIN IMMEDIATE")
    writer.execute("DELETE FROM chain_head")
    assert typed(sound, "backup", tmp_path).exit_code == 0
    writer.rollback()
    (made,) = tmp_path.glob("auditapp-*.zip")
    with zipfile.ZipFile(made) as copy:
        copy.extract(backup_files.DATABASE, tmp_path)
    copied = sqlite3.connect(tmp_path / backup_files.DATABASE)
    assert copied.execute("SELECT (SELECT count(*) FROM event), (SELECT count(*) FROM evidence)").fetchone() == before
    assert copied.execute("SELECT count(*) FROM chain_head").fetchone() == (1,)


def test_the_signed_head_of_the_history_is_never_newer_than_the_database_beside_it(sound: Flask, backup: Path) -> None:
    chain_anchors.keep()
    db.session.rollback()
    assert typed(sound, "backup", backup.with_name("second.zip")).exit_code == 0
    names = zipfile.ZipFile(backup.with_name("second.zip")).namelist()
    assert names.index("data/history-signed") < names.index(backup_files.DATABASE)


def test_nobody_else_reads_a_backup(backup: Path) -> None:
    assert backup.stat().st_mode & 0o077 == 0


def test_a_backup_goes_neither_over_another_nor_into_what_it_copies(sound: Flask, backup: Path) -> None:
    assert "is there already" in typed(sound, "backup", backup).output
    inside = sound.config["SETTINGS"].data / "copy.zip"
    assert "would be lost together" in typed(sound, "backup", inside).output
    assert "Make it first" in typed(sound, "backup", backup.parent / "gone" / "copy.zip").output
    assert not inside.exists()


def test_nothing_is_brought_back_over_data(sound: Flask, backup: Path) -> None:
    done = typed(sound, "restore", backup)
    assert (done.exit_code, "There are data at" in done.output) == (1, True)


def _change_a_byte(backup: Path) -> None:
    with zipfile.ZipFile(backup) as copy:
        at = max(
            (entry for entry in copy.infolist() if entry.filename.startswith("store/")), key=lambda one: one.file_size
        )
    data = bytearray(backup.read_bytes())
    data[at.header_offset + 200 + at.file_size // 2] ^= 1
    backup.write_bytes(data)


def _cut(backup: Path) -> None:
    backup.write_bytes(backup.read_bytes()[:-5000])


def _name_a_way_out(backup: Path) -> None:
    with zipfile.ZipFile(backup, "a") as copy:
        copy.writestr("data/../../out", "gone")


def _be_of_tomorrow(backup: Path) -> None:
    with zipfile.ZipFile(backup, "w") as copy:
        copy.writestr(backup_files.LABEL, '{"tables": "9999"}')
        copy.writestr(backup_files.DATABASE, "")


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (_change_a_byte, "is damaged: Bad CRC-32"), (_cut, "is no whole backup"),
        (_name_a_way_out, "no backup holds a file of the name"), (_be_of_tomorrow, "a newer version of auditapp"),
    ],
)  # fmt: skip
def test_a_backup_that_is_not_whole_brings_no_database(backup: Path, empty: Flask, spoil: Any, said: str) -> None:
    spoil(backup)
    with empty.app_context():
        done = typed(empty, "restore", backup)
    assert (done.exit_code, said in done.output) == (1, True), done.output
    assert not (empty.config["SETTINGS"].data / "auditapp.sqlite3").exists()
