"""Calendar feeds (iCalendar, RFC 5545) for the calendar of a phone or desk."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from icalendar import Calendar, Event


@dataclass(frozen=True)
class Entry:
    """One whole day: ``key`` stays the same when its text or day changes."""

    key: str
    day: date
    title: str
    text: str
    url: str


def feed(name: str, host: str, entries: Iterable[Entry], now: datetime) -> bytes:
    """A calendar called ``name``, its entries as whole days."""
    calendar = Calendar()
    calendar.add("prodid", "-//auditapp//due dates//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    for entry in entries:
        event = Event()
        event.add("uid", f"{entry.key}@{host}")
        event.add("dtstamp", now)
        event.add("dtstart", entry.day)
        event.add("dtend", entry.day + timedelta(days=1))
        event.add("summary", entry.title)
        event.add("description", entry.text)
        event.add("url", entry.url)
        event.add("transp", "TRANSPARENT")
        calendar.add_component(event)
    return bytes(calendar.to_ical())
