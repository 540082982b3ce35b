"""Operations from a device: exactly once, in words when refused, contradictions kept."""

import uuid

import pytest
from flask import Flask

from auditapp.models import Answer, Audit, Instance, Operation, db
from auditapp.services import audit_steps
from tests.cast import Cast, an_audit_under_way
from tests.walking import Device, a_result, an_op, new_id


@pytest.fixture
def audit(cast: Cast) -> Audit:
    return an_audit_under_way(cast, team=[(cast.ann, "auditor")])


@pytest.fixture
def question(audit: Audit) -> Instance:
    return audit.instances[0]


@pytest.fixture
def lea(audit: Audit, cast: Cast, app: Flask) -> Device:
    return Device(app, cast.lea)


def count(kind: type) -> int:
    return db.session.query(kind).count()


def fresh(question: Instance) -> Instance:
    return db.session.get_one(Instance, question.id, populate_existing=True)


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
    assert (fresh(question).result, count(Answer), count(Operation)) == ("observation", 2, 2)


def test_the_same_operation_twice_in_one_batch_is_one(
    lea: Device, cast: Cast, audit: Audit, question: Instance
) -> None:
    op = a_result(cast.lea, audit, question)
    assert [result["status"] for result in lea.send(op, op)] == ["applied", "applied"]
    assert count(Answer) == 1


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
    assert count(Operation) == 1


def test_a_later_schema_is_held(lea: Device, cast: Cast, audit: Audit, question: Instance) -> None:
    (result,) = lea.send(a_result(cast.lea, audit, question, schema=2))
    assert result["status"] == "held"


def test_another_persons_entry_is_rejected_and_not_stored(
    lea: Device, cast: Cast, audit: Audit, question: Instance
) -> None:
    (result,) = lea.send(a_result(cast.ann, audit, question))
    assert (result["status"], count(Operation)) == ("rejected", 0)


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
    assert count(Operation) == 0


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
    assert count(Operation) == 0


def test_without_a_token_nothing_is_taken(lea: Device, cast: Cast, audit: Audit, question: Instance) -> None:
    answer = lea.client.post("/walk/api/ops", json={"ops": [a_result(cast.lea, audit, question)]})
    assert (answer.status_code, count(Operation)) == (400, 0)
