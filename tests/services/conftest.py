"""A long report that is ordered and not made yet, on the evening of its walk; the day of a management review."""

from collections.abc import Iterator

import pytest
from flask import Flask

from auditapp.adapters import clock
from auditapp.domain import paper_length
from auditapp.models import Audit
from tests import reporting as story
from tests import reviewing
from tests.cast import Cast


@pytest.fixture
def nobody_waits_long(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Four photos are many here, and it is the evening of the walk."""
    monkeypatch.setattr(paper_length, "PHOTOS_AT_ONCE", 3)
    with clock.moved(story.EVENING, for_all=True):
        yield


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Papers themselves are tested elsewhere."""
    story.quick_press(monkeypatch)


@pytest.fixture
def ordered(app: Flask, cast: Cast) -> Audit:
    """An audit that is issued; its report is not made yet."""
    return story.issued(cast, story.a_walked_audit(cast))


@pytest.fixture
def that_day(app: Flask) -> Iterator[None]:
    """It is the day of the review."""
    with app.test_request_context(), clock.moved(reviewing.NOW):
        yield
