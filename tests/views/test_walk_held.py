"""Operations that are not applied: held until somebody looks, or rejected in words and not kept."""

import uuid

import pytest
from flask import Flask

from auditapp.models import Audit, Instance, Operation, db
from auditapp.services import audit_steps
from tests.cast import Cast, an_audit_under_way
from tests.walking import Device, a_result, an_op, count_of, fresh, new_id


def test_what_arrives_after_the_audit_was_concluded_is_held(
    lea: Device, cast: Cast, audit: Audit, question: Instance
) -> None:
    audit.conclusion = "All is well."
    audit_steps.take(cast.lea, audit, "conclude")
    db.session.commit()
    op = a_result(cast.lea, audit, question)
    (result,) = lea.send(op)
    assert result["status"] == "held"
    assert "kept for the audit team leader" in result["why"]
    assert (db.session.get_one(Operation, uuid.UUID(op["id"])).body["body"]["value"], fresh(question).result) == (
        "conform",
        "",
    )


def test_an_unknown_kind_is_held(lea: Device, cast: Cast, audit: Audit, question: Instance) -> None:
    op = an_op(cast.lea, audit, "sound.add", question.id, {"anything": 1})
    assert [result["status"] for result in lea.send(op, op)] == ["held", "held"]
    assert count_of(Operation) == 1


def test_a_later_schema_is_held(lea: Device, cast: Cast, audit: Audit, question: Instance) -> None:
    (result,) = lea.send(a_result(cast.lea, audit, question, schema=2))
    assert result["status"] == "held"


def test_another_persons_entry_is_rejected_and_not_stored(
    lea: Device, cast: Cast, audit: Audit, question: Instance
) -> None:
    (result,) = lea.send(a_result(cast.ann, audit, question))
    assert (result["status"], count_of(Operation)) == ("rejected", 0)


def test_another_persons_operation_cannot_be_read_by_its_id(
    lea: Device, cast: Cast, audit: Audit, question: Instance, app: Flask
) -> None:
    op = a_result(cast.lea, audit, question)
    lea.send(op)
    (result,) = Device(app, cast.ann).send(a_result(cast.ann, audit, question, "ofi", id=op["id"]))
    assert result["status"] == "rejected"


def test_somebody_who_is_not_on_the_team_changes_nothing(
    lea: Device, cast: Cast, audit: Audit, question: Instance, app: Flask
) -> None:
    (result,) = Device(app, cast.zed).send(a_result(cast.zed, audit, question))
    assert (result["status"], fresh(question).result) == ("held", "")


def test_an_audit_that_is_not_there_answers_like_one_that_is_not_mine(
    lea: Device, cast: Cast, audit: Audit, question: Instance, app: Flask
) -> None:
    zed = Device(app, cast.zed)
    (foreign,) = zed.send(a_result(cast.zed, audit, question))
    (nowhere,) = zed.send(a_result(cast.zed, audit, question) | {"audit": new_id()})
    assert (foreign["status"], foreign["why"]) == (nowhere["status"], nowhere["why"])


def test_a_question_of_another_audit_is_held(lea: Device, cast: Cast, audit: Audit) -> None:
    other = an_audit_under_way(cast)
    (result,) = lea.send(a_result(cast.lea, audit, other.instances[0]))
    assert (result["status"], fresh(other.instances[0]).result) == ("held", "")


def test_one_bad_entry_does_not_stop_the_others(lea: Device, cast: Cast, audit: Audit, question: Instance) -> None:
    bad = a_result(cast.lea, audit, question, "splendid")
    nowhere = an_op(cast.lea, audit, "field.set", new_id(), {"name": "result", "value": "conform"})
    good = a_result(cast.lea, audit, audit.instances[1])
    assert [result["status"] for result in lea.send(bad, nowhere, good)] == ["rejected", "error", "applied"]


def test_what_belongs_to_something_not_here_yet_is_taken_when_it_is(
    lea: Device, cast: Cast, audit: Audit, question: Instance
) -> None:
    added = an_op(cast.lea, audit, "instance.add", new_id(), {"instance": str(question.id), "place": "Oil store"})
    answer = an_op(cast.lea, audit, "field.set", added["target"], {"name": "result", "value": "ofi"})
    assert [result["status"] for result in lea.send(answer, added, answer)] == ["error", "applied", "applied"]
    instance = db.session.get_one(Instance, uuid.UUID(added["target"]))
    assert (instance.place, instance.question_id, instance.result) == ("Oil store", question.question_id, "ofi")


@pytest.mark.parametrize(
    "change",
    [
        {"body": {"name": "note", "value": "x" * 20_001}}, {"body": {"name": "note", "value": None}}, {"body": {}},
        {"body": {"name": "audit_id", "value": "x"}}, {"body": {"name": "note", "value": "a\u0000b"}}, {"seq": -1},
        {"body": {"name": "note", "value": "\ud800"}}, {"at": "yesterday"}, {"at": "2026-11-23T12:00:00"},
        {"at": "0001-01-01T00:00:00+14:00"}, {"target": "x"}, {"kind": "k" * 41}, {"user": 7}, {"base": "x"},
    ],
)  # fmt: skip
def test_an_entry_that_makes_no_sense_is_rejected_in_words_and_not_kept(
    lea: Device, cast: Cast, audit: Audit, question: Instance, change: dict[str, object]
) -> None:
    (result,) = lea.send(a_result(cast.lea, audit, question) | change)
    assert result["status"] == "rejected"
    assert result["why"].endswith(".")
    assert count_of(Operation) == 0
