"""Sequences of drop, duplicate, reorder and two devices: the server half holds what its model holds."""

from hypothesis import HealthCheck, example, given, settings

from tests.cast import Cast, an_audit_under_way
from tests.sequences import STEPS, Step, play


@settings(
    max_examples=200,
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@example([("say", 0, 0, "conform"), ("say", 1, 0, "observation"), ("send", 0, 1, "lost"), ("send", 1, 1, "")])
@given(STEPS)
def test_whatever_the_network_does_the_server_holds_what_the_model_holds(cast: Cast, steps: list[Step]) -> None:
    if "audit" not in KEPT:
        KEPT["audit"] = an_audit_under_way(cast, team=[(cast.ann, "auditor")])
    assert play(KEPT["audit"], (cast.lea, cast.ann), steps) == []


KEPT: dict[str, object] = {}
"""The audit of all sequences: they differ in the questions asked."""


def test_the_comparison_would_notice(cast: Cast) -> None:
    from auditapp.services import walk_operations

    audit = an_audit_under_way(cast, team=[(cast.ann, "auditor")])
    steps: list[Step] = [("say", 0, 0, "conform"), ("send", 0, 7, ""), ("say", 1, 0, "observation")]
    known, walk_operations._again = walk_operations._again, lambda batch, before: walk_operations.Reply("held")
    try:
        assert play(audit, (cast.lea, cast.ann), [*steps, ("send", 0, 3, "lost"), ("send", 0, 3, "lost")]) != []
    finally:
        walk_operations._again = known
