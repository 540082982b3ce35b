"""The owner's response as it is typed: in pieces, with refusals that lose nothing, without scripts."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
from flask import Flask

from auditapp.adapters import clock
from auditapp.models import Nonconformity, Person
from auditapp.services import history
from tests import lives
from tests.cast import Cast
from tests.pages import DistrustfulClient
from tests.pictures import a_jpeg
from tests.responding import save, whole

SignIn = Callable[[Person], DistrustfulClient]


def test_everything_typed_is_submitted_in_one_press(cast: Cast, nc: Nonconformity, ola: DistrustfulClient) -> None:
    assert save(ola, nc, "submit", **whole(nc, cast)).status_code == 303
    assert nc.state == "planned"
    assert [cause.chain for cause in nc.round.causes] == [["The bund was full.", "Deliveries come monthly."]]
    assert [(action.what, action.raises_standard) for action in nc.actions] == [("Plan a place.", True)]


def test_half_a_response_stands_and_what_is_missing_is_linked(nc: Nonconformity, ola: DistrustfulClient) -> None:
    assert save(ola, nc, correction="Moved.").status_code == 303
    html = ola.get(f"/nonconformities/{nc.number}/response").get_data(as_text=True)
    assert "Moved." in html
    for field in ("corrected_on", "extent", "causes", "criterion"):
        assert f'href="#{field}"' in html
        assert f'id="{field}"' in html


def test_submitting_too_early_saves_every_word_and_photo_and_says_what_is_missing(
    cast: Cast, nc: Nonconformity, ola: DistrustfulClient
) -> None:
    typed = whole(nc, cast) | {"criterion": "", "photos": (BytesIO(a_jpeg("red")), "after.jpg")}
    answer = save(ola, nc, "submit", **typed)
    assert (answer.status_code, nc.state) == (303, "acknowledged")
    assert answer.headers["Location"].endswith("/response#submit")
    html = ola.get(answer.headers["Location"]).get_data(as_text=True)
    assert "Saved, but not submitted yet: something is still missing." in html
    assert "The effectiveness criterion is missing" in html
    assert (nc.round.correction, nc.round.extent) == (typed["correction"], typed["extent"])
    assert [cause.chain for cause in nc.round.causes] == [[typed["why_1"], typed["why_2"]]]
    assert ([one.what for one in nc.actions], len(nc.evidence)) == ([typed["action_what"]], 1)


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("corrected_on", "yesterday", "This is not a date"),
        ("corrected_on", "2199-01-01", "its day is not in the future"),
        ("action_due", "2001-01-01", "due in the past"),
        ("action_owner", "0" * 32, "Choose from the list"),
        ("correction", "x" * 20_001, "This is too long"),
        ("correction", "a\x00b", "no text"),
        ("why_1", "y" * 501, "This is too long"),
    ],
)  # fmt: skip
def test_bad_input_is_refused_in_words_and_takes_nothing_else_with_it(
    cast: Cast, nc: Nonconformity, ola: DistrustfulClient, field: str, value: str, sentence: str
) -> None:
    answer = save(ola, nc, **(whole(nc, cast) | {field: value}))
    html = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "Saved, all but this" in html
    assert sentence in html
    assert nc.round.extent == "4 stores, 0 more."
    assert getattr(nc.round, field, None) in (None, "")


def test_what_is_proposed_can_be_saved_even_long_after_the_due_date(
    cast: Cast, nc: Nonconformity, signed_in: SignIn
) -> None:
    with clock.moved(datetime.now(UTC) + timedelta(days=400)):
        client = signed_in(cast.ola)
        html = client.get(f"/nonconformities/{nc.number}/response").get_data(as_text=True)
        proposed = re.search(r'name="check_on"[^>]*value="([^"]+)"', html)[1]
        assert save(client, nc, check_on=proposed).status_code == 303


def test_a_double_tap_on_submit_is_taken_once(cast: Cast, nc: Nonconformity, ola: DistrustfulClient) -> None:
    typed = whole(nc, cast)
    assert [save(ola, nc, "submit", **typed).status_code for _ in range(2)] == [303, 303]
    assert [event.verb for event in history.of(nc)].count("plan") == 1


def test_an_older_window_does_not_undo_a_newer_one(cast: Cast, nc: Nonconformity, ola: DistrustfulClient) -> None:
    seen = str(history.last_of(nc).seq)
    save(ola, nc, correction="Moved, and the floor cleaned.", seen=seen)
    answer = save(ola, nc, correction="Moved.", seen=seen, photos=(BytesIO(a_jpeg("red")), "after.jpg"))
    html = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert "changed in another window" in html
    assert "The photos that you chose are saved." in html
    assert "Moved.</textarea>" in html
    assert (nc.round.correction, len(nc.evidence)) == ("Moved, and the floor cleaned.", 1)


def test_owners_of_similar_processes_are_asked_from_the_response_and_nothing_typed_is_lost(
    cast: Cast, nc: Nonconformity, ola: DistrustfulClient
) -> None:
    for _ in range(2):  # a double tap
        asked = save(ola, nc, "ask_elsewhere", extent="Bay 3: 0 more.", processes=str(cast.vans.id))
        assert asked.status_code == 303
    assert ([one.process.name for one in nc.extent_questions], nc.round.extent) == (["Vans"], "Bay 3: 0 more.")
    assert "Vans Zed Elsewhere" in ola.text(f"/nonconformities/{nc.number}/response")


def test_no_action_needed_is_offered_for_a_minor_only(app: Flask, cast: Cast, signed_in: SignIn) -> None:
    minor, major = lives.led_to(cast, "acknowledged"), lives.led_to(cast, "acknowledged", grade="major")
    client = signed_in(cast.ola)
    assert "No corrective action needed" in client.text(f"/nonconformities/{minor.number}/response")
    assert "No corrective action needed" not in client.text(f"/nonconformities/{major.number}/response")


def test_nobody_else_writes_it(cast: Cast, nc: Nonconformity, signed_in: SignIn) -> None:
    client = signed_in(cast.mia)
    assert client.get(f"/nonconformities/{nc.number}/response").status_code == 303
    assert save(client, nc, correction="Moved.").status_code == 403


def test_a_submitted_response_is_read_only(app: Flask, cast: Cast, signed_in: SignIn) -> None:
    nc = lives.led_to(cast, "planned")
    client = signed_in(cast.ola)
    assert client.get(f"/nonconformities/{nc.number}/response").status_code == 303
    assert save(client, nc, correction="Better.").status_code == 409


def test_warnings_are_read_on_what_was_saved_and_a_tick_submits(
    cast: Cast, nc: Nonconformity, ola: DistrustfulClient
) -> None:
    typed = whole(nc, cast) | {"correction": "The drums will be moved."}
    answer = save(ola, nc, "submit", **typed)
    assert answer.headers["Location"].endswith("/response#warnings")
    html = ola.get(answer.headers["Location"]).get_data(as_text=True)
    for part in ("Saved, but not submitted yet: read the warnings", "I have read the warnings", typed["correction"]):
        assert part in html
    assert nc.state == "acknowledged"
    assert save(ola, nc, "submit", **typed, warnings_read="y").status_code == 303
    assert nc.state == "planned"


def test_the_judge_reads_the_warnings_above_the_button(
    cast: Cast, nc: Nonconformity, ola: DistrustfulClient, signed_in: SignIn
) -> None:
    save(ola, nc, "submit", **whole(nc, cast) | {"correction": "The drums will be moved."}, warnings_read="y")
    assert "The correction tells of the future." in signed_in(cast.lea).text(f"/nonconformities/{nc.number}")


OPTIONAL = {
    "consequence": "About 5 litres ran into the gully.", "system_change": "The audit programme.",
    "action_resources": "600 euros.",
}  # fmt: skip


def test_what_is_optional_is_kept_and_shown(cast: Cast, nc: Nonconformity, ola: DistrustfulClient) -> None:
    assert save(ola, nc, "submit", **whole(nc, cast), **OPTIONAL).status_code == 303
    assert (nc.round.consequence, nc.round.system_change, nc.actions[0].resources) == tuple(OPTIONAL.values())
    shown = ola.text(f"/nonconformities/{nc.number}")
    assert [words for words in OPTIONAL.values() if words not in shown] == []


def test_resources_without_an_action_are_refused_and_not_lost(nc: Nonconformity, ola: DistrustfulClient) -> None:
    answer = save(ola, nc, **{**OPTIONAL, "cause_statement": "No place is planned."})
    html = answer.get_data(as_text=True)
    assert (answer.status_code, nc.round.system_change, nc.actions) == (422, "The audit programme.", [])
    assert 'value="600 euros."' in html


def test_an_action_typed_with_a_second_cause_is_asked_which_one_it_removes(
    cast: Cast, nc: Nonconformity, ola: DistrustfulClient
) -> None:
    save(ola, nc, cause_statement="No place is planned.")
    html = save(ola, nc, **whole(nc, cast) | {"cause_statement": "Nobody looks."}).get_data(as_text=True)
    assert "Choose which cause it removes." in html
    assert "Plan a place.</textarea>" in html


def test_what_an_action_takes_stands_again_when_it_is_changed(
    cast: Cast, nc: Nonconformity, ola: DistrustfulClient
) -> None:
    save(ola, nc, **whole(nc, cast), **OPTIONAL)
    page = ola.get(f"/nonconformities/{nc.number}/response?action={nc.actions[0].id}").get_data(as_text=True)
    assert 'value="600 euros."' in page
