"""Long papers are ordered rather than waited for: the record is frozen now, and the worker sets it in type.

What is signed is the record; so what is set later is what was signed, however the audit went on meanwhile.
"""

import uuid
from dataclasses import dataclass
from typing import Any

from auditapp.domain import pack, paper, paper_length, report
from auditapp.domain.errors import Refusal
from auditapp.domain.picture import MARKED
from auditapp.domain.words import N_
from auditapp.models import Job, Person
from auditapp.services import jobs, paper_certificates, papers

PAPER, DRAFT = "paper", "draft"
"""A paper that becomes a revision, and one that is only looked at."""


@dataclass(frozen=True, slots=True)
class Kind:
    """How a paper is set: its template, the class of its record, and how the template calls that record."""

    template: str
    record: type[paper.Paper]
    called: str


KINDS: dict[str, Kind] = {
    "audit_report": Kind("reports/audit_report.html", report.AuditReport, "report"),
    "audit_report_management": Kind("reports/audit_report_management.html", report.AuditReport, "report"),
    "audit_report_sheets": Kind("reports/audit_report_sheets.html", report.AuditReport, "report"),
    "evidence_pack": Kind("reports/evidence_pack.html", pack.EvidencePack, "pack"),
}


def order(
    by: Person,
    kind: str,
    subject: Any,
    content: paper.Paper,
    *,
    zone: str,
    name: str,
    paper_id: uuid.UUID | None = None,
    freeze: bool = True,
) -> Job:
    """Have ``content`` set by the worker. ``freeze``: it is then issued as a revision about ``subject``; else it is
    for ``by`` alone to look at. ``kind``: a key of `KINDS`; ``paper_id``: of the paper whose hash and address it
    prints. Raises `Refusal` where a photo is missing."""
    photos = paper_length.photos_of(content)
    complain_of_missing(photos)
    if freeze:
        paper_certificates.complain_if_useless()
    return jobs.order(
        by, PAPER if freeze else DRAFT, subject, paper=kind, record=papers.store().put(paper.canonical_json(content)),
        about=subject.__tablename__, zone=zone, name=name, photos=len(photos), paper_id=str(paper_id or ""),
    )  # fmt: skip


def complain_of_missing(photos: tuple[str, ...]) -> None:
    """Before anything is signed: afterwards there would be a signature and no paper."""
    for sha256 in photos:
        if not (papers.store().has(sha256, MARKED) or papers.store().has(sha256, "print")):
            raise Refusal(papers.PHOTO_MISSING, status=503, sha256=sha256[:12])


def made_already(by: Person, kind: str, subject: Any, content: paper.Paper) -> Job | None:
    """The last that ``by`` ordered of just this ``content`` to look at."""
    return jobs.last_about(subject, DRAFT, by=by, paper=kind, record=paper.record_hash(content))


BEING_MADE = N_("The report is being made. You get a mail when it is ready.")
