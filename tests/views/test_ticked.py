"""Several nonconformities at once: what somebody leaves to another, and what is ticked in the register."""

import io
from collections.abc import Callable
from datetime import timedelta

import openpyxl

from auditapp.adapters import clock
from auditapp.models import DueDate, Event, Nonconformity, Notice, Person, db
from auditapp.services import register_exports
from tests.cast import Cast
from tests.pages import DistrustfulClient

SignIn = Callable[[Person], DistrustfulClient]


def test_who_leaves_hands_over_with_a_reason(
    signed_in: SignIn, cast: Cast, two: tuple[Nonconformity, Nonconformity]
) -> None:
    mia, sent = signed_in(cast.mia), {"leaver": str(cast.ola.id), "to": str(cast.zed.id)}
    answer = mia.send("/register/hand-over", sent)
    assert answer.status_code == 422
    answer = mia.send("/register/hand-over", {**sent, "reason": "Ola retires."})
    assert answer.status_code == 303
    db.session.expire_all()
    assert two[0].owner_id == cast.zed.id
    assert cast.boilers.owner_id == cast.zed.id
    told = db.session.query(Event).filter_by(verb="reassign", subject_id=str(two[0].id)).one()
    assert (told.note, told.data["before"]) == ("Ola retires.", str(cast.ola.id))
    mail = db.session.query(Notice).filter_by(kind="handed_over").one()
    assert mail.recipient == cast.zed.email
    assert "NC-2026-001" in mail.text


def test_handing_over_is_the_ems_leads(signed_in: SignIn, cast: Cast) -> None:
    assert signed_in(cast.lea).get("/register/hand-over").status_code == 403


def test_what_is_ticked_goes_to_another_owner_at_once(
    signed_in: SignIn, cast: Cast, two: tuple[Nonconformity, Nonconformity]
) -> None:
    mia, here = signed_in(cast.mia), "/register/ticked?numbers=NC-2026-001&numbers=nc-2026-002"
    assert "2 nonconformities ticked" in mia.text(here)
    ticked = "numbers=NC-2026-001+NC-2026-002"
    assert mia.send(f"/register/ticked/reassign?{ticked}", {"owner": str(cast.ann.id)}).status_code == 422
    sent = {"owner": str(cast.ann.id), "owner_reason": "New shifts."}
    assert mia.send(f"/register/ticked/reassign?{ticked}", sent).status_code == 303
    db.session.expire_all()
    assert {one.owner_id for one in two} == {cast.ann.id}
    told = db.session.query(Event).filter_by(verb="reassign", subject_id=str(two[0].id)).one()
    assert told.note == "New shifts."


def test_a_step_that_one_of_the_ticked_refuses_is_taken_for_none(
    signed_in: SignIn, cast: Cast, two: tuple[Nonconformity, Nonconformity]
) -> None:
    for one, days in zip(two, (5, 9), strict=True):
        day = (clock.now() + timedelta(days=days)).date()
        one.due_dates = [DueDate(round_number=1, kind="acknowledge", original_on=day, due_on=day)]
        one.due_dates += [DueDate(round_number=1, kind="plan", original_on=day, due_on=day)]
    db.session.commit()
    mia, here = signed_in(cast.mia), "/register/ticked/extend?numbers=NC-2026-001+NC-2026-002"
    past = {"until": "2026-01-01", "until_reason": "Parts are late."}
    assert mia.send(here, past).status_code == 422
    later = (clock.now() + timedelta(days=7)).date()
    assert mia.send(here, past | {"until": later.isoformat()}).status_code == 303
    db.session.expire_all()
    moved = {one.number: max(due.due_on for due in one.due_dates) for one in two}
    assert moved["NC-2026-001"] == later
    assert moved["NC-2026-002"] > later


def test_who_may_not_is_offered_nothing_and_nothing_ticked_is_a_sentence(
    signed_in: SignIn, cast: Cast, two: object
) -> None:
    zed = signed_in(cast.zed)
    text = zed.text("/register/ticked?numbers=NC-2026-001+NC-2026-002")
    assert "1 nonconformity ticked" in text
    assert "another owner" not in text
    assert zed.get("/register/ticked").status_code == 422


def test_the_ticked_alone_are_taken_along(signed_in: SignIn, cast: Cast, two: object) -> None:
    answer = signed_in(cast.lea).get("/register/nonconformities.xlsx?show=all&numbers=NC-2026-002")
    book = openpyxl.load_workbook(io.BytesIO(answer.get_data()))
    assert [row[0].value for row in book.worksheets[0].iter_rows(min_row=2)] == ["NC-2026-002"]
    assert [row[1].value for row in book["About"].iter_rows(min_row=2, max_row=3)] == [
        "auditapp/register", register_exports.VERSION,
    ]  # fmt: skip
