"""The made-up company as built by the services: one build, many facts."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from auditapp.demo import builder, command, company
from auditapp.domain.steps import NONCONFORMITY_STEPS
from auditapp.models import (
    Audit,
    Event,
    Evidence,
    Finding,
    Instance,
    Nonconformity,
    Notice,
    Paper,
    Person,
    Process,
    Site,
    db,
)
from auditapp.services import history
from tests.conftest import app_on

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    app = app_on(tmp_path_factory.mktemp("demo") / "data")
    with app.app_context():
        db.create_all()
        with app.test_request_context(base_url="http://localhost"):
            builder.build(NOW, app.extensions["photo_store"], photo_size=(320, 240))
        yield app
        db.session.remove()
        db.engine.dispose()


@pytest.fixture(autouse=True)
def _clean(demo: Flask) -> Iterator[None]:
    yield
    db.session.rollback()


def count(what: type) -> int:
    return db.session.scalar(select(func.count()).select_from(what)) or 0


def test_it_has_two_sites_eight_processes_ten_people_and_the_auditor_from_outside() -> None:
    assert (count(Site), count(Process), count(Person)) == (2, 8, 11)


def test_its_audits_are_issued_but_for_one_under_way_and_one_to_come() -> None:
    states = Counter(db.session.scalars(select(Audit.state)))
    assert states == {"issued": 8, "under_way": 1, "confirmed": 1}


def test_the_audit_under_way_is_of_today() -> None:
    audit = db.session.scalars(select(Audit).where(Audit.state == "under_way")).one()
    assert (audit.starts_on, audit.started_at) == (NOW.date(), NOW - timedelta(hours=3))


def test_fourteen_of_its_forty_questions_are_left() -> None:
    query = select(Instance.result).join(Instance.audit).where(Audit.state == "under_way")
    results = list(db.session.scalars(query))
    assert (len(results), sum(result in ("", "later") for result in results)) == (40, 14)


def test_the_last_issued_audit_has_29_findings_all_released() -> None:
    last = db.session.scalars(select(Audit).where(Audit.state == "issued").order_by(Audit.issued_at.desc())).first()
    assert last is not None
    states = list(db.session.scalars(select(Finding.state).where(Finding.audit_id == last.id)))
    assert states == ["released"] * 29


def test_nonconformities_stand_in_every_state_that_a_step_leads_to() -> None:
    reachable = {step.to for step in NONCONFORMITY_STEPS.values() if step.to} | {"raised"}
    assert reachable - set(db.session.scalars(select(Nonconformity.state))) == set()


def test_findings_of_today_wait_to_be_released() -> None:
    noted = select(Finding.state).join(Finding.audit).where(Audit.state == "under_way", Finding.state == "noted")
    assert len(list(db.session.scalars(noted))) == 3


def test_one_nonconformity_is_in_its_second_round() -> None:
    rounds = db.session.scalars(select(Nonconformity.round_number).where(Nonconformity.round_number > 1))
    assert list(rounds) == [2]


def test_more_than_thirty_photos_are_whole_and_readable() -> None:
    photos = list(db.session.scalars(select(Evidence)))
    assert len(photos) > 30
    assert [photo.name for photo in photos if photo.trouble or photo.complete_at is None] == []


def test_it_is_told_to_its_end() -> None:
    assert builder.is_whole()


def test_every_issued_audit_has_its_report() -> None:
    assert Counter(db.session.scalars(select(Paper.kind)))["audit_report"] == 8


def test_the_past_happened_in_order_and_its_chain_is_whole() -> None:
    moments = list(db.session.scalars(select(Event.at).order_by(Event.seq)))
    assert moments == sorted(moments)
    assert max(moments) <= NOW
    assert history.first_break() is None


def test_no_mail_is_left_waiting() -> None:
    assert set(db.session.scalars(select(Notice.state))) == {"sent"}


def test_numbers_follow_the_order_of_release() -> None:
    rows = db.session.execute(select(Nonconformity.number, Nonconformity.raised_at).order_by(Nonconformity.raised_at))
    numbers = [number for number, _ in rows]
    assert numbers == sorted(numbers)


def test_asking_for_it_again_changes_nothing(demo: Flask) -> None:
    ids = select(Audit.id).order_by(Audit.id)
    before = list(db.session.scalars(ids))
    db.session.rollback()  # the command has a connection of its own
    result = demo.test_cli_runner().invoke(args=["demo"])
    assert (result.exit_code, list(db.session.scalars(ids))) == (0, before)
    assert company.PASSWORD in result.output


def test_the_people_who_can_sign_in_are_printed() -> None:
    assert len(command.sign_ins()) == 1 + len(company.SIGN_INS)
