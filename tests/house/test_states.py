"""A state is what the last event made it, in every record of the world."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from auditapp.models import Audit, Event, Finding, Nonconformity, db
from auditapp.services import history
from tests.house.world import STATES

RECORDS: list[Any] = [Audit, Finding, Nonconformity]


@pytest.mark.parametrize("kind", RECORDS)
def test_every_state_is_that_of_the_last_event(house: Flask, kind: Any) -> None:
    with house.app_context():
        records = db.session.scalars(select(kind)).all()
        assert len(records) > 1
        for record in records:
            last = db.session.scalars(
                select(Event)
                .where(
                    Event.subject_kind == kind.__tablename__, Event.subject_id == str(record.id), Event.to_state != ""
                )
                .order_by(Event.seq.desc())
            ).first()
            assert last is not None
            assert record.state == last.to_state


def test_the_world_holds_a_nonconformity_in_every_state_of_the_main_path(house: Flask) -> None:
    with house.app_context():
        assert set(db.session.scalars(select(Nonconformity.state))) == set(STATES)


def test_the_chain_of_events_is_whole(house: Flask) -> None:
    with house.app_context():
        assert history.first_break() is None
