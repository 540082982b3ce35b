"""How the worker makes a long paper that was ordered: progress as it goes, and one transaction at the end."""

import uuid

from auditapp.adapters.database import reading
from auditapp.domain import record_reading
from auditapp.domain.pack import EvidencePack
from auditapp.domain.paper import Paper
from auditapp.models import Audit, Pack, Person, db
from auditapp.services import distributions, pack_papers, papers
from auditapp.services.jobs import Finish, Work, handles
from auditapp.services.paper_orders import DRAFT, KINDS, PAPER
from auditapp.services.papers import File

SUBJECTS = {"audit": Audit, "pack": Pack}


@handles(PAPER)
def make_paper(work: Work) -> Finish:
    """Set it; it becomes a revision, and who is to have it is told."""
    paper_id = uuid.UUID(work.data["paper_id"])
    content, file = _set(work, paper_id)

    def freeze() -> None:
        by = db.session.get_one(Person, work.person_id)
        subject = db.session.get_one(SUBJECTS[work.data["about"]], work.subject_id)
        made = papers.issue(by, work.data["paper"], subject, File(work.data["name"], file), content, paper_id)
        if isinstance(subject, Audit):
            distributions.send(made, subject)

    return freeze


@handles(DRAFT)
def make_draft(work: Work) -> Finish:
    """Set it; only who ordered it can look at it."""
    number = work.data["paper_id"]
    _content, file = _set(work, uuid.UUID(number) if number else None)
    work.data["sha256"] = papers.store().put(file)
    return lambda: None


def _set(work: Work, paper_id: uuid.UUID | None) -> tuple[Paper, bytes]:
    kind, pages = KINDS[work.data["paper"]], 0

    def progress(at: str, count: int) -> None:
        nonlocal pages
        pages = max(pages, count) if at == "pages" else pages
        work.tell(at, pages if at == "pages" else count, work.data["photos"] if at in ("photos", "copies") else 0)

    with reading():
        content = record_reading.read(kind.record, papers.stored(work.data["record"]))
        if isinstance(content, EvidencePack) and paper_id is not None:
            return content, pack_papers.print_out(content, paper_id, progress)
        file = papers.set_in_type(
            kind.template,
            content,
            zone=work.data["zone"],
            paper_id=paper_id,
            progress=progress,
            **{kind.called: content},
        )
        db.session.rollback()
    return content, file
