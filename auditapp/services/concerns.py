"""Concerns: reported by anybody who stands before the poster, looked at by the EMS lead, answered by a code."""

import base64
import hmac
import secrets
import uuid

from sqlalchemy import ScalarSelect, func, select
from sqlalchemy.orm import joinedload

from auditapp.adapters import clock, images
from auditapp.adapters.photo_store import PhotoStore
from auditapp.domain.errors import Conflict, NotThere, Refusal
from auditapp.domain.words import N_
from auditapp.models import Concern, Nonconformity, Person, Process, db
from auditapp.services import evidence, history, keyed_hashes, sites

ALPHABET = "abcdefghjkmnpqrstvwxyz23456789"
"""Nothing that is read for something else on a wall."""
CODE_LENGTH = 12


def poster_code(process: Process) -> str:
    """What stands in the address of a process's poster: 10 letters and digits that cannot be guessed from another."""
    return base64.b32encode(keyed_hashes.of(b"poster", process.id.bytes)).decode().lower()[:10]


def process_of(code: str) -> Process:
    """The process whose poster carries ``code``; `NotThere` when it is on none."""
    for process in sites.all_processes():
        if hmac.compare_digest(poster_code(process).encode(), code.lower().encode("utf-8", "replace")):
            return process
    raise NotThere(N_("This address belongs to no poster. Scan the code again, or type all of it."))


def report(
    process: Process,
    words: str,
    *,
    place: str = "",
    name: str = "",
    photo: bytes = b"",
    store: PhotoStore,
    once: str = "",
) -> Concern:
    """Keep a concern. A photo is kept as a copy without metadata, so that it tells nothing about who took it.
    ``once``: what only this page of this reporter carries: sent twice with the same words it is one concern."""
    if not words.strip():
        raise Refusal(N_("Write a line on what you saw."), field="words")
    code = _code_of(once)
    before = db.session.scalar(select(Concern).where(Concern.code == code))
    if before is not None and (before.process_id, before.words) == (process.id, words.strip()):
        return before
    concern = Concern(
        code=code if before is None else _code_of(""),
        process=process,
        words=words.strip(),
        place=place.strip(),
        name=name.strip(),
        photo_sha256=_kept(photo, store) if photo else "",
        received_at=clock.now(),
        state="received",
    )
    db.session.add(concern)
    db.session.flush()
    history.record(concern, "report_concern", None, to_state="received")
    return concern


def _code_of(once: str) -> str:
    """The code of a concern: 58 bits that nobody guesses, the same for the same page that is sent twice."""
    if not once:
        return "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))
    digest = keyed_hashes.of(b"concern", once.encode("utf-8", "replace"))
    return "".join(ALPHABET[letter % len(ALPHABET)] for letter in digest[:CODE_LENGTH])


def _kept(photo: bytes, store: PhotoStore) -> str:
    bare = images.ingest(photo).derivatives["view"]
    sha256 = store.put(bare)
    store.put_derivatives(sha256, images.ingest(bare).derivatives)
    return sha256


def told(code: str) -> Concern:
    """The concern with ``code``, for whoever reported it; `NotThere`."""
    typed = "".join(letter for letter in code.lower() if letter.isalnum())
    concern = db.session.scalar(select(Concern).where(Concern.code == typed))
    if concern is None:
        raise NotThere(N_("There is no concern with this code. Look at it again: it has 12 letters and digits."))
    return concern


def find(person: Person, concern_id: uuid.UUID) -> Concern:
    """A concern, for the EMS lead; `NotThere`."""
    history.allow(person, "triage")
    concern = db.session.get(Concern, concern_id, options=[joinedload(Concern.process)])
    if concern is None:
        raise NotThere(N_("There is no such concern here."))
    return concern


def listed(person: Person) -> list[Concern]:
    """All of them, those that wait first, then the latest."""
    history.allow(person, "triage")
    query = select(Concern).options(joinedload(Concern.process), joinedload(Concern.nonconformity))
    waits = Concern.state == "received"
    return list(db.session.scalars(query.order_by(waits.desc(), Concern.received_at.desc()).limit(200)))


def waiting() -> ScalarSelect[int]:
    """How many nobody has decided on, to be asked with other numbers."""
    return select(func.count()).where(Concern.state == "received").scalar_subquery()


def decline(by: Person, concern: Concern, outcome: str) -> None:
    """No nonconformity comes of it; ``outcome`` tells its reporter why, or what was done instead. Safe to do twice."""
    if (concern.state, concern.decided_by_id, concern.outcome) == ("not_raised", by.id, outcome.strip()):
        return
    _decide(by, concern, "not_raised", outcome)


def raised(by: Person, concern: Concern, nonconformity: Nonconformity, outcome: str, store: PhotoStore) -> None:
    """A nonconformity came of it, and its photo goes along."""
    _decide(by, concern, "raised", outcome)
    concern.nonconformity = nonconformity
    if concern.photo_sha256:
        with store.open(concern.photo_sha256) as file:
            evidence.add_photo(by, file, nonconformity, store=store, place=concern.place)


def _decide(by: Person, concern: Concern, state: str, outcome: str) -> None:
    history.allow(by, "triage")
    history.hold(concern)
    if concern.state != "received":
        raise Conflict(N_("Somebody decided on this concern already. Reload the page to see what became of it."))
    if not outcome.strip():
        raise Refusal(N_("Write what its reporter is told: they look it up with their code."), field="outcome")
    concern.state, concern.outcome = state, outcome.strip()
    concern.decided_by_id, concern.decided_at = by.id, clock.now()
    history.record(concern, "decide_concern", by, from_state="received", to_state=state, note=outcome.strip())


def photo_of(concern: Concern, store: PhotoStore) -> bytes:
    """The photo as pages show it; `NotThere` without one."""
    if not concern.photo_sha256:
        raise NotThere(N_("There is no photo with this concern."))
    return store.derivative(concern.photo_sha256, "view")
