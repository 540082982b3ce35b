"""A small world in which every page has something to show: audits and nonconformities in many states."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from flask import Flask

from auditapp.adapters import clock
from auditapp.models import Audit, Evidence, Nonconformity, Person, db
from auditapp.services import (
    actions,
    audit_plans,
    audit_steps,
    findings,
    management_review_inputs,
    management_reviews,
    nonconformities,
    organisations,
    people,
    responses,
)
from tests.cast import PASSWORD, Cast, a_plan, an_audit_under_way, people_and_places
from tests.conftest import app_on
from tests.pages import DistrustfulClient

READERS = ("mia", "lea", "ola", "tom", "zed", "adi")
"""EMS lead and administrator, auditor, process owner, top management, owner elsewhere, administrator alone."""

STATES = ("raised", "acknowledged", "planned", "in_progress", "implemented", "verified", "closed")


def fill() -> Cast:
    """Write it into an empty database."""
    organisations.ensure_roles()
    cast = people_and_places()
    people.add(cast.mia, "Adi Administrator", "adi@example.com", ["administrator"], password=PASSWORD)
    people.add(cast.mia, "Ned Newcomer", "ned@example.com", ["auditor"])
    today = clock.today(organisations.zone())
    audit_plans.plan(cast.mia, a_plan(cast, today=today + timedelta(days=20), processes=[cast.drains]))
    audit = an_audit_under_way(cast, today=today)
    for state in STATES:
        lead_to(cast, _raised(cast, audit), state)
    for grade in ("major", "observation", "ofi", "good_practice"):
        findings.note(cast.lea, audit, parts(cast, grade))
    db.session.commit()
    concluded = an_audit_under_way(cast, today=today - timedelta(days=3))
    _conclude(cast, concluded)
    review = management_reviews.prepare(cast.mia)
    management_review_inputs.ask(cast.mia, review.inputs[-1], cast.ola, today + timedelta(days=7))
    db.session.commit()
    return cast


def parts(cast: Cast, grade: str) -> dict[str, object]:
    """What a finding in the boiler house says."""
    return {
        "grade": grade, "grade_reason": "One place of four.", "requirement": "Oil stands on a bund.",
        "evidence_text": "Two drums of oil on bare concrete.", "statement": "Oil storage is not controlled.",
        "clauses": ["iso14001-2026:8.1"], "process_id": cast.boilers.id, "site_id": cast.works.id,
        "owner_id": cast.ola.id,
    }  # fmt: skip


def _raised(cast: Cast, audit: Audit) -> Nonconformity:
    finding = findings.note(cast.lea, audit, parts(cast, "minor"))
    finding.statement_confirmed = True
    raised = findings.release(cast.lea, finding)
    assert raised is not None
    return raised


def lead_to(cast: Cast, nc: Nonconformity, state: str) -> None:
    """Take ``nc`` from raised to ``state`` by real steps."""
    take, today = nonconformities.take, nonconformities.today_at(nc)
    for step in range(STATES.index(state)):
        if STATES[step + 1] == "acknowledged":
            take(cast.ola, nc, "acknowledge")
        elif STATES[step + 1] == "planned":
            _respond(cast, nc, today)
            take(cast.ola, nc, "plan")
        elif STATES[step + 1] == "in_progress":
            take(cast.lea, nc, "accept")
        elif STATES[step + 1] == "implemented":
            _do(cast.ola, nc)
            take(cast.ola, nc, "submit")
        elif STATES[step + 1] == "verified":
            take(cast.lea, nc, "verify", note="Saw the marked place.", how=["seen"])
        else:
            with clock.moved(clock.now() + timedelta(days=61)):
                take(cast.lea, nc, "judge_effective", note="Three walks, none.")


def _respond(cast: Cast, nc: Nonconformity, today: date) -> None:
    responses.write(
        cast.ola, nc, correction="Both drums were moved into a bund.", corrected_on=today, extent="All 4 stores: 0.",
        criterion="No drum outside a bund in 3 walks.", check_on=today + timedelta(days=60),
    )  # fmt: skip
    cause = responses.add_cause(cast.ola, nc, "No place is marked for drums that arrive.", ["Why outside? No place."])
    due = today + timedelta(days=20)
    responses.add_action(cast.ola, nc, cause.id, "Mark a bunded place at goods-in.", owner=cast.ola, due_on=due)


def _do(owner: Person, nc: Nonconformity) -> None:
    moment = clock.now()
    for action in nc.actions:
        photo = Evidence(action=action, sha256="0" * 64, captured_at=moment, received_at=moment, by_id=owner.id)
        db.session.add(photo)
        db.session.flush()
        actions.report_done(owner, action, "Marked and signed.")


def _conclude(cast: Cast, audit: Audit) -> None:
    from auditapp.services import audits

    audits.state_reason_for_unanswered(cast.lea, audit, "The boiler was shut down.")
    audits.write_report_parts(cast.lea, audit, {"summary": "All in order.", "conclusion": "Conforms."})
    audit_steps.take(cast.lea, audit, "conclude")


def make(data: Path) -> Flask:
    """An app with the world in its database, and no context of its own: each request stands for itself."""
    app = app_on(data)
    with app.test_request_context():
        db.create_all()
        fill()
        db.session.remove()
        db.engine.dispose()
    return app


def browser(app: Flask, name: str) -> DistrustfulClient:
    """The browser of somebody of the cast, signed in; of nobody for ''."""
    app.test_client_class = DistrustfulClient
    client = app.test_client()
    assert isinstance(client, DistrustfulClient)
    if name:
        client.sign_in(f"{name}@example.com", PASSWORD)
    return client


def dump(app: Flask) -> Iterator[str]:
    """Every row of every table but the sessions', as SQL."""
    with app.app_context(), db.engine.connect() as connection:
        raw = connection.connection.driver_connection
        assert raw is not None
        yield from (line for line in raw.iterdump() if "sign_in_session" not in line)
