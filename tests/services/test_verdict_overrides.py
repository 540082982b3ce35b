"""Where nobody independent is there: an override of independence, asked for, approved by somebody else, printed."""

from collections.abc import Callable

import pytest
from flask import Flask

from auditapp.adapters import clock
from auditapp.domain.errors import NotAllowed, Refusal
from auditapp.models import Nonconformity, Notice, Person, db
from auditapp.services import home, nonconformities, responses
from auditapp.services.sheet_contents import fill
from tests import lives
from tests.cast import Cast
from tests.pages import DistrustfulClient

SignIn = Callable[[Person], DistrustfulClient]

FAIR = "Tom reads the verdict."


@pytest.fixture
def hers(app: Flask, cast: Cast) -> Nonconformity:
    """Mia, the EMS lead, owns it; its plan waits for a judge."""
    nc = lives.led_to(cast, "planned")
    nonconformities.take(cast.mia, nc, "reassign", note="It is mine.", owner=cast.mia.id)
    db.session.commit()
    return nc


def ask(cast: Cast, nc: Nonconformity, **changes: object) -> None:
    values: dict[str, object] = {"verifier": cast.mia.id, "mitigation": FAIR, "note": "Lea is away for months."}
    nonconformities.take(cast.mia, nc, "ask_override", **(values | changes))


def test_an_override_that_somebody_else_approved_lets_them_judge_and_prints(cast: Cast, hers: Nonconformity) -> None:
    with pytest.raises(NotAllowed, match="You own it"):
        nonconformities.take(cast.mia, hers, "accept")
    ask(cast, hers)
    with pytest.raises(NotAllowed):
        nonconformities.take(cast.mia, hers, "override_independence")
    nonconformities.take(cast.tom, hers, "override_independence")
    nonconformities.take(cast.mia, hers, "accept")
    assert hers.state == "in_progress"
    (printed,) = fill(hers, "en", as_of=clock.now()).overrides
    assert (printed.reason, printed.mitigation, printed.approved_by) == ("Lea is away for months.", FAIR, "Tom Top")


def test_who_gives_away_what_they_answered_does_not_judge_it(cast: Cast, hers: Nonconformity) -> None:
    hers.state = "acknowledged"
    responses.write(cast.mia, hers, extent="All 5 stores: 0 more.")
    nonconformities.take(cast.mia, hers, "plan", warnings_read=True)
    nonconformities.take(cast.mia, hers, "reassign", note="It is Ola's.", owner=cast.ola.id)
    with pytest.raises(NotAllowed, match="You answered it"):
        nonconformities.take(cast.mia, hers, "accept")
    assert "accept" not in [step.verb for step, _ in nonconformities.steps_open_to(cast.mia, hers)]
    ask(cast, hers)
    nonconformities.take(cast.tom, hers, "override_independence")
    nonconformities.take(cast.mia, hers, "accept")


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"verifier": None}, "verifier", "Choose who is to judge"),
        ({"mitigation": " "}, "mitigation", "Say what keeps"),
        ({"note": ""}, "note", "Write a line first"),
    ],
)
def test_an_override_lacks_nothing(
    cast: Cast, hers: Nonconformity, changes: dict[str, object], field: str, sentence: str
) -> None:
    with pytest.raises(Refusal, match=sentence) as refused:
        ask(cast, hers, **changes)
    assert refused.value.field == field


def test_who_is_independent_needs_none(cast: Cast, hers: Nonconformity) -> None:
    with pytest.raises(Refusal, match="Lea Auditor is independent"):
        ask(cast, hers, verifier=cast.lea.id)


def test_who_may_approve_is_told_and_finds_it_on_their_first_page(cast: Cast, hers: Nonconformity) -> None:
    ask(cast, hers)
    db.session.flush()
    told = {one.person_id for one in db.session.query(Notice).filter_by(kind="override_asked")}
    assert told == {cast.tom.id}
    assert [nc.number for nc in home.work_of(cast.tom).to_approve] == [hers.number]
    assert home.work_of(cast.mia).to_approve == []


def test_it_is_asked_for_and_approved_on_the_page(cast: Cast, hers: Nonconformity, signed_in: SignIn) -> None:
    address = f"/nonconformities/{hers.number}"
    mia = signed_in(cast.mia)
    refused = mia.send(f"{address}/ask_override", {"verifier": str(cast.mia.id), "note": "Lea is away."})
    assert refused.status_code == 422
    assert "Say what keeps" in refused.get_data(as_text=True)
    asked = {"verifier": str(cast.mia.id), "mitigation": FAIR, "note": "Lea is away."}
    assert mia.send(f"{address}/ask_override", asked).status_code == 303
    tom = signed_in(cast.tom)
    assert "waits for approval" in tom.text(address)
    assert tom.send(f"{address}/override_independence").status_code == 303
    assert "approved by Tom Top" in tom.text(address)
    assert "Accept the plan" in mia.text(address)
