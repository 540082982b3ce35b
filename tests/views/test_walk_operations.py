"""Operations from a device: exactly once, contradictions kept, a batch as a whole."""

import uuid

import pytest
from flask import Flask

from auditapp.models import Answer, Audit, Instance, Operation, db
from tests.cast import Cast
from tests.walking import Device, a_result, an_op, count_of, fresh


def test_an_answer_is_applied_and_stands(lea: Device, cast: Cast, audit: Audit, question: Instance) -> None:
    op = a_result(cast.lea, audit, question)
    assert lea.send(op) == [{"id": op["id"], "status": "applied"}]
    assert (fresh(question).result, fresh(question).revs["result"]) == ("conform", op["id"])


def test_an_answer_keeps_the_devices_time_and_the_servers(
    lea: Device, cast: Cast, audit: Audit, question: Instance
) -> None:
    op = a_result(cast.lea, audit, question, at="2026-11-23T08:00:00+02:00")
    lea.send(op)
    answer = db.session.get_one(Answer, uuid.UUID(op["id"]))
    assert answer.device_at.isoformat() == "2026-11-23T06:00:00+00:00"
    assert answer.received_at > answer.device_at or answer.received_at != answer.device_at


def test_a_replay_gets_the_stored_reply_and_changes_nothing(
    lea: Device, cast: Cast, audit: Audit, question: Instance
) -> None:
    first = a_result(cast.lea, audit, question)
    second = a_result(cast.lea, audit, question, "observation", base=first["id"])
    lea.send(first, second)
    assert lea.send(first) == [{"id": first["id"], "status": "applied", "replay": True}]
    assert (fresh(question).result, count_of(Answer), count_of(Operation)) == ("observation", 2, 2)


def test_the_same_operation_twice_in_one_batch_is_one(
    lea: Device, cast: Cast, audit: Audit, question: Instance
) -> None:
    op = a_result(cast.lea, audit, question)
    assert [result["status"] for result in lea.send(op, op)] == ["applied", "applied"]
    assert count_of(Answer) == 1


def test_a_chain_of_own_edits_needs_no_answer_in_between(
    lea: Device, cast: Cast, audit: Audit, question: Instance
) -> None:
    first = a_result(cast.lea, audit, question)
    second = a_result(cast.lea, audit, question, "nonconformity", base=first["id"])
    third = a_result(cast.lea, audit, question, "", base=second["id"])
    assert [result["status"] for result in lea.send(first, second, third)] == ["applied"] * 3
    assert (fresh(question).result, fresh(question).answered_by_id) == ("", None)


def test_a_contradicting_answer_is_kept_beside_the_one_that_stands(
    lea: Device, cast: Cast, audit: Audit, question: Instance, app: Flask
) -> None:
    lea.send(a_result(cast.lea, audit, question))
    op = a_result(cast.ann, audit, question, "nonconformity")
    (result,) = Device(app, cast.ann).send(op)
    assert (result["status"], result["theirs"]["value"], result["theirs"]["by"]) == (
        "conflict",
        "conform",
        "Lea Auditor",
    )
    kept = db.session.get_one(Answer, uuid.UUID(op["id"]))
    assert (kept.applied, kept.value, fresh(question).result) == (False, "nonconformity", "conform")


def test_a_contradiction_is_resolved_by_an_answer_based_on_what_stands(
    lea: Device, cast: Cast, audit: Audit, question: Instance, app: Flask
) -> None:
    first = a_result(cast.lea, audit, question)
    lea.send(first)
    ann = Device(app, cast.ann)
    ann.send(a_result(cast.ann, audit, question, "nonconformity"))
    path = f"/walk/api/audits/{audit.id}/state"
    assert len(ann.get(path).get_json()["conflicts"]) == 1
    (result,) = ann.send(a_result(cast.ann, audit, question, "nonconformity", base=first["id"]))
    assert (result["status"], fresh(question).result) == ("applied", "nonconformity")
    assert ann.get(path).get_json()["conflicts"] == []


def test_the_same_answer_by_two_auditors_is_no_contradiction(
    lea: Device, cast: Cast, audit: Audit, question: Instance, app: Flask
) -> None:
    lea.send(a_result(cast.lea, audit, question))
    (result,) = Device(app, cast.ann).send(a_result(cast.ann, audit, question))
    assert result["status"] == "applied"


def test_who_agreed_unseen_and_thinks_again_does_not_overrule_the_other_unseen(
    lea: Device, cast: Cast, audit: Audit, question: Instance, app: Flask
) -> None:
    lea.send(a_result(cast.lea, audit, question, "nonconformity"))
    agreed = a_result(cast.ann, audit, question, "nonconformity")
    again = a_result(cast.ann, audit, question, base=agreed["id"])
    assert [result["status"] for result in Device(app, cast.ann).send(agreed, again)] == ["applied", "conflict"]
    assert fresh(question).result == "nonconformity"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("note", "Two drums\nwithout a label ≥ 3 °C"),
        ("reason", "Not on this site"),
        ("sample", "3 of 14"),
        ("kinds", ["asked", "seen"]),
    ],
)
def test_every_register_can_be_set(
    lea: Device, cast: Cast, audit: Audit, question: Instance, name: str, value: object
) -> None:
    lea.send(an_op(cast.lea, audit, "field.set", question.id, {"name": name, "value": value}))
    assert getattr(fresh(question), name) == value


@pytest.mark.parametrize(
    "payload",
    [
        None, [], "x", 7, {}, {"ops": 3}, {"ops": [None]}, {"ops": [{"id": "x"}]}, {"ops": [[]]},
        {"ops": [], "device": "\u0000"},
    ],
)  # fmt: skip
def test_what_is_no_batch_gets_a_sentence(lea: Device, payload: object) -> None:
    answer = lea.post(payload)
    assert answer.status_code == 400
    assert answer.get_json()["error"].endswith(".")


def test_fifty_operations_are_taken_at_once(lea: Device, cast: Cast, audit: Audit, question: Instance) -> None:
    ops = [an_op(cast.lea, audit, "field.set", question.id, {"name": "note", "value": "same"}) for _ in range(50)]
    assert {result["status"] for result in lea.send(*ops)} == {"applied"}


def test_fifty_one_are_refused_in_words_and_none_is_kept(
    lea: Device, cast: Cast, audit: Audit, question: Instance
) -> None:
    answer = lea.post({"device": "d", "ops": [a_result(cast.lea, audit, question) for _ in range(51)]})
    assert answer.status_code == 413
    assert "At most 50" in answer.get_json()["error"]
    assert count_of(Operation) == 0


def test_without_a_token_nothing_is_taken(lea: Device, cast: Cast, audit: Audit, question: Instance) -> None:
    answer = lea.client.post("/walk/api/ops", json={"ops": [a_result(cast.lea, audit, question)]})
    assert (answer.status_code, count_of(Operation)) == (400, 0)
