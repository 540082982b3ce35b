"""The NC sheet: one nonconformity from what was found to proof that it does not come back, every round."""

import re
from datetime import timedelta

import pytest
from flask import Flask

from auditapp.adapters import clock
from auditapp.models import Nonconformity, db
from auditapp.services import nonconformities, reports, situations
from auditapp.services.sheet_contents import fill
from tests import lives
from tests import reporting as story
from tests.bench.measure import counted_queries
from tests.cast import Cast


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """What these papers say is read here, not how they are set."""
    story.quick_press(monkeypatch)


@pytest.fixture
def nc(app: Flask, cast: Cast) -> Nonconformity:
    return story.the_nonconformity(story.issued(cast, story.a_walked_audit(cast)))


def the_sheet(cast: Cast, nc: Nonconformity) -> str:
    return story.text_of(reports.nc_sheet(cast.mia, nc.number).pdf)


def two_rounds(cast: Cast, nc: Nonconformity) -> None:
    with clock.moved(story.WALK + timedelta(days=1)):
        story.planned(cast, nc)
        story.add_photo(cast.ola, nc, "Drums in the bund", purpose="correction")
        story.verified(cast, nc)
        story.judged(cast, nc, "judge_not_effective")
    with clock.moved(story.WALK + timedelta(days=90)):
        story.planned(cast, nc, "Build a bund at goods-in.")
        story.verified(cast, nc)
        story.judged(cast, nc)


def test_a_sheet_just_raised_says_what_is_not_written_yet(app: Flask, cast: Cast, nc: Nonconformity) -> None:
    said = the_sheet(cast, nc)
    assert "Correction Not written yet" in said
    assert "Effectiveness Criterion Not written yet" in said


def test_a_sheet_says_what_was_found_and_shows_it(app: Flask, cast: Cast, nc: Nonconformity) -> None:
    said = the_sheet(cast, nc)
    for words in (nc.statement, nc.requirement, nc.evidence_text, nc.grade_reason, "Label of the drum", "Ola Owner"):
        assert words in said


def test_a_sheet_prints_the_question_asked_and_its_checklist(app: Flask, cast: Cast, nc: Nonconformity) -> None:
    assert nc.finding is not None
    assert nc.audit is not None
    instance = nc.audit.instances[0]
    nc.finding.instance = instance
    db.session.flush()
    said = the_sheet(cast, nc)
    assert situations.question(nc, "en") in said
    assert f"{instance.revision.checklist.key}, revision 1, question {instance.question.key}" in said


def test_both_rounds_stand_on_the_sheet_each_with_its_own_actions_and_photos(
    app: Flask, cast: Cast, nc: Nonconformity
) -> None:
    two_rounds(cast, nc)
    said = the_sheet(cast, nc)
    first, second = said.index("Response, round 1"), said.index("Response, round 2")
    for words in ("Mark a bunded place at goods-in.", "Marked place 1", "Drums in the bund", "Judged not effective"):
        assert first < said.index(words) < second, words
    for words in ("Build a bund at goods-in.", "Marked place 2", "Judged effective"):
        assert said.index(words) > second, words


def test_the_due_dates_of_both_rounds_stand_on_the_sheet(app: Flask, cast: Cast, nc: Nonconformity) -> None:
    two_rounds(cast, nc)
    said = the_sheet(cast, nc)
    for number in (1, 2):
        assert re.search(rf"Implemented and verified, due \S+ \S+ \S+ \(round {number}\), met on", said), number


def test_the_second_round_says_why_it_was_opened(app: Flask, cast: Cast, nc: Nonconformity) -> None:
    two_rounds(cast, nc)
    assert "Opened again because Three walks: judge_not_effective." in the_sheet(cast, nc)


def test_a_closed_sheet_carries_who_stands_for_it(app: Flask, cast: Cast, nc: Nonconformity) -> None:
    two_rounds(cast, nc)
    said = the_sheet(cast, nc)
    assert "Ann Auditor, Verifier Judged effective, 23 Apr 2027 11:00 CEST" in said
    assert "Minor nonconformity · Closed" in said
    assert "Before · Drum on bare concrete" in said
    assert "After · Marked place 2" in said


def test_before_the_check_date_effectiveness_is_pending(app: Flask, cast: Cast, nc: Nonconformity) -> None:
    with clock.moved(story.WALK + timedelta(days=1)):
        story.planned(cast, nc)
        story.verified(cast, nc)
    assert "Check date 23 Jan 2027 · Effectiveness pending" in the_sheet(cast, nc)


def test_an_action_is_tied_to_its_cause_and_its_kind(app: Flask, cast: Cast, nc: Nonconformity) -> None:
    with clock.moved(story.WALK + timedelta(days=1)):
        story.planned(cast, nc)
    said = the_sheet(cast, nc)
    assert "Action 1 for cause 1 Mark a bunded place at goods-in. Owner Ola Owner · Due 14 Dec 2026 · Open" in said
    assert "At the source · Restores the standard" in said


def test_queries_do_not_grow_with_rounds(app: Flask, cast: Cast, nc: Nonconformity) -> None:
    before = _queries(nc)
    two_rounds(cast, nc)
    assert _queries(nc) <= before + 2  # causes and actions are there to load at all
    assert _queries(nc) <= 17


def _queries(nc: Nonconformity) -> int:
    number = nc.number
    db.session.commit()
    db.session.expire_all()
    with counted_queries(db.engine) as found:
        reports.nc_sheet(None, number)
    return len(found)


@pytest.mark.parametrize(("verb", "said"), [("propose_void", "Void proposed"), ("withdraw", "withdrawal proposed")])
def test_a_void_sheet_names_the_two_persons_and_why_and_holds_their_signatures(
    app: Flask, cast: Cast, verb: str, said: str
) -> None:
    nc = lives.raised(cast)
    nonconformities.take(cast.mia, nc, "propose_void", note="Wrong site, it seems.")
    nonconformities.take(cast.tom, nc, "keep", note="It is the right site.")
    if verb == "withdraw":
        nonconformities.take(cast.ola, nc, "dispute", note="The bund was there.")
    nonconformities.take(cast.mia, nc, verb, note="The photo shows the old store.")
    nonconformities.take(cast.tom, nc, "void", note="Compared with the plan of the site.")
    sheet = the_sheet(cast, nc)
    front, signed = sheet.split("What was found", 1)
    assert "The photo shows the old store." in front
    assert "Compared with the plan of the site." in front
    assert "Wrong site, it seems." not in front
    assert "Nothing was written" in signed
    signatures = signed.rpartition("Signatures")[2]
    assert "Mia Manager, Proposer" in signatures
    assert said in signatures
    assert "Tom Top, Second person Voided" in signatures


def test_each_round_is_signed_by_who_judged_and_verified_it_in_order_of_time(app: Flask, cast: Cast) -> None:
    signed = fill(lives.into_round_two(cast), "en", as_of=clock.now()).signatures
    assert [one.meaning for one in signed[-4:]] == [
        "Plan accepted", "Implementation verified", "Judged not effective", "Plan accepted",
    ]  # fmt: skip
    assert [one.at for one in signed] == sorted(one.at for one in signed if one.at)
