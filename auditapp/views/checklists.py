"""Checklists as they are: questions, clauses of both editions, revisions."""

from typing import Any

from flask import Blueprint, Response
from flask_babel import get_locale, gettext

from auditapp.domain.words import CHECKLIST_KINDS, KINDS_OF_EVIDENCE
from auditapp.services import checklists
from auditapp.views.pages import page

views = Blueprint("checklists", __name__, url_prefix="/checklists")


@views.get("")
def index() -> Response:
    """Every checklist in use, by kind."""
    language = str(get_locale())
    rows = [(one, checklists.content_of(one)) for one in checklists.newest()]
    kinds = [
        (gettext(word), [_row(revision, content, language) for revision, content in rows if content.kind == kind])
        for kind, word in CHECKLIST_KINDS.items()
    ]
    return page("checklists/list.html", kinds=[(word, listed) for word, listed in kinds if listed])


def _row(revision: Any, content: Any, language: str) -> dict[str, Any]:
    return {
        "key": content.key,
        "title": content.title.in_language(language),
        "summary": content.summary.in_language(language),
        "questions": len(content.questions),
        "editions": _editions(content),
        "number": revision.number,
        "hash": revision.content_hash[:12],
    }


def _editions(content: Any) -> list[str]:
    """Names of the editions that its questions are mapped to, the newest first."""
    known = checklists.editions()
    keys = {ref.partition(":")[0] for ref in content.clauses}
    return [known[key].name for key in sorted(keys, reverse=True) if key in known]


@views.get("/<key>")
def show(key: str) -> Response:
    """One checklist in its newest revision."""
    language = str(get_locale())
    revision = checklists.find(key)
    content = checklists.content_of(revision)
    sections = [
        {
            "key": section.key,
            "title": section.title.in_language(language),
            "place": section.place.in_language(language),
            "questions": [_question(question, language) for question in section.questions],
        }
        for section in content.sections
    ]
    return page(
        "checklists/show.html",
        revision=revision,
        title=content.title.in_language(language),
        summary=content.summary.in_language(language),
        kind=gettext(CHECKLIST_KINDS[content.kind]),
        count=len(content.questions),
        editions=_editions(content),
        sections=sections,
        revisions=checklists.revisions_of(revision.checklist),
    )


def _question(question: Any, language: str) -> dict[str, Any]:
    return {
        "id": question.id,
        "text": question.text.in_language(language),
        "guidance": question.guidance.in_language(language),
        "look_for": question.look_for.in_language(language),
        "help_language": (question.guidance or question.look_for).spoken(language),
        "kinds": [gettext(KINDS_OF_EVIDENCE.get(kind, kind)) for kind in question.evidence],
        "editions": checklists.clauses_by_edition(question.clauses, language),
    }
