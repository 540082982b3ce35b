"""My work: the first page after sign-in."""

from flask import Blueprint, Response
from sqlalchemy import text

from auditapp.models import db
from auditapp.views.pages import page

views = Blueprint("home", __name__)


@views.get("/")
def show() -> Response:
    """What is asked of the reader, and nothing else."""
    return page("home/show.html")


@views.get("/health")
def health() -> dict[str, str]:
    """For whoever watches the server: the database answers."""
    db.session.execute(text("SELECT 1"))
    return {"status": "ok"}
