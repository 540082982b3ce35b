"""Lives as tables: every step of an audit and of a nonconformity, in one place.

The table drives the check, the buttons, the sentences of refusals, the generated tests and the docs
(product.md, 'The life of a nonconformity'). A new step is a new row.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from auditapp.domain import audit, finding, management_review, nonconformity
from auditapp.domain.errors import Conflict, Refusal
from auditapp.domain.words import AUDIT_STATES, FINDING_STATES, N_, NONCONFORMITY_STATES, REVIEW_STATES, word

Need = Callable[[Any], Refusal | None]

SAME = ""
"""`Step.to` of a step that leaves the state as it is."""


@dataclass(frozen=True)
class Step:
    """One verb of a life.

    ``from_``: states it starts from; ``to``: the state it ends in; ``permission``: key of
    `permissions.GRANTED_TO`; ``needs``: facts that must hold, each a function that answers None or a `Refusal`;
    ``says``: what the person must write (``"required"``, ``"optional"`` or ``""``); ``label``: the word on the button.
    """

    verb: str
    from_: tuple[str, ...]
    to: str
    permission: str
    label: str
    needs: tuple[Need, ...] = ()
    says: str = ""
    ask: str = ""
    new_round: bool = False
    asks: tuple[str, ...] = ()
    """Facts that the step takes beside words: ``kind`` and ``until`` of a due date, ``owner``, ``grade``,
    ``aspect`` and ``obligation``, ``verifier`` and ``mitigation`` of an override."""


AUDIT_STEPS: dict[str, Step] = {
    step.verb: step
    for step in (
        Step("confirm", ("planned",), "confirmed", "plan_audit", N_("Confirm dates"), (audit.plan_is_complete,)),
        Step(
            "start", ("planned", "confirmed"), "under_way", "walk", N_("Start audit"),
            (audit.plan_is_complete, audit.team_is_independent),
        ),
        Step(
            "conclude", ("under_way",), "concluded", "conclude", N_("Conclude audit"),
            (audit.every_conform_has_evidence, audit.has_a_conclusion),
        ),
        Step(
            "issue", ("concluded",), "issued", "issue", N_("Issue report"),
            (audit.every_question_is_answered, audit.every_finding_can_be_released),
        ),
        Step(
            "cancel", ("planned", "confirmed", "under_way"), "cancelled", "plan_audit", N_("Cancel audit"),
            says="required", ask=N_("Why is the audit cancelled?"),
        ),
    )
}  # fmt: skip

NONCONFORMITY_STEPS: dict[str, Step] = {
    step.verb: step
    for step in (
        Step(
            "acknowledge", ("raised",), "acknowledged", "own", N_("Acknowledge"),
            says="optional", ask=N_("A word to the audit team, if you wish"),
        ),
        Step(
            "not_mine", ("raised",), "disputed", "own", N_("It is not mine"),
            says="required", ask=N_("Why is it not yours, and whose is it?"),
        ),
        Step(
            "dispute", ("raised",), "disputed", "own", N_("Dispute it"),
            says="required", ask=N_("What is not right about it?"),
        ),
        Step(
            "uphold", ("disputed",), "raised", "decide_dispute", N_("Uphold: it stands"),
            says="required", ask=N_("Why does it stand, or why not?"),
        ),
        Step(
            "withdraw", ("disputed",), SAME, "decide_dispute", N_("Propose to withdraw it"),
            (nonconformity.void_not_proposed,), says="required", ask=N_("Why does it not stand?"),
        ),
        Step(
            "plan", ("acknowledged",), "planned", "own", N_("Submit the plan"),
            (
                nonconformity.has_correction, nonconformity.has_extent, nonconformity.has_cause,
                nonconformity.has_action_per_cause, nonconformity.has_criterion,
            ),
        ),
        Step(
            "accept", ("planned",), "in_progress", "judge", N_("Accept the plan"),
            says="optional", ask=N_("A word on the plan, if you wish"),
        ),
        Step(
            "return", ("planned",), "acknowledged", "judge", N_("Return the plan"),
            says="required", ask=N_("What has to be better before the plan can be accepted?"),
        ),
        Step(
            "submit", ("in_progress",), "implemented", "own", N_("Submit as implemented"),
            (nonconformity.has_done_actions,),
        ),
        Step(
            "verify", ("implemented",), "verified", "verify", N_("Verify implementation"),
            (nonconformity.has_done_actions,), says="required", ask=N_("What did you see, read or ask?"),
        ),
        Step(
            "reject", ("implemented",), "in_progress", "verify", N_("Reject"),
            says="required", ask=N_("What is not implemented yet?"),
        ),
        Step(
            "judge_effective", ("verified",), "closed", "check_effectiveness", N_("Judge effective and close"),
            (nonconformity.can_be_closed,), says="required", ask=N_("Which evidence shows that the criterion is met?"),
        ),
        Step(
            "judge_not_effective", ("verified",), "acknowledged", "check_effectiveness", N_("Judge not effective"),
            says="required", ask=N_("Which evidence shows that the criterion is not met?"), new_round=True,
        ),
        Step(
            "reopen", ("closed",), "acknowledged", "reopen", N_("Reopen"),
            says="required", ask=N_("Why is it reopened?"), new_round=True,
        ),
        Step(
            "extend", nonconformity.OPEN_STATES, SAME, "extend", N_("Extend a due date"),
            says="required", ask=N_("Why is it extended?"), asks=("kind", "until"),
        ),
        Step(
            "defer", nonconformity.OPEN_STATES, SAME, "extend", N_("Defer it"),
            says="required", ask=N_("What does it wait for?"), asks=("until",),
        ),
        Step(
            "reassign", nonconformity.OPEN_STATES, SAME, "reassign", N_("Give it to another owner"),
            says="required", ask=N_("Why does it go to somebody else?"), asks=("owner",),
        ),
        Step(
            "regrade", nonconformity.OPEN_STATES, SAME, "regrade", N_("Change the grade"),
            says="required", ask=N_("Why is the other grade the right one?"), asks=("grade",),
        ),
        Step(
            "describe", nonconformity.OPEN_STATES, SAME, "describe", N_("Name its aspect and obligation"),
            asks=("aspect", "obligation"),
        ),
        Step(
            "ask_override", nonconformity.OPEN_STATES, SAME, "ask_override", N_("Ask for an override of independence"),
            (nonconformity.override_not_asked,), says="required",
            ask=N_("Why can nobody independent judge and verify it?"), asks=("verifier", "mitigation"),
        ),
        Step(
            "override_independence", nonconformity.OPEN_STATES, SAME, "approve_override", N_("Approve the override"),
            (nonconformity.override_is_asked,), says="optional", ask=N_("A word for the record, if you wish"),
        ),
        Step(
            "propose_void", nonconformity.OPEN_STATES, SAME, "void", N_("Propose to void"),
            (nonconformity.void_not_proposed,), says="required", ask=N_("Why does this nonconformity not stand?"),
        ),
        Step(
            "void", nonconformity.OPEN_STATES, "void", "approve_void", N_("Approve: void"),
            (nonconformity.void_is_proposed,), says="optional", ask=N_("A word for the record, if you wish"),
        ),
        Step(
            "keep", nonconformity.OPEN_STATES, SAME, "approve_void", N_("Decline to void it: it stands"),
            (nonconformity.void_is_proposed,), says="required", ask=N_("Why does it stand?"),
        ),
    )
}  # fmt: skip


FINDING_STEPS: dict[str, Step] = {
    step.verb: step
    for step in (
        Step(
            "take_up", ("released",), "taken_up", "answer_finding", N_("Take it up"),
            (finding.is_to_be_taken_up,), says="optional", ask=N_("What will you do?"), asks=("until",),
        ),
        Step(
            "decline", ("released",), "declined", "answer_finding", N_("Decline it"),
            (finding.is_to_be_taken_up,), says="required", ask=N_("Why is it not taken up?"),
        ),
        Step(
            "finish", ("taken_up",), "done", "answer_finding", N_("It is done"),
            says="required", ask=N_("What was done?"),
        ),
    )
}  # fmt: skip
"""The short life of an observation or opportunity for improvement after its release."""

REVIEW_STEPS: dict[str, Step] = {
    step.verb: step
    for step in (
        Step(
            "hold_review", ("prepared",), "held", "prepare_review", N_("Hold the review"),
            (management_review.no_section_is_blank, management_review.top_management_is_present),
        ),
        Step("conclude_review", ("held",), SAME, "conclude_review", N_("Write the conclusions")),
        Step(
            "issue_minutes", ("held",), "issued", "decide_review", N_("Sign and issue the minutes"),
            (management_review.is_concluded, management_review.has_decisions),
        ),
        Step(
            "revise_minutes", ("issued",), "held", "decide_review", N_("Correct the minutes"),
            says="required", ask=N_("What is corrected, and why?"),
        ),
        Step(
            "keep_minutes", ("held",), "issued", "decide_review", N_("Leave the minutes as they are"),
            (management_review.minutes_were_issued,),
        ),
    )
}  # fmt: skip
"""The life of a management review."""


def step_for(table: dict[str, Step], verb: str, state: str) -> Step:
    """The row for ``verb``; `Conflict` when the thing is not in a state the step starts from."""
    step = table[verb]
    if state not in step.from_:
        raise Conflict(
            N_("This step is not open: the state is '%(state)s' by now. Reload the page to see what is asked next."),
            state=word(state, _STATES[next(iter(table))]),
        )
    return step


_STATES = {
    "confirm": AUDIT_STATES, "acknowledge": NONCONFORMITY_STATES, "take_up": FINDING_STATES,
    "hold_review": REVIEW_STATES,
}  # fmt: skip
"""The words for the states of each table, by its first verb."""


def missing(step: Step, thing: Any) -> Iterator[Refusal]:
    """What ``thing`` still lacks for ``step``, each as a sentence with its remedy."""
    for need in step.needs:
        refusal = need(thing)
        if refusal is not None:
            yield refusal


def check(step: Step, thing: Any, note: str = "") -> None:
    """Raise the first refusal that stands against taking ``step``."""
    for refusal in missing(step, thing):
        raise refusal
    if step.says == "required" and not note.strip():
        raise Refusal(N_("Write a line first: %(question)s"), field="note", question=step.ask)
