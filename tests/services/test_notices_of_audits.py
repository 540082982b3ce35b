"""Whoever an audit concerns is told of its dates, of other dates, and that it does not take place."""

from datetime import timedelta

from flask import Flask

from auditapp.models import Audit, Notice, db
from auditapp.services import audit_plans, audit_steps
from tests.cast import Cast, a_plan


def planned(cast: Cast) -> tuple[audit_plans.Plan, Audit]:
    plan = a_plan(cast, processes=[cast.boilers], auditees=[cast.zed])
    return plan, audit_plans.plan(cast.mia, plan)


def told() -> dict[str, list[str]]:
    """Subjects of the mails of an audit's dates, by who got them."""
    db.session.flush()
    mails: dict[str, list[str]] = {}
    for notice in db.session.query(Notice).filter_by(kind="audit_dates").order_by(Notice.id):
        mails.setdefault(notice.recipient.partition("@")[0], []).append(notice.subject.partition(": ")[2])
    return mails


def test_team_auditees_and_owners_are_told_once_when_the_dates_are_confirmed(app: Flask, cast: Cast) -> None:
    with app.test_request_context():
        _, audit = planned(cast)
        audit_steps.take(cast.mia, audit, "confirm")
        assert told() == {name: ["the dates of an audit that concerns you"] for name in ("lea", "ola", "zed")}


def test_other_days_are_told_to_those_who_know_and_the_dates_to_who_comes_in(app: Flask, cast: Cast) -> None:
    with app.test_request_context():
        plan, audit = planned(cast)
        audit_steps.take(cast.mia, audit, "confirm")
        later = timedelta(days=7)
        plan.starts_on, plan.ends_on, plan.auditees = plan.starts_on + later, plan.ends_on + later, [cast.tom]
        audit_plans.change_plan(cast.mia, audit, plan)
        mails = told()
        assert mails["ola"][1:] == ["an audit that concerns you has other dates"]
        assert mails["tom"] == ["the dates of an audit that concerns you"]


def test_a_plan_that_nobody_was_told_of_is_changed_and_cancelled_without_a_mail(app: Flask, cast: Cast) -> None:
    with app.test_request_context():
        plan, audit = planned(cast)
        plan.ends_on += timedelta(days=1)
        audit_plans.change_plan(cast.mia, audit, plan)
        audit_steps.take(cast.mia, audit, "cancel", note="The line stands still.")
        assert told() == {}


def test_whoever_was_told_hears_that_it_is_cancelled(app: Flask, cast: Cast) -> None:
    with app.test_request_context():
        _, audit = planned(cast)
        audit_steps.take(cast.mia, audit, "confirm")
        audit_steps.take(cast.mia, audit, "cancel", note="The line stands still.")
        assert told()["ola"][1:] == ["an audit that concerns you is cancelled"]


def test_who_is_taken_off_a_confirmed_plan_is_told(app: Flask, cast: Cast) -> None:
    with app.test_request_context():
        plan, audit = planned(cast)
        audit_steps.take(cast.mia, audit, "confirm")
        plan.auditees = []
        audit_plans.change_plan(cast.mia, audit, plan)
        assert told() == {
            "lea": ["the dates of an audit that concerns you"],
            "ola": ["the dates of an audit that concerns you"],
            "zed": ["the dates of an audit that concerns you", "you are not part of this audit any more"],
        }


def test_who_cannot_sign_in_gets_all_they_need_and_no_link(app: Flask, cast: Cast) -> None:
    cast.ola.password = None
    with app.test_request_context():
        _, audit = planned(cast)
        audit_steps.take(cast.mia, audit, "confirm")
        db.session.flush()
        mails = {one.recipient: one for one in db.session.query(Notice).filter_by(kind="audit_dates")}
    for said in (mails[cast.ola.email].text, mails[cast.ola.email].html):
        assert f"/audits/{audit.reference}" not in said
        assert f"Questions? Write to {cast.lea.name}, {cast.lea.email}." in said
        assert audit.sites[0].name in said
    assert f"/audits/{audit.reference}" in mails[cast.lea.email].text
