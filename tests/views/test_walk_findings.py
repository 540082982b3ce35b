"""Findings from a device: noted with their parts, changed field by field, left alone once released."""

from flask import Flask

from auditapp.models import Audit, Finding, Instance, db
from tests.cast import Cast
from tests.walking import Device, an_op, new_id


def test_a_finding_is_noted_with_its_three_parts(lea: Device, cast: Cast, audit: Audit, question: Instance) -> None:
    op = an_op(
        cast.lea, audit, "finding.note", new_id(),
        {
            "instance": str(question.id), "grade": "minor", "requirement": "8.2", "evidence_text": "Two drums",
            "statement": "Spill control is missing", "owner": str(cast.ola.id), "place": "Yard", "urgent": True,
        },
    )  # fmt: skip
    assert [result["status"] for result in lea.send(op, op)] == ["applied", "applied"]
    (finding,) = db.session.query(Finding)
    assert str(finding.id) == op["target"]
    assert (finding.state, finding.owner_id, finding.urgent) == ("noted", cast.ola.id, True)
    assert (finding.clauses, finding.process_id) == (question.clauses, question.process_id)
    assert finding.statement_confirmed is False


def test_a_finding_needs_no_question(lea: Device, cast: Cast, audit: Audit) -> None:
    op = an_op(cast.lea, audit, "finding.note", new_id(), {"grade": "good_practice", "evidence_text": "Tidy yard"})
    lea.send(op)
    assert db.session.query(Finding).one().instance_id is None


def test_an_owner_who_is_not_there_never_costs_the_finding(lea: Device, cast: Cast, audit: Audit) -> None:
    op = an_op(cast.lea, audit, "finding.note", new_id(), {"grade": "minor", "owner": new_id(), "clauses": ["no ref"]})
    assert lea.send(op)[0]["status"] == "applied"
    assert db.session.query(Finding).one().owner_id is None


def test_a_noted_finding_can_be_changed_field_by_field(lea: Device, cast: Cast, audit: Audit) -> None:
    note = an_op(cast.lea, audit, "finding.note", new_id(), {"grade": "minor", "statement": "draft"})
    edit = an_op(cast.lea, audit, "finding.field", note["target"], {"name": "grade", "value": "major"})
    confirm = an_op(cast.lea, audit, "finding.field", note["target"], {"name": "statement_confirmed", "value": True})
    assert [result["status"] for result in lea.send(note, edit, confirm)] == ["applied"] * 3
    finding = db.session.query(Finding).one()
    assert (finding.grade, finding.statement_confirmed, finding.revs["grade"]) == ("major", True, edit["id"])


def test_two_who_change_the_same_field_of_a_finding_contradict(
    lea: Device, cast: Cast, audit: Audit, app: Flask
) -> None:
    note = an_op(cast.lea, audit, "finding.note", new_id(), {"grade": "minor"})
    lea.send(note, an_op(cast.lea, audit, "finding.field", note["target"], {"name": "grade", "value": "major"}))
    late = an_op(cast.ann, audit, "finding.field", note["target"], {"name": "grade", "value": "ofi"})
    (result,) = Device(app, cast.ann).send(late)
    assert (result["status"], result["theirs"]["value"]) == ("conflict", "major")


def test_a_released_finding_stays_as_it_is(lea: Device, cast: Cast, audit: Audit) -> None:
    note = an_op(cast.lea, audit, "finding.note", new_id(), {"grade": "minor"})
    lea.send(note)
    db.session.query(Finding).one().state = "released"
    db.session.commit()
    edit = an_op(cast.lea, audit, "finding.field", note["target"], {"name": "grade", "value": "major"})
    assert lea.send(edit)[0]["status"] == "held"
