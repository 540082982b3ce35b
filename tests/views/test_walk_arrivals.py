"""What came from devices, as people at a desk see it: who still holds data, differences, held entries."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from flask import Flask

from auditapp.models import Audit, Event, Evidence, Instance, Person, WalkDevice, db
from auditapp.services import checklists, organisations, report_revisions, reports, walk_devices
from tests import reporting
from tests.cast import Cast
from tests.pages import DistrustfulClient
from tests.walking import NOON, Device, a_photo, a_photo_op, a_result, an_op, new_id

SignIn = Callable[[Person], DistrustfulClient]


def path(audit: Audit, more: str = "") -> str:
    return f"/audits/{audit.reference}/from-the-walk{more}"


def pin(by: Device, audit: Audit, /, **more: Any) -> Any:
    sent = {"audit": str(audit.id), "device": "ipad-1", "build": "b1", "size": 3_200_000} | more
    return by.asked(by.client.post, "/walk/api/pins", json=sent, headers={"X-CSRFToken": by.token})


def test_a_pin_is_recorded_with_device_and_moment(lea: Device, audit: Audit) -> None:
    assert pin(lea, audit).status_code == 200
    row = db.session.query(WalkDevice).one()
    assert (row.device, row.size, bool(row.prepared_at)) == ("ipad-1", 3_200_000, True)
    assert lea.get("/walk/api/session").get_json()["device"] == "ipad-1"


@pytest.mark.parametrize("more", [{"audit": "x"}, {"size": "much"}, {"device": ""}, {"device": "a\x00"}])
def test_a_pin_that_cannot_be_read_is_refused(lea: Device, audit: Audit, more: dict[str, Any]) -> None:
    assert pin(lea, audit, **more).status_code == 400


def test_nobody_pins_a_walk_that_is_not_theirs(app: Flask, cast: Cast, audit: Audit) -> None:
    assert pin(Device(app, cast.zed), audit).status_code == 404


def test_the_audit_says_which_devices_hold_what(lea: Device, cast: Cast, audit: Audit, signed_in: SignIn) -> None:
    pin(lea, audit)
    pending = [{"audit": str(audit.id), "entries": 14, "photos": 6}]
    lea.post({"device": "ipad-1", "pending": pending, "ops": []})
    page = signed_in(cast.mia).text(f"/audits/{audit.reference}")
    assert "These devices may still hold data" in page
    assert "14 entries, 6 photos" in page


def test_a_device_that_sent_all_is_not_warned_of(lea: Device, audit: Audit) -> None:
    pin(lea, audit)
    lea.post({"device": "ipad-1", "pending": [{"audit": str(audit.id), "entries": 0, "photos": 0}], "ops": []})
    assert walk_devices.holding(audit) == []


def test_a_device_that_was_prepared_and_not_heard_of_is_warned_of(lea: Device, audit: Audit) -> None:
    pin(lea, audit)
    assert [row.device for row in walk_devices.holding(audit)] == ["ipad-1"]


def differently(app: Flask, cast: Cast, audit: Audit) -> tuple[Device, Device]:
    """Lea and Ann answer the first question without seeing each other."""
    devices = Device(app, cast.lea), Device(app, cast.ann)
    devices[0].send(a_result(cast.lea, audit, audit.instances[0], "conform"))
    (answer,) = devices[1].send(a_result(cast.ann, audit, audit.instances[0], "observation"))
    assert answer["status"] == "conflict"
    return devices


def test_different_answers_stand_side_by_side_and_a_person_resolves(
    app: Flask, cast: Cast, audit: Audit, signed_in: SignIn
) -> None:
    differently(app, cast, audit)
    mia = signed_in(cast.mia)
    page = mia.get(path(audit)).text
    ids = [one[:36] for one in page.split("/resolve/")[1:]]
    assert len(ids) == 2
    assert mia.send(path(audit, f"/resolve/{ids[1]}"), {}).status_code == 303
    db.session.expire_all()
    assert db.session.get_one(Instance, audit.instances[0].id).result == "observation"
    assert db.session.query(Event).filter_by(verb="resolve_difference").one().person_id == cast.mia.id
    assert "This one stands" not in mia.text(path(audit))


def test_whoever_does_not_lead_resolves_nothing(app: Flask, cast: Cast, audit: Audit, signed_in: SignIn) -> None:
    differently(app, cast, audit)
    page = signed_in(cast.ann).text(path(audit))
    assert "Answered differently" in page
    assert "This one stands" not in page


def test_an_entry_that_arrives_late_is_held_shown_and_taken_in(
    lea: Device, cast: Cast, audit: Audit, signed_in: SignIn
) -> None:
    audit.state = "issued"
    (held,) = lea.send(a_result(cast.lea, audit, audit.instances[0], "conform"))
    assert held["status"] == "held"
    mia = signed_in(cast.mia)
    assert "Arrived after issue" in mia.text(path(audit))
    assert mia.send(path(audit, f"/take-in/{held['id']}"), {}).status_code == 303
    db.session.expire_all()
    assert db.session.get_one(Instance, audit.instances[0].id).result == "conform"
    assert "Arrived after issue" not in mia.text(path(audit))
    assert db.session.query(Event).filter_by(verb="take_in").one().person_id == cast.mia.id


def test_what_arrived_after_the_issue_and_was_taken_in_prints_in_the_next_revision(
    app: Flask, cast: Cast, signed_in: SignIn
) -> None:
    late = reporting.issued(cast, reporting.a_walked_audit(cast))
    tablet, question, data = Device(app, cast.lea), late.instances[6], a_photo()
    words = {"name": "note", "value": "The alarm of tank 2 was silent."}
    note = an_op(cast.lea, late, "field.set", question.id, words, base=None)
    photo = a_photo_op(cast.lea, late, data, instance=str(question.id))
    assert [one["status"] for one in tablet.send(note, photo)] == ["held", "held"]
    assert tablet.head(f"/walk/api/photos/{photo['target']}").status_code == 404
    mia = signed_in(cast.mia)
    for op in (note, photo):
        assert mia.send(path(late, f"/take-in/{op['id']}"), {}).status_code == 303
    assert "It prints in the next revision of the report" in mia.text(path(late))
    assert tablet.upload(photo["target"], data).get_json()["complete"]
    db.session.expire_all()
    before = reports.audit_report(cast.mia, late.reference).pdf
    report_revisions.revise(cast.mia, late, {}, "Entries of the walk arrived after the issue.")
    db.session.commit()
    after = reporting.text_of(reports.audit_report(cast.mia, late.reference).pdf)
    assert "The alarm of tank 2 was silent." not in reporting.text_of(before)
    assert "The alarm of tank 2 was silent." in after
    assert "revision 1" in after
    assert db.session.get_one(Evidence, UUID(photo["target"])).complete_at


def test_an_unplanned_audit_is_made_under_the_devices_ids(lea: Device, cast: Cast, audit: Audit) -> None:
    started, question = new_id(), new_id()
    revision = audit.revisions[0]
    key = audit.instances[0].question.key
    body = {"revision": str(revision.id), "instances": {key: question}}
    begun = an_op(cast.lea, audit, "audit.start", started, body) | {"audit": started}
    answer = a_result(cast.lea, audit, audit.instances[0]) | {"audit": started, "target": question}
    assert [one["status"] for one in lea.send(begun, answer)] == ["applied", "applied"]
    assert [one.get("replay") for one in lea.send(begun, answer)] == [True, True]
    made = db.session.query(Audit).filter(Audit.id != audit.id).one()
    assert (str(made.id), made.state, made.starts_on) == (started, "under_way", NOON.date())
    assert str(db.session.query(Instance).filter_by(audit_id=made.id, result="conform").one().id) == question


def test_its_page_says_what_its_plan_lacks(lea: Device, cast: Cast, audit: Audit, signed_in: SignIn) -> None:
    started = new_id()
    body = {"revision": str(audit.revisions[0].id), "instances": {}}
    lea.send(an_op(cast.lea, audit, "audit.start", started, body) | {"audit": started})
    made = db.session.query(Audit).filter(Audit.id != audit.id).one()
    made.scope = ""
    db.session.commit()
    assert "The audit plan has no scope yet." in signed_in(cast.mia).text(f"/audits/{made.reference}")


def test_it_is_called_as_its_auditor_reads_who_chose_no_language(lea: Device, cast: Cast, audit: Audit) -> None:
    organisation = organisations.current()
    assert organisation is not None
    organisation.language = "de"
    db.session.commit()
    started = new_id()
    body = {"revision": str(audit.revisions[0].id), "instances": {}}
    lea.send(an_op(cast.lea, audit, "audit.start", started, body) | {"audit": started})
    title = checklists.content_of(audit.revisions[0]).title
    assert title.in_language("de") != title.in_language("en")
    made = db.session.query(Audit).filter(Audit.id != audit.id).one()
    assert made.title == title.in_language("de")


def test_who_is_no_auditor_starts_none(app: Flask, cast: Cast, audit: Audit) -> None:
    started = new_id()
    body = {"revision": str(audit.revisions[0].id), "instances": {}}
    op = an_op(cast.zed, audit, "audit.start", started, body) | {"audit": started}
    assert Device(app, cast.zed).send(op)[0]["status"] == "held"
    assert db.session.query(Audit).count() == 1


def test_a_signature_of_a_meeting_is_kept_and_drawn(lea: Device, cast: Cast, audit: Audit, signed_in: SignIn) -> None:
    strokes = {"version": 1, "width": 300, "height": 150, "strokes": [[[10, 10, 0, 0.5], [40, 30, 20, 0.5]]]}
    op = an_op(cast.lea, audit, "meeting.sign", new_id(), {"meeting": "closing", "name": "Ola", "strokes": strokes})
    assert lea.send(op)[0]["status"] == "applied"
    page = signed_in(cast.mia).get(path(audit)).text
    assert 'aria-label="Signature of Ola"' in page


def test_a_signature_that_cannot_be_read_is_refused(lea: Device, cast: Cast, audit: Audit) -> None:
    body = {"meeting": "closing", "name": "Ola", "strokes": {"version": 1}}
    assert lea.send(an_op(cast.lea, audit, "meeting.sign", new_id(), body))[0]["status"] == "rejected"
