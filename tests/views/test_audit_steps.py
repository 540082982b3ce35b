"""The steps of an audit through their buttons."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask

from auditapp.models import Audit, Nonconformity, Person, db
from auditapp.services import audit_plans, audit_steps, audits, findings
from tests.cast import PASSWORD, Cast, a_plan, an_audit_under_way
from tests.pages import DistrustfulClient, path_of
from tests.views.test_audits import answer_all

SignIn = Callable[[Person], DistrustfulClient]


def state() -> str:
    db.session.rollback()
    db.session.expire_all()
    return db.session.query(Audit).one().state


def a_concluded_audit(cast: Cast) -> Audit:
    audit = an_audit_under_way(cast)
    answer_all(audit, cast.lea)
    findings.note(
        cast.lea, audit,
        {
            "grade": "minor", "grade_reason": "One place.", "requirement": "Bunds.", "evidence_text": "Two drums.",
            "statement": "Oil storage is not controlled.", "owner_id": cast.ola.id, "process_id": cast.boilers.id,
        },
    )  # fmt: skip
    audits.write_report_parts(cast.lea, audit, {"conclusion": "Criteria are met but for oil."})
    audit_steps.take(cast.lea, audit, "conclude")
    db.session.commit()
    return audit


def test_an_audit_is_confirmed_and_started(signed_in: SignIn, cast: Cast) -> None:
    audit = audit_plans.plan(cast.mia, a_plan(cast))
    db.session.commit()
    signed_in(cast.mia).send(f"/audits/{audit.reference}/confirm")
    signed_in(cast.lea).send(f"/audits/{audit.reference}/start")
    assert state() == "under_way"


def test_nobody_starts_an_audit_of_own_work(signed_in: SignIn, cast: Cast) -> None:
    audit = audit_plans.plan(cast.mia, a_plan(cast, leader=cast.ola, team=[(cast.lea, "auditor")]))
    db.session.commit()
    response = signed_in(cast.lea).send(f"/audits/{audit.reference}/start")
    assert response.status_code == 422
    assert "Ola Owner owns Boiler house and cannot audit it." in response.get_data(as_text=True)


def test_an_audit_is_not_concluded_without_a_conclusion(signed_in: SignIn, cast: Cast) -> None:
    audit = an_audit_under_way(cast)
    answer_all(audit, cast.lea)
    response = signed_in(cast.lea).send(f"/audits/{audit.reference}/conclude")
    assert (response.status_code, state()) == (422, "under_way")


def test_cancelling_takes_a_reason(signed_in: SignIn, cast: Cast) -> None:
    audit = an_audit_under_way(cast)
    mia = signed_in(cast.mia)
    refused = mia.send(f"/audits/{audit.reference}/cancel", {"note": ""})
    assert (refused.status_code, state()) == (422, "under_way")
    mia.send(f"/audits/{audit.reference}/cancel", {"note": "The boiler is down."})
    assert state() == "cancelled"


def test_a_step_that_does_not_start_here_is_a_conflict(signed_in: SignIn, cast: Cast) -> None:
    audit = an_audit_under_way(cast)
    assert signed_in(cast.mia).send(f"/audits/{audit.reference}/confirm").status_code == 409


@pytest.mark.parametrize("verb", ["explode", "plan_audit", "take"])
def test_there_are_no_other_steps(signed_in: SignIn, cast: Cast, verb: str) -> None:
    audit = an_audit_under_way(cast)
    assert signed_in(cast.mia).send(f"/audits/{audit.reference}/{verb}").status_code in (404, 405)


def test_issuing_says_beforehand_what_will_happen(signed_in: SignIn, cast: Cast) -> None:
    audit = a_concluded_audit(cast)
    text = signed_in(cast.lea).confirm().text(f"/audits/{audit.reference}/issue")
    assert "1 nonconformity gets its number, and its owner is told by mail." in text


def test_issuing_releases_every_finding(signed_in: SignIn, cast: Cast) -> None:
    audit = a_concluded_audit(cast)
    assert signed_in(cast.lea).confirm().send(f"/audits/{audit.reference}/issue").status_code == 303
    assert state() == "issued"
    assert [one.owner.name for one in db.session.query(Nonconformity)] == ["Ola Owner"]


def test_issuing_waits_for_incomplete_findings(signed_in: SignIn, cast: Cast) -> None:
    audit = a_concluded_audit(cast)
    findings.note(cast.lea, audit, {"grade": "minor", "statement": "Drains are not marked."})
    db.session.commit()
    response = signed_in(cast.lea).confirm().send(f"/audits/{audit.reference}/issue")
    assert (response.status_code, state()) == (422, "concluded")
    assert "Drains are not marked." in response.get_data(as_text=True)


def test_the_password_of_the_sign_in_signs_nothing(signed_in: SignIn, cast: Cast) -> None:
    audit = a_concluded_audit(cast)
    response = signed_in(cast.lea).send(f"/audits/{audit.reference}/issue")
    assert (response.status_code, path_of(response.location), state()) == (303, "/password/confirm", "concluded")


def test_a_password_that_was_typed_long_ago_signs_nothing(app: Flask, signed_in: SignIn, cast: Cast) -> None:
    audit = a_concluded_audit(cast)
    lea = signed_in(cast.lea).confirm()
    app.config["SECURITY_FRESHNESS"] = timedelta(microseconds=1)
    response = lea.send(f"/audits/{audit.reference}/issue")
    assert (response.status_code, path_of(response.location), state()) == (303, "/password/confirm", "concluded")


def test_a_password_signs_once(signed_in: SignIn, cast: Cast) -> None:
    audit = a_concluded_audit(cast)
    lea = signed_in(cast.lea).confirm()
    lea.send(f"/audits/{audit.reference}/issue")
    revision = lea.get(f"/audits/{audit.reference}/revise")
    assert (state(), path_of(revision.location)) == ("issued", "/password/confirm")


def test_with_the_password_typed_it_is_issued(signed_in: SignIn, cast: Cast) -> None:
    audit = a_concluded_audit(cast)
    lea = signed_in(cast.lea)
    asked = lea.get(f"/audits/{audit.reference}/issue")
    lea.get(asked.location)
    back = lea.send(asked.location, {"password": PASSWORD})
    assert path_of(back.location) == f"/audits/{audit.reference}/issue"
    lea.send(back.location)
    assert state() == "issued"
