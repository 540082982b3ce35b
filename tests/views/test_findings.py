"""Findings at the desk: noted, completed, released, withdrawn."""

import io
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from PIL import Image

from auditapp.models import Finding, Nonconformity, Person, db
from auditapp.services import audits, findings, history
from tests.cast import Cast, an_audit_under_way
from tests.pages import DistrustfulClient, path_of

SignIn = Callable[[Person], DistrustfulClient]
COMPLETE = {
    "grade": "minor", "grade_reason": "One place.", "requirement": "Oil stands in bunds.",
    "evidence_text": "Two drums on bare concrete.", "statement": "Oil storage is not controlled.",
}  # fmt: skip


def a_form(cast: Cast, **changes: Any) -> dict[str, Any]:
    values = COMPLETE | {
        "process_id": str(cast.boilers.id), "site_id": str(cast.works.id), "owner_id": str(cast.ola.id),
        "place": "North wall", "clauses": ["iso14001-2026:8.1"],
    }  # fmt: skip
    return {name: value for name, value in (values | changes).items() if value is not None}


def a_finding(cast: Cast, **changes: Any) -> Finding:
    audit = an_audit_under_way(cast)
    values = COMPLETE | {"owner_id": cast.ola.id, "process_id": cast.boilers.id, "clauses": ["iso14001-2026:8.1"]}
    finding = findings.note(cast.lea, audit, values | changes)
    db.session.commit()
    return finding


def the_finding() -> Finding:
    db.session.rollback()
    db.session.expire_all()
    return db.session.query(Finding).one()


def test_a_finding_is_noted_at_the_desk(signed_in: SignIn, cast: Cast) -> None:
    audit = an_audit_under_way(cast)
    response = signed_in(cast.lea).send(f"/audits/{audit.reference}/findings/new", a_form(cast))
    assert response.status_code == 303
    finding = the_finding()
    assert (finding.statement, finding.place, finding.clauses) == (
        "Oil storage is not controlled.", "North wall", ["iso14001-2026:8.1"],
    )  # fmt: skip


def a_picture() -> tuple[io.BytesIO, str]:
    picture = io.BytesIO()
    Image.new("RGB", (64, 48), "teal").save(picture, "JPEG")
    picture.seek(0)
    return picture, "drums.jpg"


def test_a_finding_takes_photos_at_the_desk(signed_in: SignIn, cast: Cast) -> None:
    audit = an_audit_under_way(cast)
    lea = signed_in(cast.lea)
    lea.send(f"/audits/{audit.reference}/findings/new", a_form(cast, photos=[a_picture()]))
    finding = the_finding()
    assert [one.name for one in finding.evidence] == ["drums.jpg"]
    assert f"/evidence/{finding.evidence[0].id}/" in lea.get(f"/findings/{finding.id}").get_data(as_text=True)


def test_what_is_no_photo_is_refused_and_nothing_is_half_written(signed_in: SignIn, cast: Cast) -> None:
    audit = an_audit_under_way(cast)
    sent = a_form(cast, photos=[(io.BytesIO(b"no picture"), "drums.jpg")])
    response = signed_in(cast.lea).send(f"/audits/{audit.reference}/findings/new", sent)
    assert (response.status_code, db.session.query(Finding).count()) == (422, 0)
    assert "Oil storage is not controlled." in response.get_data(as_text=True)


def test_the_ems_lead_notes_findings_too(signed_in: SignIn, cast: Cast) -> None:
    audit = an_audit_under_way(cast)
    assert signed_in(cast.mia).send(f"/audits/{audit.reference}/findings/new", a_form(cast)).status_code == 303


@pytest.mark.parametrize(("person", "status"), [("ola", 403), ("ann", 403), ("tom", 403), ("zed", 404)])
def test_nobody_else_notes_a_finding(signed_in: SignIn, cast: Cast, person: str, status: int) -> None:
    audit = an_audit_under_way(cast)
    client = signed_in(getattr(cast, person))
    assert client.send(f"/audits/{audit.reference}/findings/new", a_form(cast)).status_code == status


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"grade": None}, "Choose a grade."),
        ({"grade": "catastrophic"}, "Not a valid choice"),
        ({"evidence_text": "", "statement": ""}, "Write what you found"),
        ({"owner_id": str(uuid.uuid4())}, "Choose from the list."),
        ({"clauses": ["iso14001-2026:99.9"]}, "is not a valid choice for this field"),
        ({"requirement": "a\x08b"}, "characters that are no text"),
    ],
)
def test_a_refused_finding_loses_nothing(signed_in: SignIn, cast: Cast, changes: dict[str, Any], sentence: str) -> None:
    audit = an_audit_under_way(cast)
    sent = a_form(cast, place="Behind the 锅炉", **changes)
    response = signed_in(cast.lea).send(f"/audits/{audit.reference}/findings/new", sent)
    html = response.get_data(as_text=True)
    assert response.status_code == 422
    assert sentence in html
    assert "Behind the 锅炉" in html
    assert db.session.query(Finding).count() == 0


def test_the_page_shows_three_parts_and_both_editions(signed_in: SignIn, cast: Cast) -> None:
    text = signed_in(cast.ola).text(f"/findings/{a_finding(cast).id}")
    assert all(
        part in text
        for part in ("Oil stands in bunds.", "Two drums on bare concrete.", "ISO 14001:2026", "ISO 14001:2015")
    )


def test_the_auditee_reads_a_finding_and_changes_nothing(signed_in: SignIn, cast: Cast) -> None:
    finding = a_finding(cast)
    ola = signed_in(cast.ola)
    html = ola.get(f"/findings/{finding.id}").get_data(as_text=True)
    assert not any(path in html for path in (f"{finding.id}/edit", f"{finding.id}/release", f"{finding.id}/withdraw"))
    statuses = [
        ola.send(f"/findings/{finding.id}/{verb}", {"note": "No."}).status_code
        for verb in ("edit", "release", "withdraw")
    ]
    assert statuses == [403, 403, 403]


def test_for_somebody_elsewhere_the_finding_is_not_there(signed_in: SignIn, cast: Cast) -> None:
    assert signed_in(cast.zed).get(f"/findings/{a_finding(cast).id}").status_code == 404


def test_what_is_missing_stands_on_the_page(signed_in: SignIn, cast: Cast) -> None:
    text = signed_in(cast.lea).text(f"/findings/{a_finding(cast, requirement='', owner_id=None).id}")
    assert "The requirement is missing" in text
    assert "The owner is missing" in text
    assert "2 things are missing: see above." in text


def test_the_owner_of_the_process_is_proposed(signed_in: SignIn, cast: Cast) -> None:
    finding = a_finding(cast, owner_id=None)
    html = signed_in(cast.lea).get(f"/findings/{finding.id}/edit").get_data(as_text=True)
    assert f'<option selected value="{cast.ola.id}">' in html


def test_a_draft_stands_when_somebody_says_so(signed_in: SignIn, cast: Cast) -> None:
    finding = a_finding(cast)
    finding.statement_confirmed = False
    db.session.commit()
    signed_in(cast.lea).send(f"/findings/{finding.id}/edit", a_form(cast, confirmed="y"))
    assert the_finding().statement_confirmed


def test_saving_something_else_leaves_the_draft_a_draft(signed_in: SignIn, cast: Cast) -> None:
    finding = a_finding(cast)
    finding.statement_confirmed = False
    db.session.commit()
    signed_in(cast.lea).send(f"/findings/{finding.id}/edit", a_form(cast, place="South wall"))
    assert (the_finding().place, the_finding().statement_confirmed) == ("South wall", False)


def test_another_grade_needs_another_reason(signed_in: SignIn, cast: Cast) -> None:
    finding = a_finding(cast)
    lea = signed_in(cast.lea)
    refused = lea.send(f"/findings/{finding.id}/edit", a_form(cast, grade="major"))
    assert (refused.status_code, the_finding().grade) == (422, "minor")
    lea.send(f"/findings/{finding.id}/edit", a_form(cast, grade="major", grade_reason="Found at every store."))
    assert the_finding().grade == "major"
    assert history.of(the_finding())[-1].data["regraded"] == ["minor", "major"]


def test_a_long_text_comes_back_whole(signed_in: SignIn, cast: Cast) -> None:
    finding = a_finding(cast)
    text = "漢字 & <b>bold</b> " * 400
    signed_in(cast.lea).send(f"/findings/{finding.id}/edit", a_form(cast, evidence_text=text))
    assert the_finding().evidence_text == text.strip()


def test_a_released_finding_becomes_a_numbered_nonconformity(signed_in: SignIn, cast: Cast) -> None:
    finding = a_finding(cast, urgent=True)
    response = signed_in(cast.lea).send(f"/findings/{finding.id}/release")
    nonconformity = db.session.query(Nonconformity).one()
    assert path_of(response.location) == f"/nonconformities/{nonconformity.number}"


def test_an_incomplete_finding_is_not_released(signed_in: SignIn, cast: Cast) -> None:
    finding = a_finding(cast, requirement="")
    assert signed_in(cast.lea).send(f"/findings/{finding.id}/release").status_code == 422
    assert the_finding().state == "noted"


def test_a_released_finding_stays_as_it_is(signed_in: SignIn, cast: Cast) -> None:
    finding = a_finding(cast)
    lea = signed_in(cast.lea)
    lea.send(f"/findings/{finding.id}/release")
    assert lea.send(f"/findings/{finding.id}/edit", a_form(cast, place="Elsewhere")).status_code == 409
    again = lea.send(f"/findings/{finding.id}/release")
    assert "This finding is &#39;Released&#39; by now" in again.get_data(as_text=True)  # the word, not the code


def test_withdrawing_takes_a_reason_and_stays_on_record(signed_in: SignIn, cast: Cast) -> None:
    finding = a_finding(cast)
    lea = signed_in(cast.lea)
    assert lea.send(f"/findings/{finding.id}/withdraw", {"note": " "}).status_code == 422
    assert lea.send(f"/findings/{finding.id}/withdraw", {"note": "Seen twice."}).status_code == 303
    assert the_finding().state == history.of(the_finding())[-1].to_state == "withdrawn"
    assert history.of(the_finding())[-1].note == "Seen twice."


def test_a_breach_is_not_filed_as_an_observation(signed_in: SignIn, cast: Cast) -> None:
    finding = a_finding(cast, grade="observation")
    finding.instance = audits.instances(finding.audit)[0]
    finding.instance.result = "nonconformity"
    db.session.commit()
    response = signed_in(cast.lea).send(f"/findings/{finding.id}/release")
    assert response.status_code == 422
    assert "not filed as anything less" in response.get_data(as_text=True)
