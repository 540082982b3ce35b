"""Who may do what: one table, asked by services, templates and docs alike through `can`.

A permission is granted when every predicate of at least one of its rows holds. Each predicate takes the person
and the thing. Separation of duties (ISO 14001 9.2.2 impartiality; domain.md (h)): nobody judges, verifies or
checks effectiveness of what they own.
"""

from typing import Any

from auditapp.domain.standing import (
    JUDGING_ROLES,
    Predicate,
    is_action_owner,
    is_administrator,
    is_asked,
    is_auditee,
    is_auditor,
    is_concerned,
    is_ems_lead,
    is_independent,
    is_on_team,
    is_outside_the_override,
    is_overridden,
    is_owner,
    is_process_owner,
    is_second_person,
    is_team_leader,
    is_the_one_asked,
    is_top_management,
)
from auditapp.domain.words import N_

Rows = tuple[tuple[Predicate, ...], ...]

BY_SOMEBODY_INDEPENDENT: Rows = (
    (is_auditor, is_independent), (is_team_leader, is_independent), (is_ems_lead, is_independent),
)  # fmt: skip

GRANTED_TO: dict[str, Rows] = {
    # audits
    "plan_audit": ((is_ems_lead,),),
    "see_audit": ((is_ems_lead,), (is_auditor,), (is_top_management,), (is_auditee,)),
    "walk": ((is_on_team,),),
    "take_rescue": ((is_ems_lead,),),
    "start_unplanned": ((is_auditor,), (is_ems_lead,)),
    "conclude": ((is_team_leader,), (is_ems_lead,)),
    "issue": ((is_team_leader,), (is_ems_lead,)),
    # findings
    "note_finding": ((is_on_team,), (is_ems_lead,)),
    "release": ((is_team_leader,), (is_ems_lead,)),
    "answer_finding": ((is_owner,), (is_ems_lead,)),
    # nonconformities
    "see_nonconformity": ((is_ems_lead,), (is_auditor,), (is_top_management,), (is_concerned,), (is_asked,)),
    "raise_outside": ((is_ems_lead,),),
    "triage": ((is_ems_lead,),),
    "own": ((is_owner,),),
    "do_action": ((is_action_owner,),),
    "ask_elsewhere": ((is_owner,), (is_ems_lead,)),
    "answer_elsewhere": ((is_the_one_asked,),),
    "decide_dispute": ((is_team_leader, is_independent), (is_ems_lead, is_independent)),
    "revoke_link": ((is_ems_lead,),),
    "judge": (*BY_SOMEBODY_INDEPENDENT, (is_overridden,)),
    "verify": (*BY_SOMEBODY_INDEPENDENT, (is_overridden,)),
    "check_effectiveness": (*BY_SOMEBODY_INDEPENDENT, (is_overridden,)),
    "ask_override": ((is_ems_lead,), (is_auditor,)),
    "approve_override": ((is_ems_lead, is_outside_the_override), (is_top_management, is_outside_the_override)),
    "reopen": ((is_ems_lead,),),
    "extend": BY_SOMEBODY_INDEPENDENT,
    "reassign": ((is_ems_lead,), (is_auditor, is_independent)),
    "describe": ((is_ems_lead,), (is_auditor, is_independent)),
    "regrade": ((is_ems_lead, is_independent),),
    "void": ((is_ems_lead,),),
    "approve_void": (
        (is_ems_lead, is_second_person), (is_auditor, is_second_person), (is_top_management, is_second_person),
    ),
    # papers that leave the house
    "make_pack": ((is_ems_lead,), (is_auditor,)),
    "give_originals": ((is_ems_lead,),),
    # management review
    "see_reviews": ((is_ems_lead,), (is_top_management,)),
    "prepare_review": ((is_ems_lead,),),
    "answer_input": ((is_ems_lead,), (is_the_one_asked,)),
    "conclude_review": ((is_top_management,),),
    "decide_review": ((is_ems_lead,), (is_top_management,)),
    "do_decision": ((is_owner,), (is_ems_lead,)),
    # the organisation
    "see_people": ((is_administrator,), (is_ems_lead,)),
    "manage_people": ((is_administrator,), (is_ems_lead,)),
    "manage_administrators": ((is_administrator,),),
    "see_sites": ((is_administrator,), (is_ems_lead,), (is_auditor,), (is_top_management,)),
    "manage_sites": ((is_administrator,), (is_ems_lead,)),
    "manage_certificate": ((is_administrator,),),
    "see_checklists": ((is_ems_lead,), (is_auditor,)),
    "run_register": ((is_ems_lead,),),
    "see_register": ((is_ems_lead,), (is_auditor,), (is_top_management,), (is_process_owner,)),
}  # fmt: skip

PRINTED: dict[str, str] = {
    "plan_audit": N_("Plan an audit"),
    "release": N_("Release a finding"),
    "raise_outside": N_("Raise what came from outside"),
    "triage": N_("Decide on a concern"),
    "decide_dispute": N_("Decide on a dispute"),
    "judge": N_("Judge a plan"),
    "verify": N_("Verify implementation"),
    "check_effectiveness": N_("Check effectiveness"),
    "ask_override": N_("Ask for an override of independence"),
    "approve_override": N_("Approve an override of independence"),
    "issue": N_("Issue a report"),
    "void": N_("Propose to void"),
    "approve_void": N_("Approve to void"),
    "extend": N_("Extend a due date, or defer"),
    "reassign": N_("Give it to another owner"),
    "regrade": N_("Change the grade"),
    "describe": N_("Name environmental aspect and compliance obligation"),
    "make_pack": N_("Make a closure evidence pack"),
    "give_originals": N_("Hand over originals of photos"),
    "prepare_review": N_("Prepare and hold a management review"),
    "answer_input": N_("Fill an input of a management review"),
    "conclude_review": N_("Conclude a management review"),
    "decide_review": N_("Write its decisions, and sign and issue its minutes"),
    "do_decision": N_("Report a decision of a management review done"),
}
"""The rows of the table that people see, in its order."""

BY_LINK = frozenset({
    "see_nonconformity", "own", "do_action", "ask_elsewhere", "answer_elsewhere", "answer_input", "do_decision",
    "answer_finding",
})  # fmt: skip
"""What a link of a mail carries, on its own record, for as long as the person has the permission themselves."""


def acting_by_grant(person: Any, permission: str, thing: Any) -> bool:
    """Whether somebody who came by a link (`Person.acting_on`) stays within it; signed-in people always do."""
    acting_on = getattr(person, "acting_on", None)
    if acting_on is None:
        return True
    about = getattr(thing, "nonconformity", None) or thing  # an observation has none
    return permission in BY_LINK and getattr(about, "id", None) == acting_on


NOT_ON_OWN = frozenset({"judge", "verify", "check_effectiveness", "decide_dispute", "extend", "regrade"})
OWN_WORK = N_(
    "You own it, one of its actions or its process, so somebody else does this. Where nobody else is there to judge "
    "it, its page has 'Ask for an override of independence': somebody else approves that."
)
NOT_YOURS = N_("This is not yours to do. The page of the organisation's roles says who may.")


def why_not(person: Any, permission: str, thing: Any = None) -> str:
    """The sentence for somebody who has not ``permission``: what stands against it, and the remedy."""
    judges = bool(person.role_names & JUDGING_ROLES)
    return OWN_WORK if permission in NOT_ON_OWN and judges and not is_independent(person, thing) else NOT_YOURS


def can(person: Any, permission: str, thing: Any = None) -> bool:
    """Whether ``person`` has ``permission`` on ``thing``. An inactive person or None has none."""
    if person is None or not getattr(person, "active", False) or not acting_by_grant(person, permission, thing):
        return False
    return any(all(predicate(person, thing) for predicate in row) for row in GRANTED_TO[permission])
