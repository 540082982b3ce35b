"""Whether a response may be written on, and on which of its rows."""

import uuid
from collections.abc import Sequence
from typing import TypeVar

from auditapp.domain.errors import Conflict, NotThere
from auditapp.domain.words import N_, NONCONFORMITY_STATES
from auditapp.models import Action, Cause, Nonconformity, Person
from auditapp.services import history

Row = TypeVar("Row", Cause, Action)

WRITABLE_IN = ("acknowledged",)
"""The plan is written here; once submitted it stays until a judge returns it."""


def allow_writing(by: Person, nonconformity: Nonconformity) -> None:
    """Hold the response for ``by``. Raises what `history.allow` does, and `Conflict` once it is submitted."""
    history.allow(by, "own", nonconformity)
    history.hold(nonconformity)
    if nonconformity.state not in WRITABLE_IN:
        raise Conflict(
            N_("The response is not open for writing: the state is '%(state)s'."),
            state=NONCONFORMITY_STATES[nonconformity.state],
        )


def one_of(rows: Sequence[Row], row_id: uuid.UUID) -> Row:
    """The one of ``rows`` with that id; raises `NotThere`."""
    for row in rows:
        if row.id == row_id:
            return row
    raise NotThere(N_("There is no such entry here."))
