"""A pack as one paper: every sheet in full, with what is still open in front and all files listed at the end."""

from flask_babel import force_locale, gettext

from auditapp.domain import pack as rules
from auditapp.models import Pack, Paper, Person
from auditapp.services import organisations, packs, papers
from auditapp.services.papers import File

KIND = "evidence_pack"
AT_ONCE = 12
"""Nonconformities up to which the paper is set as soon as the pack is made."""


def frozen(pack: Pack) -> Paper | None:
    """The paper, once it was made."""
    return papers.in_force(KIND, pack.id)


def set_in_type(pack: Pack) -> tuple[rules.EvidencePack, File, object]:
    """Content, file and number of the paper of ``pack``. Takes its time, writes nothing to the database."""
    content = packs.content_of(pack)
    paper_id = papers.new_paper_id()
    file = papers.set_in_type(
        "reports/evidence_pack.html", content, zone=organisations.zone(), paper_id=paper_id, pack=content
    )
    with force_locale(papers.language()):
        name = gettext("%(reference)s Closure evidence.pdf", reference=pack.reference)
    return content, File(name, file), paper_id


def freeze(by: Person, pack: Pack, made: tuple[rules.EvidencePack, File, object]) -> Paper:
    """Keep it. Made twice at the same moment, the first one stays."""
    already = frozen(pack)
    if already is not None:
        return already
    content, file, paper_id = made
    return papers.issue(by, KIND, pack, file, content, paper_id)  # type: ignore[arg-type]
