"""The banner of a nonconformity: whose turn it is, what is asked, by when, and what was said when it came to that."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask_babel import gettext

from auditapp.domain import nonconformity as rules
from auditapp.domain.dates import local_day
from auditapp.domain.permissions import can
from auditapp.domain.standing import is_independent
from auditapp.models import Action, Event, Nonconformity, Person
from auditapp.services import actions, due_dates
from auditapp.views.formats import day
from auditapp.views.nonconformity_stories import state_word, verb_word


def banner(nonconformity: Nonconformity, reader: Person) -> dict[str, Any]:
    """``whose``, ``asked``, ``due``, ``next``, ``mine``, ``late``, ``done`` of the macro `ui.banner`."""
    turn = rules.turn(nonconformity)
    own = actions_of(reader, nonconformity)
    over = not rules.is_open(nonconformity)
    mine = not over and _is_turn_of(reader, nonconformity, turn)
    name = _named(nonconformity, turn)
    if mine:
        whose, asked = gettext("Your turn"), gettext(turn.you)
    elif over:
        whose, asked = state_word(nonconformity.state), gettext(turn.anybody)
    elif name:
        whose, asked = gettext("It is the turn of %(name)s", name=name), gettext(turn.they) % {"name": name}
    elif turn.who == "releaser":
        whose, asked = gettext("It is the turn of the EMS lead"), gettext(turn.anybody)
    else:
        whose, asked = gettext("It is the turn of the auditors"), gettext(turn.anybody)
    due: date | None = nonconformity.due_on
    contained, plan = due_dates.containment_first(nonconformity), due_dates.due_date(nonconformity, "plan")
    if contained is not None and plan is not None:
        planned = day(due_dates.in_force(nonconformity, plan))
        asked += " " + gettext("The containment is due first, the plan on %(day)s.", day=planned)
    if own and nonconformity.owner_id != reader.id:
        mine, whose = True, gettext("Your turn")
        asked = gettext("You are asked to carry out your action: %(what)s", what=own[0].short)
        due = own[0].in_force_on
    until = nonconformity.round.deferred_until
    if not over and until and until >= due_dates.today_at(nonconformity):
        asked += " " + gettext("It is deferred until %(day)s, and goes on by itself after that day.", day=day(until))
    late = bool(not over and due and due < due_dates.today_at(nonconformity))
    if over and nonconformity.closed_at:
        due = local_day(nonconformity.closed_at, due_dates.zone_of(nonconformity))
    return {
        "whose": whose, "asked": asked, "due": due, "mine": mine, "late": late, "done": over,
        "next": gettext("%(next)s.", next=gettext(turn.then_you if mine and turn.then_you else turn.then)),
    }  # fmt: skip


def actions_of(reader: Person, nonconformity: Nonconformity) -> list[Action]:
    """The actions that the reader has to carry out now, the most urgent first."""
    own = [one for one in nonconformity.actions if one.owner_id == reader.id and one.done_on is None]
    return sorted(filter(actions.is_open, own), key=lambda action: action.due_on)


def _is_turn_of(reader: Person, nonconformity: Nonconformity, turn: rules.Turn) -> bool:
    permission = {"owner": "own", "releaser": "decide_dispute", "judge": "judge", "verifier": "verify"}[turn.who]
    return can(reader, permission, nonconformity)


def _named(nonconformity: Nonconformity, turn: rules.Turn) -> str:
    if turn.who == "owner":
        return nonconformity.owner.name
    leader = nonconformity.audit.leader if nonconformity.audit else None
    return leader.name if leader is not None and leader.active and is_independent(leader, nonconformity) else ""


SPOKEN = ("dispute", "not_mine", "uphold", "return", "reject", "judge_effective", "judge_not_effective", "reopen")
"""Steps whose words say why it stands where it stands."""


def last_words(nonconformity: Nonconformity, events: Sequence[Event]) -> dict[str, Any] | None:
    """What was said when it came to where it stands: why it is disputed, what is to be better; None: nothing."""
    came = [event for event in events if event.to_state == nonconformity.state != event.from_state and event.from_state]
    return _spoken(came[-1]) if came and came[-1].verb in SPOKEN and came[-1].note else None


def proposal(nonconformity: Nonconformity, events: Sequence[Event]) -> dict[str, Any] | None:
    """Who proposed to void it, and why; None where nobody did, or where that is over."""
    if nonconformity.void_proposed_by_id is None or not rules.is_open(nonconformity):
        return None
    return next((_spoken(one) for one in reversed(events) if one.verb in ("propose_void", "withdraw")), None)


def _spoken(event: Event) -> dict[str, Any]:
    return {
        "note": event.note, "step": verb_word(event.verb), "who": event.person.name if event.person else "",
        "at": event.at,
    }  # fmt: skip
