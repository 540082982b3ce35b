"""NC sheets that are frozen: what leaves the house stands as it was, and a new revision says why there is one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from flask_babel import force_locale, gettext

from auditapp.adapters import clock
from auditapp.adapters.pdf import Progress
from auditapp.domain import nc_sheet, paper
from auditapp.domain.errors import Conflict
from auditapp.domain.words import N_
from auditapp.models import Nonconformity, Paper, Person, db
from auditapp.services import papers, sheet_contents
from auditapp.services.papers import File

KIND = "nc_sheet"


@dataclass(frozen=True, slots=True)
class Ready:
    """A sheet that may be handed over: ``paper``, where it is frozen already, else the ``file`` that is to be."""

    nonconformity: Nonconformity
    content: nc_sheet.NcSheet
    paper: Paper | None = None


def as_they_stand(found: Iterable[Nonconformity]) -> list[Ready]:
    """The sheet of each (loaded with `sheet_contents.whole`): the frozen one where it still tells how things stand,
    else what the next revision would say. Nothing is set in type."""
    return [_as_it_stands(one) for one in found]


def _as_it_stands(one: Nonconformity) -> Ready:
    frozen = papers.in_force(KIND, one.id)
    # What is frozen is compared in the language that it was frozen in.
    with papers.written_in(frozen.language if frozen else ""), force_locale(papers.language()):
        return _compared(one, frozen, papers.language())


def _compared(one: Nonconformity, frozen: Paper | None, language: str) -> Ready:
    if frozen is None:
        return Ready(one, sheet_contents.fill(one, language, as_of=clock.now(), revision=0))
    same = sheet_contents.fill(one, language, as_of=frozen.issued_at, revision=frozen.revision, reason=frozen.reason)
    if paper.record_hash(same) == frozen.record_sha256:
        return Ready(one, same, frozen)
    reason = gettext("The record went on since revision %(revision)s.", revision=frozen.revision)
    return Ready(one, replace(same, revision=frozen.revision + 1, revision_reason=reason, issued_at=clock.now()))


@dataclass(frozen=True, slots=True)
class Set:
    """A sheet set in type, with the number that stands on it."""

    ready: Ready
    file: File
    paper_id: object


def set_missing(sheets: Sequence[Ready], progress: Progress | None = None) -> list[Set]:
    """Set in type what is not frozen yet. Writes nothing to the database; may take its time. Raises `PaperFailed`."""
    return [_set(one, progress) for one in sheets if one.paper is None]


def _set(one: Ready, progress: Progress | None) -> Set:
    paper_id = papers.new_paper_id()
    file = papers.set_in_type(
        "reports/nc_sheet.html",
        one.content,
        zone=sheet_contents.zone(one.nonconformity),
        paper_id=paper_id,
        progress=progress,
        sheet=one.content,
    )
    with force_locale(one.content.language):
        name = gettext(
            "%(number)s NC sheet rev %(revision)s.pdf", number=one.content.reference, revision=one.content.revision
        )
    return Set(one, File(name, file), paper_id)


def freeze(by: Person, made: Set) -> Paper:
    """Keep it as a revision. Raises `Conflict` when somebody else did so meanwhile."""
    content = made.ready.content
    nonconformity = db.session.get_one(Nonconformity, made.ready.nonconformity.id)
    newest = papers.in_force(KIND, nonconformity.id)
    if newest is not None and newest.revision >= content.revision:
        raise Conflict(
            N_("Somebody froze the sheet of %(number)s at the same moment. Press the button again."),
            number=nonconformity.number,
        )
    return papers.issue(by, KIND, nonconformity, made.file, content, made.paper_id)  # type: ignore[arg-type]  # a dataclass of the sheet
