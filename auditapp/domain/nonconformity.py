"""Rules of a nonconformity's life: what each step needs, and whose turn it is.

Sources: ISO 14001 10.2 (react, evaluate, implement, review, keep), domain.md (c) and (h), product.md 'The life
of a nonconformity'. Each need answers None, or a `Refusal` that says what is missing and where.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from auditapp.domain.errors import Refusal
from auditapp.domain.words import N_

OPEN_STATES = ("raised", "acknowledged", "disputed", "planned", "in_progress", "implemented", "verified")
ENDED_STATES = ("closed", "void")


def is_open(nonconformity: Any) -> bool:
    """Whether somebody still has a turn."""
    return nonconformity.state in OPEN_STATES


def has_correction(nonconformity: Any) -> Refusal | None:
    """The correction is written (what removed the detected nonconformity), with its day."""
    if not nonconformity.round.correction.strip():
        return Refusal(N_("The correction is missing: what was done at once about what was found."), field="correction")
    if nonconformity.round.corrected_on is None:
        return Refusal(N_("The day of the correction is missing."), field="corrected_on")
    return None


def has_extent(nonconformity: Any) -> Refusal | None:
    """Somebody looked where else it could be (10.2: similar nonconformities)."""
    if nonconformity.round.extent.strip():
        return None
    return Refusal(N_("The extent is missing: where else you looked, how many, and what you found."), field="extent")


def has_cause(nonconformity: Any) -> Refusal | None:
    """At least one cause is named, and none is begun only."""
    causes = list(nonconformity.round.causes)
    if not all(cause.statement for cause in causes):
        return Refusal(
            N_("A cause that you began has no name yet: name the control that failed or was not there."),
            field="cause_statement",
        )
    if causes:
        return None
    return Refusal(N_("The cause is missing: name the control that failed or was not there."), field="causes")


def has_action_per_cause(nonconformity: Any) -> Refusal | None:
    """Each cause has an action; for a minor, 'no corrective action needed' with its reason stands instead."""
    this = nonconformity.round
    if nonconformity.grade == "minor" and this.no_action_reason.strip():
        return None
    for cause in this.causes:
        if not list(cause.actions):
            return Refusal(N_("The cause '%(cause)s' has no action yet. Add one."), field="actions", cause=cause.short)
    return None


def has_criterion(nonconformity: Any) -> Refusal | None:
    """Effectiveness criterion and check date are set with the plan."""
    this = nonconformity.round
    if not this.criterion.strip():
        return Refusal(
            N_("The effectiveness criterion is missing: what will show that it does not come back."),
            field="criterion",
        )
    if this.check_on is None:
        return Refusal(N_("The date of the effectiveness check is missing."), field="check_on")
    return None


def has_done_actions(nonconformity: Any) -> Refusal | None:
    """Each action is done, with evidence."""
    actions = list(nonconformity.round.actions)
    undone = [action for action in actions if action.done_on is None]
    if undone:
        return Refusal(
            N_("%(open)s of %(total)s actions are still open, the first: '%(first)s'."),
            open=len(undone),
            total=len(actions),
            first=undone[0].short,
        )
    bare = [action for action in actions if not list(action.evidence)]
    if bare:
        return Refusal(
            N_("The action '%(action)s' has no evidence yet. Add a photo or a document."),
            action=bare[0].short,
        )
    return None


def can_be_closed(nonconformity: Any) -> Refusal | None:
    """The whole chain stands: correction, extent, cause, action per cause, evidence per action, criterion."""
    for need in (
        has_correction,
        has_extent,
        has_cause,
        has_action_per_cause,
        has_criterion,
        has_done_actions,
    ):
        refusal = need(nonconformity)
        if refusal is not None:
            return refusal
    return None


def check_is_due(nonconformity: Any, today: date) -> Refusal | None:
    """Effectiveness is judged on or after the check date, not before: an effect needs time to show."""
    check_on = nonconformity.round.check_on
    if check_on is None or today >= check_on:
        return None
    return Refusal(
        N_("The effectiveness check is due on %(day)s. Judge it on that day or later."),
        day=check_on,
    )


def void_not_proposed(nonconformity: Any) -> Refusal | None:
    """Proposed once is enough."""
    if nonconformity.void_proposed_by_id is None:
        return None
    return Refusal(N_("It is proposed already. A second person has to approve it."))


def void_is_proposed(nonconformity: Any) -> Refusal | None:
    """Voiding takes two persons: one proposes, another approves."""
    if nonconformity.void_proposed_by_id is not None:
        return None
    return Refusal(N_("Nobody has proposed to void this nonconformity."))


def override_asked(nonconformity: Any) -> Any | None:
    """The override that waits for approval, if one does."""
    return next((one for one in nonconformity.overrides if one.approved_by_id is None), None)


def override_not_asked(nonconformity: Any) -> Refusal | None:
    """One override is decided on at a time."""
    if override_asked(nonconformity) is None:
        return None
    return Refusal(N_("An override is asked for already. Somebody else approves that one first."))


def override_is_asked(nonconformity: Any) -> Refusal | None:
    """An override takes two persons: one asks, another approves."""
    if override_asked(nonconformity) is not None:
        return None
    return Refusal(N_("Nobody has asked for an override here."))


@dataclass(frozen=True)
class Turn:
    """The banner: ``who`` is to act ('owner', 'releaser', 'judge', 'verifier', 'nobody').

    ``asked``: what is asked, as a clause after 'You are asked to'; ``you``, ``they``, ``anybody``: the same as whole
    sentences, to the reader, about a person (``%(name)s``), and where nobody can be named; ``then``: what follows;
    ``deadline``: the due date that applies (a key of `words.DEADLINES`, or ''); ``then_you``: what follows, said to
    whoever has the turn, where they do that, too.
    """

    who: str
    asked: str
    you: str
    they: str
    anybody: str
    then: str
    deadline: str = ""
    then_you: str = ""


TURNS: dict[str, Turn] = {
    "raised": Turn(
        "owner", N_("acknowledge that you have read it"),
        N_("You are asked to acknowledge that you have read it."), N_("%(name)s is asked to acknowledge it."), "",
        N_("the owner writes the correction, the extent, the cause and a plan"), "plan",
        N_("you write the correction, the extent, the cause and a plan"),
    ),
    "acknowledged": Turn(
        "owner", N_("write the correction, the extent, the cause and a plan, and submit it"),
        N_("You are asked to write the correction, the extent, the cause and a plan, and to submit it."),
        N_("%(name)s is asked to write the correction, the extent, the cause and a plan."), "",
        N_("somebody independent accepts or returns the plan"), "plan",
    ),
    "disputed": Turn(
        "releaser", N_("decide on the dispute"), N_("You are asked to decide on the dispute."),
        N_("%(name)s, or the EMS lead, is asked to decide on the dispute."),
        N_("The EMS lead is asked to decide on the dispute."),
        N_("it stands and the owner answers it, or a second person approves to void it"), "plan",
    ),
    "planned": Turn(
        "judge", N_("accept or return the plan"), N_("You are asked to accept or return the plan."),
        N_("%(name)s, or another independent auditor, is asked to accept or return the plan."),
        N_("An independent auditor or the EMS lead is asked to accept or return the plan."),
        N_("the actions are carried out, each with evidence"), "implementation",
    ),
    "in_progress": Turn(
        "owner", N_("carry out the actions, add evidence to each, and submit"),
        N_("You are asked to see to it that each action is done with evidence, and to submit."),
        N_("%(name)s is asked to see to it that each action is done with evidence, and to submit."), "",
        N_("somebody independent verifies on the spot"), "implementation",
    ),
    "implemented": Turn(
        "verifier", N_("see, read or ask whether the actions are implemented"),
        N_("You are asked to see, read or ask whether the actions are implemented."),
        N_("%(name)s, or another independent auditor, is asked to verify that the actions are implemented."),
        N_("An independent auditor or the EMS lead is asked to verify that the actions are implemented."),
        N_("effectiveness is judged on the check date"), "implementation",
    ),
    "verified": Turn(
        "verifier", N_("judge on the check date whether the criterion is met"),
        N_("You are asked to judge, on the check date or later, whether the criterion is met."),
        N_("%(name)s, or another independent auditor, is asked to judge on the check date if the criterion is met."),
        N_("An independent auditor or the EMS lead is asked to judge on the check date if the criterion is met."),
        N_("it is closed, or a second round begins"), "effectiveness",
    ),
    "closed": Turn(
        "nobody", N_("nothing more"), "", "", N_("Nothing more is asked."), N_("it stays on record and can be reopened")
    ),
    "void": Turn("nobody", N_("nothing more"), "", "", N_("Nothing more is asked."), N_("it stays on record")),
}  # fmt: skip


def round_at(rounds: Sequence[Any], moment: datetime) -> int:
    """The number of the round that was under way at ``moment``: a round ends with the verdict on its effectiveness."""
    ended = (one.number for one in rounds[:-1] if one.judged_at is not None and moment <= one.judged_at)
    return int(next(ended, rounds[-1].number))


def turn(nonconformity: Any) -> Turn:
    """Whose turn it is by the state."""
    return TURNS[nonconformity.state]


GROUPS: dict[str, tuple[str, ...]] = {
    "open": OPEN_STATES,
    "to_judge": ("planned", "disputed"),
    "to_verify": ("implemented",),
    "to_check": ("verified",),
    "closed": ENDED_STATES,
    "all": (*OPEN_STATES, *ENDED_STATES),
}
"""How a register sorts states by who has to act. 'mine' and 'overdue' cut across them."""
