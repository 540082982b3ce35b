"""What is measured on: a fresh installation with the cast, built by the services."""

import hashlib
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.schema import CreateIndex, CreateTable

from auditapp.adapters import checklist_files, clock
from auditapp.domain.translated import Text
from auditapp.models import Audit, Finding, db, full_text, new_id
from auditapp.services import audit_plans, audit_steps, checklists, findings, organisations
from tests.cast import Cast, a_plan, people_and_places, the_cast
from tests.conftest import app_on

KEPT = Path(__file__).parents[2] / "data" / "bench"
"""What is built once for several runs."""
BROWSER = {"Accept-Encoding": "gzip, deflate, br, zstd"}


@contextmanager
def installation() -> Iterator[Flask]:
    """An app on a file database, with people and places. No context is pushed: requests bring their own."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        app = app_on(Path(folder) / "data")
        with app.app_context():
            db.create_all()
            organisations.ensure_roles()
            people_and_places()
        yield app
        with app.app_context():
            db.engine.dispose()


@contextmanager
def kept(name: str, fill: Callable[[], None], sources: Sequence[Path]) -> Iterator[Flask]:
    """An installation that ``fill`` makes once: it stays in the bench's data folder until the tables, one of
    ``sources`` or the month (days are told from today) change."""
    tables = "".join(str(CreateTable(table)) for table in db.Model.metadata.sorted_tables)
    indexes = "".join(str(CreateIndex(one)) for table in db.Model.metadata.sorted_tables for one in table.indexes)
    said = "".join([tables, indexes, *full_text.CREATE, f"{clock.now():%Y-%m}"]).encode()
    mark = hashlib.sha256(said + b"".join(one.read_bytes() for one in sources if one.is_file())).hexdigest()[:12]
    folder = KEPT / f"{name}-{mark}"
    if not (folder / "complete").is_file():
        for older in KEPT.glob(f"{name}-*"):
            shutil.rmtree(older)
        app = app_on(folder / "data")
        with app.app_context():
            db.create_all()
            organisations.ensure_roles()
            people_and_places()
            fill()
            db.session.commit()
            db.engine.dispose()
        (folder / "complete").touch()
    app = app_on(folder / "data")
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def browser(app: Flask, name: str) -> FlaskClient:
    """A browser that somebody of the cast is signed in with; without the page, which is not measured here."""
    with app.app_context():
        key = getattr(the_cast(), name).fs_uniquifier
    client = FlaskClient(app, app.response_class)
    with client.session_transaction() as session:
        session["_user_id"] = key
        session["_fresh"] = True
    return client


def a_checklist_of(count: int) -> str:
    """A checklist of ``count`` distinct questions out of those that are shipped; answers its key."""
    key = f"bench-{count}"
    left, sections, seen = count, [], set()
    for content in checklist_files.load_all():
        for section in content.sections:
            fresh = [question for question in section.questions if question.id not in seen][:left]
            seen |= {question.id for question in fresh}
            left -= len(fresh)
            if fresh:
                sections.append(replace(section, key=f"{content.key}-{section.key}", questions=tuple(fresh)))
    whole = checklist_files.load_all()[0]
    questions = tuple(
        replace(section, questions=tuple(replace(one, id=f"{key}-{one.id}") for one in section.questions))
        for section in sections
    )
    checklists.load(replace(whole, key=key, title=Text.of({"en": "All of it"}), kind="clause", sections=questions))
    return key


def an_audit_of(cast: Cast, count: int) -> Audit:
    """Under way, ``count`` questions at two processes, led by Lea."""
    plan = a_plan(
        cast,
        checklist=a_checklist_of(count),
        type="internal",
        title="Measured",
        objectives="Measure.",
        scope="All.",
        criteria=["iso14001-2026"],
        processes=[cast.boilers, cast.drains],
    )
    audit = audit_plans.plan(cast.mia, plan)
    audit_steps.take(cast.lea, audit, "start")
    db.session.commit()
    return audit


def raise_nonconformities(reference: str, count: int) -> None:
    """``count`` findings of an audit, noted by Lea and released one by one."""
    for number in range(count):
        if number % 100 == 0:
            db.session.commit()
            db.session.expunge_all()
            cast = the_cast()
            audit = db.session.query(Audit).filter_by(reference=reference).one()
        finding = Finding(
            id=new_id(), audit=audit, process=cast.boilers, site=cast.works, place=f"Bay {number}",
            grade="major" if number % 10 == 0 else "minor", grade_reason="A single place, mended the same day.",
            clauses=["iso14001-2026:8.1"], requirement="Instruction 12: oil stands in bunds.",
            evidence_text=f"Drum {number} stands on bare concrete.", statement=f"Oil storage {number} fails.",
            statement_confirmed=True, owner=cast.ola, noted_by=cast.lea, noted_at=clock.now(), received_at=clock.now(),
        )  # fmt: skip
        db.session.add(finding)
        db.session.flush()
        findings.release(cast.lea, finding)
    db.session.commit()
