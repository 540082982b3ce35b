"""Corrective actions while they are carried out: found by whoever may see them, shown by photos, reported done."""

import uuid
from collections.abc import Iterable
from datetime import date
from typing import IO

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from auditapp.adapters import clock
from auditapp.adapters.photo_store import PhotoStore
from auditapp.domain.errors import Conflict, NotAllowed, NotThere, Refusal
from auditapp.domain.nonconformity import has_done_actions
from auditapp.domain.permissions import can
from auditapp.domain.words import N_, NONCONFORMITY_STATES
from auditapp.models import Action, Evidence, Nonconformity, Person, Round, db
from auditapp.services import evidence, history, nonconformities, notices_of_nonconformities

Upload = tuple[str, IO[bytes]]
"""The name a file came under, and its bytes."""


WHILE = "in_progress"
"""The state of the nonconformity in which its actions are carried out."""


def find(person: Person, action_id: uuid.UUID) -> Action:
    """An action with its whole nonconformity, if ``person`` may see that; else `NotThere`."""
    query = select(Nonconformity.number).join(Round).join(Action).where(Action.id == action_id)
    number = db.session.scalar(query)
    if number is not None:
        nonconformity = nonconformities.find(person, number)
        found = next((one for each in nonconformity.rounds for one in each.actions if one.id == action_id), None)
        if found is not None:
            return found
    raise NotThere(N_("There is no such action here."))


def is_open(action: Action) -> bool:
    """Whether it is being carried out: in the round under way, while the plan is accepted and not yet submitted."""
    nonconformity = action.nonconformity
    return nonconformity.state == WHILE and action.round.number == nonconformity.round_number


def add_photos(by: Person, action: Action, photos: Iterable[Upload], store: PhotoStore) -> list[Evidence]:
    """Keep photos that show the action done. Also after it was reported, as long as it is not submitted."""
    _may(by, action)
    added = [evidence.add_photo(by, data, action, store=store, name=name) for name, data in photos]
    db.session.expire(action, ["evidence"])
    return added


def _may(by: Person, action: Action) -> None:
    if not can(by, "do_action", action):
        raise NotAllowed(N_("This action is somebody else's. Its owner reports it."))
    history.hold(action.nonconformity)
    history.hold(action, "done_on")
    if not is_open(action):
        raise Conflict(
            N_("Actions are reported while the plan is carried out: the state is '%(state)s'."),
            state=NONCONFORMITY_STATES[action.nonconformity.state],
        )


def report_done(by: Person, action: Action, note: str, done_on: date | None = None) -> None:
    """Report that an action is done. Its evidence (at least one photo or document) comes first. Safe to do twice."""
    _may(by, action)
    if action.done_on is not None:
        return
    nonconformity = action.nonconformity
    today = nonconformities.today_at(nonconformity)
    if done_on is not None and done_on > today:
        raise Refusal(N_("Done is past: choose today or an earlier day."), field="done_on")
    if not list(action.evidence):
        raise Refusal(N_("Evidence is missing: add a photo that shows it."), field="photos")
    action.done_on, action.done_by_id, action.done_note = done_on or today, by.id, note.strip()
    history.record(
        nonconformity, "action_done", by, note=note.strip(), action=str(action.id), what=action.short,
        at=clock.now().isoformat(),
    )  # fmt: skip
    if has_done_actions(nonconformity) is None:
        notices_of_nonconformities.tell_all_done(nonconformity, by)


def to_carry_out(person: Person) -> Select[Action]:
    """The actions that ``person`` has to carry out now, the most urgent first, with their nonconformities."""
    return (
        select(Action)
        .join(Action.round)
        .join(Round.nonconformity)
        .where(
            Action.owner_id == person.id,
            Action.done_on.is_(None),
            Action.withdrawn_at.is_(None),
            Nonconformity.state == WHILE,
            Round.number == Nonconformity.round_number,
        )
        .options(joinedload(Action.round).joinedload(Round.nonconformity))
        .order_by(Action.due_on, Action.id)
    )


def given_to(person: Person) -> list[Action]:
    """As ``to_carry_out``, found."""
    return list(db.session.scalars(to_carry_out(person)))
