"""What the audits of one period say: planned against held, findings by grade, what was covered."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from flask_babel import get_locale
from sqlalchemy import func, or_, select

from auditapp.domain import management_review_paper as paper
from auditapp.domain import standard
from auditapp.domain.audit import EXTERNAL_TYPES
from auditapp.domain.excerpt import excerpt
from auditapp.models import Audit, Finding, Instance, Process, db
from auditapp.models.audit import audit_process
from auditapp.services import checklists
from auditapp.services.clauses_audited import NO_ANSWER
from auditapp.services.figures_periods import Period, today, within

GRADES = ("findings_major", "findings_minor", "findings_observation", "findings_ofi", "findings_good_practice")
HELD = ("concluded", "issued")
MOST = 40
"""Lines of one list."""


@dataclass(frozen=True)
class Covered:
    """Clauses and processes as (with an answered question, all there are), and those left over."""

    clauses: tuple[int, int]
    processes: tuple[int, int]
    clauses_left: paper.Listed
    processes_left: paper.Listed


def counts(period: Period) -> dict[str, int]:
    """Planned against held."""
    days = (period.first, period.last)
    query = select(Audit.type, Audit.state, Audit.starts_on, Audit.planned_starts_on).where(
        or_(Audit.starts_on.between(*days), Audit.planned_starts_on.between(*days))
    )
    found = dict.fromkeys(
        ("audits_planned", "audits_held", "audits_late", "audits_moved", "audits_cancelled", "audits_external",
         "compliance_audits"), 0,
    )  # fmt: skip
    for kind, state, starts_on, planned_on in db.session.execute(query):
        planned, here = period.first <= planned_on <= period.last, period.first <= starts_on <= period.last
        is_held = here and state in HELD
        found["audits_planned"] += planned
        found["audits_moved"] += planned and starts_on != planned_on
        found["audits_held"] += is_held
        found["audits_external"] += is_held and kind in EXTERNAL_TYPES
        found["compliance_audits"] += is_held and kind == "compliance"
        found["audits_late"] += here and state in ("planned", "confirmed") and starts_on < today()
        found["audits_cancelled"] += here and state == "cancelled"
    return found


def findings(period: Period) -> dict[str, int]:
    """Released in ``period``, by grade, and what became of opportunities."""
    query = (
        select(Finding.grade, Finding.state, func.count())
        .where(Finding.state != "withdrawn", *within(Finding.released_at, period))
        .group_by(Finding.grade, Finding.state)
    )
    found = dict.fromkeys((*GRADES, "ofi_taken_up", "ofi_declined"), 0)
    for grade, state, count in db.session.execute(query):
        found[f"findings_{grade}"] += count
        if grade == "ofi":
            found["ofi_taken_up"] += count if state in ("taken_up", "done") else 0
            found["ofi_declined"] += count if state == "declined" else 0
    return found


def opportunities(period: Period) -> paper.Listed:
    """Those released in ``period``, and their state."""
    where = (Finding.state != "withdrawn", Finding.grade == "ofi", *within(Finding.released_at, period))
    query = select(Finding.statement, Finding.evidence_text, Finding.state, Process.name).outerjoin(Finding.process)
    rows = db.session.execute(query.where(*where).order_by(Finding.released_at, Finding.id)).all()
    lines = [
        paper.Line(name=process or "", text=excerpt(statement or evidence, paper.LINE), state=state)
        for statement, evidence, state, process in rows
    ]
    return _listed("improvement", lines)


def held(period: Period) -> paper.Listed:
    """The audits of ``period``, in the order of their days, whatever became of them."""
    query = select(Audit.reference, Audit.title, Audit.state, Audit.starts_on)
    query = query.where(Audit.starts_on.between(period.first, period.last)).order_by(Audit.starts_on, Audit.reference)
    lines = [paper.Line(name=row[0], text=row[1], state=row[2], day=row[3]) for row in db.session.execute(query)]
    return _listed("audits", lines)


def covered(edition: str, period: Period) -> Covered:
    """Which clauses of ``edition`` and which processes had a question answered in an audit of ``period``. An answer
    under another edition counts for the clause that it became; one at no process for all processes of its audit."""
    query: Any = (
        select(Instance.clauses, Instance.process_id, Instance.audit_id)
        .join(Instance.audit)
        .where(
            Instance.result.not_in(NO_ANSWER),
            Audit.state != "cancelled",
            Audit.starts_on.between(period.first, period.last),
        )
    )
    refs: set[str] = set()
    processes, without = set(), set()
    for clauses, process_id, audit_id in db.session.execute(query):
        refs.update(clauses)
        processes.add(process_id)
        if process_id is None:
            without.add(audit_id)
    in_scope = select(audit_process.c.process_id).where(audit_process.c.audit_id.in_(without))
    processes |= set(db.session.scalars(in_scope))
    known = checklists.editions()
    refs |= {other for ref in refs for other in standard.other_edition(ref, known)}
    tree = known[edition].auditable
    left = [one for one in tree if not _is_answered(one.ref, refs)]
    every = db.session.execute(select(Process.id, Process.name).where(Process.active).order_by(Process.name)).all()
    missed = [row[1] for row in every if row[0] not in processes]
    return Covered(
        clauses=(len(tree) - len(left), len(tree)),
        processes=(len(every) - len(missed), len(every)),
        clauses_left=_listed("not_covered", (paper.Line(name=one.number, text=one.title.in_language(_language()))
                                             for one in left)),
        processes_left=_listed("processes_not_covered", (paper.Line(name=name) for name in missed)),
    )  # fmt: skip


def _is_answered(ref: str, refs: set[str]) -> bool:
    return ref in refs or any(one.startswith(f"{ref}.") for one in refs)


def _listed(code: str, lines: Iterable[paper.Line]) -> paper.Listed:
    every = tuple(lines)
    return paper.Listed(code=code, lines=every[:MOST], more=max(0, len(every) - MOST))


def _language() -> str:
    return str(get_locale() or "en")
