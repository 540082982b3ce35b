"""The doctor: quiet where all is well, and finding each fault that is planted."""

import os
import shutil
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask, current_app
from flask_migrate import stamp
from sqlalchemy import text

from auditapp.adapters import clock, pdf, pdf_process
from auditapp.models import Evidence, Notice, db
from auditapp.services import chain_anchors, history, notices
from tests import reporting as story
from tests.bench.ground import the_cast
from tests.conftest import app_on


@pytest.fixture(scope="module")
def issued_data(template_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with an issued audit, its database marked as up to date; made once."""
    data = tmp_path_factory.mktemp("issued") / "data"
    shutil.copytree(template_data, data)
    app = app_on(data)
    with app.app_context():
        stamp(directory=current_app.extensions["migrate"].directory)
        cast = the_cast()
        story.issued(cast, story.a_walked_audit(cast))
        with clock.moved(story.WALK + timedelta(hours=9)):
            notices.send_due()
        db.session.remove()
        db.engine.dispose()
    return data


@pytest.fixture
def sound(issued_data: Path, tmp_path: Path) -> Iterator[Flask]:
    """An installation of its own for each test."""
    shutil.copytree(issued_data, tmp_path / "data")
    app = app_on(tmp_path / "data")
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


def doctor(app: Flask, *options: str, days_after: int = 1) -> Any:
    """What the command says on a day after the audit was issued."""
    db.session.commit()
    with clock.moved(story.WALK + timedelta(days=days_after)):
        return app.test_cli_runner().invoke(args=["doctor", *options])


def a_photo() -> Path:
    sha256 = db.session.query(Evidence).filter_by(caption="Faded label").one().sha256
    return Path(current_app.extensions["photo_store"].path(sha256))


def spoil(file: Path) -> None:
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    file.chmod(0o600)
    file.write_bytes(data)


def test_a_sound_installation_gets_a_clean_bill(sound: Flask) -> None:
    done = doctor(sound, "--every-byte")
    assert done.exit_code == 0, done.output
    assert done.output.endswith("Nothing is wrong.\n")


def test_fonts_that_are_missing_are_named(sound: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert {file.name for file in pdf_process.FONTS.parent.glob("*.[ot]tf")} == set(pdf_process.FONT_FILES)
    monkeypatch.setattr(pdf_process, "FONTS", tmp_path / "fonts.conf")
    done = doctor(sound)
    assert done.exit_code == 1
    assert "Fonts of papers are missing: fonts.conf, NotoEmoji-Regular.ttf" in done.output


@pytest.mark.parametrize("words", ["audits", "nonconformities --json", "report A-1 -o x", "nc-sheet N -o x"])
def test_commands_say_where_they_looked_for_data(tmp_path: Path, words: str) -> None:
    app = app_on(tmp_path / "data")
    with app.app_context():
        done = app.test_cli_runner().invoke(args=words.split())
        db.engine.dispose()
    assert (done.exit_code, done.output.partition(" yet")[0]) == (1, f"Error: There are no data in {tmp_path}/data")


def _lose_a_photo() -> None:
    a_photo().unlink()


def _lose_a_copy() -> None:
    file = a_photo()
    Path(current_app.extensions["photo_store"].derivative_path(file.name, "print")).unlink()


def _show_a_secret() -> None:
    (current_app.config["SETTINGS"].data / "secrets" / "session_key").chmod(0o644)


def _open_the_folder() -> None:
    current_app.config["SETTINGS"].data.chmod(0o755)


def _write_past_the_program() -> None:
    db.session.execute(text("UPDATE event SET note = 'nothing happened' WHERE seq = 5"))


def _cut_the_tail() -> None:
    db.session.execute(text("DELETE FROM event WHERE seq = (SELECT max(seq) FROM event)"))


def _cut_the_tail_and_its_trace() -> None:
    chain_anchors.keep()
    _cut_the_tail()
    last = "(SELECT hash FROM event ORDER BY seq DESC LIMIT 1)"
    db.session.execute(text(f"UPDATE chain_head SET count = count - 1, hash = {last}"))
    assert history.first_break() is None


def _be_behind() -> None:
    db.session.execute(text("UPDATE alembic_version SET version_num = '0000'"))


def _point_nowhere() -> None:
    raw = db.engine.raw_connection()
    raw.execute("PRAGMA foreign_keys=OFF")
    raw.execute("UPDATE finding SET owner_id = '00000000000000000000000000000000' WHERE owner_id IS NOT NULL")
    raw.execute("PRAGMA foreign_keys=ON")
    raw.close()


def _give_a_mail_up() -> None:
    notice = db.session.query(Notice).first()
    assert notice is not None
    notice.state, notice.trouble = "failed", "The mail server refused the address (550)."


def _let_a_mail_wait() -> None:
    db.session.query(Notice).update({"state": "queued", "not_before": story.WALK - timedelta(days=2)})


FAULTS: list[tuple[Callable[[], None], str]] = [
    (_lose_a_photo, "has lost its file"),
    (_lose_a_copy, "The smaller copies of photo"),
    (_show_a_secret, "Others can read"),
    (_open_the_folder, "Others can look into"),
    (_write_past_the_program, "Entry 5 of the history is not as it was written."),
    (_cut_the_tail, "The newest entries are missing."),
    (_cut_the_tail_and_its_trace, "The history is not the one that was signed last"),
    (_be_behind, "The database has the tables of version 0000"),
    (_point_nowhere, "A row of finding points to one of person that is not there."),
    (_give_a_mail_up, "1 mails were given up, the last to ola@example.com: The mail server refused the address (550)."),
    (_let_a_mail_wait, "mails wait for longer than half an hour."),
]


def test_what_was_signed_and_does_not_fit_any_more_is_not_signed_over(sound: Flask) -> None:
    _cut_the_tail_and_its_trace()
    db.session.commit()
    signed = sound.config["SETTINGS"].data / "history-signed"
    os.utime(signed, (0, 0))
    chain_anchors.keep()
    assert not chain_anchors.holds()
    signed.unlink()  # the database was brought back on purpose
    chain_anchors.keep()
    assert chain_anchors.holds()
    signed.write_text("1 " + signed.read_text().partition(" ")[2])
    assert not chain_anchors.holds()


@pytest.mark.parametrize(("plant", "sentence"), FAULTS, ids=[plant.__name__.strip("_") for plant, _ in FAULTS])
def test_the_doctor_finds(sound: Flask, plant: Callable[[], None], sentence: str) -> None:
    plant()
    done = doctor(sound)
    assert done.exit_code == 1
    assert sentence in done.output


def test_a_changed_byte_is_found_when_every_byte_is_read(sound: Flask) -> None:
    spoil(a_photo())
    assert doctor(sound).exit_code == 0
    done = doctor(sound, "--every-byte")
    assert (done.exit_code, "is not the one that was kept" in done.output) == (1, True)


def test_a_changed_paper_is_always_found(sound: Flask) -> None:
    from auditapp.models import Paper

    spoil(Path(current_app.extensions["photo_store"].path(db.session.query(Paper).one().sha256)))
    assert "Audit report rev 0.pdf' has a file that is not the one that was kept" in doctor(sound).output


def test_a_missing_library_for_papers_is_named_with_its_packages(sound: Flask, monkeypatch: Any) -> None:
    def fail(*_: Any, **__: Any) -> bytes:
        raise pdf.PaperFailed("The library that sets papers is missing: libpango")

    monkeypatch.setattr(pdf, "render", fail)
    done = doctor(sound)
    assert (done.exit_code, "apt-get install libpango-1.0-0" in done.output) == (1, True)


def test_a_full_disk_is_found(sound: Flask, monkeypatch: Any) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=300_000_000))
    assert "has 0.3 GB left." in doctor(sound).output


def test_a_clock_that_runs_behind_the_record_is_found(sound: Flask) -> None:
    assert "which lies ahead." in doctor(sound, days_after=-300).output


def test_plain_http_for_others_is_found(sound: Flask) -> None:
    from dataclasses import replace

    sound.config["SETTINGS"] = replace(sound.config["SETTINGS"], url="http://ems.mill.example")
    assert "tablets have no camera" in doctor(sound).output


def test_an_installation_without_tables_is_told_how_to_get_them(app: Flask) -> None:
    db.session.remove()
    db.drop_all()
    done = doctor(app)
    assert done.exit_code == 1
    assert "setup-data" in done.output
    assert "could not be looked at" not in done.output
