"""What is wrong with this installation, and how to mend it. Each check looks, and changes nothing that stays."""

import base64
import os
import re
import shutil
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from importlib import metadata
from pathlib import Path
from urllib.parse import unquote, urlsplit
from zoneinfo import ZoneInfoNotFoundError

from flask import current_app
from sqlalchemy import func, select

from auditapp.adapters import clock, images, mail, pdf
from auditapp.adapters.pdf_process import PaperFailed, missing_fonts
from auditapp.config import Settings
from auditapp.domain import picture
from auditapp.domain.errors import Refusal
from auditapp.domain.settings import is_loopback
from auditapp.models import Event, Notice, db, new_id
from auditapp.services import installation_data, organisations
from auditapp.services.installation_data import Trouble

SMALLEST_PHOTO = base64.b64decode(
    "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDABsSFBcUERsXFhceHBsgKEIrKCUlKFE6PTBCYFVlZF9VXVtqeJmBanGQc1tdhbWGkJ6jq62rZ4C8ybqm"
    "x5moq6T/wAALCAAQABABAREA/8QAFAABAAAAAAAAAAAAAAAAAAAAAP/EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQEAAD8AAP/Z"
)
FREE_BYTES = 2 * 10**9
"""Below this much free space a day of photos may not fit: 250 photos of 8 MB."""
STUCK = timedelta(minutes=30)
OLDEST_PYTHON = (3, 11)
_LOCKED = re.compile(r"^([A-Za-z0-9._-]+)==([^ ;\\]+) *\\?$", re.MULTILINE)


Check = Callable[[Settings], Iterator[Trouble]]


def examine(*, every_byte: bool = False) -> Iterator[tuple[str, list[Trouble]]]:
    """The name of each check with what it found. ``every_byte``: read every file and compare its hash.

    What needs the tables is looked at only while the database is sound: the first trouble is the one to mend.
    """
    settings: Settings = current_app.config["SETTINGS"]
    has_tables = True
    files: Check = lambda _: installation_data.files(every_byte=every_byte)  # noqa: E731 - one of the others
    for name, check in {**CHECKS, "files": files}.items():
        if name not in WITHOUT_TABLES and not has_tables:
            continue
        try:
            found = list(check(settings))
        except Exception as error:  # a check that fails is itself what is wrong
            sentence = str(getattr(error, "orig", error))
            found = [
                Trouble(f"This could not be looked at: {sentence}.", "Mend what the sentence names, and ask again.")
            ]
        db.session.rollback()
        has_tables = has_tables and not (name == "database" and found)
        yield name, found


def _program(_settings: Settings) -> Iterator[Trouble]:
    if tuple(sys.version_info) < OLDEST_PYTHON:
        yield Trouble(f"Python {sys.version.split()[0]} is too old.", "Install Python 3.11 or later; run bin/setup.")
    lock = Path(current_app.root_path).parent / "requirements" / "run.lock"
    wanted = dict(_LOCKED.findall(lock.read_text())) if lock.exists() else {}
    here = {_plain(found.name): found.version for found in metadata.distributions()}
    other = [name for name, version in wanted.items() if here.get(_plain(name)) != version]
    if other:
        yield Trouble(f"These packages are missing or of another version: {', '.join(other)}.", "Run bin/setup.")


def _plain(name: str) -> str:
    return name.lower().replace("_", "-").replace(".", "-")


def _papers(_settings: Settings) -> Iterator[Trouble]:
    try:
        pdf.render(
            "<p>doctor</p>", media=lambda _: b"", title="doctor", lang="en", when=datetime(2026, 1, 1, tzinfo=UTC)
        )
    except PaperFailed as failed:
        packages = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
        yield Trouble(f"No PDF can be made. {failed}", f"As root: apt-get install {packages}")
    if missing := missing_fonts():
        folder = f"{Path(current_app.root_path).name}/fonts"
        yield Trouble(f"Fonts of papers are missing: {', '.join(missing)}.", f"Type git checkout -- {folder}")


def _photos(_settings: Settings) -> Iterator[Trouble]:
    try:
        found = images.ingest(SMALLEST_PHOTO)
    except picture.NotAPicture as failed:
        yield Trouble(f"No photo can be read. {failed}", "Run bin/setup again; the log of the server says more.")
    else:
        if (found.width, found.height) != (16, 16):
            yield Trouble("Photos are read wrongly.", "Run bin/setup again.")


def _store(_settings: Settings) -> Iterator[Trouble]:
    store = current_app.extensions["photo_store"]
    name = new_id()
    try:
        store.append_part(name, 0, b"doctor")
    except (OSError, Refusal) as error:
        yield Trouble(f"The photo store takes no files: {error}", "See to the disk, and to whose folder it is.")
    finally:
        store.drop_upload(name)
    store.has("0" * 64)  # raises where an object store does not answer


def _folder(settings: Settings) -> Iterator[Trouble]:
    store = urlsplit(settings.storage_url)
    folders = [settings.data] + ([Path(unquote(store.path))] if store.scheme == "file" else [])
    for folder in folders:
        if not os.access(folder, os.W_OK | os.X_OK):
            yield Trouble(f"{folder} cannot be written.", f"Type chown -R {os.getuid()} {folder}")
        free = shutil.disk_usage(folder).free
        if free < FREE_BYTES:
            yield Trouble(f"{folder} has {free / 1e9:.1f} GB left.", "Make room, or move the data to a larger disk.")


def _secrets(settings: Settings) -> Iterator[Trouble]:
    if settings.data.stat().st_mode & 0o077:
        yield Trouble(f"Others can look into {settings.data}.", f"Type chmod 700 {settings.data}")
    secret = [*(settings.data / "secrets").glob("*"), *(settings.data / "tls").glob("*.key")]
    for path in sorted({*secret, *(settings.data / "tls").glob("*key*.pem"), settings.data / "claim-code"}):
        if path.is_file() and path.stat().st_mode & 0o077:
            yield Trouble(f"Others can read {path}.", f"Type chmod 600 {path}, and think who may have read it.")


def _mail(settings: Settings) -> Iterator[Trouble]:
    try:
        mail.reach(settings.mail_url)
    except mail.MailFailed as failed:
        yield Trouble(str(failed), "See to AUDITAPP_MAIL_URL and to the mail server.")
    if settings.mail_url.startswith("file:"):
        yield Trouble("Mails are written to files; nobody gets them.", "Set AUDITAPP_MAIL_URL=smtp://...", hint=True)
    count = dict(db.session.execute(select(Notice.state, func.count()).group_by(Notice.state)).all())
    if count.get("failed"):
        last = db.session.scalars(
            select(Notice).where(Notice.state == "failed").order_by(Notice.created_at.desc()).limit(1)
        ).one()
        yield Trouble(
            f"{count['failed']} mails were given up, the last to {last.recipient}: {last.trouble}",
            "Mend the address, or the mail server, and tell the person.",
        )
    waiting = select(func.count()).where(
        Notice.state.in_(("queued", "sending")), Notice.not_before < clock.now() - STUCK
    )
    stuck = db.session.scalar(waiting) or 0
    if stuck:
        yield Trouble(f"{stuck} mails wait for longer than half an hour.", "Start the server: it sends them.")


def _clock(_settings: Settings) -> Iterator[Trouble]:
    last = db.session.scalar(select(func.max(Event.at)))
    if last is not None and last > clock.now() + timedelta(minutes=5):
        yield Trouble(
            f"The newest entry of the history is of {last:%Y-%m-%d %H:%M} UTC, which lies ahead.",
            "Set the clock of this machine, and let it follow a time server (timedatectl set-ntp true).",
        )
    if clock.now().year < 2026:
        yield Trouble(f"The clock of this machine says {clock.now():%Y-%m-%d}.", "Set it (timedatectl set-ntp true).")
    try:
        clock.today(organisations.zone())
    except ZoneInfoNotFoundError:
        yield Trouble(f"The time zone {organisations.zone()} is not known here.", "Install the package tzdata.")


def _address(settings: Settings) -> Iterator[Trouble]:
    host = urlsplit(settings.url).hostname or ""
    if not settings.https and not is_loopback(host):
        yield Trouble(
            f"{settings.url} is plain HTTP: tablets have no camera and no walk without a network there.",
            "Start with bin/run --https, or put a proxy with a certificate before it and set AUDITAPP_URL=https://...",
        )
    if organisations.current() is None:
        yield Trouble("Nobody has set this installation up.", f"Open {settings.url} and do it.", hint=True)


CHECKS: dict[str, Check] = {
    "program": _program,
    "folder and disk": _folder,
    "secrets": _secrets,
    "database": lambda _: installation_data.database(),
    "history": lambda _: installation_data.history_chain(),
    "photo store": _store,
    "photos": _photos,
    "papers": _papers,
    "mail": _mail,
    "clock": _clock,
    "address": _address,
}
WITHOUT_TABLES = ("program", "folder and disk", "secrets", "database", "photo store", "photos", "papers")
