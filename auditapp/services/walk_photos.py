"""Photos of the walk: announced by an operation, sent in parts, read when they are whole."""

import hashlib
import uuid
from typing import Any

from sqlalchemy import select

from auditapp.adapters import clock, images
from auditapp.adapters.photo_store import PhotoStore
from auditapp.domain import evidence as rules
from auditapp.domain import picture, walk
from auditapp.domain.errors import NotThere
from auditapp.domain.picture import NotAPicture
from auditapp.domain.words import N_
from auditapp.models import Evidence, Finding, Operation, db
from auditapp.services import history, photo_copies, photo_words, walk_answers
from auditapp.services.walk_entries import Caption, Photo
from auditapp.services.walk_replies import Held, NotYet, Received, Reply

PART_BYTES = 2**20
"""The largest part that is taken at once."""


def add(received: Received, said: Photo) -> Reply:
    """A photo is announced: from here on the audit knows that its bytes are on their way."""
    if db.session.get(Evidence, received.target) is not None:
        return Reply("applied")
    instance = walk_answers.find(received, said.instance) if said.instance else None
    evidence = Evidence(
        id=received.target,
        kind="photo",
        audit_id=received.audit.id,
        instance_id=instance.id if instance else None,
        finding_id=_finding(received, said.finding) or _noted_with(received),
        declared_sha256=said.sha256,
        size=said.size,
        media_type=said.type,
        name=rules.plain_name(said.name),
        caption=said.caption.strip(),
        place=said.place.strip(),
        captured_at=said.taken_at or received.entry.at,
        received_at=clock.now(),
        by_id=received.by.id,
    )
    if said.too_large:
        refused = picture.refusal("too_large", size=f"{said.size / 1024**2:.0f}")
        evidence.trouble, evidence.exif = str(refused), _refused(refused)
        evidence.complete_at = clock.now()
    db.session.add(evidence)
    db.session.flush()
    history.record(evidence, "add_evidence", received.by, audit=str(evidence.audit_id), sha256=said.sha256)
    return Reply("applied")


def _finding(received: Received, finding_id: uuid.UUID | None) -> uuid.UUID | None:
    if finding_id is None:
        return None
    finding = db.session.get(Finding, finding_id)
    if finding is None:
        raise NotYet
    if finding.audit_id != received.audit.id:
        raise Held(walk.OTHER_AUDIT)
    return finding_id


def _noted_with(received: Received) -> uuid.UUID | None:
    """A finding that named this photo and arrived before it."""
    query = select(Operation).where(
        Operation.audit_id == received.audit.id,
        Operation.kind == "finding.note",
        Operation.person_id == received.by.id,
        Operation.status == "applied",
    )
    for operation in db.session.scalars(query):
        if str(received.target) in operation.body["body"].get("photos", ()):
            return uuid.UUID(operation.target)
    return None


def caption(received: Received, said: Caption) -> Reply:
    """Write what a photo shows; a contradicting caption is kept with its operation."""
    evidence = db.session.get(Evidence, received.target, with_for_update=True)
    if evidence is None:
        raise NotYet
    if evidence.audit_id != received.audit.id:
        raise Held(walk.OTHER_AUDIT)
    rev = db.session.scalar(
        select(Operation.id)
        .where(
            Operation.audit_id == received.audit.id,
            Operation.kind == "photo.caption",
            Operation.target == str(evidence.id),
            Operation.status == "applied",
            Operation.id != received.entry.id,
        )
        .order_by(Operation.received_at.desc(), Operation.id.desc())
        .limit(1)
    )
    if walk.outcome(evidence.caption, str(rev) if rev else None, received.base, said.value) == "conflict":
        return Reply("conflict", theirs={"value": evidence.caption, "rev": str(rev)})
    before, evidence.caption = evidence.caption, said.value
    history.record(evidence, "change", received.by, field="caption", before=before, after=said.value)
    return Reply("applied")


def announced(by_id: uuid.UUID, photo_id: uuid.UUID) -> Evidence:
    """The photo of an operation that this person sent; raises `NotThere`."""
    evidence = db.session.get(Evidence, photo_id)
    if evidence is None or evidence.by_id != by_id or not evidence.declared_sha256:
        raise NotThere(N_("This photo has not been announced yet."))
    return evidence


def progress(store: PhotoStore, evidence: Evidence) -> tuple[int, bool]:
    """How many bytes are here, and whether the photo is done with."""
    if evidence.complete_at is not None:
        return evidence.size, True
    return store.part_size(evidence.id), False


def take_part(
    store: PhotoStore, by_id: uuid.UUID, photo_id: uuid.UUID, offset: int, data: bytes
) -> tuple[int, bool, str]:
    """Add ``data`` at ``offset``; answers offset, whether it is done with, and the trouble with it ('' if none).

    Raises `WrongOffset` and `DigestMismatch` (the upload then stands at 0). A file that is no photo is done with, too:
    it is refused in words, and the queue goes on.
    """
    evidence = announced(by_id, photo_id)
    if evidence.complete_at is not None:
        return evidence.size, True, photo_words.trouble(evidence)
    size, sha256 = evidence.size, evidence.declared_sha256
    db.session.rollback()  # nothing was written, and others may write while the photo is received and read
    at = store.append_part(photo_id, offset, data, limit=size)
    if at < size:
        return at, False, ""
    store.finish(photo_id, sha256)
    copies, facts = _read(store, sha256)
    return size, True, _complete(store, photo_id, sha256, copies, facts)


def take_whole(store: PhotoStore, by_id: uuid.UUID, photo_id: uuid.UUID, data: bytes) -> bool:
    """Take all bytes of a photo at once, as a rescue file holds them. False when they are not those announced."""
    evidence = announced(by_id, photo_id)
    if evidence.complete_at is not None:
        return True
    sha256 = evidence.declared_sha256
    if hashlib.sha256(data).hexdigest() != sha256:
        return False
    store.put(data)
    copies, facts = _read(store, sha256)
    _complete(store, photo_id, sha256, copies, facts)
    return True


def _complete(
    store: PhotoStore, photo_id: uuid.UUID, sha256: str, copies: dict[str, bytes], facts: dict[str, Any]
) -> str:
    evidence = db.session.get_one(Evidence, photo_id, with_for_update=True)
    marked = facts["trouble"] == "" and _is_marked(evidence, sha256)
    if not marked:
        store.put_derivatives(sha256, copies)
    for name, value in facts.items():
        setattr(evidence, name, value)
    evidence.complete_at = clock.now()
    db.session.flush()
    if marked:  # drawn on before its bytes came, or the same photo was drawn on elsewhere
        photo_copies.make(store, sha256, evidence)
    return photo_words.trouble(evidence)


def _is_marked(evidence: Evidence, sha256: str) -> bool:
    same = select(Evidence.id).where(Evidence.sha256 == sha256, Evidence.marks_rev != "").limit(1)
    return bool(evidence.marks_rev) or db.session.scalar(same) is not None


def _read(store: PhotoStore, sha256: str) -> tuple[dict[str, bytes], dict[str, Any]]:
    try:
        found = images.ingest(store.path(sha256) or store.get(sha256))
    except NotAPicture as refused:
        return {}, {"trouble": str(refused), "exif": _refused(refused)}
    return dict(found.derivatives), facts_of(found, sha256)


def _refused(refused: NotAPicture) -> dict[str, Any]:
    """The code and values of a refusal, so that it can be said in every language."""
    return {"refused": {"code": refused.code, "values": refused.values}}


def facts_of(found: picture.Picture, sha256: str) -> dict[str, Any]:
    """What the record keeps of a photo that was read."""
    return {
        "sha256": sha256,
        "width": found.width,
        "height": found.height,
        "media_type": found.media_type,
        "exif": {"taken_at": found.taken_at, "taken_offset": found.taken_offset, "orientation": found.orientation}
        | ({"damaged": True} if found.damaged else {}),
        "trouble": "",
    }
