"""The day of a management review's meeting: corrected while its minutes are written, and told with the day before."""

from datetime import date

from flask_babel import format_date, get_locale, gettext

from auditapp.domain import management_review as rules
from auditapp.domain.dates import local_day
from auditapp.domain.errors import Conflict
from auditapp.domain.languages import DAY
from auditapp.domain.words import N_
from auditapp.models import Event, ManagementReview, Person
from auditapp.services import history, organisations
from auditapp.services.management_reviews import today


def correct(by: Person, review: ManagementReview, day: date | None) -> None:
    """Say anew when the review was held. Raises `Conflict` unless minutes are being written, `Refusal` for a day on
    which the meeting cannot have been. The inputs stay as they were frozen."""
    history.hold(review)
    history.allow(by, "decide_review", review)
    if review.state != "held" or review.held_on is None:
        raise Conflict(N_("The day of the meeting is changed while the minutes are written. Correct them first."))
    if day == review.held_on:
        return
    issued_on = local_day(review.issued_at, organisations.zone()) if review.issued_at else None
    refusal = rules.meeting_can_be_on(review, day, today(), issued_on)
    if refusal is not None:
        raise refusal
    assert day is not None
    history.record(review, "correct_meeting_day", by, was=review.held_on.isoformat(), day=day.isoformat())
    review.held_on = day


def moved(was: date | None, day: date | None) -> str:
    """The sentence that says both days, in the language in use; '' where the day is the same."""
    if was is None or day is None or was == day:
        return ""
    pattern = DAY.get(str(get_locale()), DAY["en"])
    days = {"day": format_date(day, pattern), "was": format_date(was, pattern)}
    return str(gettext("Held on %(day)s, not on %(was)s.", **days))


def told_by(event: Event) -> str:
    """That sentence, of an event that corrected the day; '' of any other."""
    if event.verb != "correct_meeting_day":
        return ""
    return moved(date.fromisoformat(event.data["was"]), date.fromisoformat(event.data["day"]))
