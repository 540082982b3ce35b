"""How something is measured and told: name, value, unit, detail."""

import json
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Engine, event

ROUNDS = 60
WARM_UP = 5


@dataclass(frozen=True)
class Result:
    """One line of the output. ``name`` stays the same over the years, so that lines can be compared."""

    name: str
    value: float
    unit: str
    detail: dict[str, Any] = field(default_factory=dict)

    def line(self) -> str:
        shown = {"name": self.name, "value": round(self.value, 2), "unit": self.unit, "detail": self.detail}
        return json.dumps(shown)


@dataclass(frozen=True)
class Times:
    """Milliseconds of each round, sorted: by the clock on the wall, and of the processor."""

    wall: tuple[float, ...]
    busy: tuple[float, ...]

    @property
    def p50(self) -> float:
        return statistics.median(self.wall)

    def told(self) -> dict[str, float]:
        """What stands beside the median: on a machine with other work the processor's time tells more."""
        p95 = self.wall[min(len(self.wall) - 1, int(len(self.wall) * 0.95))]
        return {
            "p95_ms": round(p95, 2),
            "least_ms": round(self.wall[0], 2),
            "cpu_p50_ms": round(statistics.median(self.busy), 2),
            "cpu_least_ms": round(self.busy[0], 2),
        }


def repeated(act: Callable[[int], Any], rounds: int = ROUNDS) -> Times:
    """Milliseconds of wall time for each round of ``act(number)``, sorted; the first ones warm up and do not count."""
    for number in range(WARM_UP):
        act(-1 - number)
    times: list[float] = []
    busy: list[float] = []
    for number in range(rounds):
        start, spent = time.perf_counter(), time.process_time()
        act(number)
        times.append((time.perf_counter() - start) * 1000)
        busy.append((time.process_time() - spent) * 1000)
    return Times(tuple(sorted(times)), tuple(sorted(busy)))


@contextmanager
def counted_queries(engine: Engine) -> Iterator[list[str]]:
    """The statements sent inside, without those that begin and end transactions."""
    found: list[str] = []

    def seen(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if not statement.startswith(("BEGIN", "COMMIT", "ROLLBACK", "PRAGMA", "SAVEPOINT", "RELEASE")):
            found.append(statement)

    event.listen(engine, "before_cursor_execute", seen)
    try:
        yield found
    finally:
        event.remove(engine, "before_cursor_execute", seen)
