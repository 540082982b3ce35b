"""The causes of a response: begun by the whys or the branches that lead there, named, worded anew."""

import uuid
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from auditapp.domain.errors import Refusal
from auditapp.domain.words import BRANCHES, N_, STOP_TEST
from auditapp.models import Cause, Nonconformity, Person, db
from auditapp.services import history
from auditapp.services.response_writing import allow_writing, one_of

NO_BRANCHES: Mapping[str, str] = MappingProxyType({})
NAME_IT = N_("Name the cause: the control that failed or was not there.")


def add_cause(
    by: Person,
    nonconformity: Nonconformity,
    statement: str,
    chain: Sequence[str] = (),
    *,
    branches: Mapping[str, str] = NO_BRANCHES,
    stop_test: str = "",
) -> Cause:
    """Name a cause, with the whys or the branches of a fishbone that led to it. The same cause named twice stays one.
    With ``statement`` '' it is begun only: the step that submits asks for its name. ``stop_test``: a code of
    `words.STOP_TEST`."""
    allow_writing(by, nonconformity)
    parts = _cause(statement, chain, branches, stop_test)
    for before in nonconformity.round.causes:
        if _parts(before) == parts:
            return before
    cause = Cause(round=nonconformity.round, **parts)
    db.session.add(cause)
    db.session.flush()
    _record(by, nonconformity, cause)
    return cause


def change_cause(
    by: Person,
    nonconformity: Nonconformity,
    cause_id: uuid.UUID,
    statement: str,
    chain: Sequence[str] = (),
    *,
    branches: Mapping[str, str] = NO_BRANCHES,
    stop_test: str = "",
) -> Cause:
    """Word a cause anew; the record keeps what stood there. One that has a name keeps one."""
    allow_writing(by, nonconformity)
    cause = one_of(nonconformity.round.causes, cause_id)
    parts, before = _cause(statement, chain, branches, stop_test), _parts(cause)
    if before["statement"] and not parts["statement"]:
        raise Refusal(NAME_IT, field="cause_statement")
    if before != parts:
        for name, value in parts.items():
            setattr(cause, name, value)
        _record(by, nonconformity, cause, before)
    return cause


def _record(by: Person, nonconformity: Nonconformity, cause: Cause, before: Mapping[str, Any] | None = None) -> None:
    """Begun, named, or worded anew."""
    if not cause.statement:
        history.record(nonconformity, "respond", by, parts=["causes"], cause=str(cause.id), **_parts(cause))
        return
    said: dict[str, Any] = {"cause": str(cause.id), "statement": cause.statement}
    if before and before["statement"]:
        history.record(nonconformity, "change_cause", by, before=before, **said)
    else:
        history.record(nonconformity, "add_cause", by, **said)


def _parts(cause: Cause) -> dict[str, Any]:
    return {"statement": cause.statement, "chain": list(cause.chain), "branches": dict(cause.branches),
            "stop_test": cause.stop_test}  # fmt: skip


def _cause(statement: str, chain: Sequence[str], branches: Mapping[str, str], stop_test: str) -> dict[str, Any]:
    if stop_test and stop_test not in STOP_TEST:
        raise Refusal(N_("Choose from the list."), field="stop_test")
    cause: dict[str, Any] = {
        "statement": statement.strip(),
        "chain": [why.strip() for why in chain if why.strip()],
        "branches": {code: said.strip() for code, said in branches.items() if code in BRANCHES and said.strip()},
        "stop_test": stop_test,
    }
    if not (cause["statement"] or cause["chain"] or cause["branches"]):
        raise Refusal(NAME_IT, field="cause_statement")
    return cause


def remove_cause(by: Person, nonconformity: Nonconformity, cause_id: uuid.UUID) -> None:
    """Take a cause out of the plan that is being written; the record keeps it."""
    allow_writing(by, nonconformity)
    cause = one_of(nonconformity.round.causes, cause_id)
    if list(cause.actions):
        raise Refusal(N_("This cause has actions. Remove them first."))
    history.record(nonconformity, "remove_cause", by, cause=str(cause.id), **_parts(cause))
    nonconformity.round.causes.remove(cause)
    db.session.delete(cause)
    db.session.flush()
