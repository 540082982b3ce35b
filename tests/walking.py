"""What a device sends on the walk, for tests of the server half."""

import hashlib
import io
from datetime import UTC, datetime
from typing import Any

import uuid_utils
from flask import Flask, g
from PIL import Image

from auditapp.models import Instance, Person, db
from tests.pages import DistrustfulClient

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
MEBI = 2**20


def new_id() -> str:
    return str(uuid_utils.uuid7())


def an_op(person: Any, audit: Any, kind: str, target: object, body: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """An operation as the outbox holds it."""
    op = {
        "id": new_id(), "seq": 1, "schema": 1, "app": "test", "user": str(person.id), "audit": str(audit.id),
        "kind": kind, "target": str(target), "body": body, "at": NOON.isoformat(),
    }  # fmt: skip
    return op | changes


def a_result(person: Any, audit: Any, instance: Any, value: str = "conform", **changes: Any) -> dict[str, Any]:
    return an_op(person, audit, "field.set", instance.id, {"name": "result", "value": value}, **changes)


class Device:
    """A tablet that a person is signed in on. Signed in without the page, which has tests of its own."""

    def __init__(self, app: Flask, person: Person) -> None:
        app.test_client_class = DistrustfulClient
        client = app.test_client()
        assert isinstance(client, DistrustfulClient)
        self.client = client
        key = person.fs_uniquifier
        db.session.commit()  # the session is written on a connection of its own, which must not wait for the test's
        with client.session_transaction() as session:
            session["_user_id"] = key
            session["_fresh"] = True
        self.token = self.get("/walk/api/session").get_json()["csrf"]

    def get(self, path: str, **kwargs: Any) -> Any:
        return self.asked(self.client.get, path, **kwargs)

    def head(self, path: str) -> Any:
        return self.asked(self.client.head, path)

    @staticmethod
    def asked(how: Any, path: str, **kwargs: Any) -> Any:
        db.session.commit()
        g.pop("_login_user", None)  # the tests' own app context outlives a request, and so would who asked
        return how(path, **kwargs)

    def post(self, payload: object) -> Any:
        headers = {"X-CSRFToken": self.token}
        return self.asked(self.client.post, "/walk/api/ops", json=payload, headers=headers)

    def send(self, *ops: dict[str, Any]) -> list[dict[str, Any]]:
        """Send a batch that must be answered; gives its results."""
        answer = self.post({"device": "tablet", "ops": list(ops)})
        assert answer.status_code == 200, answer.get_data(as_text=True)
        results: list[dict[str, Any]] = answer.get_json()["results"]
        return results

    def part(self, photo: str, offset: int | str, data: bytes) -> Any:
        headers = {
            "X-CSRFToken": self.token,
            "Upload-Offset": str(offset),
            "Content-Type": "application/partial-upload",
        }
        return self.asked(self.client.patch, f"/walk/api/photos/{photo}", data=data, headers=headers)

    def upload(self, photo: str, data: bytes) -> Any:
        """All parts of a photo, one after another; gives the last answer."""
        answer = None
        for offset in range(0, len(data), MEBI):
            answer = self.part(photo, offset, data[offset : offset + MEBI])
        return answer


def a_photo(width: int = 640, height: int = 480, *, noise: bool = False, quality: int = 90) -> bytes:
    """A JPEG; with ``noise`` one of some megabytes."""
    picture = Image.effect_noise((width, height), 90).convert("RGB") if noise else Image.new("RGB", (width, height), 90)
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=quality)
    return out.getvalue()


def a_photo_op(person: Any, audit: Any, data: bytes, **body: Any) -> dict[str, Any]:
    """`photo.add` for ``data``; the photo's id is the target."""
    said = {"name": "IMG_1.jpg", "type": "image/jpeg", "size": len(data), "sha256": hashlib.sha256(data).hexdigest()}
    return an_op(person, audit, "photo.add", new_id(), said | body)


def count_of(kind: type) -> int:
    """How many rows there are of it."""
    return db.session.query(kind).count()


def fresh(question: Any) -> Any:
    """As the database has it now."""
    return db.session.get_one(Instance, question.id, populate_existing=True)
