"""Periods that figures are told of, each with the one before it."""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from sqlalchemy import ColumnElement

from auditapp.adapters import clock
from auditapp.models import Nonconformity
from auditapp.services import organisations

MOST_MONTHS = 24
"""Columns that a chart over time has room for; a longer period is told by years."""


@dataclass(frozen=True)
class Period:
    """Days, both included."""

    first: date
    last: date

    @property
    def before(self) -> "Period":
        """As many days right before it."""
        days = (self.last - self.first).days + 1
        return Period(self.first - timedelta(days=days), self.first - timedelta(days=1))

    def parts(self) -> list["Period"]:
        """The period month by month, or year by year where it is long; the first and last may be cut."""
        months = (self.last.year - self.first.year) * 12 + self.last.month - self.first.month + 1
        step = 1 if months <= MOST_MONTHS else 12
        start = self.first.year * 12 + self.first.month - 1
        start -= start % step
        starts = [date(at // 12, at % 12 + 1, 1) for at in range(start + step, start + months + 12, step)]
        ends = [self.first, *(day for day in starts if self.first < day <= self.last), self.last + timedelta(days=1)]
        return [Period(first, after - timedelta(days=1)) for first, after in pairwise(ends)]


def year_to(day: date) -> Period:
    """The twelve months that end with ``day``."""
    return Period(day - timedelta(days=364), day)


def today() -> date:
    """The organisation's day."""
    return clock.today(organisations.zone())


def within(column: Any, period: Period) -> list[ColumnElement[bool]]:
    """Moments of ``column`` on the days of ``period``, in the organisation's time zone."""
    return [
        column >= organisations.start_of(period.first),
        column < organisations.start_of(period.last + timedelta(days=1)),
    ]


def raised(period: Period) -> list[ColumnElement[bool]]:
    """Raised in ``period``. What is void counts nowhere."""
    return [*within(Nonconformity.raised_at, period), Nonconformity.state != "void"]


def closed(period: Period) -> list[ColumnElement[bool]]:
    """Closed in ``period``, and not opened again since."""
    return [*within(Nonconformity.closed_at, period), Nonconformity.state == "closed"]
