"""How often somebody may try: a password, a code, a mail to be sent.

Counted in the memory of the serving process: there is one (gunicorn.conf.py), a restart forgives, and a guesser
cannot fill the database. Keys are hashed, so that no list of typed addresses lies in memory.
"""

import hashlib
import threading
from collections import OrderedDict, deque
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from auditapp.adapters import clock
from auditapp.domain.errors import Refusal
from auditapp.domain.words import N_

MOST_KEYS = 20_000
"""Keys one throttle remembers; the longest untouched is forgotten first."""


class Throttle:
    """At most ``most`` tries for one key within ``within``."""

    def __init__(self, most: int, within: timedelta) -> None:
        self.most, self.within = most, within
        self._tries: OrderedDict[str, deque[datetime]] = OrderedDict()
        self._lock = threading.Lock()

    def is_spent(self, key: str) -> bool:
        """Whether ``key`` has to wait."""
        with self._lock:
            return len(self._recent(_hashed(key))) >= self.most

    def count(self, key: str) -> None:
        """Remember a try."""
        hashed = _hashed(key)
        with self._lock:
            recent = self._recent(hashed)
            recent.append(clock.now())
            self._tries[hashed] = recent
            self._tries.move_to_end(hashed)
            while len(self._tries) > MOST_KEYS:
                self._tries.popitem(last=False)

    def forgive(self, key: str) -> None:
        """Forget the tries of ``key``: it got it right."""
        with self._lock:
            self._tries.pop(_hashed(key), None)

    def forget_all(self) -> None:
        """Forget everybody's tries."""
        with self._lock:
            self._tries.clear()

    def _recent(self, hashed: str) -> deque[datetime]:
        tries = self._tries.get(hashed, deque())
        since = clock.now() - self.within
        while tries and tries[0] <= since:
            tries.popleft()
        return tries


PASSWORD_OF_ACCOUNT = Throttle(10, timedelta(minutes=15))
PASSWORD_FROM_ADDRESS = Throttle(40, timedelta(minutes=15))
"""A whole company may sit behind one address."""
PASSKEY_OF_ACCOUNT = Throttle(10, timedelta(minutes=15))
"""Apart from the password's: who guesses that must not keep its owner out. From an address both count together."""
CODE = Throttle(10, timedelta(minutes=15))
"""The code that claims an empty installation: 10^12 of them."""
MAIL_TO_ACCOUNT = Throttle(3, timedelta(minutes=15))
MAIL_FROM_ADDRESS = Throttle(20, timedelta(minutes=15))
LINK_FROM_ADDRESS = Throttle(20, timedelta(minutes=15))
"""Links of mails that are not known: a part was lost, or somebody guesses."""
CONCERN_FROM_ADDRESS = Throttle(20, timedelta(minutes=15))
"""Concerns from one address: a whole works may sit behind it."""
CONCERN_AT_PROCESS = Throttle(30, timedelta(minutes=15))
CONCERN_CODE = Throttle(30, timedelta(minutes=15))

ALL = (
    PASSWORD_OF_ACCOUNT, PASSWORD_FROM_ADDRESS, PASSKEY_OF_ACCOUNT, CODE, MAIL_TO_ACCOUNT, MAIL_FROM_ADDRESS,
    LINK_FROM_ADDRESS, CONCERN_FROM_ADDRESS, CONCERN_AT_PROCESS, CONCERN_CODE,
)  # fmt: skip


@contextmanager
def against_guessing(throttle: Throttle, key: str) -> Iterator[None]:
    """Around the look for what only its code or link opens: a refusal counts as a try, and too many have to wait."""
    hold(throttle, key)
    try:
        yield
    except Refusal:
        throttle.count(key)
        raise


def hold(throttle: Throttle, key: str) -> None:
    """Raise a `Refusal` (429) while ``key`` has to wait."""
    if throttle.is_spent(key):
        raise Refusal(
            N_("Too many tries. To keep accounts safe, wait %(minutes)s minutes and try again."),
            status=429,
            minutes=int(throttle.within.total_seconds() // 60),
        )


def _hashed(key: str) -> str:
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()
