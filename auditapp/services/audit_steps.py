"""The steps of an audit, each with what belongs to it: questions laid out, findings released."""

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select

from auditapp.adapters import clock
from auditapp.domain import steps
from auditapp.domain.errors import Refusal
from auditapp.domain.permissions import can
from auditapp.domain.steps import AUDIT_STEPS, Step
from auditapp.models import Audit, Instance, Person, Question, db, new_id
from auditapp.services import (
    audit_answers,
    audits,
    checklists,
    effectiveness_questions,
    findings,
    history,
    languages,
    notices_of_audits,
    reports,
)
from auditapp.services.audit_answers import Looked


def take(by: Person, audit: Audit, verb: str, *, note: str = "") -> Step:
    """Take a step of `steps.AUDIT_STEPS`, with what belongs to it: the questions laid out, findings released."""
    _held = audits.instances(audit), findings.of_audit(audit)  # the needs then ask for no row of their own
    step = history.take(AUDIT_STEPS, audit, verb, by, note=note)
    also = _ALSO.get(verb)
    if also is not None:
        also(by, audit)
    return step


def _start(_by: Person, audit: Audit) -> None:
    audit.started_at = clock.now()
    lay_out(audit)


def _conclude(_by: Person, audit: Audit) -> None:
    audit.concluded_at = clock.now()


def _issue(by: Person, audit: Audit) -> None:
    audit.issued_at = clock.now()
    for finding in audit.findings:
        if finding.state == "noted":
            findings.release(by, finding)
    reports.issue(by, audit)


_ALSO: dict[str, Any] = {
    "confirm": notices_of_audits.tell_confirmed, "start": _start, "conclude": _conclude, "issue": _issue,
    "cancel": notices_of_audits.tell_cancelled,
}  # fmt: skip


def lay_out(audit: Audit, under: Mapping[str, uuid.UUID] | None = None) -> None:
    """Make an instance of each question of the audit's checklists, at its process and site where there is one only,
    and of each effectiveness check that is due there.

    ``under``: ids that a device gave to questions, by their keys.
    """
    given = under or {}
    process = audit.processes[0] if len(audit.processes) == 1 else None
    site = audit.sites[0] if len(audit.sites) == 1 else None
    language = languages.of_organisation()
    ids: dict[str, Any] = dict(db.session.execute(select(Question.key, Question.id)).all())
    position = 0
    for revision in sorted(audit.revisions, key=lambda one: one.checklist.key):
        content = checklists.content_of(revision)
        for section, question in content.placed_questions:
            position += 1
            db.session.add(
                Instance(
                    id=given.get(question.id) or new_id(),
                    audit=audit,
                    question_id=ids[question.id],
                    revision=revision,
                    process=process,
                    site=site,
                    place=(section.place or section.title).in_language(language) if content.kind == "site_walk" else "",
                    label=f"{section.title.in_language(language)} {position}"
                    if content.kind == "site_walk"
                    else clause_number(question.clauses),
                    clauses=list(question.clauses),
                    position=position,
                )
            )
    db.session.flush()
    effectiveness_questions.lay_out(audit, position)


def clause_number(clauses: Sequence[str]) -> str:
    """'9.2.2' of the first clause."""
    return clauses[0].partition(":")[2] if clauses else ""


def steps_open_to(person: Person, audit: Audit | Looked) -> list[tuple[Step, list[Refusal]]]:
    """The steps that ``person`` may take now, each with what is still missing. Looks at the answers once."""
    looked = audit if isinstance(audit, Looked) else audit_answers.look(audit)
    return [
        (step, list(steps.missing(step, looked)))
        for step in AUDIT_STEPS.values()
        if looked.state in step.from_ and can(person, step.permission, looked)
    ]
