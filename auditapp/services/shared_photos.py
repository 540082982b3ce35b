"""Photos that another app on the device shared: held for this session until their person says what they show.

Nothing is evidence before that (docs/decisions/0019-shared-photos.md).
"""

import hashlib
import time
import uuid
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from io import BytesIO
from typing import IO

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import joinedload

from auditapp.adapters import images
from auditapp.adapters.photo_store import PhotoStore
from auditapp.adapters.photo_uploads import PhotoUploads
from auditapp.domain import evidence as evidence_rules
from auditapp.domain import picture
from auditapp.domain.errors import Conflict, NotThere, Refusal
from auditapp.domain.words import N_
from auditapp.models import Action, Audit, AuditMember, Finding, Instance, Nonconformity, Person, db
from auditapp.services import actions, evidence, findings, history, nonconformities, responses, walks

MOST = 20
KEPT_FOR = 24 * 3600.0
"""Seconds after which what nobody placed is removed."""
MOST_OF_A_KIND = 20


@dataclass(frozen=True, slots=True)
class Shared:
    """A photo that is held: ``id`` and ``thumb`` name its bytes and its small copy among the uploads."""

    id: str
    thumb: str
    sha256: str
    thumb_sha256: str
    name: str

    def to_json(self) -> dict[str, str]:
        return asdict(self)


def hold(uploads: PhotoUploads, name: str, file: IO[bytes]) -> Shared:
    """Hold a photo. Raises `NotAPicture` (a `Refusal`) for what is none, and then nothing is held."""
    uploads.sweep(time.time() - KEPT_FOR, lambda _name: False)
    data = file.read(picture.MAX_BYTES + 1)
    if not data:
        raise Refusal(N_("No photo was chosen. Choose one, then send it again."), field="photo")
    small = images.ingest(data).derivatives["thumb"]
    held = Shared(str(uuid.uuid4()), str(uuid.uuid4()), _digest(data), _digest(small), evidence_rules.plain_name(name))
    uploads.append_part(held.id, 0, data)
    uploads.append_part(held.thumb, 0, small)
    return held


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def small(uploads: PhotoUploads, held: Shared) -> bytes:
    """The bytes of its small copy, a JPEG without metadata; raises `NotThere` when it was removed meanwhile."""
    with uploads.whole(held.thumb, held.thumb_sha256) as path:
        return path.read_bytes()


def is_here(uploads: PhotoUploads, held: Shared) -> bool:
    """Whether its bytes still wait."""
    return uploads.part_size(held.id) > 0


def drop(uploads: PhotoUploads, held: Sequence[Shared]) -> None:
    """Forget photos."""
    for one in held:
        uploads.drop(one.id)
        uploads.drop(one.thumb)


@dataclass(frozen=True, slots=True)
class Group:
    """What photos may show, of one kind. ``kind``: 'actions', 'nonconformities', 'findings' or 'walk'; ``title``:
    that of the audit for the latter two; ``choices``: key and words of each."""

    kind: str
    title: str
    choices: list[tuple[str, str]]


def destinations(person: Person, language: str) -> list[Group]:
    """What ``person`` may add photos to now: their actions, their answers, findings noted and questions walked."""
    own = [(f"action:{one.id}", f"{one.round.nonconformity.number}: {one.short}") for one in _actions(person)]
    answers = [(f"nonconformity:{one.number}", f"{one.number}: {one.short}") for one in _to_answer(person)]
    groups = [Group("actions", "", own), Group("nonconformities", "", answers)]
    for audit in _walked(person):
        noted = [(f"finding:{one.id}", one.short) for one in audit.findings if one.state == "noted"]
        asked = [
            (f"question:{row.id}", f"{section.title} {row.short}: {row.text}")
            for section in walks.sections(audit, language)
            for row in section.rows
        ]
        groups += [Group("findings", audit.title, noted), Group("walk", audit.title, asked)]
    return [group for group in groups if group.choices]


def _actions(person: Person) -> list[Action]:
    return actions.given_to(person)[:MOST_OF_A_KIND]


def _to_answer(person: Person) -> list[Nonconformity]:
    query = select(Nonconformity).where(
        Nonconformity.owner_id == person.id, Nonconformity.state.in_(responses.WRITABLE_IN)
    )
    return list(db.session.scalars(query.order_by(Nonconformity.due_on).limit(MOST_OF_A_KIND)))


def _walked(person: Person) -> list[Audit]:
    on_team = exists().where(
        AuditMember.audit_id == Audit.id, AuditMember.person_id == person.id, AuditMember.role != "observer"
    )
    query = select(Audit).where(Audit.state == "under_way", or_(Audit.leader_id == person.id, on_team))
    return list(db.session.scalars(query.order_by(Audit.starts_on).limit(3)))


Kept = Action | Nonconformity | Finding | Audit


def place(by: Person, where: str, held: Sequence[Shared], uploads: PhotoUploads, store: PhotoStore) -> Kept:
    """Keep photos as evidence of ``where``, a key of `destinations`; answers what they are seen at.

    Asks anew whether ``by`` may: raises a `Refusal`, `NotThere` for what is not theirs, and then nothing is kept."""
    kind, _, key = where.partition(":")
    if kind not in _PLACES:
        raise Refusal(N_("Say what the photos show: choose from the list."), field="where")
    return _PLACES[kind](by, key, [(one.name, BytesIO(_bytes(uploads, one))) for one in held], store)


def _bytes(uploads: PhotoUploads, held: Shared) -> bytes:
    with uploads.whole(held.id, held.sha256) as path:
        return path.read_bytes()


Photos = list[tuple[str, IO[bytes]]]


def _at_action(by: Person, key: str, photos: Photos, store: PhotoStore) -> Kept:
    action = actions.find(by, _id(key))
    actions.add_photos(by, action, photos, store)
    return action


def _at_nonconformity(by: Person, key: str, photos: Photos, store: PhotoStore) -> Kept:
    nonconformity = nonconformities.find(by, key)
    history.allow(by, "own", nonconformity)
    if nonconformity.state not in responses.WRITABLE_IN:
        raise Conflict(N_("The response is not written at present, so that nothing is added to it."))
    for name, data in photos:
        evidence.add_photo(by, data, nonconformity, store=store, name=name, purpose="correction")
    return nonconformity


def _at_finding(by: Person, key: str, photos: Photos, store: PhotoStore) -> Kept:
    finding = findings.find(by, _id(key))
    findings.add_photos(by, finding, photos, store)
    return finding


def _at_question(by: Person, key: str, photos: Photos, store: PhotoStore) -> Kept:
    instance = db.session.get(Instance, _id(key), options=[joinedload(Instance.audit)])
    if instance is None:
        raise NotThere(N_("There is no such question here."))
    audit = walks.find(by, instance.audit_id)
    if audit.state != "under_way":
        raise Conflict(N_("This audit is not under way any more, so that nothing is added to its questions."))
    for name, data in photos:
        evidence.add_photo(by, data, instance, store=store, name=name)
    return audit


def _id(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError:
        raise NotThere(N_("There is no such entry here.")) from None


_PLACES: dict[str, Callable[[Person, str, Photos, PhotoStore], Kept]] = {
    "action": _at_action, "nonconformity": _at_nonconformity, "finding": _at_finding, "question": _at_question,
}  # fmt: skip
