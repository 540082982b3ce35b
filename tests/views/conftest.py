"""A nonconformity whose owner got a mail, the link in it, and phones to open it on; an audit under way and a tablet."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from flask import Flask

from auditapp.adapters import clock
from auditapp.models import Audit, Instance, Nonconformity, Person, db
from auditapp.services import throttles
from tests import lives
from tests.cast import Cast, an_audit_under_way
from tests.linking import Phones, link_in, mails_to
from tests.pages import DistrustfulClient
from tests.walking import Device


@pytest.fixture
def raised(cast: Cast) -> Nonconformity:
    """Raised and mailed to Ola."""
    found = lives.raised(cast)
    db.session.commit()
    return found


@pytest.fixture
def link(cast: Cast, raised: Nonconformity) -> str:
    """The link in Ola's mail."""
    return link_in(mails_to(cast.ola, "nonconformity_raised")[0])


@pytest.fixture
def fresh_throttles() -> Iterator[None]:
    """No try of another test counts, and none of this one in the next."""
    for throttle in throttles.ALL:
        throttle.forget_all()
    yield
    for throttle in throttles.ALL:
        throttle.forget_all()


@pytest.fixture
def phone(app: Flask) -> Phones:
    """Another phone each time it is called; tries of earlier tests are forgotten."""
    for throttle in throttles.ALL:
        throttle.forget_all()
    app.test_client_class = DistrustfulClient

    def another() -> DistrustfulClient:
        made = app.test_client()
        assert isinstance(made, DistrustfulClient)
        return made

    return another


@pytest.fixture
def audit(cast: Cast) -> Audit:
    """Lea's, with Ann on the team."""
    return an_audit_under_way(cast, team=[(cast.ann, "auditor")])


@pytest.fixture
def question(audit: Audit) -> Instance:
    """Its first."""
    return audit.instances[0]


@pytest.fixture
def lea(app: Flask, audit: Audit, cast: Cast) -> Device:
    """Her tablet."""
    return Device(app, cast.lea)


@pytest.fixture
def two(app: Flask, cast: Cast) -> tuple[Nonconformity, Nonconformity]:
    """One in the boiler house about oil, and one of the vans about noise, from a complaint, that came back."""
    oil = lives.a_nonconformity(cast, 1, statement="Oil stands outside the bund.")
    noise = lives.a_nonconformity(
        cast, 2, statement="The compressor is too loud at night.", process=cast.vans, site=cast.depot, owner=cast.zed,
        source="complaint", grade="major", clauses=["iso14001-2015:9.1.2"], recurrence=2,
        due_on=(clock.now() + timedelta(days=3)).date(),
    )  # fmt: skip
    return oil, noise


@pytest.fixture
def nc(app: Flask, cast: Cast) -> Nonconformity:
    """Ola knows of it, and is asked for her response."""
    return lives.led_to(cast, "acknowledged")


@pytest.fixture
def ola(cast: Cast, signed_in: Callable[[Person], DistrustfulClient]) -> DistrustfulClient:
    """Her browser."""
    return signed_in(cast.ola)
