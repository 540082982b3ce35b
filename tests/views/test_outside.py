"""Nonconformities that somebody outside the audit team found."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO

import pytest
from flask import Flask

from auditapp.domain.deadlines import before_theirs
from auditapp.domain.errors import Refusal
from auditapp.models import Nonconformity, Notice, Person, db
from auditapp.services import due_dates, nonconformities_raised, reports, sheet_contents
from tests import lives
from tests.cast import Cast, an_audit_under_way
from tests.pages import DistrustfulClient
from tests.pictures import a_jpeg

Sign = Callable[[Person], DistrustfulClient]
WORDING = "The organisation has  not ensured…\nthat oil is stored in accordance with 8.1 (sic)."


def form(cast: Cast, **changes: object) -> dict[str, object]:
    return {
        "source": "external_audit", "external_body": "Certification Body X", "external_number": "CB-4711/2",
        "external_wording": WORDING, "grade": "major", "grade_reason": "As graded by the body.",
        "requirement": "ISO 14001 8.1.", "evidence_text": "Two drums, bay 3.", "process_id": str(cast.boilers.id),
    } | changes  # fmt: skip


def the_one() -> Nonconformity:
    db.session.expire_all()
    return db.session.query(Nonconformity).one()


def test_the_certification_body_is_kept_to_the_letter(cast: Cast, signed_in: Sign) -> None:
    mia = signed_in(cast.mia)
    mia.get("/nonconformities/new")
    assert mia.send("/nonconformities/new", form(cast)).status_code == 303
    raised = the_one()
    assert (raised.source, raised.external_number, raised.owner_id) == ("external_audit", "CB-4711/2", cast.ola.id)
    assert raised.external_wording == WORDING
    words = mia.text(f"/nonconformities/{raised.number}")
    assert "CB-4711/2" in words
    assert "Certification body" in words


def test_the_owner_is_told_with_a_link(cast: Cast, signed_in: Sign) -> None:
    mia = signed_in(cast.mia)
    mia.get("/nonconformities/new")
    mia.send("/nonconformities/new", form(cast))
    [notice] = db.session.query(Notice).filter(Notice.person_id == cast.ola.id)
    assert "/o/@" in notice.text


def test_where_no_place_is_named_none_is_shown(cast: Cast, signed_in: Sign) -> None:
    mia = signed_in(cast.mia)
    mia.get("/nonconformities/new")
    nowhere = {"process_id": "", "owner_id": str(cast.ola.id)}
    assert mia.send("/nonconformities/new", form(cast, **nowhere)).status_code == 303
    [notice] = db.session.query(Notice).filter(Notice.person_id == cast.ola.id)
    assert "Place" not in notice.text
    assert f"{the_one().number}, Weir Mill. You are asked" in signed_in(cast.ola).text("/")


def test_our_dates_lie_a_week_before_theirs(cast: Cast, signed_in: Sign) -> None:
    mia = signed_in(cast.mia)
    mia.get("/nonconformities/new")
    today = due_dates.today_at(lives.raised(cast))
    db.session.query(Notice).delete()
    db.session.rollback()
    theirs = {"external_plan_on": today + timedelta(days=10), "external_due_on": today + timedelta(days=40)}
    mia.send("/nonconformities/new", form(cast, **{name: day.isoformat() for name, day in theirs.items()}))
    found = {due.kind: due.due_on for due in the_one().due_dates}
    assert found["plan"] == today + timedelta(days=3)
    assert found["implementation"] == today + timedelta(days=33)


@pytest.mark.parametrize(("ours", "theirs", "expected"), [(30, None, 30), (30, 90, 30), (30, 20, 13), (30, 3, 0)])
def test_a_date_of_ours(ours: int, theirs: int | None, expected: int) -> None:
    today = due_dates.clock.now().date()
    day = today + timedelta(days=theirs) if theirs is not None else None
    assert before_theirs(today + timedelta(days=ours), day, today) == today + timedelta(days=expected)


@pytest.mark.parametrize("missing", ["grade_reason", "requirement", "evidence_text", "external_wording"])
def test_a_hard_stop_holds_for_what_comes_from_outside(cast: Cast, signed_in: Sign, missing: str) -> None:
    mia = signed_in(cast.mia)
    mia.get("/nonconformities/new")
    answer = mia.send("/nonconformities/new", form(cast, **{missing: " "}))
    assert answer.status_code == 422
    assert "is missing" in answer.get_data(as_text=True)
    assert "CB-4711/2" in answer.get_data(as_text=True)
    assert db.session.query(Nonconformity).count() == 0


def test_all_that_is_missing_is_said_at_once(cast: Cast, signed_in: Sign) -> None:
    mia = signed_in(cast.mia)
    mia.get("/nonconformities/new")
    empty = {"external_wording": "", "requirement": "", "evidence_text": "", "grade_reason": ""}
    page = mia.send("/nonconformities/new", form(cast, **empty)).get_data(as_text=True)
    assert [name for name in empty if f'<a href="#{name}">' not in page] == []


def test_somebody_has_to_own_it(cast: Cast, signed_in: Sign) -> None:
    mia = signed_in(cast.mia)
    mia.get("/nonconformities/new")
    answer = mia.send("/nonconformities/new", form(cast, process_id=""))
    assert answer.status_code == 422
    assert '<a href="#owner_id">' in answer.get_data(as_text=True)
    assert db.session.query(Nonconformity).count() == 0


def test_only_the_ems_lead_raises_from_outside(cast: Cast, signed_in: Sign) -> None:
    assert signed_in(cast.lea).get("/nonconformities/new").status_code == 403


def test_their_words_and_number_print_on_the_sheet(app: Flask, cast: Cast, signed_in: Sign) -> None:
    mia = signed_in(cast.mia)
    mia.get("/nonconformities/new")
    mia.send("/nonconformities/new", form(cast, external_due_on="2027-06-01"))
    raised = the_one()
    sheet = sheet_contents.fill(raised, "en", as_of=due_dates.clock.now())
    assert (sheet.body, sheet.body_reference, sheet.body_wording) == ("Certification Body X", "CB-4711/2", WORDING)
    assert sheet.body_due == raised.external_due_on
    assert reports.nc_sheet(cast.mia, raised.number).pdf.startswith(b"%PDF")


def test_a_finding_of_an_external_audit_is_no_internal_one(cast: Cast) -> None:
    finding = lives.a_finding(cast)
    finding.audit.type = "surveillance_1"
    raised = lives.findings.release(cast.lea, finding)
    assert raised is not None
    assert raised.source == "external_audit"


def test_a_nonconformity_of_the_body_and_its_audit_lead_to_each_other(cast: Cast, signed_in: Sign) -> None:
    audit = an_audit_under_way(cast, type="surveillance_1", title="Surveillance 1")
    mia = signed_in(cast.mia)
    assert audit.reference in mia.text("/nonconformities/new")
    assert mia.send("/nonconformities/new", form(cast, audit_id=str(audit.id))).status_code == 303
    raised = the_one()
    assert raised.audit_id == audit.id
    assert audit.reference in mia.text(f"/nonconformities/{raised.number}")
    assert raised.number in mia.text(f"/audits/{audit.reference}")


@pytest.mark.parametrize(("kind", "source"), [("internal", "external_audit"), ("surveillance_1", "regulator")])
def test_only_a_certification_bodys_finding_names_an_external_audit(cast: Cast, kind: str, source: str) -> None:
    audit = an_audit_under_way(cast, type=kind)
    with pytest.raises(Refusal, match="An audit is named for") as refused:
        nonconformities_raised.from_outside(
            cast.mia, source=source, owner=cast.ola, audit=audit, grade="minor", grade_reason="As theirs.",
            requirement="8.1", evidence_text="Two drums.", statement="Not controlled.", process=cast.boilers,
        )  # fmt: skip
    assert refused.value.field == "audit_id"


def test_pressed_twice_it_is_raised_once_and_mailed_with_its_photo(cast: Cast, signed_in: Sign) -> None:
    mia = signed_in(cast.mia)
    mia.get("/nonconformities/new")
    answers = [
        mia.send("/nonconformities/new", form(cast, photos=(BytesIO(a_jpeg("red")), "bay.jpg"))) for _ in range(2)
    ]
    assert [one.headers["Location"] for one in answers] == [f"/nonconformities/{the_one().number}"] * 2
    [notice] = db.session.query(Notice).filter(Notice.person_id == cast.ola.id)
    assert len(the_one().evidence) == 1
    assert f"cid:{the_one().evidence[0].id}" in notice.html


def test_a_photo_that_was_forgotten_the_first_time_is_added(cast: Cast, signed_in: Sign) -> None:
    mia = signed_in(cast.mia)
    mia.get("/nonconformities/new")
    mia.send("/nonconformities/new", form(cast))
    mia.send("/nonconformities/new", form(cast, photos=(BytesIO(a_jpeg("red")), "bay.jpg")))
    assert len(the_one().evidence) == 1


def test_nobody_who_left_becomes_its_owner(cast: Cast, signed_in: Sign) -> None:
    cast.ola.active = False
    db.session.commit()
    mia = signed_in(cast.mia)
    mia.get("/nonconformities/new")
    answer = mia.send("/nonconformities/new", form(cast))
    assert answer.status_code == 422
    assert "Ola Owner has left." in answer.get_data(as_text=True)
