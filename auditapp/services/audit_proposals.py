"""What a new audit plan proposes, so that planning is reading and agreeing rather than typing."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import func, select

from auditapp.adapters import clock
from auditapp.domain.audit import OPEN_STATES
from auditapp.models import Audit, ChecklistRevision, Person, Process, Site, db
from auditapp.services import checklists, organisations, people

NOTICE_DAYS = 14
"""Days between planning and the audit that are proposed: time for the auditees to make room."""


@dataclass
class Choosable:
    """Who and what a plan may name, by id."""

    people: dict[uuid.UUID, Person]
    processes: dict[uuid.UUID, Process]
    sites: dict[uuid.UUID, Site]


def choosable(audit: Audit | None = None) -> Choosable:
    """Everybody and every place in use, and those that ``audit`` names already though they have left."""
    everybody = {one.id: one for one in people.everybody()}  # held: owners of processes are found among them
    named = {member.person_id for member in audit.members} | {one.id for one in audit.auditees} if audit else set()
    processes = list(db.session.scalars(select(Process).where(Process.active).order_by(Process.name)))
    sites = list(db.session.scalars(select(Site).where(Site.active).order_by(Site.name)))
    return Choosable(
        {key: one for key, one in everybody.items() if one.active or key in named},
        {one.id: one for one in [*processes, *(audit.processes if audit else [])]},
        {one.id: one for one in [*sites, *(audit.sites if audit else [])]},
    )


def proposal(revision: ChecklistRevision, language: str = "en") -> dict[str, Any]:
    """What the checklist proposes to an audit planned from it, as fields of `audit_plans.Plan`."""
    content = checklists.content_of(revision)
    return {
        "title": content.title.in_language(language),
        "type": content.audit_types[0] if content.audit_types else "internal",
        "objectives": "\n".join(content.objectives.in_language(language)),
        "scope": content.scope.in_language(language),
        "criteria": list(content.criteria),
    }


def propose(
    revisions: Sequence[ChecklistRevision],
    *,
    sites: Sequence[Site],
    processes: Sequence[Process],
    candidates: Sequence[Person],
    language: str = "en",
) -> dict[str, Any]:
    """Fields of `audit_plans.Plan` for an audit with these checklists at these places.

    ``candidates``: people who may lead it. Titles of several checklists stand side by side, criteria are joined.
    """
    each = [proposal(revision, language) for revision in revisions]
    starts_on = _working_day(clock.today(organisations.zone()) + timedelta(days=NOTICE_DAYS))
    return {
        "title": ", ".join(one["title"] for one in each)[:200],
        "type": each[0]["type"] if each else "internal",
        "objectives": "\n".join(dict.fromkeys(line for one in each for line in one["objectives"].splitlines())),
        "scope": "\n".join(dict.fromkeys(one["scope"] for one in each)),
        "criteria": list(dict.fromkeys(key for one in each for key in one["criteria"])),
        "starts_on": starts_on,
        "ends_on": starts_on,
        "leader": proposed_leader(candidates, processes),
    }


def _working_day(day: date) -> date:
    return day + timedelta(days=max(0, 7 - day.weekday())) if day.weekday() >= 5 else day


def proposed_leader(candidates: Iterable[Person], processes: Iterable[Process]) -> Person | None:
    """The auditor who owns none of ``processes`` and leads the fewest audits that are still open."""
    owners = {process.owner_id for process in processes}
    fit = [person for person in candidates if "auditor" in person.role_names and person.id not in owners]
    if not fit:
        return None
    query = select(Audit.leader_id, func.count()).where(Audit.state.in_(OPEN_STATES)).group_by(Audit.leader_id)
    load = {row[0]: row[1] for row in db.session.execute(query)}
    return min(fit, key=lambda person: (load.get(person.id, 0), person.name))
