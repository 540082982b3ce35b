"""Evidence for everybody: photos added through a form, and who may see what."""

import uuid
from datetime import datetime
from typing import IO, Any

from sqlalchemy.orm import joinedload

from auditapp.adapters import clock, images
from auditapp.adapters.photo_store import PhotoStore
from auditapp.domain import evidence as rules
from auditapp.domain import picture
from auditapp.domain.errors import NotThere, Refusal
from auditapp.domain.permissions import can
from auditapp.domain.words import N_
from auditapp.models import Action, Audit, Evidence, Finding, Instance, Nonconformity, Person, db
from auditapp.services import history, photo_copies
from auditapp.services.walk_photos import facts_of

Subject = Instance | Finding | Nonconformity | Action


def add_photo(
    by: Person,
    upload: bytes | IO[bytes],
    subject: Subject,
    *,
    store: PhotoStore,
    name: str = "",
    caption: str = "",
    place: str = "",
    purpose: str = "",
    captured_at: datetime | None = None,
) -> Evidence:
    """Keep a photo at ``subject`` and make its copies. The caller has asked whether ``by`` may.

    ``captured_at``: the device's word, where there is one. Raises `NotAPicture` (a `Refusal`) in words for what is no
    photo, too large or damaged; nothing is kept then. Sending the same photo to the same subject again gives the
    evidence that is there.
    """
    data = upload if isinstance(upload, bytes) else upload.read(picture.MAX_BYTES + 1)
    if not data:
        raise Refusal(N_("No photo was chosen. Choose one, then send it again."), field="photo")
    if purpose not in rules.PURPOSES:
        raise Refusal(N_("A photo shows the correction, the verification, or that the action was effective."))
    found = images.ingest(data)
    sha256 = store.put(data)
    state = ""
    if photo_copies.marks_of(sha256) is None:
        store.put_derivatives(sha256, found.derivatives)
    else:  # what was blurred on the same photo elsewhere stays blurred
        _, state = photo_copies.make(store, sha256)
    where = _at(subject)
    before = _already(sha256, where)
    if before is not None:
        return before
    evidence = Evidence(
        kind="photo",
        purpose=purpose,
        size=len(data),
        name=rules.plain_name(name),
        caption=caption.strip(),
        place=place.strip(),
        captured_at=captured_at or clock.now(),
        received_at=clock.now(),
        complete_at=clock.now(),
        by_id=by.id,
        declared_sha256="",
        copies=state,
        **where,
        **facts_of(found, sha256),
    )
    db.session.add(evidence)
    db.session.flush()
    history.record(evidence, "add_evidence", by, at=str(subject.id), sha256=sha256, purpose=purpose)
    return evidence


def _at(subject: Subject) -> dict[str, uuid.UUID | None]:
    """The columns that tie evidence to ``subject`` and to the audit or nonconformity around it."""
    if isinstance(subject, Instance):
        return {"instance_id": subject.id, "audit_id": subject.audit_id}
    if isinstance(subject, Finding):
        return {"finding_id": subject.id, "audit_id": subject.audit_id, "instance_id": subject.instance_id}
    if isinstance(subject, Nonconformity):
        return {"nonconformity_id": subject.id}
    return {"action_id": subject.id, "nonconformity_id": subject.round.nonconformity_id}


def _already(sha256: str, where: dict[str, uuid.UUID | None]) -> Evidence | None:
    return db.session.query(Evidence).filter_by(sha256=sha256, **where).first()


def find(person: Person, evidence_id: uuid.UUID) -> Evidence:
    """The evidence, if ``person`` may see what it belongs to; raises `NotThere`."""
    evidence = db.session.get(
        Evidence, evidence_id, options=[joinedload(Evidence.action), joinedload(Evidence.finding)]
    )
    if evidence is None or not is_visible_to(person, evidence):
        raise NotThere(N_("There is no such photo here."))
    return evidence


def is_visible_to(person: Person, evidence: Evidence) -> bool:
    """Whoever sees the audit or the nonconformity sees its evidence; whoever added it does, too."""
    if evidence.by_id == person.id and person.active:
        return True
    return any(can(person, permission, thing) for permission, thing in _behind(evidence) if thing is not None)


def _behind(evidence: Evidence) -> list[tuple[str, Any]]:
    audit = db.session.get(Audit, evidence.audit_id) if evidence.audit_id else None
    behind: list[tuple[str, Any]] = [("see_audit", audit)]
    if evidence.finding is not None:
        behind.append(("see_nonconformity", evidence.finding.nonconformity))
        if evidence.finding.state != "noted":  # its owner may not see the audit
            behind.append(("answer_finding", evidence.finding))
    if evidence.nonconformity_id is not None:
        behind.append(("see_nonconformity", db.session.get(Nonconformity, evidence.nonconformity_id)))
    return behind


def open_sealed(by: Person, evidence: Evidence, reason: str) -> None:
    """Record that ``by`` looks at the original of a photo of which a part was blurred. The caller asked who may."""
    history.record(evidence, "open_original", by, note=reason.strip(), sha256=evidence.sha256)


def sound(person: Person, evidence_id: uuid.UUID) -> Evidence:
    """As `find`, for evidence whose bytes are here and could be read; raises `NotThere`."""
    evidence = find(person, evidence_id)
    if not rules.is_sound(evidence):
        raise NotThere(N_("This photo is not here yet, or could not be read."))
    return evidence
