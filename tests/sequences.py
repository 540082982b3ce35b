"""Two devices and a bad network against the server half of the walk, beside a model of a few lines.

A play is a list of steps: somebody answers, somebody sends (with entries dropped, doubled, out of order, or the reply
lost), somebody looks. In the end everything is sent; then the server holds what the model holds, each entry once.
"""

import random
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from hypothesis import strategies as st

from auditapp.models import Answer, Audit, Instance, Operation, Person, db
from auditapp.services import walk_operations
from tests.walking import a_result

VALUES = ("conform", "observation", "later", "")
Step = tuple[Any, ...]

STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("say"), st.integers(0, 1), st.integers(0, 1), st.sampled_from(VALUES)),
        st.tuples(st.just("send"), st.integers(0, 1), st.integers(0, 999), st.sampled_from(["", "lost"])),
        st.tuples(st.just("look"), st.integers(0, 1)),
    ),
    min_size=1,
    max_size=14,
)
"""What may happen; a send's number throws the dice for what is dropped, doubled and shuffled."""


@dataclass
class Tablet:
    """One person's device: what is not acknowledged yet, and the operation behind each value it shows."""

    person: Person
    outbox: list[dict[str, Any]] = field(default_factory=list)
    seen: dict[uuid.UUID, str | None] = field(default_factory=dict)


@dataclass
class Model:
    """What should be on the server: each question's value and the operation that gave it; what came of each entry."""

    standing: dict[uuid.UUID, tuple[str, str | None]]
    came_of: dict[str, str] = field(default_factory=dict)
    whose: dict[str, str] = field(default_factory=dict)

    def receive(self, op: dict[str, Any]) -> str:
        """A first arrival decides, whatever comes after it says the same."""
        if op["id"] in self.came_of:
            return self.came_of[op["id"]]
        target, said = uuid.UUID(op["target"]), op["body"]["value"]
        value, rev = self.standing[target]
        self.whose[op["id"]] = op["user"]
        if rev is None or rev == op.get("base") or (value == said and self.whose[rev] == op["user"]):
            self.standing[target] = (said, op["id"])
            self.came_of[op["id"]] = "applied"
        elif value == said:  # two agree, and what stands stays the first one's
            self.came_of[op["id"]] = "applied"
        else:
            self.came_of[op["id"]] = "conflict"
        return self.came_of[op["id"]]


@contextmanager
def two_questions(audit: Audit) -> Iterator[list[Instance]]:
    """Questions nobody has answered; gone again afterwards, with all that was said about them."""
    like = audit.instances[0]
    made = [
        Instance(
            audit_id=audit.id, question_id=like.question_id, revision_id=like.revision_id, label=str(number),
            clauses=[], position=900 + number,
        )
        for number in (0, 1)
    ]  # fmt: skip
    db.session.add_all(made)
    db.session.flush()
    try:
        yield made
    finally:
        db.session.rollback()


def play(audit: Audit, people: tuple[Person, Person], steps: list[Step]) -> list[str]:
    """What went wrong; nothing when server and model agree."""
    with two_questions(audit) as questions:
        model = Model({one.id: ("", None) for one in questions})
        tablets = [Tablet(person) for person in people]
        wrong: list[str] = []
        for step in steps:
            if step[0] == "say":
                _say(audit, tablets[step[1]], questions[step[2]], step[3])
            elif step[0] == "send":
                wrong += _send(tablets[step[1]], model, random.Random(step[2]), lost=step[3] == "lost")
            else:
                tablets[step[1]].seen = {one.id: model.standing[one.id][1] for one in questions}
        for tablet in tablets:
            wrong += _send(tablet, model, None, lost=False)
        return wrong + _compared(questions, model)


def _say(audit: Audit, tablet: Tablet, question: Instance, value: str) -> None:
    op = a_result(tablet.person, audit, question, value, base=tablet.seen.get(question.id))
    tablet.outbox.append(op)
    tablet.seen[question.id] = op["id"]


def _send(tablet: Tablet, model: Model, dice: random.Random | None, *, lost: bool) -> list[str]:
    """Send what waits. ``dice``: None for a good network."""
    batch = list(tablet.outbox)
    if dice is not None:
        batch = [op for op in batch if dice.random() > 0.3]
        batch += [op for op in batch if dice.random() < 0.3]
        dice.shuffle(batch)
    if not batch:
        return []
    expected = [model.receive(op) for op in batch]
    results = walk_operations.receive(tablet.person, "tablet", batch)
    got = [result["status"] for result in results]
    if not lost:
        answered = {result["id"] for result in results}
        tablet.outbox = [op for op in tablet.outbox if op["id"] not in answered]
    return [f"answered {got}, the model says {expected}"] if got != expected else []


def _compared(questions: list[Instance], model: Model) -> list[str]:
    wrong = []
    for question in questions:
        db.session.refresh(question)
        there = (question.result, question.revs.get("result"))
        if there != model.standing[question.id]:
            wrong.append(f"stands {there}, the model says {model.standing[question.id]}")
    ids = [one.id for one in questions]
    answers = db.session.query(Answer).filter(Answer.instance_id.in_(ids)).all()
    kept = {str(one.id): "applied" if one.applied else "conflict" for one in answers}
    if kept != model.came_of:
        wrong.append("an answer was lost, doubled or taken otherwise than it was answered")
    targets = [str(one) for one in ids]
    operations = db.session.query(Operation.id).filter(Operation.target.in_(targets)).all()
    if len(operations) != len(model.came_of):
        wrong.append("not every entry is there exactly once")
    return wrong
