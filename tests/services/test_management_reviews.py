"""Management reviews: prepared once, filled, frozen at the meeting, issued once, and followed to the next."""

from datetime import timedelta

import pytest

from auditapp.adapters import clock, pdf
from auditapp.domain import paper, record_reading
from auditapp.domain.errors import Conflict, NotAllowed, NotThere, Refusal
from auditapp.domain.management_review_inputs import INPUTS
from auditapp.domain.management_review_paper import ReviewPaper
from auditapp.models import Event, ManagementReview, Nonconformity, Notice, Paper, Person, Round, db
from auditapp.services import (
    history,
    management_review_asks,
    management_review_contents,
    management_review_decisions,
    management_review_inputs,
    management_review_known,
    management_review_papers,
    management_review_reminders,
    management_reviews,
    papers,
    registers,
)
from auditapp.services.register_filters import Filter
from tests import reviewing
from tests.adapters.pdf_gate import faults
from tests.adapters.test_pdf import text_of
from tests.cast import Cast

NOW = reviewing.NOW
pytestmark = pytest.mark.usefixtures("that_day")


def a_nonconformity(cast: Cast, number: int, days_ago: int, **changes: object) -> Nonconformity:
    values: dict[str, object] = {
        "number": f"NC-{number}", "state": "raised", "grade": "minor", "statement": f"Drum {number} leaks.",
        "process": cast.boilers, "owner": cast.ola, "raised_by": cast.lea, "clauses": ["iso14001-2026:8.1"],
        "raised_at": NOW - timedelta(days=days_ago), "rounds": [Round(number=1)],
    }  # fmt: skip
    made = Nonconformity(**(values | changes))
    db.session.add(made)
    db.session.flush()
    return made


def section(review: ManagementReview, cast: Cast, key: str) -> dict[str, tuple[str, str]]:
    known = management_review_known.of(cast.mia, review, key)
    return {one.code: (one.now, one.before) for one in known.figures}


def test_pressed_twice_a_review_is_prepared_once_with_a_box_for_each_input(cast: Cast) -> None:
    review = management_reviews.prepare(cast.mia)
    assert management_reviews.prepare(cast.mia) is review
    assert [box.key for box in review.inputs] == [one.key for one in INPUTS["iso14001-2026"]]
    assert (review.last_on - review.first_on).days == 364


def test_only_the_ems_lead_prepares(cast: Cast) -> None:
    for person in (cast.lea, cast.ola, cast.tom):
        with pytest.raises(NotAllowed):
            management_reviews.prepare(person)


def test_another_edition_keeps_what_was_written(cast: Cast) -> None:
    review = management_reviews.prepare(cast.mia)
    reviewing.fill_blanks(cast, review)
    management_reviews.change(cast.mia, review, first=review.first_on, last=review.last_on, edition="iso14001-2015")
    assert len(review.inputs) == 13
    assert review.inputs[1].words == "About issues."


def test_a_blank_section_keeps_the_review_from_being_held(cast: Cast) -> None:
    review = management_reviews.prepare(cast.mia)
    reviewing.fill_blanks(cast, review)
    box = next(box for box in review.inputs if box.key == "resources")
    box.words = ""
    management_reviews.set_meeting(review, management_reviews.today(), [])
    with pytest.raises(Refusal, match="1 of 13 inputs are still blank"):
        management_review_papers.hold(cast.mia, review)
    assert review.inputs_sha256 == ""


def test_the_meeting_freezes_the_inputs(cast: Cast) -> None:
    a_nonconformity(cast, 1, 10)
    review = reviewing.held(cast)
    frozen = papers.stored(review.inputs_sha256)
    a_nonconformity(cast, 2, 5)
    content = management_review_contents.pack(cast.tom, review)
    raised = next(one for one in content.sections if one.key == "nonconformities").figures[0]
    assert (raised.code, raised.now) == ("raised", "1")
    assert paper.canonical_json(record_reading.read(ReviewPaper, frozen)) == frozen
    with pytest.raises(Conflict, match="frozen"):
        management_review_inputs.answer(cast.mia, review.inputs[1], "Too late.")


def test_top_management_concludes_and_nobody_else(cast: Cast) -> None:
    review = reviewing.held(cast)
    with pytest.raises(NotAllowed):
        management_reviews.conclude(cast.mia, review, reviewing.SAID, "")
    with pytest.raises(Refusal, match="has not concluded yet"):
        management_review_papers.issue(cast.mia, review)
    management_reviews.conclude(cast.tom, review, reviewing.SAID, "")
    with pytest.raises(Refusal, match="No decision is written down"):
        management_review_papers.issue(cast.mia, review)


def test_a_decision_is_followed_until_it_is_done(cast: Cast, unset: None) -> None:
    review = reviewing.issued(cast)
    (decision,) = management_review_asks.of(cast.ola).decisions
    mails = [one.kind for one in db.session.query(Notice).filter_by(person_id=cast.ola.id)]
    assert mails == ["review_decision", "minutes_issued"]
    with pytest.raises(NotAllowed):
        management_review_decisions.report_done(cast.zed, decision, "Done by me.")
    with pytest.raises(NotThere):
        management_review_decisions.find(cast.zed, decision.id)
    management_review_decisions.report_done(cast.ola, decision, "The separator runs.")
    with pytest.raises(Conflict, match="already"):
        management_review_decisions.report_done(cast.ola, decision, "Again.")
    assert not management_review_asks.of(cast.ola)
    assert history.of(review)[-1].verb == "decision_done"


def test_an_owner_is_reminded_once_a_rung_and_never_when_it_is_done(cast: Cast, unset: None) -> None:
    reviewing.issued(cast)  # due in 60 days
    (decision,) = management_review_decisions.still_open()

    def sent_on(day: int) -> int:
        with clock.moved(NOW + timedelta(days=day)):
            return management_review_reminders.send_due()

    assert [sent_on(day) for day in (10, 52, 53, 54, 60, 61, 68, 69, 300)] == [0, 0, 1, 0, 1, 0, 1, 0, 0]
    management_review_decisions.report_done(cast.ola, decision, "Done.")
    following = management_reviews.prepare(cast.mia)
    management_review_inputs.ask(cast.mia, following.inputs[1], cast.ola, NOW.date() + timedelta(days=9))
    assert [sent_on(day) for day in (1, 30)] == [0, 1]
    management_review_inputs.answer(cast.ola, following.inputs[1], "Nothing new but rain.")
    assert sent_on(60) == 0


def test_who_is_asked_in_somebody_s_place_is_reminded_too_and_another_day_counts_anew(cast: Cast, unset: None) -> None:
    box = management_reviews.prepare(cast.mia).inputs[1]

    def reminded(day: int) -> list[str]:
        before = db.session.query(Notice).count()
        with clock.moved(NOW + timedelta(days=day)):
            management_review_reminders.send_due()
        return [one.recipient for one in db.session.query(Notice).order_by(Notice.id).offset(before)]

    def ask(person: Person, in_days: int) -> None:
        management_review_inputs.ask(cast.mia, box, person, NOW.date() + timedelta(days=in_days))

    ask(cast.ola, 9)
    assert [reminded(day) for day in (9, 10)] == [[cast.ola.email], []]
    ask(cast.zed, 9)
    assert [reminded(day) for day in (11, 12)] == [[cast.zed.email], []]
    ask(cast.zed, 20)
    assert [reminded(day) for day in (20, 21)] == [[cast.zed.email], []]


def test_the_next_review_begins_with_the_decisions_of_the_last(cast: Cast, unset: None) -> None:
    reviewing.issued(cast)
    with clock.moved(NOW + timedelta(days=200)):
        following = management_reviews.prepare(cast.mia)
        (first,) = management_review_known.of(cast.mia, following, "earlier_actions").earlier
        assert (first.what, first.owner, first.done) == ("Buy a second separator.", "Ola Owner", None)
        assert section(following, cast, "earlier_actions") == {
            "decisions_done": ("0", "0"), "decisions_open": ("1", "1"), "decisions_late": ("1", "0"),
        }  # fmt: skip
        assert following.first_on == NOW.date() + timedelta(days=1)


def test_while_minutes_wait_no_other_review_is_prepared(cast: Cast) -> None:
    review = reviewing.held(cast)
    with pytest.raises(Refusal, match=f"Issue the minutes of {review.reference} first"):
        management_reviews.prepare(cast.mia)


def test_a_decision_pressed_twice_is_one(cast: Cast) -> None:
    review = reviewing.held(cast)
    assert reviewing.decided(cast, review) is reviewing.decided(cast, review)
    with pytest.raises(Refusal, match="before the meeting"):
        management_review_decisions.add(
            cast.tom, review, what="Sooner.", output="change", owner=cast.ola, due_on=NOW.date() - timedelta(days=1)
        )


def test_the_numbers_are_those_of_the_register(cast: Cast) -> None:
    for number in range(3):
        a_nonconformity(cast, number, 10 + number, grade="major" if number == 0 else "minor")
    a_nonconformity(cast, 3, 20, source="regulator")
    a_nonconformity(cast, 4, 30, source="complaint", state="void")
    a_nonconformity(cast, 5, 400, source="complaint")
    review = management_reviews.prepare(cast.mia)
    known = management_review_known.of(cast.mia, review, "nonconformities")
    listed = registers.page(cast.mia, Filter(**known.filters["raised"])).lines
    figures = section(review, cast, "nonconformities")
    assert figures["raised"] == (str(len(listed)), "1") == ("4", "1")
    assert figures["raised_major"] == ("1", "0")
    assert section(review, cast, "obligations")["regulator"] == ("1", "0")
    assert section(review, cast, "communications")["complaints"] == ("0", "1")


def test_what_is_open_names_its_day_where_that_is_not_the_end_of_the_period(cast: Cast) -> None:
    a_nonconformity(cast, 1, 40, due_on=NOW.date() - timedelta(days=2))
    review = management_reviews.prepare(cast.mia)

    def days() -> set[object]:
        known = management_review_known.of(cast.mia, review, "nonconformities")
        return {
            one.day for one in (*known.lists, *known.charts) if one.code in ("overdue", "open_by_process", "ageing")
        }

    assert days() == {None}
    review.last_on = NOW.date() - timedelta(days=9)
    assert days() == {NOW.date()}


def test_every_state_is_that_of_the_last_event(cast: Cast, unset: None) -> None:
    review = reviewing.issued(cast)
    states = [one.to_state for one in db.session.query(Event).filter_by(subject_id=str(review.id)) if one.to_state]
    assert review.state == states[-1] == "issued"
    assert history.first_break() is None


def test_the_minutes_say_it_all_and_are_set_once(cast: Cast) -> None:
    review = management_reviews.prepare(cast.mia)
    hard = "<script>alert(1)</script> {{7*7}} 漏油 " + "very long words " * 380
    management_review_inputs.answer(cast.mia, review.inputs[1], hard)
    pack = text_of(management_review_papers.pack(cast.tom, review.reference).pdf)
    assert "9 of them still blank" in pack
    assert "Decision table" in pack
    issued = reviewing.issued(cast)
    file = management_review_papers.minutes(cast.tom, issued.reference).pdf
    words = " ".join(text_of(file).split())
    for said in (
        "<script>alert(1)</script> {{7*7}} 漏油", "Buy a second separator.", "The adequacy shows in the numbers.",
        "Tom Top", "Ola Owner, Works manager", "Minutes issued", issued.inputs_sha256[:32], "9.3.2 d 4 Audit results",
    ):  # fmt: skip
        assert said in words, said
    assert faults(file) == []
    (frozen,) = db.session.query(Paper).filter_by(kind="management_review")
    assert management_review_papers.minutes(cast.mia, issued.reference).pdf == papers.frozen(frozen).pdf == file
    with pytest.raises(Conflict):
        management_review_papers.issue(cast.mia, issued)
    with pytest.raises(NotThere):
        papers.find(cast.zed, frozen.id)
    pdf.close()
