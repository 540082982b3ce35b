"""A calendar asks for what its owner is to do now."""

import icalendar
from flask import Flask

from auditapp.services import calendar_feeds
from tests import lives
from tests.cast import Cast


def test_a_calendar_asks_for_an_action_once_its_plan_is_accepted(app: Flask, cast: Cast) -> None:
    def asked() -> list[str]:
        with app.test_request_context():
            feed = calendar_feeds.feed(cast.ola, "http://localhost/", str)
        return [str(event["summary"]) for event in icalendar.Calendar.from_ical(feed).walk("VEVENT")]

    nc = lives.led_to(cast, "planned")
    said = f"{nc.number}: {nc.actions[0].short}"
    assert said not in asked()
    lives.led_to(cast, "in_progress", nc)
    assert said in asked()
