"""The steps of a nonconformity as people press them: taken once, refused in words, closed at the end."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any

from flask import Flask

from auditapp.adapters import clock
from auditapp.models import Nonconformity, Person, db
from auditapp.services import history, nonconformities
from tests import lives
from tests.cast import Cast
from tests.pages import DistrustfulClient
from tests.pictures import a_jpeg

SignIn = Callable[[Person], DistrustfulClient]


def press(client: DistrustfulClient, nc: Nonconformity, verb: str, **data: Any) -> int:
    return client.send(f"/nonconformities/{nc.number}/{verb}", data).status_code


def test_who_decides_on_a_dispute_reads_its_reason_beside_the_question(cast: Cast, signed_in: SignIn) -> None:
    nonconformity = lives.raised(cast)
    nonconformities.take(cast.ola, nonconformity, "dispute", note="The drums were empty and rinsed.")
    db.session.commit()
    page = signed_in(cast.mia).get(f"/nonconformities/{nonconformity.number}").text
    asked, _, told = page.partition('id="history"')
    assert "The drums were empty and rinsed." in asked
    assert "The drums were empty and rinsed." in told


def test_verifying_takes_how_and_a_line_and_keeps_a_photo(app: Flask, cast: Cast, signed_in: SignIn) -> None:
    nc = lives.led_to(cast, "implemented")
    client = signed_in(cast.lea)
    data = {"how": ["seen", "asked"], "note": "Saw the place.", "photos": (BytesIO(a_jpeg()), "bund.jpg")}
    assert press(client, nc, "verify", **data) == 303
    db.session.expire_all()
    assert (nc.state, nc.round.verified_how, nc.round.verified_note) == (
        "verified",
        ["seen", "asked"],
        "Saw the place.",
    )
    assert [one.purpose for one in nc.evidence if one.purpose] == ["verification"]


def test_a_refused_verdict_keeps_what_was_typed_and_nothing_else(app: Flask, cast: Cast, signed_in: SignIn) -> None:
    nc = lives.led_to(cast, "implemented")
    data = {"note": "Saw <the> place.", "photos": (BytesIO(a_jpeg()), "bund.jpg")}
    answer = signed_in(cast.lea).send(f"/nonconformities/{nc.number}/verify", data)
    html = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "Saw &lt;the&gt; place." in html
    assert "Choose how you verified it" in html
    db.session.expire_all()
    assert nc.state == "implemented"
    assert [one for one in nc.evidence if one.purpose] == []


def test_returning_without_a_word_is_refused_at_the_field(app: Flask, cast: Cast, signed_in: SignIn) -> None:
    nc = lives.led_to(cast, "planned")
    answer = signed_in(cast.lea).send(f"/nonconformities/{nc.number}/return", {"note": " "})
    assert answer.status_code == 422
    assert "Write a line first" in answer.get_data(as_text=True)


def test_a_double_press_is_taken_once_and_answers_the_same(app: Flask, cast: Cast, signed_in: SignIn) -> None:
    nc = lives.raised(cast)
    db.session.commit()
    client = signed_in(cast.ola)
    assert [press(client, nc, "acknowledge"), press(client, nc, "acknowledge")] == [303, 303]
    assert [one.verb for one in history.of(nc)].count("acknowledge") == 1


def test_in_two_tabs_the_second_verdict_is_refused_in_words(app: Flask, cast: Cast, signed_in: SignIn) -> None:
    nc = lives.led_to(cast, "planned")
    client = signed_in(cast.lea)
    assert press(client, nc, "accept") == 303
    answer = client.send(f"/nonconformities/{nc.number}/return", {"note": "Not good enough."})
    html = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert "This step is not open" in html
    assert "In progress" in html
    assert "Not good enough." in html
    db.session.expire_all()
    assert nc.state == "in_progress"


def test_a_verdict_on_a_plan_that_changed_meanwhile_is_refused(app: Flask, cast: Cast, signed_in: SignIn) -> None:
    nc = lives.led_to(cast, "planned")
    seen = history.last_of(nc).seq
    nonconformities.take(cast.ann, nc, "return", note="Say who.")
    nonconformities.take(cast.ola, nc, "plan")
    db.session.commit()
    answer = signed_in(cast.lea).send(f"/nonconformities/{nc.number}/accept", {"seen": str(seen)})
    assert answer.status_code == 409
    assert "Ola Owner changed this after you opened the page" in answer.get_data(as_text=True)
    db.session.expire_all()
    assert nc.state == "planned"


def test_what_is_not_yours_to_do_is_403(app: Flask, cast: Cast, signed_in: SignIn) -> None:
    nc = lives.led_to(cast, "planned")
    assert press(signed_in(cast.ola), nc, "accept") == 403
    assert press(signed_in(cast.tom), nc, "accept") == 403


def test_a_verb_that_is_none_is_404(app: Flask, cast: Cast, signed_in: SignIn) -> None:
    nc = lives.raised(cast)
    db.session.commit()
    assert press(signed_in(cast.ola), nc, "celebrate") == 404


def test_on_the_check_date_effectiveness_is_judged_and_it_closes(app: Flask, cast: Cast, signed_in: SignIn) -> None:
    nc = lives.led_to(cast, "verified")
    assert press(signed_in(cast.lea), nc, "judge_effective", note="None.") == 422
    with clock.moved(datetime.now(UTC) + timedelta(days=61)):
        assert press(signed_in(cast.lea), nc, "judge_effective", note="Three walks, none.") == 303
    db.session.expire_all()
    assert nc.state == "closed"


def test_voiding_takes_a_second_person(app: Flask, cast: Cast, signed_in: SignIn) -> None:
    nc = lives.raised(cast)
    db.session.commit()
    mia = signed_in(cast.mia)
    assert press(mia, nc, "propose_void", note="Wrong site.") == 303
    assert "A second person approves that, or declines." in mia.text(f"/nonconformities/{nc.number}")
    assert press(mia, nc, "void") == 403
    assert press(signed_in(cast.tom), nc, "void") == 303
    db.session.expire_all()
    assert nc.state == "void"
    banner = mia.text(f"/nonconformities/{nc.number}").split("What was found")[0]
    assert "Wrong site.Void proposed, Mia Manager" in banner
    assert "Voided. Now: Void, Tom" in banner
    assert "Due dates" not in mia.text(f"/nonconformities/{nc.number}")
