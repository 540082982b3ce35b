"""Whoever is asked gets the mail: also where the one who would have got it left, or owns a part of it."""

import re
from datetime import timedelta

import pytest
from flask import Flask

from auditapp.models import Nonconformity, Notice, Person, db
from auditapp.services import actions, handovers, history, nonconformities
from auditapp.services.grant_links import with_tokens
from auditapp.views.formats import day
from tests import lives
from tests.cast import Cast


def told(nc: Nonconformity, verb: str, by: Person, **more: object) -> dict[str, Notice]:
    """Who gets a mail when ``by`` takes a step, by address."""
    before = {one.id for one in db.session.query(Notice)}
    nonconformities.take(by, nc, verb, **more)  # type: ignore[arg-type]
    db.session.flush()
    return {one.recipient: one for one in db.session.query(Notice) if one.id not in before}


def test_what_the_owner_does_is_told_to_whoever_raised_it(app: Flask, cast: Cast) -> None:
    nc = lives.led_to(cast, "raised")
    mail = told(nc, "acknowledge", cast.ola)[cast.lea.email]
    assert "because you raised" in mail.text


def test_where_they_left_it_is_told_to_an_ems_lead(app: Flask, cast: Cast) -> None:
    nc = lives.led_to(cast, "raised")
    cast.lea.active = False
    assert list(told(nc, "acknowledge", cast.ola)) == [cast.mia.email]


def test_an_owner_who_raised_it_themselves_hands_the_plan_to_the_team_leader(app: Flask, cast: Cast) -> None:
    nc = lives.led_to(cast, "acknowledged")
    lives.write_response(cast, nc)
    nc.owner, nc.raised_by = cast.ola, cast.ola
    mail = told(nc, "plan", cast.ola)[cast.lea.email]
    assert "because somebody independent is asked to act" in mail.text


def test_nothing_is_mailed_to_an_owner_who_left(app: Flask, cast: Cast) -> None:
    nc = lives.led_to(cast, "planned")
    cast.ola.active = False
    assert list(told(nc, "return", cast.lea, note="Say who.")) == [cast.mia.email]


def test_a_proposal_to_void_is_told_to_the_second_person(app: Flask, cast: Cast) -> None:
    nc = lives.led_to(cast, "acknowledged")
    mails = told(nc, "propose_void", cast.mia, note="A drum of water.")
    assert set(mails) == {cast.ola.email, cast.lea.email}
    assert "You are asked to approve that it is void, or to decline." in mails[cast.lea.email].text


@pytest.mark.parametrize(("verb", "said"), [("void", "is now: Void"), ("keep", "Void declined: it stands by Lea")])
def test_who_proposed_to_void_it_is_told_of_the_decision(app: Flask, cast: Cast, verb: str, said: str) -> None:
    nc = lives.led_to(cast, "acknowledged")
    nonconformities.take(cast.mia, nc, "propose_void", note="A drum of water.")
    mail = told(nc, verb, cast.lea, note="So it was.")[cast.mia.email]
    assert said in mail.text
    assert "because you proposed to void" in mail.text


def test_a_new_owner_reads_what_was_found(app: Flask, cast: Cast) -> None:
    nc = lives.led_to(cast, "acknowledged")
    mail = told(nc, "reassign", cast.mia, note="The yard is his.", owner=cast.zed.id)[cast.zed.email]
    assert nc.evidence_text in mail.text
    assert nc.evidence_text in mail.html


def test_with_the_accepted_plan_the_owner_reads_which_action_is_due_when(app: Flask, cast: Cast) -> None:
    nc = lives.led_to(cast, "planned")
    mail = told(nc, "accept", cast.lea)[cast.ola.email]
    assert f": {nc.actions[0].short}" in mail.text


def test_the_owner_is_told_when_somebody_else_did_the_last_action(app: Flask, cast: Cast) -> None:
    nc = lives.led_to(cast, "acknowledged")
    action = lives.write_response(cast, nc, owner=cast.zed)
    nonconformities.take(cast.ola, nc, "plan")
    nonconformities.take(cast.lea, nc, "accept")
    lives.show_done(action)
    for _ in range(2):
        actions.report_done(cast.zed, action, "")
    (mail,) = db.session.query(Notice).filter(Notice.subject == f"{nc.number}: all actions are done")
    assert (mail.recipient, "All actions are done." in mail.text) == (cast.ola.email, True)


def test_who_takes_over_without_an_account_gets_links_and_the_story_names_them(app: Flask, cast: Cast) -> None:
    nc = lives.led_to(cast, "in_progress")
    cast.zed.password = None
    with app.test_request_context():
        handovers.hand_over(cast.mia, cast.ola, cast.zed, "Ola retires.")
    db.session.flush()
    (mail,) = db.session.query(Notice).filter_by(kind="handed_over")
    assert len(re.findall(r"http://localhost/o/[\w-]{22}\s", with_tokens(mail.text))) == 2
    assert [event.verb for event in history.of(*nc.actions)] == ["reassign"]


def test_naming_another_owner_answers_that_it_is_not_mine(app: Flask, cast: Cast) -> None:
    nc = lives.led_to(cast, "raised")
    nonconformities.take(cast.ola, nc, "not_mine", note="The vans are Zed's.")
    mail = told(nc, "reassign", cast.mia, note="So they are.", owner=cast.zed.id)[cast.zed.email]
    assert (nc.state, nc.owner_id) == ("raised", cast.zed.id)
    assert "You are asked to acknowledge that you have read it." in mail.text
    assert [event.verb for event in history.of(nc)][-2:] == ["reassign", "uphold"]


def test_naming_another_owner_decides_no_other_dispute(app: Flask, cast: Cast) -> None:
    nc = lives.led_to(cast, "raised")
    nonconformities.take(cast.ola, nc, "dispute", note="It was water.")
    nonconformities.take(cast.mia, nc, "reassign", note="Zed knows.", owner=cast.zed.id)
    assert nc.state == "disputed"


def test_more_time_says_which_date_moved_from_when_to_when(app: Flask, cast: Cast) -> None:
    nc = lives.led_to(cast, "acknowledged")
    until = nc.due_on + timedelta(days=9)
    mail = told(nc, "extend", cast.mia, note="Parts.", kind="plan", until=until)[cast.ola.email]
    assert f"Plan was due on {day(until - timedelta(days=9))} and is now due on {day(until)}." in mail.text
