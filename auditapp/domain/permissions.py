"""Who may do what: one table, asked by services, templates and docs alike through `can`.

A permission is granted when every predicate of at least one of its rows holds. Each predicate takes the person
and the thing. Separation of duties (ISO 14001 9.2.2 impartiality; domain.md (h)): nobody judges, verifies or
checks effectiveness of what they own.
"""

from collections.abc import Callable
from typing import Any

from auditapp.domain.words import N_

Predicate = Callable[[Any, Any], bool]


def _role(role: str) -> Predicate:
    def has_role(person: Any, _thing: Any) -> bool:
        return role in person.role_names

    has_role.__name__ = role
    return has_role


is_administrator = _role("administrator")
is_ems_lead = _role("ems_lead")
is_auditor = _role("auditor")
is_top_management = _role("top_management")


def is_team_leader(person: Any, audit: Any) -> bool:
    """Audit team leader of the audit itself, or of the audit behind the finding or nonconformity."""
    audit = getattr(audit, "audit", audit)
    return audit is not None and getattr(audit, "leader_id", None) == person.id


def is_on_team(person: Any, audit: Any) -> bool:
    """Member of the team who audits (observers only watch)."""
    audit = getattr(audit, "audit", audit)
    return any(member.person_id == person.id and member.role != "observer" for member in audit.members)


def is_owner(person: Any, nonconformity: Any) -> bool:
    """Owner of the nonconformity."""
    return bool(nonconformity.owner_id == person.id)


def is_action_owner(person: Any, action: Any) -> bool:
    """Owner of the action, or of the nonconformity it belongs to."""
    return person.id in (action.owner_id, action.nonconformity.owner_id)


def is_independent(person: Any, nonconformity: Any) -> bool:
    """Neither owner of the nonconformity, nor of any of its actions, nor of the process."""
    if nonconformity.owner_id == person.id:
        return False
    if nonconformity.process is not None and nonconformity.process.owner_id == person.id:
        return False
    return all(action.owner_id != person.id for round_ in nonconformity.rounds for action in round_.actions)


JUDGING_ROLES = frozenset({"auditor", "ems_lead"})


def is_overridden(person: Any, nonconformity: Any) -> bool:
    """Not independent, but an auditor or EMS lead for whom somebody else approved an override here."""
    return bool(person.role_names & JUDGING_ROLES) and any(
        one.person_id == person.id and one.approved_by_id is not None for one in nonconformity.overrides
    )


def is_outside_the_override(person: Any, nonconformity: Any) -> bool:
    """Neither the one for whom the override that waits was asked, nor whoever asked for it."""
    return any(
        one.approved_by_id is None and person.id not in (one.person_id, one.asked_by_id)
        for one in nonconformity.overrides
    )


def is_second_person(person: Any, nonconformity: Any) -> bool:
    """Not the one who proposed it."""
    return bool(nonconformity.void_proposed_by_id is not None and nonconformity.void_proposed_by_id != person.id)


def is_auditee(person: Any, audit: Any) -> bool:
    """Named as auditee, or owner of a process in the scope."""
    return any(auditee.id == person.id for auditee in audit.auditees) or any(
        process.owner_id == person.id for process in audit.processes
    )


def is_concerned(person: Any, nonconformity: Any) -> bool:
    """Owner of the nonconformity, of its process, or of one of its actions."""
    return not is_independent(person, nonconformity)


def is_asked(person: Any, nonconformity: Any) -> bool:
    """Owner of a similar process, asked whether it exists there too."""
    return any(question.person_id == person.id for question in getattr(nonconformity, "extent_questions", ()))


def is_the_one_asked(person: Any, question: Any) -> bool:
    """The one whom the question was put to."""
    return bool(question.person_id == person.id)


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
    "see_register": ((is_ems_lead,), (is_auditor,), (is_top_management,), (_role("process_owner"),)),
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
    "make_pack": N_("Make a closure evidence pack"),
    "give_originals": N_("Hand over originals of photos"),
    "prepare_review": N_("Prepare and hold a management review"),
    "answer_input": N_("Fill an input of a management review"),
    "conclude_review": N_("Conclude a management review"),
    "decide_review": N_("Write its decisions, and sign and issue its minutes"),
    "do_decision": N_("Report a decision of a management review done"),
}
"""The rows of the table that people see, in its order."""

PREDICATE_WORDS: dict[str, str] = {
    "administrator": N_("administrator"),
    "ems_lead": N_("EMS lead"),
    "auditor": N_("auditor"),
    "top_management": N_("top management"),
    "process_owner": N_("process owner"),
    "is_team_leader": N_("audit team leader"),
    "is_on_team": N_("audit team"),
    "is_owner": N_("owner"),
    "is_action_owner": N_("owner of the action"),
    "is_independent": N_("independent of it"),
    "is_overridden": N_("one for whom an override is approved"),
    "is_outside_the_override": N_("not concerned by the override"),
    "is_second_person": N_("not the one who proposed it"),
    "is_auditee": N_("auditee"),
    "is_concerned": N_("concerned by it"),
    "is_asked": N_("asked whether it exists elsewhere"),
    "is_the_one_asked": N_("the one asked"),
}


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
