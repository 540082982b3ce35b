"""Dates as the field counts them: calendar days, in the site's zone."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones


def local_day(moment: datetime, zone: str) -> date:
    """The calendar day of ``moment`` (aware) at a place in ``zone`` (an IANA name)."""
    return moment.astimezone(ZoneInfo(zone)).date()


def days_after(day: date, count: int) -> date:
    """``count`` calendar days after ``day``."""
    return day + timedelta(days=count)


def is_zone(name: str) -> bool:
    """Whether ``name`` is an IANA time zone known here."""
    return name in available_timezones()
