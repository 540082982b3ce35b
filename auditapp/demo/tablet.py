"""What an auditor's tablet sends on a walk: answers, findings and photos, as operations that the walk takes."""

import uuid
from collections.abc import Iterator
from datetime import datetime
from hashlib import sha256
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

from auditapp.adapters import clock
from auditapp.adapters.photo_store import PhotoStore
from auditapp.demo.cast import Cast
from auditapp.demo.film import Film
from auditapp.demo.shape import Photo, Told, Tour
from auditapp.domain import effectiveness, walk
from auditapp.models import Audit, Instance, Person, db, new_id
from auditapp.services import checklists, walk_operations, walk_photos

RESULT_OF_GRADE = {"major": "nonconformity", "minor": "nonconformity"}
WHY_LATER = "Comes back at two, when the late shift has arrived."
STILL_MET = "Nothing of the kind since the actions were done: seen at the place, and asked of two people on shift."


class Tablet:
    """Sends for one audit of the story, by whoever holds it."""

    def __init__(self, tour: Tour, cast: Cast, zone: ZoneInfo, film: Film, store: PhotoStore) -> None:
        self.tour, self.cast, self.zone, self.film, self.store = tour, cast, zone, film, store
        self._seq = count(1)

    def answer(self, by: Person, audit: Audit, answered: list[tuple[Instance, Told | None]]) -> None:
        """Result, note, sample and kinds of evidence of some questions."""
        said = [
            ("field.set", instance.id, {"name": name, "value": value})
            for instance, told in answered
            for name, value in self._registers(instance, told)
        ]
        for first in range(0, len(said), walk.MOST_AT_ONCE):
            self._send(by, audit, said[first : first + walk.MOST_AT_ONCE])

    def _registers(self, instance: Instance, told: Told | None) -> Iterator[tuple[str, Any]]:
        key = instance.question.key
        if key == effectiveness.QUESTION:
            yield "result", "conform"
            yield "note", STILL_MET
            yield "kinds", ["asked", "seen"]
            return
        if key in self.tour.not_applicable:
            yield "result", "not_applicable"
            yield "reason", self.tour.not_applicable[key]
            return
        if key in self.tour.put_off:
            yield "result", "later"
            yield "reason", WHY_LATER
            return
        note = self.tour.notes[key]
        yield "result", RESULT_OF_GRADE.get(told.grade, told.grade) if told else "conform"
        yield "note", note if isinstance(note, str) else note[0]
        if not isinstance(note, str):
            yield "sample", note[1]
        question = next(one for one in checklists.content_of(instance.revision).questions if one.id == key)
        if question.evidence:
            yield "kinds", sorted(question.evidence)

    def note(self, by: Person, audit: Audit, told: Told, instance: Instance | None) -> uuid.UUID:
        """A finding with its photos; answers its id."""
        clauses = told.clauses or tuple(instance.clauses if instance else ())
        finding_id = new_id()
        body = {
            "instance": str(instance.id) if instance else None,
            "process": str(self.cast.process(told.process).id),
            "site": str(self.cast.site(told.site).id),
            "place": told.place,
            "grade": told.grade,
            "grade_reason": told.reason,
            "clauses": [ref for ref in clauses if ref.startswith(self.tour.edition)],
            "requirement": told.requirement,
            "evidence_text": told.evidence,
            "statement": told.statement,
            "statement_confirmed": True,
            "urgent": told.urgent is not None,
            "owner": str(self.cast.owner_of(told.process).id),
        }
        self._send(by, audit, [("finding.note", finding_id, body)])
        for photo in told.photos:
            self.photo(by, audit, photo, place=told.place, instance=instance, finding=finding_id)
        return finding_id

    def photo(
        self,
        by: Person,
        audit: Audit,
        photo: Photo,
        *,
        place: str,
        instance: Instance | None,
        finding: uuid.UUID | None = None,
    ) -> None:
        """A photo: announced, then its bytes in parts. Ends the transaction, as the tablet's requests do."""
        taken = clock.now().astimezone(self.zone)
        data = self.film.take(photo, taken)
        photo_id = new_id()
        body = {
            "instance": str(instance.id) if instance else None,
            "finding": str(finding) if finding else None,
            "name": named(taken),
            "type": "image/jpeg",
            "size": len(data),
            "sha256": sha256(data).hexdigest(),
            "caption": photo.caption,
            "place": place,
            "taken_at": taken.isoformat(),
        }
        self._send(by, audit, [("photo.add", photo_id, body)])
        db.session.commit()
        by_id = by.id
        for at in range(0, len(data), walk_photos.PART_BYTES):
            walk_photos.take_part(self.store, by_id, photo_id, at, data[at : at + walk_photos.PART_BYTES])
            db.session.commit()

    def _send(self, by: Person, audit: Audit, said: list[tuple[str, uuid.UUID, dict[str, Any]]]) -> None:
        entries = [
            {
                "id": str(new_id()),
                "seq": next(self._seq),
                "schema": walk.SCHEMA,
                "user": str(by.id),
                "audit": str(audit.id),
                "kind": kind,
                "target": str(target),
                "body": body,
                "at": clock.now().isoformat(),
            }
            for kind, target, body in said
        ]
        for reply in walk_operations.receive(by, f"tablet-{by.initials}", entries):
            if reply["status"] != "applied":
                raise RuntimeError(f"the demo's walk was not taken as it should: {reply}")


def named(taken: datetime) -> str:
    """The file name a camera gives."""
    return f"IMG_{taken:%Y%m%d_%H%M%S}.jpg"
