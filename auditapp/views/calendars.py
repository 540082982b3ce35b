"""`/calendar/<token>.ics`: one person's due dates for the calendar of their phone."""

from flask import Blueprint, Response, make_response, request, url_for

from auditapp.services import calendar_feeds

views = Blueprint("calendars", __name__)


@views.get("/calendar/<token>.ics")
def feed(token: str) -> Response:
    """The feed. Who has the address needs no sign-in: calendars cannot sign in."""
    person = calendar_feeds.find(token)
    content = calendar_feeds.feed(
        person, request.url_root, lambda number: url_for("nonconformities.show", number=number, _external=True)
    )
    response = make_response(content)
    response.headers["Content-Type"] = "text/calendar; charset=utf-8"
    response.headers["Cache-Control"] = "private, max-age=900"
    return response
