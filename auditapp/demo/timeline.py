"""The past in its order: deeds put on days, carried out with the clock moved there."""

import heapq
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from zoneinfo import ZoneInfo

from auditapp.adapters import clock

Deed = Callable[[], None]
BETWEEN = timedelta(minutes=4)
"""Two deeds never share a moment: what followed must also be seen to follow."""


class Timeline:
    """Deeds by moment. ``after``: called after each of them, in its moment."""

    def __init__(self, now: datetime, timezone: str, after: Deed) -> None:
        self.now = now
        self.zone = ZoneInfo(timezone)
        self.today = now.astimezone(self.zone).date()
        self._after = after
        self._waiting: list[tuple[datetime, int, Deed]] = []
        self._order = count()
        self._last = datetime.min.replace(tzinfo=UTC)

    def date(self, day: int, length: int = 1) -> date:
        """The date ``day`` days from today, moved on to where ``length`` days fit before a weekend."""
        found = self.today + timedelta(days=day)
        if -7 < day <= 0:
            return found
        while found.weekday() + length > 5:
            found += timedelta(days=1)
        return found

    def moment(self, day: int, clock_time: str, length: int = 1) -> datetime:
        """That day at ``clock_time`` ('08:30') where the company is."""
        return datetime.combine(self.date(day, length), time.fromisoformat(clock_time), self.zone)

    def at(self, moment: datetime, deed: Deed) -> None:
        """Do ``deed`` at ``moment``, or as soon after it as what came before allows."""
        heapq.heappush(self._waiting, (moment, next(self._order), deed))

    def on(self, day: int | None, clock_time: str, deed: Deed) -> None:
        """Do ``deed`` on that day; not at all where there is none yet."""
        if day is not None:
            self.at(self.moment(day, clock_time), deed)

    def run(self) -> None:
        """Carry out all deeds, those that are put in meanwhile included."""
        while self._waiting:
            moment, _, deed = heapq.heappop(self._waiting)
            moment = min(max(moment, self._last + BETWEEN), self.now)
            with clock.moved(moment):
                deed()
                self._after()
            self._last = moment
