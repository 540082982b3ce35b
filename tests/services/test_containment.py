"""Containment: a fact with a due date of its own, and no step."""

from flask import Flask

from auditapp.services import due_dates, findings, nonconformities, responses
from tests.cast import Cast
from tests.services.test_life import a_finding


def test_containment_meets_its_due_date_on_the_day_that_the_owner_names(app: Flask, cast: Cast) -> None:
    finding = a_finding(cast)
    finding.grade = "major"
    nc = findings.release(cast.lea, finding)
    assert nc is not None
    nonconformities.take(cast.ola, nc, "acknowledge")
    today = nonconformities.today_at(nc)
    responses.write(cast.ola, nc, containment="Both drums stand on a tray.", contained_on=today)
    due = due_dates.due_date(nc, "containment")
    assert due is not None
    assert due.met_on == today
    responses.write(cast.ola, nc, containment="")
    assert due.met_on is None
