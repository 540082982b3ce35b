"""Refusals: a sentence with a remedy, and the HTTP status that fits it.

The sentence is a translatable message with ``%(name)s`` places; the values travel beside it, so that the
place that shows it can translate first and fill in afterwards.
"""

from typing import Any


class Refusal(Exception):
    """The request was understood and is refused. ``str()`` gives the English sentence."""

    status = 422

    def __init__(self, message: str, *, status: int | None = None, field: str | None = None, **values: Any) -> None:
        """``message``: translatable sentence; ``field``: the form field it belongs to; ``values``: its places."""
        self.message = message
        self.values = values
        self.field = field
        if status is not None:
            self.status = status
        super().__init__(message % values if values else message)


class NotAllowed(Refusal):
    """The thing is the reader's to see, the act is not theirs to do."""

    status = 403


class NotThere(Refusal):
    """There is no such thing, or it is not the reader's: the two look alike from outside."""

    status = 404


class Conflict(Refusal):
    """Somebody else's change came first, or the step does not start from this state."""

    status = 409
