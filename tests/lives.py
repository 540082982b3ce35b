"""A nonconformity led to any state of its life, by real verbs: `raised(cast)`, `led_to(cast, "verified")`."""

from datetime import UTC, datetime, timedelta

from auditapp.adapters import clock
from auditapp.models import Action, Evidence, Finding, Instance, Nonconformity, Person, Round, db, new_id
from auditapp.services import actions, extents, findings, nonconformities, responses
from tests.cast import Cast, an_audit_under_way

WAY = ("raised", "acknowledged", "planned", "in_progress", "implemented", "verified", "closed")


def a_finding(cast: Cast, **changes: object) -> Finding:
    """A complete minor of a walk that Lea leads, in Ola's boiler house."""
    audit = changes.pop("audit", None) or an_audit_under_way(cast)
    values: dict[str, object] = {
        "audit": audit, "process": cast.boilers, "site": cast.works, "place": "Oil store, bay 3", "grade": "minor",
        "noted_by": cast.lea, "noted_at": clock.now(), "received_at": clock.now(),
        "clauses": ["iso14001-2026:8.1"], "requirement": "Oil stands in bunds.",
        "evidence_text": "Two drums of oil stand on bare concrete.", "statement": "Oil storage is not controlled.",
        "statement_confirmed": True, "grade_reason": "A single place.", "owner_id": cast.ola.id,
    }  # fmt: skip
    finding = Finding(id=new_id(), **(values | changes))
    db.session.add(finding)
    db.session.flush()
    return finding


def raised(cast: Cast, **changes: object) -> Nonconformity:
    """Released by Lea; Ola owns it."""
    nonconformity = findings.release(cast.lea, a_finding(cast, **changes))
    assert nonconformity is not None
    return nonconformity


def write_response(cast: Cast, nonconformity: Nonconformity, **action: object) -> Action:
    """All that a plan needs, with one action of Ola's unless ``owner`` says whose."""
    today = nonconformities.today_at(nonconformity)
    responses.write(
        cast.ola, nonconformity, correction="Both drums were moved into a bund.", corrected_on=today,
        extent="All 4 stores: 0 more.", criterion="No drum outside a bund in 3 walks.",
        check_on=today + timedelta(days=60),
    )  # fmt: skip
    cause = responses.add_cause(cast.ola, nonconformity, "No place is marked for drums that arrive.", ["No place."])
    values = {"owner": cast.ola, "due_on": today + timedelta(days=20)} | action
    return responses.add_action(cast.ola, nonconformity, cause.id, "Mark a bunded place at goods-in.", **values)


def show_done(action: Action) -> None:
    """A photo at the action, as if it had come through the form."""
    db.session.add(
        Evidence(
            action=action, sha256="0" * 64, captured_at=clock.now(), received_at=clock.now(),
            complete_at=clock.now(), by_id=action.owner_id,
        )
    )  # fmt: skip
    db.session.flush()


def do_actions(nonconformity: Nonconformity) -> None:
    """Each action is shown and reported done by its owner."""
    for action in nonconformity.actions:
        show_done(action)
        actions.report_done(action.owner, action, "Marked and signed.")


def led_to(cast: Cast, state: str, nonconformity: Nonconformity | None = None, **changes: object) -> Nonconformity:
    """From where it is, or from its release, on to ``state``."""
    nonconformity = nonconformity or raised(cast, **changes)
    for here in WAY[WAY.index(nonconformity.state) : WAY.index(state)]:
        _STEPS[here](cast, nonconformity)
    db.session.commit()
    return nonconformity


def _plan(cast: Cast, nonconformity: Nonconformity) -> None:
    write_response(cast, nonconformity)
    nonconformities.take(cast.ola, nonconformity, "plan")


def _submit(cast: Cast, nonconformity: Nonconformity) -> None:
    do_actions(nonconformity)
    nonconformities.take(cast.ola, nonconformity, "submit")


def _close(cast: Cast, nonconformity: Nonconformity) -> None:
    with clock.moved(clock.now() + timedelta(days=61)):
        nonconformities.take(cast.lea, nonconformity, "judge_effective", note="Three walks, none.")


def photo(by: Person, **where: object) -> None:
    """A photo as if it had come through a form; ``where``: columns of `Evidence`."""
    moment = clock.now()
    kept = {"captured_at": moment, "received_at": moment, "complete_at": moment, "sha256": "0" * 64}
    db.session.add(Evidence(by_id=by.id, **(kept | where)))
    db.session.flush()


def into_round_two(cast: Cast) -> Nonconformity:
    """In its second round and in progress: a repeat, out of a question that was asked, with 3 actions,
    4 photos, and a question to Zed whether it exists at the vans, too."""
    audit = an_audit_under_way(cast)
    raised(cast, audit=audit)
    nc = led_to(cast, "acknowledged", audit=audit, instance=db.session.query(Instance).first())
    photo(cast.ola, nonconformity_id=nc.id, purpose="correction", caption="Moved in round 1")
    extents.ask(cast.ola, nc, [cast.vans.id])
    led_to(cast, "verified", nc)
    with clock.moved(clock.now() + timedelta(days=61)):
        nonconformities.take(cast.lea, nc, "judge_not_effective", note="One drum beside the bund.")
    with clock.moved(clock.now() + timedelta(days=62)):
        first, today = write_response(cast, nc), nonconformities.today_at(nc)
        responses.add_action(cast.ola, nc, first.cause_id, "Lock the gate.", owner=cast.zed, due_on=today)
        photo(cast.ola, nonconformity_id=nc.id, purpose="correction", caption="Moved in round 2")
        nonconformities.take(cast.ola, nc, "plan")
        nonconformities.take(cast.lea, nc, "accept")
        photo(cast.ola, nonconformity_id=nc.id, action_id=first.id)
    db.session.commit()
    return nc


_STEPS = {
    "raised": lambda cast, nc: nonconformities.take(cast.ola, nc, "acknowledge"),
    "acknowledged": _plan,
    "planned": lambda cast, nc: nonconformities.take(cast.lea, nc, "accept"),
    "in_progress": _submit,
    "implemented": lambda cast, nc: nonconformities.take(cast.lea, nc, "verify", note="Saw it.", how=["seen"]),
    "verified": _close,
}


def a_nonconformity(cast: Cast, number: int, **changes: object) -> Nonconformity:
    """NC-2026-``number``, raised in March in the boiler house, as a row alone; ``changes``: its other values."""
    values: dict[str, object] = {
        "number": f"NC-2026-{number:03d}", "state": "raised", "grade": "minor", "statement": f"Statement {number}.",
        "process": cast.boilers, "site": cast.works, "owner": cast.ola, "raised_by": cast.lea,
        "raised_at": datetime(2026, 3, 1, 8, tzinfo=UTC) + timedelta(hours=number), "clauses": ["iso14001-2026:8.1"],
        "rounds": [Round(number=1)],
    }  # fmt: skip
    made = Nonconformity(**(values | changes))
    db.session.add(made)
    db.session.commit()
    return made
