"""Papers: set from a record, frozen on issue, and from then on served byte for byte."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import current_app, render_template
from flask_babel import force_locale
from sqlalchemy import select

from auditapp.adapters import clock, pdf
from auditapp.adapters.photo_store import PhotoStore
from auditapp.adapters.qr import qr_code
from auditapp.domain import paper as record
from auditapp.domain import words
from auditapp.domain.errors import NotThere, Refusal
from auditapp.domain.words import N_
from auditapp.models import Audit, Paper, Person, db, new_id
from auditapp.services import audits, history, organisations


@dataclass(frozen=True, slots=True)
class File:
    """A paper as a file: ``name`` is what people read and save it under."""

    name: str
    pdf: bytes


def language() -> str:
    """The language that papers are written in: the organisation's, so that a paper is the same for every reader."""
    organisation = organisations.current()
    return organisation.language if organisation else "en"


def set_in_type(
    template: str, content: record.Paper, *, zone: str, paper_id: uuid.UUID | None = None, **values: Any
) -> bytes:
    """The PDF of ``content``. ``zone``: in which its moments are told; ``paper_id``: of the paper to be issued, whose
    hash and address are printed then. Raises `PaperFailed`."""
    with force_locale(language()):
        html = render_template(
            template, words=words, lang=language(), zone=zone, seal=_seal(content, paper_id), **values
        )
    return pdf.render(
        html,
        media=_picture,
        title=f"{content.reference} {content.title}",
        lang=language(),
        when=content.issued_at or clock.now(),
        attachments=[pdf.Attachment("record.json", record.canonical_json(content), content.title)],
    )


def _seal(content: record.Paper, paper_id: uuid.UUID | None) -> Mapping[str, Any] | None:
    if paper_id is None:
        return None
    url = f"{current_app.config['SETTINGS'].url}/papers/{paper_id}/check"
    return {"sha256": record.record_hash(content), "url": url, "qr": qr_code(url)}


def _picture(sha256: str) -> Path | bytes:
    """The print copy, in which what was blurred stays blurred; the original never goes on paper."""
    store = _store()
    try:
        return store.derivative_path(sha256, "print") or store.derivative(sha256, "print")
    except NotThere:
        raise Refusal(
            N_(
                "The photo %(sha256)s is missing from the store, so the paper would be incomplete. "
                "Restore it from the backup; the command 'doctor' lists all that is missing."
            ),
            status=503,
            sha256=sha256[:12],
        ) from None


def issue(by: Person, kind: str, subject: Audit, file: File, content: record.Paper, paper_id: uuid.UUID) -> Paper:
    """Freeze ``file`` as the revision of ``content``. Its bytes are on disk before the row is written."""
    paper = Paper(
        id=paper_id,
        kind=kind,
        subject_id=subject.id,
        revision=content.revision,
        reason=content.revision_reason,
        name=file.name,
        sha256=_store().put(file.pdf),
        record_sha256=record.record_hash(content),
        size=len(file.pdf),
        issued_by=by,
        issued_at=content.issued_at or clock.now(),
    )
    db.session.add(paper)
    db.session.flush()
    history.record(paper, "issue", by, kind=kind, of=subject.reference, sha256=paper.sha256, record=paper.record_sha256)
    return paper


def in_force(kind: str, subject_id: uuid.UUID) -> Paper | None:
    """The newest issued revision."""
    query = select(Paper).where(Paper.kind == kind, Paper.subject_id == subject_id)
    return db.session.scalars(query.order_by(Paper.revision.desc()).limit(1)).first()


def find(person: Person, paper_id: uuid.UUID) -> Paper:
    """An issued paper about something that ``person`` may see; else `NotThere`."""
    paper = get(paper_id)
    seen = audits.visible_to(person).where(Audit.id == paper.subject_id).with_only_columns(Audit.id)
    if paper.kind != "audit_report" or db.session.scalar(seen) is None:
        raise NotThere(N_("There is no such paper here."))
    return paper


def get(paper_id: uuid.UUID) -> Paper:
    """An issued paper for whoever holds its number, which is printed on it; `NotThere` where there is none."""
    paper = db.session.get(Paper, paper_id)
    if paper is None:
        raise NotThere(N_("There is no such paper here."))
    return paper


def frozen(paper: Paper) -> File:
    """The bytes as they were issued."""
    try:
        return File(paper.name, _store().get(paper.sha256))
    except NotThere:
        message = N_("The file of this paper is missing from the store. Restore it from the backup.")
        raise Refusal(message, status=503) from None


def new_paper_id() -> uuid.UUID:
    """The number of a paper to be issued; it is known before the paper is set, for it stands on it."""
    return new_id()


def _store() -> PhotoStore:
    store: PhotoStore = current_app.extensions["photo_store"]
    return store
