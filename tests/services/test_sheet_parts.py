"""Parts of an NC sheet that are optional: printed where they are written, and nothing where they are not."""

import pytest
from flask import Flask

from auditapp.adapters import clock
from auditapp.models import Nonconformity, db
from auditapp.services import nonconformities, reports, responses
from auditapp.services.sheet_contents import fill
from tests import lives
from tests import reporting as story
from tests.cast import Cast


@pytest.fixture
def nc(app: Flask, cast: Cast) -> Nonconformity:
    return lives.led_to(cast, "acknowledged")


def test_what_nobody_wrote_stands_on_no_sheet(cast: Cast, nc: Nonconformity) -> None:
    lives.led_to(cast, "planned", nc)
    sheet = fill(nc, "en", as_of=clock.now())
    assert (sheet.aspect, sheet.obligation, sheet.consequence, sheet.system_change) == ("", "", "", "")
    assert [(one.updates, [action.resources for action in one.actions]) for one in sheet.rounds] == [((), [""])]


def test_what_is_written_stands_on_the_sheet(cast: Cast, nc: Nonconformity) -> None:
    nonconformities.take(cast.mia, nc, "describe", aspect="Storing oil", obligation="Water permit 4711")
    responses.write(cast.ola, nc, consequence="5 litres.", system_change="The training plan.\n\nThe audit programme.")
    lives.write_response(cast, nc, resources="600 euros.")
    sheet = fill(nc, "en", as_of=clock.now())
    [written] = sheet.rounds
    assert (sheet.aspect, sheet.obligation, sheet.consequence) == ("Storing oil", "Water permit 4711", "5 litres.")
    assert (written.updates, sheet.system_change) == (("The training plan.", "The audit programme."), "")
    assert [action.resources for action in written.actions] == ["600 euros."]


def test_once_closed_its_change_to_the_system_prints_once_beside_the_closure(
    cast: Cast, nc: Nonconformity, monkeypatch: pytest.MonkeyPatch
) -> None:
    story.quick_press(monkeypatch)
    responses.write(cast.ola, nc, system_change="The audit programme.")
    nc.state = "closed"
    db.session.flush()
    said = story.text_of(reports.nc_sheet(cast.mia, nc.number).pdf)
    _response, closure = said.split("Closure and record")
    assert [part.count("The audit programme.") for part in (said, closure)] == [1, 1]
