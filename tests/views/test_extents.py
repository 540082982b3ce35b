"""'Could it exist elsewhere?': put to owners of similar processes, answered from a mail, collected on the page."""

from collections.abc import Callable

import pytest
from flask import Flask

from auditapp.adapters import clock
from auditapp.models import ExtentQuestion, Nonconformity, Notice, Person, db
from auditapp.services import history, sheet_contents
from tests import lives
from tests.cast import Cast
from tests.linking import link_in
from tests.pages import DistrustfulClient

Sign = Callable[[Person], DistrustfulClient]


@pytest.fixture
def nc(cast: Cast) -> Nonconformity:
    return lives.led_to(cast, "acknowledged")


@pytest.fixture
def ola(cast: Cast, signed_in: Sign) -> DistrustfulClient:
    return signed_in(cast.ola)


def ask(client: DistrustfulClient, nc: Nonconformity, *processes: object) -> int:
    client.get(f"/nonconformities/{nc.number}")
    data = {"processes": [str(getattr(one, "id", one)) for one in processes]}
    return client.send(f"/nonconformities/{nc.number}/elsewhere", data).status_code


def the_question() -> ExtentQuestion:
    db.session.expire_all()
    return db.session.query(ExtentQuestion).one()


def link(cast: Cast) -> str:
    return link_in(db.session.query(Notice).filter_by(person_id=cast.zed.id, kind="extent_question").one())


def test_the_owner_of_a_similar_process_answers_from_the_mail(
    app: Flask, cast: Cast, ola: DistrustfulClient, nc: Nonconformity
) -> None:
    assert ask(ola, nc, cast.vans) == 303
    assert "asked" in ola.text(f"/nonconformities/{nc.number}")
    zed = app.test_client()
    assert isinstance(zed, DistrustfulClient)
    zed.get(link(cast))
    here = zed.send(link(cast)).headers["Location"]
    assert "You are asked to look whether the same exists at Vans." in zed.text(here)
    assert zed.send(here, {"answer": "found"}).status_code == 422
    assert zed.send(here, {"answer": "found", "words": "2 cans on bare ground at gate 1."}).status_code == 303
    assert (the_question().answer, the_question().person_id) == ("found", cast.zed.id)
    words = ola.text(f"/nonconformities/{nc.number}")
    assert "Yes, found here too" in words
    assert "2 cans on bare ground at gate 1." in words
    assert zed.send(here, {"answer": "found", "words": "2 cans on bare ground at gate 1."}).status_code == 303
    assert [event.verb for event in history.of(nc)].count("answer_elsewhere") == 1
    told = db.session.query(Notice).filter_by(kind="extent_answered").one()
    assert (told.person_id, "2 cans on bare ground" in told.text) == (cast.ola.id, True)


def test_whoever_is_asked_sees_what_was_found(
    app: Flask, cast: Cast, ola: DistrustfulClient, nc: Nonconformity
) -> None:
    ask(ola, nc, cast.vans)
    zed = app.test_client()
    assert isinstance(zed, DistrustfulClient)
    zed.get(link(cast))
    assert nc.statement in zed.text(zed.send(link(cast)).headers["Location"])


def test_a_process_is_asked_once_a_round(cast: Cast, ola: DistrustfulClient, nc: Nonconformity) -> None:
    assert ask(ola, nc, cast.vans, cast.vans) == 303
    assert ask(ola, nc, cast.vans) == 303  # a second press
    the_question()
    assert db.session.query(Notice).filter_by(kind="extent_question").count() == 1


@pytest.mark.parametrize("chosen", [(), ("no-id",), ("00000000-0000-7000-8000-000000000000",)])
def test_nobody_is_asked_where_nothing_sensible_is_chosen(
    cast: Cast, ola: DistrustfulClient, nc: Nonconformity, chosen: tuple[str, ...]
) -> None:
    assert ask(ola, nc, *chosen) in (404, 422)
    assert db.session.query(ExtentQuestion).count() == 0


def test_an_auditor_does_not_ask_for_the_owner(cast: Cast, signed_in: Sign, nc: Nonconformity) -> None:
    assert ask(signed_in(cast.lea), nc, cast.vans) == 403


def test_nobody_answers_for_somebody_else(
    cast: Cast, signed_in: Sign, ola: DistrustfulClient, nc: Nonconformity
) -> None:
    ask(ola, nc, cast.vans)
    question = the_question()
    mia = signed_in(cast.mia)
    answer = mia.send(f"/extent/{question.id}", {"answer": "cannot_be", "words": "No oil there."})
    assert answer.status_code == 404
    assert the_question().answer == ""


def test_an_answer_that_was_not_offered_is_refused(
    cast: Cast, signed_in: Sign, ola: DistrustfulClient, nc: Nonconformity
) -> None:
    ask(ola, nc, cast.vans)
    zed = signed_in(cast.zed)
    here = f"/extent/{the_question().id}"
    zed.get(here)
    assert zed.send(here, {"answer": "perhaps", "words": "I think so."}).status_code == 422
    assert the_question().answer == ""


def test_the_question_stands_on_the_first_page_of_whoever_is_asked(
    cast: Cast, signed_in: Sign, ola: DistrustfulClient, nc: Nonconformity
) -> None:
    ask(ola, nc, cast.vans)
    zed = signed_in(cast.zed)
    assert f"{nc.number}, at Vans?" in zed.text("/")
    here = f"/extent/{the_question().id}"
    zed.get(here)
    zed.send(here, {"answer": "cannot_be", "words": "No oil there."})
    assert f"{nc.number}, at Vans?" not in zed.text("/")


def test_the_answers_print_on_the_sheet(cast: Cast, signed_in: Sign, ola: DistrustfulClient, nc: Nonconformity) -> None:
    ask(ola, nc, cast.vans)
    zed = signed_in(cast.zed)
    here = f"/extent/{the_question().id}"
    zed.get(here)
    zed.send(here, {"answer": "found", "words": "2 cans at gate 1."})
    db.session.expire_all()
    sheet = sheet_contents.fill(nc, "en", as_of=clock.now())
    assert sheet.rounds[0].extent == "Vans (Zed Elsewhere): Yes, found here too. 2 cans at gate 1."
