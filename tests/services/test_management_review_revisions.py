"""Corrected minutes: the next revision with its reason, or none where nothing was corrected."""

import json
from datetime import timedelta

import pytest

from auditapp.adapters import clock
from auditapp.domain.errors import Conflict, NotAllowed, NotThere, Refusal
from auditapp.models import Notice, db
from auditapp.services import (
    distributions,
    history,
    management_review_asks,
    management_review_days,
    management_review_decisions,
    management_review_papers,
    management_review_reminders,
    management_review_revisions,
    management_reviews,
    papers,
)
from auditapp.services.management_reviews import Invited
from tests import reviewing
from tests.cast import Cast

NOW = reviewing.NOW
pytestmark = pytest.mark.usefixtures("that_day")


def test_corrected_minutes_are_the_next_revision_with_its_reason(cast: Cast, unset: None) -> None:
    review = reviewing.issued(cast)
    (first,) = management_review_revisions.of(review)
    with pytest.raises(Refusal, match="What is corrected"):
        management_review_revisions.revise(cast.mia, review, " ")
    management_review_revisions.revise(cast.mia, review, "A decision was forgotten.")
    assert [one.what for one in management_review_decisions.still_open()] == ["Buy a second separator."]
    reviewing.decided(cast, review, "Train two more auditors.")
    management_review_papers.issue(cast.mia, review)
    second, kept = management_review_revisions.of(review)
    assert (kept.id, second.revision, second.reason) == (first.id, 1, "A decision was forgotten.")
    said = json.loads(papers.record_of(second))["record"]
    assert said["revision_reason"] == "A decision was forgotten."
    assert [one["name"] for one in said["distribution"]] == ["Tom Top", "Mia Manager", "Ola Owner"]
    assert papers.find(cast.ola, second.id) is second
    mails = [(one.kind, one.recipient) for one in db.session.query(Notice)]
    assert mails.count(("review_decision", "ola@example.com")) == 2
    assert mails.count(("minutes_issued", "tom@example.com")) == 2
    assert distributions.confirm(cast.tom, second).seen_at is not None
    assert [one["note"] for one in said["history"] if one["verb"] == "add_decision"] == [
        "1. Buy a second separator.", "2. Train two more auditors.",
    ]  # fmt: skip


def test_a_decision_of_a_correction_is_followed_when_its_revision_is_issued(cast: Cast, unset: None) -> None:
    review = reviewing.issued(cast)
    management_review_revisions.revise(cast.mia, review, "A decision was forgotten.")
    late = reviewing.decided(cast, review, "Train two more auditors.")
    assert [one.number for one in management_review_asks.of(cast.ola).decisions] == [1]
    assert [one.number for one in management_review_decisions.still_open()] == [1]
    assert management_review_decisions.count_open(NOW.date()) == 1
    with clock.moved(NOW + timedelta(days=60)):
        assert management_review_reminders.send_due() == 1
    with pytest.raises(NotThere):
        management_review_decisions.find(cast.ola, late.id)
    with pytest.raises(Conflict, match="not to be carried out yet"):
        management_review_decisions.report_done(cast.ola, late, "Done.")
    management_review_papers.issue(cast.mia, review)
    assert [one.number for one in management_review_asks.of(cast.ola).decisions] == [1, 2]


def test_a_revision_that_says_nothing_else_is_not_issued_but_left(cast: Cast, unset: None) -> None:
    review = reviewing.issued(cast)
    management_review_revisions.revise(cast.mia, review, "A name looked wrong.")
    management_review_decisions.report_done(cast.ola, review.decisions[0], "It runs.")
    db.session.commit()
    with pytest.raises(Refusal, match="Nothing is different from revision 0"):
        management_review_papers.issue(cast.mia, review)
    db.session.rollback()
    with pytest.raises(NotAllowed):
        management_review_revisions.keep(cast.ola, review)
    management_review_revisions.keep(cast.tom, review)
    assert review.state == "issued"
    assert len(management_review_revisions.of(review)) == 1


def test_what_was_corrected_cannot_be_left_unissued(cast: Cast, unset: None) -> None:
    review = reviewing.issued(cast)
    management_review_revisions.revise(cast.mia, review, "A decision was forgotten.")
    reviewing.decided(cast, review, "Train two more auditors.")
    with pytest.raises(Refusal, match="as the next revision"):
        management_review_revisions.keep(cast.mia, review)


def test_minutes_under_correction_wait_beside_the_next_review(cast: Cast, unset: None) -> None:
    before = reviewing.issued(cast)
    with clock.moved(NOW + timedelta(days=200)):
        following = management_reviews.prepare(cast.mia)
    management_review_revisions.revise(cast.mia, before, "A decision was forgotten.")
    assert management_review_asks.of(cast.mia).reviews == [before, following]


def test_minutes_that_were_never_issued_cannot_be_left_as_they_are(cast: Cast) -> None:
    review = reviewing.held(cast)
    with pytest.raises(Refusal, match="not issued yet"):
        management_review_revisions.keep(cast.mia, review)
    assert "keep_minutes" not in [step.verb for step, _ in management_review_revisions.steps_open_to(cast.mia, review)]


def test_a_corrected_day_prints_in_the_next_revision_whose_reason_names_both(cast: Cast, unset: None) -> None:
    review = reviewing.issued(cast)
    frozen, right = review.inputs_sha256, NOW.date() - timedelta(days=2)
    with pytest.raises(Conflict, match="Correct them first"):
        management_review_days.correct(cast.mia, review, right)
    management_review_revisions.revise(cast.mia, review, "The invitation named another day.")
    with pytest.raises(NotAllowed):
        management_review_days.correct(cast.ola, review, right)
    management_review_days.correct(cast.mia, review, right)
    with pytest.raises(Refusal, match="as the next revision"):
        management_review_revisions.keep(cast.mia, review)
    paper = management_review_papers.issue(cast.mia, review)
    both = "Held on 18 Nov 2026, not on 20 Nov 2026."
    said = json.loads(papers.record_of(paper))["record"]
    assert (said["held_on"], said["revision_reason"]) == ("2026-11-18", paper.reason)
    assert paper.reason == f"{both}\nThe invitation named another day."
    assert [one["note"] for one in said["history"] if one["verb"] == "correct_meeting_day"] == [both]
    assert review.inputs_sha256 == frozen


def test_before_the_minutes_are_issued_the_day_is_a_plain_edit(cast: Cast, unset: None) -> None:
    review = reviewing.held(cast)
    right = NOW.date() - timedelta(days=1)
    management_review_days.correct(cast.mia, review, right)
    management_review_days.correct(cast.mia, review, right)
    events = [one.data for one in history.of(review) if one.verb == "correct_meeting_day"]
    assert events == [{"was": "2026-11-20", "day": "2026-11-19"}]
    reviewing.decided(cast, review)
    management_reviews.conclude(cast.tom, review, reviewing.SAID, "")
    said = json.loads(papers.record_of(management_review_papers.issue(cast.mia, review)))["record"]
    assert (said["held_on"], said["revision_reason"]) == ("2026-11-19", "")


def test_who_was_there_is_corrected_in_the_next_revision(cast: Cast, unset: None) -> None:
    review = reviewing.issued(cast)
    people = [Invited("Tom Top", person=cast.tom), Invited("Ann Adviser", "consultant")]
    with pytest.raises(Conflict, match="Correct them first"):
        management_review_revisions.correct_presence(cast.mia, review, people)
    management_review_revisions.revise(cast.mia, review, "Mia was on leave.")
    with pytest.raises(Refusal, match="Top management is not among"):
        management_review_revisions.correct_presence(cast.mia, review, people[1:])
    db.session.rollback()
    review = management_reviews.find(cast.mia, review.reference)
    management_review_revisions.revise(cast.mia, review, "Mia was on leave.")
    management_review_revisions.correct_presence(cast.mia, review, people)
    management_review_papers.issue(cast.mia, review)
    said = json.loads(papers.record_of(management_review_revisions.of(review)[0]))["record"]
    assert [one["name"] for one in said["people"]] == ["Tom Top", "Ann Adviser"]


def test_who_was_there_stays_on_the_list_in_the_role_of_that_day(cast: Cast, unset: None) -> None:
    review = reviewing.issued(cast)
    management_review_revisions.revise(cast.mia, review, "Ola was there.")
    cast.ola.active, cast.ola.job_title = False, "Retired"
    cast.tom.roles.clear()  # nobody else was top management on that day
    db.session.flush()
    assert cast.ola in management_reviews.invited(review)
    there = [Invited(one.name, one.job_title, person=one) for one in (cast.tom, cast.mia, cast.ola)]
    management_review_revisions.correct_presence(cast.mia, review, there)
    assert [(one.role, one.present) for one in review.people if one.person_id == cast.ola.id] == [
        ("Works manager", True)
    ]


def test_whoever_has_the_minutes_is_sent_the_revision_that_takes_their_decision_back(cast: Cast, unset: None) -> None:
    review = reviewing.held(cast)
    management_review_decisions.add(
        cast.mia, review, what="Ask.", output="change", owner=cast.zed, due_on=NOW.date() + timedelta(days=9)
    )
    reviewing.decided(cast, review)
    management_reviews.conclude(cast.tom, review, reviewing.SAID, "")
    management_review_papers.issue(cast.mia, review)
    management_review_revisions.revise(cast.mia, review, "Zed has left the works.")
    assert management_review_asks.of(cast.zed).decisions
    management_review_decisions.withdraw(cast.mia, review.decisions[0])
    second = management_review_papers.issue(cast.mia, review)
    assert "Zed Elsewhere" in [one.called for one in distributions.of(second)]
    said = json.loads(papers.record_of(second))["record"]
    assert "Zed Elsewhere" in [one["name"] for one in said["distribution"]]
    mail = db.session.query(Notice).filter_by(person_id=cast.zed.id).order_by(Notice.id.desc()).first()
    assert mail is not None
    assert "or its last minutes were sent to you" in mail.text
