"""For somebody on a distribution list without an account: the report behind a link, and a receipt."""

from flask import Blueprint, Response, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from auditapp.models import Receipt
from auditapp.services import distributions, papers, throttles
from auditapp.views.pages import done, page
from auditapp.views.reports import paper

views = Blueprint("receipts", __name__, url_prefix="/r")


def _find(token: str) -> Receipt:
    with throttles.against_guessing(throttles.LINK_FROM_ADDRESS, request.remote_addr or ""):
        return distributions.find_by_link(token)


@views.get("/<token>")
def show(token: str) -> Response:
    """Which paper it is. Changes nothing: scanners of mails open every link."""
    receipt = _find(token)
    newest = papers.in_force(receipt.paper.kind, receipt.paper.subject_id)
    return page("receipts/show.html", receipt=receipt, token=token, newest=newest)


@views.post("/<token>/paper.pdf")
def open_paper(token: str) -> Response:
    """The paper itself, for a hand and not for a scanner."""
    return paper(papers.frozen(_find(token).paper))


@views.post("/<token>")
def confirm(token: str) -> AnyResponse:
    """They have it."""
    distributions.confirm_by_link(_find(token))
    return done(url_for(".show", token=token))
