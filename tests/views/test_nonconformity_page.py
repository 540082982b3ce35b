"""The page of a nonconformity that has been through two rounds: few questions, and each round with what is its own."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask

from auditapp.adapters import clock
from auditapp.models import Evidence, Instance, Nonconformity, Person, db
from auditapp.services import extents, nonconformities, responses
from tests import lives
from tests.bench.measure import counted_queries
from tests.cast import Cast, an_audit_under_way
from tests.pages import DistrustfulClient

SignIn = Callable[[Person], DistrustfulClient]
MOST = 15


@pytest.fixture
def twice(app: Flask, cast: Cast) -> Nonconformity:
    """In its second round: a repeat, with 3 actions, 4 photos and a question to Zed."""
    audit = an_audit_under_way(cast)
    lives.raised(cast, audit=audit)
    nc = lives.led_to(cast, "acknowledged", audit=audit, instance=db.session.query(Instance).first())
    assert nc.recurrence == 1
    _photo(cast.ola, nonconformity_id=nc.id, purpose="correction", caption="Moved in round 1")
    extents.ask(cast.ola, nc, [cast.vans.id])
    lives.led_to(cast, "verified", nc)
    with clock.moved(clock.now() + timedelta(days=61)):
        nonconformities.take(cast.lea, nc, "judge_not_effective", note="One drum beside the bund.")
    with clock.moved(clock.now() + timedelta(days=62)):
        first = lives.write_response(cast, nc)
        responses.add_action(
            cast.ola, nc, first.cause_id, "Lock the gate.", owner=cast.zed, due_on=nonconformities.today_at(nc)
        )
        _photo(cast.ola, nonconformity_id=nc.id, purpose="correction", caption="Moved in round 2")
        nonconformities.take(cast.ola, nc, "plan")
        nonconformities.take(cast.lea, nc, "accept")
        for action in nc.actions:
            _photo(action.owner, nonconformity_id=nc.id, action_id=action.id)
    db.session.commit()
    db.session.expire_all()
    return nc


def _photo(by: Person, **where: object) -> None:
    moment = clock.now()
    db.session.add(Evidence(by_id=by.id, sha256="0" * 64, captured_at=moment, received_at=moment, **where))
    db.session.flush()


def test_no_role_asks_much_for_an_nc_with_earlier_rounds(cast: Cast, signed_in: SignIn, twice: Nonconformity) -> None:
    asked = {name: _questions(signed_in(getattr(cast, name)), twice) for name in ("mia", "lea", "ola", "tom", "zed")}
    assert {name: len(found) for name, found in asked.items() if len(found) > MOST} == {}, [
        one[:300] for one in asked["zed"]
    ]


def _questions(client: DistrustfulClient, nc: Nonconformity) -> list[str]:
    path = f"/nonconformities/{nc.number}"
    client.get(path)
    db.session.rollback()
    with counted_queries(db.engine) as asked:
        assert client.get(path).status_code == 200
    return asked


def test_each_round_shows_the_photos_that_came_in_it(cast: Cast, signed_in: SignIn, twice: Nonconformity) -> None:
    html = signed_in(cast.mia).get(f"/nonconformities/{twice.number}").get_data(as_text=True)
    second, first = html.split('id="round-1"')[0].split('id="round-2"')[1], html.split('id="round-1"')[1]
    assert ("Moved in round 2" in second, "Moved in round 1" in second) == (True, False)
    assert ("Moved in round 1" in first, "Moved in round 2" in first) == (True, False)
