"""The clock: the only place that asks what time it is, so that tests and the demo can move it."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

_moved_to: ContextVar[datetime | None] = ContextVar("moved_to", default=None)
_moved_for_all: list[datetime] = []


def now() -> datetime:
    """This moment, aware, in UTC; or the one that the clock was moved to."""
    moved = _moved_to.get()
    if moved is not None:
        return moved
    return _moved_for_all[-1] if _moved_for_all else datetime.now(UTC)


def today(zone: str) -> date:
    """The calendar day in ``zone`` (IANA name)."""
    return now().astimezone(ZoneInfo(zone)).date()


@contextmanager
def moved(to: datetime, *, for_all: bool = False) -> Iterator[None]:
    """Inside, it is ``to`` (aware). ``for_all``: in every thread of this process, else in this context only."""
    if to.tzinfo is None:
        raise ValueError("a moment needs its zone")
    if for_all:
        _moved_for_all.append(to.astimezone(UTC))
        try:
            yield
        finally:
            _moved_for_all.pop()
        return
    token = _moved_to.set(to.astimezone(UTC))
    try:
        yield
    finally:
        _moved_to.reset(token)


def move_for_good(to: datetime) -> None:
    """From now on it is ``to`` in every thread: for a server started by a journey test (`AUDITAPP_TEST_NOW`)."""
    _moved_for_all.append(to.astimezone(UTC))
