"""The pages of a management review, for those who prepare it, conclude it, and are asked for a part of it."""

import re
import uuid
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask

from auditapp.models import ManagementReview, Notice, Person, ReviewDecision, ReviewInput, db
from auditapp.services import (
    grant_links,
    management_review_decisions,
    management_review_inputs,
    management_review_revisions,
    management_reviews,
    papers,
)
from tests import reviewing
from tests.cast import Cast
from tests.pages import DistrustfulClient

SignIn = Callable[[Person], DistrustfulClient]


def prepared(cast: Cast) -> ManagementReview:
    review = management_reviews.prepare(cast.mia)
    db.session.commit()
    return review


def box_of(review: ManagementReview, key: str) -> ReviewInput:
    return next(box for box in review.inputs if box.key == key)


def path_of(box: ReviewInput) -> str:
    return f"/management-reviews/inputs/{box.id}"


def again(kind: type, one_id: uuid.UUID) -> object:
    db.session.expire_all()
    return db.session.get_one(kind, one_id)


def test_a_review_is_prepared_in_one_tap(cast: Cast, signed_in: SignIn) -> None:
    mia = signed_in(cast.mia)
    assert "Prepare management review" in mia.text("/management-reviews")
    response = mia.send("/management-reviews")
    assert response.status_code == 303
    assert "10 of 13 inputs are still blank" in mia.text(response.location)
    assert "Management review MR-" in mia.text("/")


def test_an_input_that_nobody_was_asked_for_is_the_turn_of_who_prepares(cast: Cast, signed_in: SignIn) -> None:
    review = prepared(cast)
    mia = signed_in(cast.mia)
    assert "You are asked to write a few lines" in mia.text(path_of(box_of(review, "resources")))
    assert "You are asked" not in mia.text(path_of(box_of(review, "audit_results")))
    management_review_inputs.ask(cast.mia, box_of(review, "resources"), cast.ola, None)
    db.session.commit()
    assert "It is the turn of Ola Owner" in mia.text(path_of(box_of(review, "resources")))
    assert "9.3.2 e Adequacy of resources: Ola Owner" in mia.text(f"/management-reviews/{review.reference}")


def test_it_is_not_for_owners_and_auditors(cast: Cast, signed_in: SignIn) -> None:
    review = prepared(cast)
    for person in (cast.ola, cast.lea):
        client = signed_in(person)
        assert client.get("/management-reviews").status_code == 403
        assert client.get(f"/management-reviews/{review.reference}").status_code == 403
        assert client.get(path_of(review.inputs[0])).status_code == 404
        assert "Management reviews" not in client.text("/")


def test_top_management_reads_every_input_and_writes_none(cast: Cast, signed_in: SignIn) -> None:
    review = prepared(cast)
    tom = signed_in(cast.tom)
    links = set(
        re.findall(r"/management-reviews/inputs/[0-9a-f-]{36}", tom.get(f"/management-reviews/{review.reference}").text)
    )
    assert len(links) == 13
    assert {tom.get(link).status_code for link in links} == {200}
    assert "Keep it" not in tom.text(path_of(box_of(review, "risks")))
    assert tom.send(path_of(box_of(review, "risks")), {"words": "Mine."}).status_code == 403


def test_what_was_typed_into_a_refused_box_stays(cast: Cast, signed_in: SignIn) -> None:
    box = box_of(prepared(cast), "needs")
    mia = signed_in(cast.mia)
    response = mia.send(path_of(box), {"words": "A new permit <b>.", "nothing": "y"})
    assert response.status_code == 422
    assert "A new permit &lt;b&gt;." in response.text
    assert "take out the words or the tick" in response.text
    assert mia.send(path_of(box), {"words": " "}).status_code == 422
    assert again(ReviewInput, box.id).answered_at is None  # type: ignore[attr-defined]


def test_whoever_is_asked_fills_her_box_by_the_link_in_the_mail(app: Flask, cast: Cast, signed_in: SignIn) -> None:
    review = prepared(cast)
    box, other = box_of(review, "resources"), box_of(review, "risks")
    asked = {"person": str(cast.ola.id), "due_on": (management_reviews.today() + timedelta(days=9)).isoformat()}
    mia = signed_in(cast.mia)
    for _ in range(2):
        assert mia.send(f"{path_of(box)}/ask", asked).status_code == 303
    (mail,) = db.session.query(Notice).filter_by(kind="review_input")
    assert mail.person_id == cast.ola.id
    link = re.search(r"/o/\S+", grant_links.with_tokens(mail.text))
    assert link is not None
    stranger = app.test_client()
    assert isinstance(stranger, DistrustfulClient)
    stranger.get(link[0])
    assert stranger.send(link[0]).location == path_of(box)
    assert stranger.get(path_of(other)).status_code == 404
    assert stranger.send(path_of(box), {"words": "Two people short."}).status_code == 303
    kept = again(ReviewInput, box.id)
    assert (kept.words, kept.answered_by.name) == ("Two people short.", "Ola Owner")  # type: ignore[attr-defined]


def test_a_box_stands_on_the_first_page_until_it_is_filled(cast: Cast, signed_in: SignIn) -> None:
    box = box_of(prepared(cast), "resources")
    management_review_inputs.ask(cast.mia, box, cast.ola, None)
    db.session.commit()
    ola = signed_in(cast.ola)
    assert "Adequacy of resources" in ola.text("/")
    ola.send(path_of(box), {"nothing": "y"})
    assert "Adequacy of resources" not in ola.text("/")
    assert "Nothing to report" in signed_in(cast.tom).text(f"/management-reviews/{box.review.reference}")


def test_each_blank_section_is_a_link_before_the_meeting(cast: Cast, signed_in: SignIn) -> None:
    review = prepared(cast)
    page = signed_in(cast.mia).get(f"/management-reviews/{review.reference}/hold").text
    assert page.count("/management-reviews/inputs/") == 10
    assert "The review was held" not in page


def test_a_meeting_without_top_management_is_refused_with_its_people_kept(cast: Cast, signed_in: SignIn) -> None:
    review = management_reviews.prepare(cast.mia)
    reviewing.fill_blanks(cast, review)
    db.session.commit()
    mia, path = signed_in(cast.mia), f"/management-reviews/{review.reference}/hold"
    today = management_reviews.today().isoformat()
    people = {f"presence-{cast.tom.id}": "absent", f"presence-{cast.ola.id}": "present", "held_on": today}
    response = mia.send(path, people)
    assert response.status_code == 422
    assert "Top management is not among those present" in response.text
    assert re.search(rf'name="presence-{cast.tom.id}" value="absent" checked', response.text)
    assert mia.send(path, people | {f"presence-{cast.tom.id}": "present"}).status_code == 303
    held = again(ManagementReview, review.id)
    assert held.state == "held"  # type: ignore[attr-defined]
    assert {one.name for one in held.people} == {"Tom Top", "Ola Owner"}  # type: ignore[attr-defined]


def test_top_management_concludes_and_the_minutes_are_issued(cast: Cast, signed_in: SignIn, unset: None) -> None:
    review = reviewing.held(cast)
    path = f"/management-reviews/{review.reference}"
    tom, mia = signed_in(cast.tom), signed_in(cast.mia).confirm()
    assert "You are asked to conclude" in tom.text("/")
    assert mia.get(f"{path}/conclude").status_code == 403
    said = {
        f"{key}_{part}": value for key in reviewing.SAID for part, value in (("verdict", "partly"), ("words", "So."))
    }
    assert tom.send(f"{path}/conclude", said | {"adequacy_words": ""}).status_code == 422
    assert tom.send(f"{path}/conclude", said).status_code == 303
    assert "No decision is written down" in mia.text(f"{path}/issue")
    decision = {"what": "Buy a pump.", "output": "resources", "owner": str(cast.ola.id), "due_on": "2199-01-01"}
    assert mia.send(f"{path}/decisions", decision | {"what": ""}).status_code == 422
    assert mia.send(f"{path}/decisions", decision).status_code == 303
    assert mia.send(f"{path}/issue").status_code == 303
    assert mia.send(f"{path}/issue").status_code == 409
    assert mia.get(f"{path}/minutes.pdf").data == b"%PDF-1.7"
    assert "Buy a pump." in signed_in(cast.ola).text("/")


def test_a_decision_is_reported_done_in_a_line(cast: Cast, signed_in: SignIn, unset: None) -> None:
    reviewing.issued(cast)
    (decision,) = management_review_decisions.still_open()
    ola = signed_in(cast.ola)
    assert ola.send(f"/decisions/{decision.id}", {"note": ""}).status_code == 422
    assert signed_in(cast.zed).get(f"/decisions/{decision.id}").status_code == 404
    assert ola.send(f"/decisions/{decision.id}", {"note": "It runs."}).status_code == 303
    assert ola.send(f"/decisions/{decision.id}", {"note": "It runs."}).status_code == 409
    assert again(ReviewDecision, decision.id).done_note == "It runs."  # type: ignore[attr-defined]
    assert "1 of 1 done" in signed_in(cast.mia).text("/management-reviews")


def test_a_period_that_has_not_ended_is_refused(cast: Cast, signed_in: SignIn) -> None:
    review = prepared(cast)
    mia, path = signed_in(cast.mia), f"/management-reviews/{review.reference}/period"
    later = (management_reviews.today() + timedelta(days=1)).isoformat()
    assert mia.send(path, {"first": "2020-01-01", "last": later, "edition": "iso14001-2015"}).status_code == 422
    assert mia.send(path, {"first": "2020-01-01", "last": "2019-01-01", "edition": "iso14001-2015"}).status_code == 422
    assert mia.send(path, {"first": "2020-01-01", "last": "2020-12-31", "edition": "x"}).status_code == 422
    assert mia.send(path, {"first": "2020-01-01", "last": "2020-12-31", "edition": "iso14001-2015"}).status_code == 303
    assert "9.3 b 1" in mia.text(f"/management-reviews/{review.reference}")


def test_whoever_holds_the_minutes_can_check_them(
    cast: Cast, signed_in: SignIn, client: DistrustfulClient, unset: None
) -> None:
    review = reviewing.issued(cast)
    paper = papers.in_force(management_review_revisions.KIND, review.id)
    assert paper is not None
    assert "The paper with this code is in force." in client.get(f"/papers/{paper.id}/check").text
    assert signed_in(cast.tom).get(f"/papers/{paper.id}").status_code == 200
    assert signed_in(cast.lea).get(f"/papers/{paper.id}").status_code == 404


def test_the_ems_lead_corrects_the_minutes_and_every_revision_stays(
    cast: Cast, signed_in: SignIn, client: DistrustfulClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = iter((b"%PDF-1.7 first", b"%PDF-1.7 draft", b"%PDF-1.7 second"))
    monkeypatch.setattr(papers, "set_in_type", lambda *_args, **_values: next(made))
    path = f"/management-reviews/{reviewing.issued(cast).reference}"
    mia = signed_in(cast.mia).confirm()
    assert signed_in(cast.lea).get(f"{path}/correct").status_code == 403
    assert mia.send(f"{path}/correct", {"reason": " "}).status_code == 422
    assert mia.send(f"{path}/correct", {"reason": "Ola was present."}).status_code == 303
    assert "Nothing is different from revision 0." in mia.text(f"{path}/issue")
    assert "Leave the minutes as they are" in mia.text(path)
    assert 'value="absent" checked' in mia.get(f"{path}/meeting").text
    people = {f"presence-{one.id}": "present" for one in (cast.tom, cast.mia, cast.ola)}
    people["held_on"] = management_reviews.today().isoformat()
    assert mia.send(f"{path}/meeting", people | {f"presence-{cast.tom.id}": "absent"}).status_code == 422
    assert mia.send(f"{path}/meeting", people).status_code == 303
    assert mia.send(f"{path}/keep").status_code == 422
    assert mia.get(f"{path}/minutes.pdf").data.endswith(b"draft")
    asked = mia.text(f"{path}/issue")
    assert "They become revision 1." in asked
    assert "Ola was present." in asked
    assert mia.send(f"{path}/issue").status_code == 303
    page = mia.get(path).text
    assert "Revision 1</a>" in page
    assert ": Ola was present." in page
    assert "List of those present corrected" in page
    kept = re.findall(r'href="(/papers/[0-9a-f-]{36})">Revision', page)
    assert [mia.get(one).data[9:] for one in kept] == [b"second", b"first"]
    assert "is in force" in client.get(f"{kept[0]}/check").text
    assert "replaced by revision 1" in client.get(f"{kept[1]}/check").text
