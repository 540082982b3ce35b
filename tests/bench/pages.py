"""Server time of the pages that people open most, and of one answer on the walk."""

import itertools
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import uuid_utils
from flask.testing import FlaskClient
from sqlalchemy import Engine

from auditapp.models import Instance, db
from tests import lives
from tests.bench import ground
from tests.bench.measure import Result, counted_queries, repeated

QUESTIONS = 300
NONCONFORMITIES = 1000


def run() -> Iterator[Result]:
    """Home, audit page, walk page, one answer, a nonconformity in its second round: all on one installation."""
    with ground.installation() as app:
        with app.app_context():
            cast = ground.the_cast()
            audit = ground.an_audit_of(cast, QUESTIONS)
            questions = db.session.query(Instance.id).filter_by(audit_id=audit.id).order_by(Instance.position)
            walk = Walk(cast.lea.id, audit.id, [row[0] for row in questions])
            reference, engine = audit.reference, db.engine
        lea = ground.browser(app, "lea")
        yield _page(engine, lea, "audit_page", f"/audits/{reference}", questions=QUESTIONS)
        yield _page(engine, lea, "walk_page", walk.path, questions=QUESTIONS)
        yield _size(lea, walk.path)
        yield _answers(engine, lea, walk)
        with app.app_context():
            ground.raise_nonconformities(reference, NONCONFORMITIES)
        yield _page(engine, lea, "home", "/", nonconformities=NONCONFORMITIES)
        ola = ground.browser(app, "ola")
        yield _page(engine, ola, "home_of_owner", "/", nonconformities=NONCONFORMITIES)
        with app.test_request_context():
            number = lives.into_round_two(ground.the_cast()).number
        story = {"rounds": 2, "actions": 3, "photos": 4}
        yield _page(engine, ground.browser(app, "mia"), "nc_page", f"/nonconformities/{number}", **story)
        yield _page(engine, ola, "nc_page_of_owner", f"/nonconformities/{number}", **story)


@dataclass(frozen=True)
class Walk:
    """One person's walk of one audit."""

    person: uuid.UUID
    audit: uuid.UUID
    questions: list[uuid.UUID]

    @property
    def path(self) -> str:
        return f"/walk/{self.person}/{self.audit}"


def _page(engine: Engine, client: FlaskClient, name: str, path: str, **detail: Any) -> Result:
    def get(_number: int) -> Any:
        response = client.get(path, headers=ground.BROWSER)
        if response.status_code != 200:
            raise SystemExit(f"{path} answers {response.status_code}")
        return response

    times = repeated(get)
    with counted_queries(engine) as queries:
        size = len(get(0).data)
    told = times.told() | {"queries": len(queries), "kb": round(size / 1000, 1)}
    return Result(f"{name}.p50_ms", times.p50, "ms", told | detail)


def _size(client: FlaskClient, path: str) -> Result:
    response = client.get(path, headers=ground.BROWSER)
    plain = client.get(path)
    detail = {
        "encoding": response.headers.get("Content-Encoding", "none"),
        "plain_kb": round(len(plain.data) / 1000, 1),
    }
    return Result("walk_page.kb", len(response.data) / 1000, "kB", detail | {"questions": QUESTIONS})


def _answers(engine: Engine, client: FlaskClient, walk: Walk) -> Result:
    token = client.get("/walk/api/session").get_json()["csrf"]
    places = itertools.cycle(walk.questions)

    def answer(_number: int) -> None:
        body = {
            "id": str(uuid_utils.uuid7()), "seq": 1, "schema": 1, "app": "bench", "user": str(walk.person),
            "audit": str(walk.audit), "kind": "field.set", "target": str(next(places)),
            "body": {"name": "result", "value": "conform"}, "at": datetime.now(UTC).isoformat(),
        }  # fmt: skip
        sent = {"device": "bench", "ops": [body]}
        said = client.post("/walk/api/ops", json=sent, headers={"X-CSRFToken": token}).get_json()
        if [result["status"] for result in said["results"]] != ["applied"]:
            raise SystemExit(f"An answer was not taken: {said}")

    times = repeated(answer, 200)
    with counted_queries(engine) as queries:
        answer(0)
    return Result("answer.p50_ms", times.p50, "ms", times.told() | {"queries": len(queries)})
