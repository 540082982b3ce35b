"""Papers: set from a record, frozen on issue, and from then on served byte for byte."""

import hashlib
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import current_app, render_template
from flask_babel import force_locale
from sqlalchemy import Select, select

from auditapp.adapters import clock, pdf, pdf_pages
from auditapp.adapters.photo_store import PhotoStore
from auditapp.adapters.qr import qr_code
from auditapp.domain import paper as record
from auditapp.domain import words
from auditapp.domain.errors import NotThere, Refusal
from auditapp.domain.languages import tag
from auditapp.domain.permissions import can
from auditapp.domain.picture import MARKED
from auditapp.domain.words import N_
from auditapp.models import Audit, Nonconformity, Paper, Person, Receipt, db, new_id
from auditapp.services import audits, history, languages, nonconformities, organisations, paper_certificates

PHOTO_MISSING = N_(
    "The photo %(sha256)s is missing from the store, so the paper would be incomplete. "
    "Restore it from the backup; the command 'doctor' lists all that is missing."
)


@dataclass(frozen=True, slots=True)
class File:
    """A paper as a file: ``name`` is what people read and save it under."""

    name: str
    pdf: bytes


_chosen: ContextVar[str] = ContextVar("language_of_papers", default="")


def language() -> str:
    """The language that papers are written in: the organisation's, so that a paper is the same for every reader; or
    the one that was chosen for the paper in hand."""
    return _chosen.get() or languages.of_organisation()


@contextmanager
def written_in(chosen: str) -> Iterator[None]:
    """Inside, papers are written in ``chosen`` ('': in the organisation's), unless one was chosen further out."""
    before = _chosen.set(_chosen.get() or chosen)
    try:
        yield
    finally:
        _chosen.reset(before)


def set_in_type(
    template: str,
    content: record.Paper,
    *,
    zone: str,
    paper_id: uuid.UUID | None = None,
    progress: pdf.Progress | None = None,
    **values: Any,
) -> bytes:
    """The PDF of ``content``. ``zone``: in which its moments are told; ``paper_id``: of the paper to be issued, whose
    hash and address are printed then; ``progress``: told as it goes on, by who sets it in the background. Raises
    `PaperFailed`."""
    organisation = organisations.current()
    canonical = record.canonical_json(content)
    values |= {"logo": organisation.logo if organisation else "", "seal": _seal(canonical, paper_id)}
    spoken = content.language or language()
    with force_locale(spoken):
        html = render_template(template, words=words, lang=spoken, zone=zone, **values)
    return pdf.render(
        html,
        media=_picture,
        title=f"{content.reference} {content.title}",
        lang=tag(spoken),
        when=content.issued_at or clock.now(),
        attachments=[pdf.Attachment("record.json", canonical, content.title)],
        paper_size=organisation.paper_size if organisation else "A4",
        progress=progress,
        press=pdf.BACKGROUND if progress else pdf.DESK,
    )


def _seal(canonical: bytes, paper_id: uuid.UUID | None) -> Mapping[str, Any] | None:
    if paper_id is None:
        return None
    url = f"{current_app.config['SETTINGS'].url}/papers/{paper_id}/check"
    return {"sha256": hashlib.sha256(canonical).hexdigest(), "url": url, "qr": qr_code(url)}


def _picture(sha256: str) -> Path | bytes:
    """The copy with the auditor's marks, or the print copy; in both what was blurred stays blurred. The original never
    goes on paper."""
    copy = MARKED if store().has(sha256, MARKED) else "print"
    try:
        return store().derivative_path(sha256, copy) or store().derivative(sha256, copy)
    except NotThere:
        raise Refusal(PHOTO_MISSING, status=503, sha256=sha256[:12]) from None


def issue(by: Person, kind: str, subject: Any, file: File, content: record.Paper, paper_id: uuid.UUID) -> Paper:
    """Freeze ``file`` as the revision of ``content`` about ``subject`` (a row with an id). Its bytes and those of the
    record are on disk before the row is written. Where the organisation gave a certificate, the frozen bytes are the
    signed ones."""
    kept = store().put(record.canonical_json(content))
    signed, signed_as = paper_certificates.sign(file.pdf, content.language or language())
    paper = Paper(
        id=paper_id,
        kind=kind,
        subject_id=subject.id,
        revision=content.revision,
        reason=content.revision_reason,
        language=content.language,
        name=file.name,
        sha256=store().put(signed),
        record_sha256=kept,
        signed_as=signed_as,
        size=len(signed),
        issued_by=by,
        issued_at=content.issued_at or clock.now(),
    )
    db.session.add(paper)
    db.session.flush()
    history.record(
        paper,
        "issue",
        by,
        kind=kind,
        of=content.reference,
        signed_as=signed_as,
        sha256=paper.sha256,
        record=paper.record_sha256,
    )
    return paper


def in_force(kind: str, subject_id: uuid.UUID) -> Paper | None:
    """The newest issued revision."""
    query = select(Paper).where(Paper.kind == kind, Paper.subject_id == subject_id)
    return db.session.scalars(query.order_by(Paper.revision.desc()).limit(1)).first()


def find(person: Person, paper_id: uuid.UUID) -> Paper:
    """An issued paper about something that ``person`` may see; else `NotThere`."""
    paper = get(paper_id)
    if not _is_about_what_is_seen(person, paper):
        raise NotThere(N_("There is no such paper here."))
    return paper


def _is_about_what_is_seen(person: Person, paper: Paper) -> bool:
    """Whether ``person`` sees the audit, nonconformity, pack or management review that ``paper`` is about."""
    if paper.kind == "evidence_pack":
        return can(person, "make_pack")
    sent = select(Receipt.id).where(Receipt.paper_id == paper.id, Receipt.person_id == person.id)
    if paper.kind == "management_review":
        return can(person, "see_reviews") or db.session.scalar(sent) is not None
    seen: tuple[Select[Any], ...] = (
        audits.visible_to(person).where(Audit.id == paper.subject_id).with_only_columns(Audit.id),
        nonconformities.visible_to(person)
        .where(Nonconformity.id == paper.subject_id)
        .with_only_columns(Nonconformity.id),
    )
    return any(db.session.scalar(one) is not None for one in (*seen, sent))


def record_of(paper: Paper) -> bytes:
    """The canonical record that ``paper`` was made from: kept beside it, and inside it."""
    if store().has(paper.record_sha256):
        return stored(paper.record_sha256)
    return pdf_pages.attached(stored(paper.sha256), "record.json")


def stored(sha256: str) -> bytes:
    """Bytes of a record or paper by their hash; a `Refusal` in words where the store lost them."""
    try:
        return store().get(sha256)
    except NotThere:
        message = N_("The file of this paper is missing from the store. Restore it from the backup.")
        raise Refusal(message, status=503) from None


def get(paper_id: uuid.UUID) -> Paper:
    """An issued paper for whoever holds its number, which is printed on it; `NotThere` where there is none."""
    paper = db.session.get(Paper, paper_id)
    if paper is None:
        raise NotThere(N_("There is no such paper here."))
    return paper


def frozen(paper: Paper) -> File:
    """The bytes as they were issued."""
    return File(paper.name, stored(paper.sha256))


def new_paper_id() -> uuid.UUID:
    """The number of a paper to be issued; it is known before the paper is set, for it stands on it."""
    return new_id()


def store() -> PhotoStore:
    """Where bytes lie."""
    found: PhotoStore = current_app.extensions["photo_store"]
    return found
