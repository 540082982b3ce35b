"""One nonconformity from the finding to its closure, by services alone."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from auditapp.adapters import clock
from auditapp.domain.errors import NotAllowed, Refusal
from auditapp.models import Evidence, Finding, Nonconformity, db, new_id
from auditapp.services import actions, findings, history, nonconformities, responses
from tests.cast import Cast, an_audit_under_way


def a_finding(cast: Cast) -> Finding:
    audit = an_audit_under_way(cast)
    finding = Finding(
        id=new_id(), audit=audit, process=cast.boilers, site=cast.works, grade="minor", noted_by=cast.lea,
        noted_at=clock.now(), received_at=clock.now(), clauses=["iso14001-2026:8.1"], requirement="Oil is bunded.",
        evidence_text="Two drums of oil stand on bare concrete.", statement="Oil storage is not controlled.",
        statement_confirmed=True, grade_reason="A single place.", owner_id=cast.ola.id,
    )  # fmt: skip
    db.session.add(finding)
    db.session.flush()
    return finding


def evidence(action: object) -> Evidence:
    return Evidence(
        action=action, sha256="0" * 64, captured_at=clock.now(), received_at=clock.now(), complete_at=clock.now(),
        by_id=action.owner_id,
    )  # fmt: skip


def raised(cast: Cast) -> Nonconformity:
    nonconformity = findings.release(cast.lea, a_finding(cast))
    assert nonconformity is not None
    return nonconformity


def test_a_nonconformity_lives_to_its_closure(app: Flask, cast: Cast) -> None:
    nc = raised(cast)
    nonconformities.take(cast.ola, nc, "acknowledge")
    today = nonconformities.today_at(nc)
    responses.write(
        cast.ola, nc, correction="Both drums were moved into a bund.", corrected_on=today, extent="All 4 stores: 0.",
        criterion="No drum outside a bund in 3 walks.", check_on=today + timedelta(days=60),
    )  # fmt: skip
    cause = responses.add_cause(cast.ola, nc, "No place is marked for drums that arrive.", ["Why outside? No place."])
    action = responses.add_action(
        cast.ola, nc, cause.id, "Mark a bunded place at goods-in.", owner=cast.ola, due_on=today + timedelta(days=20)
    )
    nonconformities.take(cast.ola, nc, "plan")
    nonconformities.take(cast.lea, nc, "accept")
    db.session.add(evidence(action))
    db.session.flush()
    actions.report_done(cast.ola, action, "Marked and signed.")
    nonconformities.take(cast.ola, nc, "submit")
    nonconformities.take(cast.lea, nc, "verify", note="Saw the marked place.", how=["seen"])
    with pytest.raises(Refusal, match="Judge it on that day or later"):
        nonconformities.take(cast.lea, nc, "judge_effective", note="Three walks, none.")
    with clock.moved(datetime.now(UTC) + timedelta(days=61)):
        nonconformities.take(cast.lea, nc, "judge_effective", note="Three walks, none.")
    db.session.commit()
    assert nc.state == "closed"
    assert nc.state == history.of(nc)[-1].to_state
    assert history.first_break() is None


def test_the_owner_never_judges_own_work(app: Flask, cast: Cast) -> None:
    nc = raised(cast)
    with pytest.raises(NotAllowed):
        nonconformities.take(cast.ola, nc, "accept")


def test_somebody_elsewhere_does_not_see_it(app: Flask, cast: Cast) -> None:
    from auditapp.domain.errors import NotThere

    nc = raised(cast)
    with pytest.raises(NotThere):
        nonconformities.find(cast.zed, nc.number)


def test_a_number_counts_up_within_the_year(app: Flask, cast: Cast) -> None:
    first, second = raised(cast), raised(cast)
    year = nonconformities.today_at(first).year
    assert [first.number, second.number] == [f"NC-{year}-001", f"NC-{year}-002"]
