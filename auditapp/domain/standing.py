"""How a person stands to a thing: the predicates of the table of permissions, and what it calls them.

Each takes the person and the thing. One that asks for a role alone bears the role's name.
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
is_process_owner = _role("process_owner")


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
