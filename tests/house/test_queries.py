"""Pages ask the database a few questions, however many records there are."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event

from auditapp.adapters import clock
from auditapp.models import Audit, Finding, Nonconformity, Person, Process, Site, db
from auditapp.services import findings, report_contents, sheet_contents
from tests.cast import Cast
from tests.house import world
from tests.house.world import browser

MOST = 15
PAGES = ("/", "/people", "/sites", "/account", "/audits", "/nonconformities")


@contextmanager
def questions(app: Flask) -> Iterator[list[tuple[str, Any]]]:
    asked: list[tuple[str, Any]] = []

    def executed(_conn: object, _cursor: object, statement: str, values: object, *_more: object) -> None:
        if statement.split(None, 1)[0].upper() in ("SELECT", "WITH"):
            asked.append((statement, values))

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", executed)
    yield asked
    event.remove(engine, "before_cursor_execute", executed)


def counted(app: Flask, name: str, path: str) -> int:
    client = browser(app, name)
    client.get(path)
    with questions(app) as asked:
        assert client.get(path).status_code == 200
    return len(asked)


@pytest.mark.parametrize("name", ["mia", "lea", "ola", "tom"])
def test_my_work_asks_few_questions(house: Flask, name: str) -> None:
    assert counted(house, name, "/") <= MOST


@pytest.mark.parametrize("name", ["ola", "lea"])
@pytest.mark.parametrize("state", ["raised", "in_progress", "verified"])
def test_a_nonconformity_asks_few_questions(house: Flask, name: str, state: str) -> None:
    with house.app_context():
        number = db.session.query(Nonconformity.number).filter_by(state=state).order_by(Nonconformity.number).first()[0]
    assert counted(house, name, f"/nonconformities/{number}") <= MOST


GROWS = ("event", "notice")
"""Tables with many rows for each record, or long ones: nobody waits until all of them are read."""


def read_whole(app: Flask, act: Callable[[], object]) -> list[str]:
    """The statements of ``act`` that read a table of `GROWS` from its first row to its last."""
    with questions(app) as asked:
        act()
    with app.app_context(), db.engine.connect() as connection:
        plans = {
            said: [row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {said}", values)]
            for said, values in asked
        }
    whole = {f"SCAN {table}" for table in GROWS}
    return [said for said, plan in plans.items() if whole & set(plan)]


@pytest.mark.parametrize("kind", ["nonconformities", "findings", "audits"])
def test_the_page_of_a_record_reads_its_own_history_and_mails_alone(house: Flask, kind: str) -> None:
    with house.app_context():
        finding = db.session.query(Finding).filter(Finding.nonconformity.has(state="verified")).first()
        assert finding is not None
        assert finding.nonconformity is not None
        keys = {"nonconformities": finding.nonconformity.number, "findings": finding.id}
        path = f"/{kind}/{keys.get(kind, finding.audit.reference)}"
    mia = browser(house, "mia")
    assert mia.get(path).status_code == 200
    assert read_whole(house, lambda: mia.get(path)) == []


def test_papers_read_the_history_of_their_own_record_alone(house: Flask) -> None:
    with house.test_request_context():
        audit = db.session.query(Audit).filter(Audit.findings.any()).first()
        found = db.session.query(Nonconformity).filter_by(state="verified").first()
        assert audit is not None
        assert found is not None
        moment = clock.now()
        assert read_whole(house, lambda: report_contents.fill(audit, "en")) == []
        assert read_whole(house, lambda: sheet_contents.fill(found, "en", as_of=moment)) == []


@pytest.mark.parametrize("path", PAGES)
def test_more_records_ask_no_more_questions(house: Flask, path: str) -> None:
    before = counted(house, "mia", path)
    with house.test_request_context():
        _more()
    assert counted(house, "mia", path) <= before


def _more() -> None:
    def by_mail(name: str) -> Person:
        return db.session.query(Person).filter_by(email=f"{name}@example.com").one()

    places = {one.name: one for one in db.session.query(Site)}
    processes = {one.name: one for one in db.session.query(Process)}
    cast = Cast(
        *(by_mail(name) for name in ("mia", "lea", "ola", "tom", "zed", "ann")),
        places["Works"], places["Depot"], processes["Boiler house"], processes["Water and drains"], processes["Vans"],
    )  # fmt: skip
    audit = db.session.query(Audit).filter_by(state="under_way").first()
    assert audit is not None
    for state in world.STATES * 2:
        finding = findings.note(cast.lea, audit, world.parts(cast, "minor"))
        raised = findings.release(cast.lea, finding)
        assert raised is not None
        world.lead_to(cast, raised, state)
    from auditapp.services import people, sites

    for number in range(5):
        site = sites.add_site(cast.mia, f"Yard {number}", timezone="Europe/Berlin")
        sites.add_process(cast.mia, f"Store {number}", sites=[site], owner=cast.zed)
        people.add(cast.mia, f"Pat {number}", f"pat{number}@example.com", ["auditor", "process_owner"])
    db.session.commit()
