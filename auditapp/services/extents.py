"""'Could it exist elsewhere?': asked of the owners of similar processes, answered from a mail (ISO 14001 10.2)."""

import uuid
from collections.abc import Iterable, Sequence

from flask import url_for
from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import contains_eager, joinedload

from auditapp.adapters import clock
from auditapp.domain.errors import Conflict, NotThere, Refusal
from auditapp.domain.nonconformity import OPEN_STATES, is_open
from auditapp.domain.permissions import can
from auditapp.domain.words import EXTENT_ANSWERS, N_
from auditapp.models import ExtentQuestion, Nonconformity, Person, Process, db
from auditapp.services import grants, history, languages, notices, situations


def to_ask(nonconformity: Nonconformity) -> list[Process]:
    """The processes whose owners can still be asked in the round under way: not its own, not those asked already."""
    done = _asked(nonconformity)
    query = select(Process).join(Process.owner).where(Process.active, Person.active).order_by(Process.name)
    query = query.options(contains_eager(Process.owner).lazyload(Person.roles))
    return [one for one in db.session.scalars(query) if one.id not in done and one.id != nonconformity.process_id]


def _asked(nonconformity: Nonconformity) -> set[uuid.UUID]:
    """The processes whose owners were asked in the round under way."""
    this = nonconformity.round_number
    return {one.process_id for one in nonconformity.extent_questions if one.round_number == this}


def ask(by: Person, nonconformity: Nonconformity, processes: Iterable[uuid.UUID]) -> list[ExtentQuestion]:
    """Ask the owner of each process, by mail with a link; answers the questions that are new. A process is asked once
    a round, however often the button is pressed."""
    history.allow(by, "ask_elsewhere", nonconformity)
    if not is_open(nonconformity):
        raise Conflict(N_("It is closed or void: nobody is asked any more."))
    wanted, offered = list(dict.fromkeys(processes)), {process.id: process for process in to_ask(nonconformity)}
    chosen = [offered[one] for one in wanted if one in offered]
    if not chosen and wanted and set(wanted) <= _asked(nonconformity):
        return []
    if not chosen:
        raise Refusal(N_("Choose at least one process whose owner was not asked yet."), field="processes")
    asked = [_ask(by, nonconformity, process) for process in chosen]
    names = [process.name for process in chosen]
    history.record(nonconformity, "ask_elsewhere", by, processes=names, what=", ".join(names))
    return asked


def _ask(by: Person, nonconformity: Nonconformity, process: Process) -> ExtentQuestion:
    assert process.owner is not None
    question = ExtentQuestion(
        nonconformity=nonconformity,
        round_number=nonconformity.round_number,
        process=process,
        person=process.owner,
        asked_by=by,
        asked_at=clock.now(),
    )
    db.session.add(question)
    db.session.flush()
    notices.write(
        "extent_question",
        process.owner,
        _l("Could %(number)s exist at %(process)s, too?", number=nonconformity.number, process=process.name),
        about=nonconformity,
        nonconformity=nonconformity,
        process=process,
        by=by,
        situation=situations.of(nonconformity, languages.of(process.owner)),
        link=grants.address(process.owner, nonconformity, question=question),
    )
    return question


def find(person: Person, question_id: uuid.UUID) -> ExtentQuestion:
    """A question that was put to ``person``; `NotThere`."""
    question = db.session.get(ExtentQuestion, question_id)
    if question is None or not can(person, "answer_elsewhere", question):
        raise NotThere(N_("There is no such question here."))
    return question


def answer(by: Person, question: ExtentQuestion, answer: str, words: str) -> None:
    """Answer it, or answer it anew while the nonconformity is open: who looks again may find something."""
    history.allow(by, "answer_elsewhere", question)
    history.hold(question, "answer", "words")
    if not is_open(question.nonconformity):
        raise Conflict(N_("It is closed or void by now: no answer is needed any more."))
    if answer not in EXTENT_ANSWERS:
        raise Refusal(N_("Choose an answer."), field="answer")
    if not words.strip():
        raise Refusal(N_("Write where you looked and how many, or why it cannot exist."), field="words")
    if (question.answer, question.words) == (answer, words.strip()):
        return
    question.answer, question.words, question.answered_at = answer, words.strip(), clock.now()
    history.record(
        question.nonconformity, "answer_elsewhere", by, process=question.process.name, answer=answer,
        what=f"{question.process.name}: {words.strip()}",
    )  # fmt: skip
    _tell_asker(by, question)


def _tell_asker(by: Person, question: ExtentQuestion) -> None:
    """Whoever asked waits for it: they write the extent with it."""
    asker, nonconformity = question.asked_by, question.nonconformity
    if asker.id == by.id or not asker.active:
        return
    owns = asker.id == nonconformity.owner_id
    page = url_for("nonconformities.show", number=nonconformity.number, _external=True)
    notices.write(
        "extent_answered",
        asker,
        _l("%(number)s: an answer from %(process)s", number=nonconformity.number, process=question.process.name),
        about=nonconformity,
        nonconformity=nonconformity,
        question=question,
        link=grants.address(asker, nonconformity) if owns else page,
    )


def put_to(person: Person) -> Sequence[ExtentQuestion]:
    """What ``person`` has not answered yet."""
    query = (
        select(ExtentQuestion)
        .join(ExtentQuestion.nonconformity)
        .where(
            ExtentQuestion.person_id == person.id,
            ExtentQuestion.answer == "",
            Nonconformity.state.in_(OPEN_STATES),
        )
        .options(contains_eager(ExtentQuestion.nonconformity), joinedload(ExtentQuestion.process))
        .order_by(ExtentQuestion.asked_at)
    )
    return list(db.session.scalars(query))
