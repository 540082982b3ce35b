"""A nonconformity whose owner got a mail, the link in it, and phones to open it on."""

import pytest
from flask import Flask

from auditapp.models import Nonconformity, db
from auditapp.services import throttles
from tests import lives
from tests.cast import Cast
from tests.linking import Phones, link_in, mails_to
from tests.pages import DistrustfulClient


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
