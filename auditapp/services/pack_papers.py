"""A pack as one paper: every sheet in full, with what is still open in front and all files listed at the end."""

from collections.abc import Sequence

from flask_babel import force_locale, gettext

from auditapp.domain import pack as rules
from auditapp.domain import paper_length
from auditapp.models import Job, Pack, Paper, Person
from auditapp.services import organisations, packs, paper_orders, papers
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
    content = packs.content_of(pack)
    paper_id = papers.new_paper_id()
    file = papers.set_in_type(
        "reports/evidence_pack.html", content, zone=organisations.zone(), paper_id=paper_id, pack=content
    )
    return content, File(_name(pack), file), paper_id


def freeze(by: Person, pack: Pack, made: tuple[rules.EvidencePack, File, object]) -> Paper:
    """Keep it. Made twice at the same moment, the first one stays."""
    already = frozen(pack)
    if already is not None:
        return already
    content, file, paper_id = made
    return papers.issue(by, KIND, pack, file, content, paper_id)  # type: ignore[arg-type]
