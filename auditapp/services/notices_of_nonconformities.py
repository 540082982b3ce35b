"""Who is told of what in a nonconformity's life."""

from flask import url_for
from flask_babel import lazy_gettext as _l

from auditapp.adapters import clock
from auditapp.domain.nonconformity import turn
from auditapp.domain.steps import Step
from auditapp.domain.words import NONCONFORMITY_STATES, VERBS
from auditapp.models import AccessGrant, Action, ExtentQuestion, Nonconformity, Person, db
from auditapp.services import due_dates, grants, languages, notices, situations


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


def tell_step(nonconformity: Nonconformity, step: Step, by: Person, note: str) -> None:
    """The other side: the owner when a judge or verifier acted, whoever raised it when the owner did. With an
    accepted plan, everybody else who owns an action, too."""
    happened = _l(VERBS[step.verb])
    told = nonconformity.raised_by if by.id == nonconformity.owner_id else nonconformity.owner
    if told.id != by.id:
        subject = _l("%(number)s: %(step)s", number=nonconformity.number, step=happened)
        notices.write(
            "nonconformity_step",
            told,
            subject,
            about=nonconformity,
            nonconformity=nonconformity,
            happened=happened,
            state=_l(NONCONFORMITY_STATES[nonconformity.state]),
            by=by,
            note=note,
            turn=turn(nonconformity),
            is_yours=told.id == nonconformity.owner_id,
            link=_link(told, nonconformity),
        )
    if step.verb == "accept":
        _tell_of_actions(nonconformity, by)


def _link(told: Person, nonconformity: Nonconformity) -> str:
    """The owner acts without signing in; whoever raised it signs in."""
    if told.id == nonconformity.owner_id:
        return grants.address(told, nonconformity, action=_only_action(nonconformity))
    return url_for("nonconformities.show", number=nonconformity.number, _external=True)


def _only_action(nonconformity: Nonconformity) -> Action | None:
    """The action that the owner has to carry out, where it is one: the mail then leads to it, and to a photo."""
    theirs = [one for one in nonconformity.round.actions if one.owner_id == nonconformity.owner_id and not one.done_on]
    return theirs[0] if nonconformity.state == "in_progress" and len(theirs) == 1 else None


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
        if action.owner_id in (by.id, nonconformity.owner_id) or action.done_on is not None:
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
