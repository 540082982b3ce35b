"""What the icon on a home screen offers beside opening the app: today's audit, a new observation."""

from flask import Blueprint, url_for
from werkzeug.wrappers import Response

from auditapp.domain.permissions import can
from auditapp.services import concerns, home_screen
from auditapp.views.pages import done, me

views = Blueprint("home_screen", __name__)


@views.get("/today")
def today() -> Response:
    """To the walk that is under way, at the place it was left; else to the audit that comes; else to my work."""
    audit = home_screen.next_audit(me())
    if audit is None:
        return done(url_for("home.show"))
    if audit.state == "under_way":
        return done(url_for("walks.show", person_id=me().id, audit_id=audit.id))
    return done(url_for("audits.show", reference=audit.reference))


@views.get("/observation")
def observation() -> Response:
    """To a new finding on the walk that is under way, to an unplanned audit, or to the concern that anybody reports."""
    audit = home_screen.next_audit(me())
    if audit is not None and audit.state == "under_way":
        return done(url_for("walks.show", person_id=me().id, audit_id=audit.id, _anchor="observation"))
    if can(me(), "start_unplanned"):
        return done(url_for("walks.new", person_id=me().id))
    process = home_screen.own_process(me())
    if process is not None:
        return done(url_for("concerns.report", code=concerns.poster_code(process)))
    return done(url_for("home.show"))
