"""The page of a nonconformity that has been through two rounds: few questions, and each round with what is its own."""

from collections.abc import Callable

import pytest
from flask import Flask

from auditapp.models import Nonconformity, Person, db
from tests import lives
from tests.bench.measure import counted_queries
from tests.cast import Cast
from tests.pages import DistrustfulClient

SignIn = Callable[[Person], DistrustfulClient]
MOST = 15


@pytest.fixture
def twice(app: Flask, cast: Cast) -> Nonconformity:
    found = lives.into_round_two(cast)
    assert (found.recurrence, found.round_number) == (1, 2)
    db.session.expire_all()
    return found


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
