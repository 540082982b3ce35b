"""When a person leaves: all that they own and that is open goes to somebody else, with the reason, in one go."""

from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from auditapp.domain.errors import Refusal
from auditapp.domain.nonconformity import OPEN_STATES
from auditapp.domain.words import N_
from auditapp.models import Action, Nonconformity, Person, Process, Round, db
from auditapp.services import grants, history, notices


@dataclass(frozen=True)
class Load:
    """What somebody owns that is open: nonconformities, actions that are not done, processes."""

    nonconformities: list[Nonconformity]
    actions: list[Action]
    processes: list[Process]

    @property
    def count(self) -> int:
        """How much it is."""
        return len(self.nonconformities) + len(self.actions) + len(self.processes)

    @property
    def is_empty(self) -> bool:
        """Whether nothing is left to hand over."""
        return self.count == 0


def load_of(person: Person) -> Load:
    """All that ``person`` would leave without an owner."""
    own = select(Nonconformity).where(Nonconformity.owner_id == person.id, Nonconformity.state.in_(OPEN_STATES))
    acts = (
        select(Action)
        .join(Action.round)
        .join(Round.nonconformity)
        .where(Action.owner_id == person.id, Action.done_on.is_(None), Nonconformity.state.in_(OPEN_STATES))
        .where(Action.withdrawn_at.is_(None))
        .options(joinedload(Action.round).joinedload(Round.nonconformity))
    )
    held = select(Process).where(Process.owner_id == person.id, Process.active)
    return Load(
        list(db.session.scalars(own.order_by(Nonconformity.number))),
        list(db.session.scalars(acts)),
        list(db.session.scalars(held.order_by(Process.name))),
    )


def hand_over(by: Person, leaver: Person, to: Person, reason: str) -> Load:
    """Give ``to`` all that is open of ``leaver``: nonconformities, actions, processes. Each keeps who had it in its
    history, ``to`` gets one mail. Raises a `Refusal` without a reason, or when there is nothing."""
    history.allow(by, "run_register")
    if to.id == leaver.id or not to.active:
        raise Refusal(N_("Choose somebody else who is here."), field="to")
    if not reason.strip():
        raise Refusal(N_("Write why it goes to somebody else."), field="reason")
    load = load_of(leaver)
    if load.is_empty:
        raise Refusal(N_("%(name)s owns nothing that is open."), name=leaver.name, field="leaver")
    for thing in (*load.nonconformities, *load.actions, *load.processes):
        _give(by, thing, leaver, to, reason.strip())
    subject = _l("%(name)s hands over to you", name=leaver.name)
    opened: list[Nonconformity | Action] = [*load.nonconformities, *load.actions]
    ways = {thing.id: _way(to, thing) for thing in opened}
    notices.write("handed_over", to, subject, load=load, leaver=leaver, reason=reason.strip(), by=by, ways=ways)
    return load


def _way(to: Person, thing: Nonconformity | Action) -> str:
    """Where the mail leads: who has no account gets a link that opens it without one."""
    if isinstance(thing, Action):
        page = url_for("actions.show", action_id=thing.id, _external=True)
        return page if to.password else grants.address(to, thing.nonconformity, action=thing)
    page = url_for("nonconformities.show", number=thing.number, _external=True)
    return page if to.password else grants.address(to, thing)


def _give(by: Person, thing: Any, leaver: Person, to: Person, reason: str) -> None:
    thing.owner = to
    db.session.flush()
    states = {"from_state": thing.state, "to_state": thing.state} if isinstance(thing, Nonconformity) else {}
    history.record(thing, "reassign", by, note=reason, before=str(leaver.id), after=str(to.id), **states)
