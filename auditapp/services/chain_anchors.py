"""What the history said last, signed, in a file beside the database.

The chain alone is a rule that whoever writes in the database past the program can follow, too: cut the newest entries,
write others, and let `chain_head` say so; or bring back an older database. The signature needs the installation's own
seed, which lies in no database. The worker signs anew at most once a minute; `doctor` compares.
"""

import time
from pathlib import Path

import structlog
from flask import current_app
from sqlalchemy import select

from auditapp.adapters import durable_files, signing
from auditapp.adapters.database import reading
from auditapp.models import ChainHead, Event, db

log = structlog.get_logger()
EVERY = 60.0
"""Seconds between two signatures."""
PURPOSE = b"the history of this installation\n"
"""Signed before the rest, so that no other signature by the same seed passes for one of these."""


def keep() -> None:
    """Sign count and hash of the newest entry, where the history went on since. What was signed before and does not
    fit any more stays as it is: it is what `doctor` has to say. To be called outside a transaction."""
    place = _place()
    if place.exists() and time.time() - place.stat().st_mtime < EVERY:
        return
    with reading():
        head = db.session.get(ChainHead, 1, populate_existing=True)
        said = f"{head.count} {head.hash}" if head is not None else ""
        is_sound = holds()
        db.session.rollback()
    if not said or (place.exists() and place.read_text("ascii", "replace").startswith(f"{said}\n")):
        return
    if not is_sound:
        if not current_app.extensions.get("history_differs"):
            log.error("the history is not as it was signed; the command 'doctor' says more")
            current_app.extensions["history_differs"] = True
        return
    signature = signing.sign(_seed(), PURPOSE + said.encode()).hex()
    arrived = durable_files.write(place.parent, [f"{said}\n{signature}\n".encode()])
    with durable_files.removed_on_failure(arrived):
        durable_files.move(arrived, place)


def holds() -> bool:
    """Whether the entry that was signed last stands where it stood; also where nothing was signed yet."""
    try:
        said, signature = _place().read_text("ascii").split("\n")[:2]
        count, digest = said.split(" ")
        if not signing.is_signed(signing.public_key(_seed()), PURPOSE + said.encode(), bytes.fromhex(signature)):
            return False
    except FileNotFoundError:
        return True
    except ValueError:
        return False
    return db.session.scalar(select(Event.hash).where(Event.seq == int(count))) == digest


def _place() -> Path:
    folder: Path = current_app.config["SETTINGS"].data
    return folder / "history-signed"


def _seed() -> bytes:
    seed: bytes = current_app.config["SETTINGS"].secret("signing_seed")
    return seed
