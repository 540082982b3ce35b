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


def repeated(act: Callable[[int], Any], rounds: int = ROUNDS) -> list[float]:
    """Milliseconds of wall time for each round of ``act(number)``, sorted; the first ones warm up and do not count."""
    for number in range(WARM_UP):
        act(-1 - number)
    times = []
    for number in range(rounds):
        start = time.perf_counter()
        act(number)
        times.append((time.perf_counter() - start) * 1000)
    return sorted(times)


def p50(times: list[float]) -> float:
    return statistics.median(times)


def p95(times: list[float]) -> float:
    return times[min(len(times) - 1, int(len(times) * 0.95))]


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
