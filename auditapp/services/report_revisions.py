"""After the issue: a change becomes the next revision of the report, with a reason; the earlier ones stay."""

from collections.abc import Sequence
from dataclasses import replace

from flask_babel import force_locale
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from auditapp.domain import record_reading, report
from auditapp.domain.errors import Conflict, Refusal
from auditapp.domain.words import N_
from auditapp.models import Audit, Job, Paper, Person, db
from auditapp.services import audits, history, papers, report_contents, reports


def of(audit: Audit) -> list[Paper]:
    """Every revision of the report of ``audit``, the newest first."""
    query = select(Paper).where(Paper.kind == reports.AUDIT_REPORT, Paper.subject_id == audit.id)
    named = joinedload(Paper.issued_by).lazyload(Person.roles)
    return list(db.session.scalars(query.order_by(Paper.revision.desc()).options(named)))


def revise(
    by: Person, audit: Audit, parts: dict[str, str], reason: str, objectives_met: Sequence[str] | None = None
) -> Paper | Job:
    """Write ``parts`` (of `audits.REPORT_PARTS`) and what was concluded on each objective, and issue the report again.
    Raises `Conflict` before the first issue, `Refusal` without a reason or where nothing would change, `PaperFailed`:
    then nothing of it may be kept."""
    history.allow(by, "issue", audit)
    before = papers.in_force(reports.AUDIT_REPORT, audit.id)
    if audit.state != "issued" or before is None:
        raise Conflict(N_("The report is not issued yet: change it where it is written, then issue it."))
    if not reason.strip():
        raise Refusal(N_("Say why there is a new revision: it prints on the cover."), field="reason")
    for name, text in parts.items():
        if name in audits.REPORT_PARTS:
            setattr(audit, name, text.strip())
    if objectives_met is not None:
        audits.conclude_on_each(audit, objectives_met)
    db.session.flush()
    if not _changed(audit, before):
        raise Refusal(N_("Nothing is different from revision %(revision)s."), revision=before.revision)
    history.record(audit, "revise_report", by, note=reason.strip(), revision=before.revision + 1)
    return reports.issue(by, audit, reason.strip())


def _changed(audit: Audit, before: Paper) -> bool:
    """Whether the report would say something else than ``before``, its number, date and history apart."""
    old = record_reading.read(report.AuditReport, papers.record_of(before))
    with papers.written_in(audit.language), force_locale(papers.language()):
        new = report_contents.fill(reports.whole(audit), papers.language(), revision=before.revision)
    same = {"status": "", "issued_at": None, "revision_reason": "", "signatures": (), "history": ()}
    listed = ["; ".join(one.name for one in each.distribution) for each in (old, new)]
    same["distribution"] = ()  # names are compared: who of them was mailed was not always told
    return listed[0] != listed[1] or replace(old, **same) != replace(new, **same)  # type: ignore[arg-type]  # fields that both have
