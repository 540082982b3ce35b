"""An action's page: a photo, a line, done; also for somebody who owns nothing else."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from flask import Flask

from auditapp.models import Action, Person, db
from auditapp.services import nonconformities
from tests import lives
from tests.cast import Cast
from tests.pages import DistrustfulClient
from tests.pictures import a_jpeg

SignIn = Callable[[Person], DistrustfulClient]


@pytest.fixture
def action(app: Flask, cast: Cast) -> Action:
    """Tom's, under way."""
    nc = lives.led_to(cast, "acknowledged")
    found = lives.write_response(cast, nc, owner=cast.tom)
    nonconformities.take(cast.ola, nc, "plan")
    return lives.led_to(cast, "in_progress", nc).actions[0] and found


def report(client: DistrustfulClient, action: Action, do: str = "done", **data: Any) -> Any:
    answer = client.send(f"/actions/{action.id}", {"do": do, **data})
    db.session.expire_all()
    return answer


def a_photo(colour: str = "green") -> tuple[BytesIO, str]:
    return BytesIO(a_jpeg(colour)), "after.jpg"


def test_the_page_shows_what_was_found_and_what_to_do(cast: Cast, action: Action, signed_in: SignIn) -> None:
    words = signed_in(cast.tom).text(f"/actions/{action.id}")
    for part in (
        "You are asked to carry out this action",
        "Mark a bunded place",
        "Two drums of oil",
        "Oil store, bay 3",
    ):
        assert part in words


def test_a_photo_and_a_line_report_it_done(cast: Cast, action: Action, signed_in: SignIn) -> None:
    assert report(signed_in(cast.tom), action, note="Marked.", photos=a_photo()).status_code == 303
    assert action.done_on is not None
    assert (action.done_by_id, action.done_note, len(action.evidence)) == (cast.tom.id, "Marked.", 1)


def test_without_a_photo_it_is_refused_and_the_line_stays(cast: Cast, action: Action, signed_in: SignIn) -> None:
    answer = report(signed_in(cast.tom), action, note="Marked.")
    html = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "Evidence is missing" in html
    assert "Marked.</textarea>" in html
    assert action.done_on is None


def test_photos_may_come_first_and_the_rest_later(cast: Cast, action: Action, signed_in: SignIn) -> None:
    client = signed_in(cast.tom)
    assert report(client, action, "photos", photos=[a_photo("red"), a_photo("blue")]).status_code == 303
    assert (action.done_on, len(action.evidence)) == (None, 2)
    assert report(client, action, note="Marked.").status_code == 303
    assert action.done_on is not None


def test_sent_twice_it_is_done_once(cast: Cast, action: Action, signed_in: SignIn) -> None:
    client = signed_in(cast.tom)
    assert [report(client, action, photos=a_photo()).status_code for _ in range(2)] == [303, 303]
    assert len(action.evidence) == 1


def test_a_line_that_comes_after_it_was_done_is_told_not_to_be_kept(
    cast: Cast, action: Action, signed_in: SignIn
) -> None:
    client = signed_in(cast.tom)
    report(client, action, note="Marked.", photos=a_photo())
    answer = report(client, action, note="Marked in yellow.", photos=a_photo("red"))
    assert answer.status_code == 409
    assert "so this line was not kept: Marked in yellow." in answer.get_data(as_text=True)
    assert (action.done_note, len(action.evidence)) == ("Marked.", 2)


def test_what_is_no_photo_is_refused_in_words(cast: Cast, action: Action, signed_in: SignIn) -> None:
    answer = report(signed_in(cast.tom), action, note="Marked.", photos=(BytesIO(b"GIF89a"), "after.gif"))
    assert answer.status_code == 415
    assert "Marked.</textarea>" in answer.get_data(as_text=True)
    assert (action.done_on, list(action.evidence)) == (None, [])


def test_a_file_that_is_no_photo_takes_no_photo_with_it(cast: Cast, action: Action, signed_in: SignIn) -> None:
    answer = report(signed_in(cast.tom), action, note="Marked.", photos=[(BytesIO(b"GIF89a"), "plan.gif"), a_photo()])
    html = answer.get_data(as_text=True)
    assert answer.status_code == 415
    assert "This photo was not kept: plan.gif" in html
    assert "Marked.</textarea>" in html
    assert (action.done_on, len(action.evidence)) == (None, 1)


def test_no_photos_are_not_told_to_be_kept(cast: Cast, action: Action, signed_in: SignIn) -> None:
    answer = report(signed_in(cast.tom), action, "photos", note="Marked.")
    assert answer.status_code == 422
    assert "No photo was chosen." in answer.get_data(as_text=True)


def test_more_than_four_megabytes_may_be_sent(cast: Cast, action: Action, signed_in: SignIn) -> None:
    heavy = BytesIO(a_jpeg() + b"\0" * (6 * 2**20))
    assert report(signed_in(cast.tom), action, photos=(heavy, "after.jpg")).status_code == 303


def test_somebody_who_sees_it_but_owns_it_not_may_not(cast: Cast, action: Action, signed_in: SignIn) -> None:
    client = signed_in(cast.mia)
    assert "Report done" not in client.text(f"/actions/{action.id}")
    assert report(client, action, photos=a_photo()).status_code == 403


def test_before_the_plan_is_accepted_nothing_is_reported(app: Flask, cast: Cast, signed_in: SignIn) -> None:
    nc = lives.led_to(cast, "planned")
    client = signed_in(cast.ola)
    assert "once the plan is accepted" in client.text(f"/actions/{nc.actions[0].id}")
    answer = report(client, nc.actions[0], photos=a_photo())
    assert answer.status_code == 409
    assert "Planned, to be judged" in answer.get_data(as_text=True)


def test_an_action_that_is_not_there_is_404(cast: Cast, action: Action, signed_in: SignIn) -> None:
    assert signed_in(cast.tom).get(f"/actions/{cast.tom.id}").status_code == 404
