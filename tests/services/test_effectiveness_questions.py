"""A due effectiveness check is a question of the next audit of its place, and the answer stands at the verdict."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask

from auditapp.adapters import clock
from auditapp.models import Audit, EffectivenessQuestion, Instance, Nonconformity, Person, db
from auditapp.services import audit_answers, audit_plans, audit_steps, checklists, effectiveness_questions, walks
from auditapp.services.sheet_contents import fill
from tests import lives
from tests.cast import Cast, a_plan
from tests.pages import DistrustfulClient

SignIn = Callable[[Person], DistrustfulClient]
CRITERION = "No drum outside a bund in 3 walks."


@pytest.fixture
def verified(app: Flask, cast: Cast) -> Nonconformity:
    """In Ola's boiler house; its check is due 60 days from now."""
    return lives.led_to(cast, "verified")


def an_audit(cast: Cast, days: int, **changes: object) -> Audit:
    day = clock.now().date() + timedelta(days=days)
    audit = audit_plans.plan(cast.mia, a_plan(cast, today=day, **changes))
    audit_steps.take(cast.lea, audit, "start")
    return audit


def asked(audit: Audit) -> list[Instance]:
    about = db.session.query(EffectivenessQuestion.instance_id)
    return db.session.query(Instance).filter(Instance.audit_id == audit.id, Instance.id.in_(about)).all()


def test_the_next_audit_there_asks_whether_the_criterion_is_met(cast: Cast, verified: Nonconformity) -> None:
    (instance,) = asked(an_audit(cast, 60))
    assert (instance.label, instance.process_id) == (verified.number, cast.boilers.id)
    (section,) = [one for one in walks.sections(instance.audit, "en") if one.title == "Effectiveness checks"]
    assert CRITERION in section.rows[0].text
    assert section.rows[0].short == verified.number


@pytest.mark.parametrize("other", ["too early", "another process", "not verified yet"])
def test_no_other_audit_asks(app: Flask, cast: Cast, other: str) -> None:
    lives.led_to(cast, "implemented" if other == "not verified yet" else "verified")
    changes: dict[str, object] = {"processes": [cast.drains]} if other == "another process" else {}
    assert asked(an_audit(cast, 30 if other == "too early" else 60, **changes)) == []


def test_what_was_answered_or_is_being_asked_is_not_asked_again(cast: Cast, verified: Nonconformity) -> None:
    (instance,) = asked(an_audit(cast, 60))
    assert asked(an_audit(cast, 61)) == []
    instance.audit.state = "concluded"
    assert len(asked(an_audit(cast, 62))) == 1, "nobody answered it"
    db.session.query(Audit).update({"state": "concluded"})
    instance.result = "conform"
    db.session.flush()
    assert asked(an_audit(cast, 63)) == []


def test_two_checks_share_one_checklist_that_nobody_plans_from(cast: Cast, verified: Nonconformity) -> None:
    lives.led_to(cast, "verified")
    first, second = asked(an_audit(cast, 60))
    assert first.revision_id == second.revision_id
    assert "effectiveness-checks" not in {one.checklist.key for one in checklists.newest()}


def test_the_answer_stands_at_the_nonconformity_in_the_audit_and_on_the_sheet(
    cast: Cast, verified: Nonconformity, signed_in: SignIn
) -> None:
    audit = an_audit(cast, 60)
    (instance,) = asked(audit)
    instance.result, instance.note, instance.sample = "conform", "No drum outside.", "3 of 3 walks"
    instance.answered_by_id, instance.answered_at = cast.lea.id, clock.now()
    db.session.commit()
    page = signed_in(cast.lea).text(f"/nonconformities/{verified.number}")
    assert f"Asked in audit {audit.reference}: Conform No drum outside." in page
    (listed,) = [one for one in audit_answers.listed(audit, "en") if one.about]
    assert listed.about == verified.number
    assert CRITERION in listed.text
    (link,) = [f'href="/nonconformities/{verified.number}"']
    assert link in signed_in(cast.lea).get(f"/audits/{audit.reference}/answers").get_data(as_text=True)
    told = fill(verified, "en", as_of=clock.now()).rounds[0].effectiveness.method
    assert told == f"Asked in audit {audit.reference}: Conform (Lea Auditor). No drum outside. 3 of 3 walks"


def test_the_plan_names_the_checks_that_will_be_asked(cast: Cast, verified: Nonconformity, signed_in: SignIn) -> None:
    day = clock.now().date() + timedelta(days=60)
    audit = audit_plans.plan(cast.mia, a_plan(cast, today=day))
    db.session.commit()
    assert effectiveness_questions.due_at(audit) == [verified]
    assert f"asked on the walk: {verified.number}" in signed_in(cast.mia).text(f"/audits/{audit.reference}")
