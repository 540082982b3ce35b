"""The closing page and the response letter: as they stand, and the revisions that were kept of them."""

from typing import Any

from flask import Blueprint, Response, url_for
from werkzeug.wrappers import Response as AnyResponse

from auditapp.domain.errors import Refusal
from auditapp.domain.permissions import can
from auditapp.domain.words import N_
from auditapp.models import db
from auditapp.services import audits, meeting_papers, nonconformities
from auditapp.services.meeting_papers import CLOSING, LETTER
from auditapp.views.pages import done, me, page

views = Blueprint("meeting_papers", __name__)


@views.get("/audits/<reference>/closing")
def closing(reference: str) -> Response:
    """The closing page of an audit."""
    return _closing(reference)


def _closing(reference: str, status: int = 200, refusal: Refusal | None = None) -> Response:
    audit = audits.find(me(), reference)
    return _page(
        N_("Closing meeting, one page"), meeting_papers.frozen(CLOSING, audit), status, refusal,
        back=(audit.reference, url_for("audits.show", reference=audit.reference)),
        now=url_for("reports.closing_summary", reference=audit.reference),
        action=url_for(".freeze_closing", reference=audit.reference), may=can(me(), "conclude", audit),
    )  # fmt: skip


@views.post("/audits/<reference>/closing")
def freeze_closing(reference: str) -> AnyResponse:
    """Keep it as it stands."""
    try:
        meeting_papers.freeze_closing(me(), reference)
    except Refusal as refusal:
        if refusal.status != 422:
            raise
        db.session.rollback()
        return _closing(reference, 422, refusal)
    return done(url_for(".closing", reference=reference))


@views.get("/nonconformities/<number>/letter")
def letter(number: str) -> Response:
    """The response letter of a nonconformity."""
    return _letter(number)


def _letter(number: str, status: int = 200, refusal: Refusal | None = None) -> Response:
    found = nonconformities.find(me(), number)
    return _page(
        N_("Response letter"), meeting_papers.frozen(LETTER, found), status, refusal,
        back=(found.number, url_for("nonconformities.show", number=found.number)),
        now=url_for("reports.response_letter", number=found.number),
        action=url_for(".freeze_letter", number=found.number), may=can(me(), "make_pack"),
    )  # fmt: skip


@views.post("/nonconformities/<number>/letter")
def freeze_letter(number: str) -> AnyResponse:
    """Keep it as it was sent."""
    try:
        meeting_papers.freeze_letter(me(), number)
    except Refusal as refusal:
        if refusal.status != 422:
            raise
        db.session.rollback()
        return _letter(number, 422, refusal)
    return done(url_for(".letter", number=number))


def _page(title: str, revisions: list[Any], status: int, refusal: Refusal | None, **more: Any) -> Response:
    return page("reports/meeting_paper.html", status, title=title, revisions=revisions, refusal=refusal, **more)
