"""Environmental aspect and compliance obligation of a nonconformity: written on its page, or with what is raised."""

from collections.abc import Callable

from auditapp.models import Nonconformity, Notice, Person, db
from auditapp.services import history
from tests.cast import Cast
from tests.pages import DistrustfulClient

Sign = Callable[[Person], DistrustfulClient]
NAMED = {"aspect": "Storing oil", "obligation": "Water permit 4711, point 3"}


def describe(client: DistrustfulClient, nc: Nonconformity, **changes: str) -> int:
    status = client.send(f"/nonconformities/{nc.number}/describe", NAMED | changes).status_code
    db.session.expire_all()
    return status


def test_both_stand_on_the_page_the_record_keeps_what_stood_before_and_nobody_is_mailed(
    cast: Cast, nc: Nonconformity, signed_in: Sign
) -> None:
    mia, mails = signed_in(cast.mia), db.session.query(Notice).count()
    seen = str(history.of(nc)[-1].seq)
    steps = [NAMED, NAMED, {"aspect": "Storing oil and fuel"}]  # pressed twice, then changed on the way back
    assert [describe(mia, nc, seen=seen, **step) for step in steps] == [303, 303, 303]
    assert [event.verb for event in history.of(nc)].count("describe") == 2
    assert "Storing oil and fuel" in mia.text(f"/nonconformities/{nc.number}")
    told = history.of(nc)[-1].data
    assert (told["before"], told["after"]["aspect"]) == (NAMED, "Storing oil and fuel")
    assert db.session.query(Notice).count() == mails


def test_nothing_changed_is_no_event(cast: Cast, nc: Nonconformity, signed_in: Sign) -> None:
    assert describe(signed_in(cast.mia), nc, aspect=" ", obligation="") == 422
    assert "describe" not in [event.verb for event in history.of(nc)]


def test_the_form_of_another_step_that_is_refused_empties_neither(
    cast: Cast, nc: Nonconformity, signed_in: Sign
) -> None:
    mia = signed_in(cast.mia)
    describe(mia, nc)
    refused = mia.send(f"/nonconformities/{nc.number}/regrade", {"grade": "major"})
    assert (refused.status_code, NAMED["obligation"] + "</textarea>" in refused.get_data(as_text=True)) == (422, True)


def test_what_comes_from_outside_may_name_them_at_once(cast: Cast, signed_in: Sign) -> None:
    mia = signed_in(cast.mia)
    mia.get("/nonconformities/new")
    typed = {
        "source": "regulator", "external_wording": "Oil is stored outside.", "grade": "minor", "grade_reason": "Once.",
        "requirement": "ISO 14001 8.1.", "evidence_text": "Two drums, bay 3.", "process_id": str(cast.boilers.id),
    }  # fmt: skip
    assert mia.send("/nonconformities/new", typed | NAMED).status_code == 303
    raised = db.session.query(Nonconformity).one()
    assert (raised.aspect, raised.obligation) == tuple(NAMED.values())
