"""Rescue files: what a device could not send, taken in at a desk through the same code as if it had.

A ZIP: `entries.json` with ``form`` (1), ``person``, ``device`` and ``ops`` as a device sends them, and photos under
``photos/<id>``. Safe to take in twice, and before or after the device sends the same itself.
"""

import io
import json
import lzma
import uuid
import zipfile
import zlib
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select

from auditapp.adapters import clock
from auditapp.adapters.photo_store import PhotoStore
from auditapp.domain import picture, walk
from auditapp.domain.errors import NotThere, Refusal
from auditapp.domain.words import N_
from auditapp.models import Audit, Operation, Person, db
from auditapp.services import history, walk_operations, walk_photos

FORM = 1
MOST_JSON = 20 * 2**20
MOST_OPS = 20_000
NOT_A_RESCUE = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, KeyError, TypeError, ValueError, EOFError,
    RuntimeError,  # it is encrypted, packed in a way that nobody knows, or nested without end
)  # fmt: skip
UNREADABLE = N_("This is no rescue file of a walk. Choose the ZIP that the device saved.")


@dataclass
class Rescued:
    """What was in the file. ``results``: how many entries by status; ``photos``: how many are here now."""

    author: Person
    results: Counter[str] = field(default_factory=Counter)
    photos: int = 0
    photos_left: int = 0


def take_in(by: Person, data: bytes, store: PhotoStore) -> Rescued:
    """Take in a rescue file: its author stays the author, ``by`` is recorded as who brought it in."""
    history.allow(by, "take_rescue")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            said = _entries(archive)
            author = db.session.get(Person, uuid.UUID(str(said["person"])))
            if author is None:
                raise Refusal(N_("The person whose entries these are is not known here."))
            device, ops = str(said["device"])[:40], said["ops"]
            if not isinstance(ops, list) or len(ops) > MOST_OPS or not walk.is_text(device):
                raise Refusal(UNREADABLE)
            rescued = Rescued(author)
            for at in range(0, len(ops), walk.MOST_AT_ONCE):
                batch = ops[at : at + walk.MOST_AT_ONCE]
                results = walk_operations.receive(author, device, batch, rescued_by=by)
                rescued.results.update(result["status"] for result in results)
            _photos(archive, rescued, store)
    except NOT_A_RESCUE as trouble:
        raise Refusal(UNREADABLE, field="file") from trouble
    history.record(
        author, "rescue", by, device=device, results=dict(rescued.results), photos=rescued.photos,
        photos_left=rescued.photos_left,
    )  # fmt: skip
    return rescued


def _entries(archive: zipfile.ZipFile) -> dict[str, Any]:
    member = archive.getinfo("entries.json")
    if member.file_size > MOST_JSON:
        raise Refusal(UNREADABLE)
    with archive.open(member) as file:
        said = json.loads(file.read(MOST_JSON + 1))
    if not isinstance(said, dict) or said.get("form") != FORM:
        raise Refusal(UNREADABLE)
    return said


def _photos(archive: zipfile.ZipFile, rescued: Rescued, store: PhotoStore) -> None:
    for member in archive.infolist():
        folder, _, name = member.filename.partition("/")
        if folder != "photos" or member.file_size > picture.MAX_BYTES:
            continue
        with archive.open(member) as file:
            data = file.read(picture.MAX_BYTES + 1)
        try:
            taken = walk_photos.take_whole(store, rescued.author.id, uuid.UUID(name.partition(".")[0]), data)
        except (NotThere, ValueError):
            taken = False
        rescued.photos += taken
        rescued.photos_left += not taken


def unconfirmed(audit: Audit) -> list[Operation]:
    """Rescued entries of ``audit`` that their author has not confirmed yet."""
    query = select(Operation).where(
        Operation.audit_id == audit.id, Operation.rescued_by_id.is_not(None), Operation.rescue_confirmed_at.is_(None)
    )
    return list(db.session.scalars(query.order_by(Operation.received_at, Operation.seq)))


def confirm(by: Person, audit: Audit) -> int:
    """Their author says that the rescued entries are theirs; answers how many."""
    mine = [one for one in unconfirmed(audit) if one.person_id == by.id]
    for operation in mine:
        operation.rescue_confirmed_at = clock.now()
    if mine:
        history.record(audit, "confirm_rescued", by, count=len(mine))
    return len(mine)
