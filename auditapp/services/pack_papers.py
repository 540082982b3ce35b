"""A pack as one paper: every sheet in full, with what is still open in front and all files listed at the end."""

import uuid
from collections.abc import Sequence

from flask_babel import force_locale, gettext

from auditapp.adapters import clock, pdf_attachments
from auditapp.adapters.pdf import Progress
from auditapp.domain import pack as rules
from auditapp.domain import paper_length
from auditapp.models import Job, Pack, Paper, Person
from auditapp.services import full_copies, organisations, packs, paper_orders, papers
from auditapp.services.papers import File
from auditapp.services.sheets import Ready

KIND = "evidence_pack"


def frozen(pack: Pack) -> Paper | None:
    """The paper, once it was made."""
    return papers.in_force(KIND, pack.id)


def order(by: Person, pack: Pack) -> Job:
    """Have the paper of a large pack made."""
    content = packs.content_of(pack)
    return paper_orders.order(
        by, KIND, pack, content, zone=organisations.zone(), name=_name(pack), paper_id=papers.new_paper_id()
    )


def is_long(sheets: Sequence[Ready]) -> bool:
    """Whether a pack of ``sheets`` is made by the worker."""
    photos = {photo for one in sheets for photo in paper_length.photos_of(one.content)}
    return len(sheets) > paper_length.SHEETS_AT_ONCE or len(photos) > paper_length.PHOTOS_AT_ONCE


def _name(pack: Pack) -> str:
    with force_locale(papers.language()):
        return str(gettext("%(reference)s Closure evidence.pdf", reference=pack.reference))


def set_in_type(pack: Pack) -> tuple[rules.EvidencePack, File, object]:
    """Content, file and number of the paper of ``pack``. Takes its time, writes nothing to the database."""
    content, paper_id = packs.content_of(pack), papers.new_paper_id()
    file = print_out(content, paper_id)
    return content, File(_name(pack), file), paper_id


def print_out(content: rules.EvidencePack, paper_id: uuid.UUID, progress: Progress | None = None) -> bytes:
    """The paper of ``content``; with full-size photos inside, where they were asked for. ``progress``: told of these as
    'copies' first. Raises `PaperFailed`."""
    copies = None
    if content.copies:
        with force_locale(papers.language()):
            copies = full_copies.of(content, lambda done: progress("copies", done) if progress else None)
    file = papers.set_in_type(
        "reports/evidence_pack.html", content, zone=organisations.zone(), paper_id=paper_id, progress=progress,
        pack=content, copies=copies,
    )  # fmt: skip
    return pdf_attachments.add(file, copies.files, content.issued_at or clock.now()) if copies else file


def freeze(by: Person, pack: Pack, made: tuple[rules.EvidencePack, File, object]) -> Paper:
    """Keep it. Made twice at the same moment, the first one stays."""
    already = frozen(pack)
    if already is not None:
        return already
    content, file, paper_id = made
    return papers.issue(by, KIND, pack, file, content, paper_id)  # type: ignore[arg-type]  # a dataclass of the pack
