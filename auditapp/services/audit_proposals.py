"""What a new audit plan proposes, so that planning is reading and agreeing rather than typing."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import func, select

from auditapp.adapters import clock
from auditapp.domain.audit import OPEN_STATES
from auditapp.models import Audit, ChecklistRevision, Person, Process, Site, db
from auditapp.services import audit_plans, organisations

NOTICE_DAYS = 14
"""Days between planning and the audit that are proposed: time for the auditees to make room."""


def propose(
    revisions: Sequence[ChecklistRevision],
    *,
    sites: Sequence[Site],
    processes: Sequence[Process],
    people: Sequence[Person],
    language: str = "en",
) -> dict[str, Any]:
    """Fields of `audit_plans.Plan` for an audit with these checklists at these places.

    ``people``: everybody who may be chosen. Titles of several checklists stand side by side, criteria are joined.
    """
    each = [audit_plans.proposal(revision, language) for revision in revisions]
    starts_on = _working_day(clock.today(organisations.zone()) + timedelta(days=NOTICE_DAYS))
    return {
        "title": ", ".join(one["title"] for one in each)[:200],
        "type": each[0]["type"] if each else "internal",
        "objectives": "\n".join(dict.fromkeys(line for one in each for line in one["objectives"].splitlines())),
        "scope": "\n".join(dict.fromkeys(one["scope"] for one in each)),
        "criteria": list(dict.fromkeys(key for one in each for key in one["criteria"])),
        "starts_on": starts_on,
        "ends_on": starts_on,
        "leader": proposed_leader(people, processes),
    }


def _working_day(day: date) -> date:
    return day + timedelta(days=max(0, 7 - day.weekday())) if day.weekday() >= 5 else day


def proposed_leader(people: Iterable[Person], processes: Iterable[Process]) -> Person | None:
    """The auditor who owns none of ``processes`` and leads the fewest audits that are still open."""
    owners = {process.owner_id for process in processes}
    fit = [person for person in people if "auditor" in person.role_names and person.id not in owners]
    if not fit:
        return None
    query = select(Audit.leader_id, func.count()).where(Audit.state.in_(OPEN_STATES)).group_by(Audit.leader_id)
    load = dict(db.session.execute(query).tuples().all())
    return min(fit, key=lambda person: (load.get(person.id, 0), person.name))
