"""Ten thousand sequences of two devices and a bad network against the server half of the walk."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

from hypothesis import HealthCheck, given, seed, settings

from auditapp.models import db
from auditapp.services import organisations
from tests.bench.measure import Result
from tests.cast import an_audit_under_way, people_and_places
from tests.conftest import app_on
from tests.sequences import STEPS, Step, play

HOW_MANY = 10_000


def run() -> Iterator[Result]:
    """`sequences.run` and `sequences.wrong`."""
    counts = {"run": 0, "wrong": 0}
    with tempfile.TemporaryDirectory() as folder, app_on(Path(folder)).app_context():
        db.create_all()
        organisations.ensure_roles()
        cast = people_and_places()
        audit = an_audit_under_way(cast, team=[(cast.ann, "auditor")])

        @seed(2026)
        @settings(max_examples=HOW_MANY, database=None, deadline=None, suppress_health_check=list(HealthCheck))
        @given(STEPS)
        def sequences(steps: list[Step]) -> None:
            counts["run"] += 1
            counts["wrong"] += bool(play(audit, (cast.lea, cast.ann), steps))

        sequences()
        db.session.remove()
        db.engine.dispose()
    yield Result("sequences.run", counts["run"], "sequences", {"of": "two devices; dropped, doubled, reordered"})
    yield Result("sequences.wrong", counts["wrong"], "sequences", {"of": "server and model differ"})
