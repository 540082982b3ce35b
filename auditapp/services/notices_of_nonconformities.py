"""Who is told of what in a nonconformity's life."""

from collections.abc import Container
from datetime import date
from typing import Any

from flask import url_for
from flask_babel import lazy_gettext as _l

from auditapp.adapters import clock
from auditapp.domain.nonconformity import turn
from auditapp.domain.steps import Step
from auditapp.domain.words import NONCONFORMITY_STATES, VERBS
from auditapp.models import AccessGrant, Action, ExtentQuestion, Nonconformity, Person, db
from auditapp.services import due_dates, grants, languages, notices, situations, turns

TELLS_NOBODY = ("describe",)
"""Steps that ask nothing of anybody: they are seen on the page."""


def tell_raised(nonconformity: Nonconformity) -> None:
    """The owner: what was found, what is asked, by when, what happens next."""
    subject = _l("%(number)s is yours to answer", number=nonconformity.number)
    notices.write(
        "nonconformity_raised",
        nonconformity.owner,
        subject,
        about=nonconformity,
        nonconformity=nonconformity,
        situation=situations.of(nonconformity, languages.of(nonconformity.owner)),
        turn=turn(nonconformity),
        due=due_dates.of_round(nonconformity),
        link=grants.address(nonconformity.owner, nonconformity),
    )


def tell_step(
    nonconformity: Nonconformity, step: Step, by: Person, note: str, data: dict[str, Any]
) -> Container[Person]:
    """The other side: the owner when a judge or verifier acted, whoever judges or verifies when the owner did. A second
    person where one has to approve. With an accepted plan, everybody else who owns an action, too. ``data``: what the
    event keeps of the step. Answers who was told."""
    if step.verb in TELLS_NOBODY:
        return ()
    owner, told = nonconformity.owner, {}
    if owner.id == by.id:
        told = dict.fromkeys(turns.to_answer(nonconformity, by), "asked")
    elif owner.active:
        told = {owner: "owner"}
    else:  # nobody writes to who left: whoever gives it to somebody else is told
        told = {lead: "asked" for lead in turns.of(nonconformity, turns.with_role("ems_lead")) if lead.id != by.id}
    if step.verb in ("propose_void", "withdraw"):
        told |= dict.fromkeys(turns.to_approve_void(nonconformity), "second")
    for person, why in told.items():
        _tell_step(nonconformity, step, by, person, note, why, _moved(step, data))
    if step.verb == "accept":
        _tell_of_actions(nonconformity, by)
    return told


def tell_proposer(
    nonconformity: Nonconformity, step: Step, by: Person, note: str, proposer: Person, told: Container[Person]
) -> None:
    """Who proposed to void it, when that is decided: it is void, or it stands. ``told``: who knows already."""
    if proposer.active and proposer.id != by.id and proposer not in told:
        _tell_step(nonconformity, step, by, proposer, note, "proposed", None)


def _moved(step: Step, data: dict[str, Any]) -> dict[str, Any] | None:
    """Which due date an extension or deferral moved, and to which day."""
    if step.verb not in ("extend", "defer"):
        return None
    before = date.fromisoformat(data["from"]) if data["from"] else None
    return {"kind": data.get("kind", ""), "before": before, "to": date.fromisoformat(data["to"])}


def _tell_step(
    nonconformity: Nonconformity,
    step: Step,
    by: Person,
    told: Person,
    note: str,
    why: str,
    moved: dict[str, Any] | None,
) -> None:
    """``why``: 'owner', 'asked' (to judge or verify), 'second' (to approve to void) or 'proposed' (to void it)."""
    owns = why == "owner"
    new_to_it = owns and step.verb == "reassign"  # who did not get the first mail reads what was found
    _write_step(
        nonconformity,
        told,
        _l("%(number)s: %(step)s", number=nonconformity.number, step=_l(VERBS[step.verb])),
        happened=_l(VERBS[step.verb]),
        by=by,
        note=note,
        why="raised" if why == "asked" and told.id == nonconformity.raised_by_id else why,
        situation=situations.of(nonconformity, languages.of(told)) if new_to_it else None,
        moved=moved,
        all_done=False,
    )


def tell_all_done(nonconformity: Nonconformity, by: Person) -> None:
    """The owner, when somebody else did what was left to do: it is for the owner to submit."""
    owner = nonconformity.owner
    if owner.id != by.id and owner.active:
        _write_step(
            nonconformity, owner, _l("%(number)s: all actions are done", number=nonconformity.number),
            happened=_l(VERBS["action_done"]), by=by, note="", why="owner", situation=None, moved=None,
            all_done=True,
        )  # fmt: skip


def _write_step(nonconformity: Nonconformity, told: Person, subject: object, **values: Any) -> None:
    owns = values["why"] == "owner"
    notices.write(
        "nonconformity_step",
        told,
        subject,
        about=nonconformity,
        nonconformity=nonconformity,
        state=_l(NONCONFORMITY_STATES[nonconformity.state]),
        turn=turn(nonconformity),
        is_yours=owns,
        actions=_open_actions_of(told, nonconformity) if owns else [],
        link=_link(told, nonconformity),
        **values,
    )


def _link(told: Person, nonconformity: Nonconformity) -> str:
    """The owner acts without signing in; whoever raised it signs in."""
    if told.id == nonconformity.owner_id:
        return grants.address(told, nonconformity, action=_only_action(nonconformity))
    return url_for("nonconformities.show", number=nonconformity.number, _external=True)


def _only_action(nonconformity: Nonconformity) -> Action | None:
    """The action that the owner has to carry out, where it is one: the mail then leads to it, and to a photo."""
    theirs = _open_actions_of(nonconformity.owner, nonconformity)
    return theirs[0] if len(theirs) == 1 else None


def _open_actions_of(person: Person, nonconformity: Nonconformity) -> list[Action]:
    """What ``person`` has to carry out now, the most urgent first."""
    if nonconformity.state != "in_progress":
        return []
    theirs = [one for one in nonconformity.round.actions if one.owner_id == person.id and one.done_on is None]
    return sorted(theirs, key=lambda action: action.due_on)


def tell_again(grant: AccessGrant) -> None:
    """A new link in place of one that ended or was used elsewhere, to the address that the first one went to."""
    nonconformity = grant.nonconformity
    assert nonconformity is not None
    question = db.session.get(ExtentQuestion, grant.question_id) if grant.question_id else None
    notices.write(
        "new_link",
        grant.person,
        _l("Your new link to %(number)s", number=nonconformity.number),
        about=nonconformity,
        nonconformity=nonconformity,
        link=grants.address(grant.person, nonconformity, action=grant.action, question=question),
        ends=clock.now() + grants.GOOD_FOR,
    )


def _tell_of_actions(nonconformity: Nonconformity, by: Person) -> None:
    for action in nonconformity.round.actions:
        if action.owner_id in (by.id, nonconformity.owner_id) or action.done_on is not None or not action.owner.active:
            continue
        subject = _l("You are asked to carry out an action for %(number)s", number=nonconformity.number)
        notices.write(
            "action_given",
            action.owner,
            subject,
            about=action,
            action=action,
            nonconformity=nonconformity,
            situation=situations.of(nonconformity, languages.of(action.owner)),
            link=grants.address(action.owner, nonconformity, action=action),
        )
