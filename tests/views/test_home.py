"""My work: what is asked of the reader, and nothing else."""

from collections.abc import Callable
from datetime import date, timedelta

from flask import Flask

from auditapp.adapters import clock
from auditapp.models import Person, db
from auditapp.services import audit_plans, findings, nonconformities
from tests.cast import Cast, a_plan, an_audit_under_way
from tests.house.world import lead_to, parts
from tests.pages import DistrustfulClient

SignedIn = Callable[[Person], DistrustfulClient]


def raised(cast: Cast, state: str = "raised") -> str:
    audit = an_audit_under_way(cast, today=date.today())  # noqa: DTZ011 - the server's own day
    found = findings.release(cast.lea, findings.note(cast.lea, audit, parts(cast, "minor")))
    assert found is not None
    lead_to(cast, found, state)
    db.session.commit()
    return found.number


def test_an_auditor_sees_todays_walk_with_what_is_left(cast: Cast, signed_in: SignedIn) -> None:
    audit = an_audit_under_way(cast)
    total = len(audit.instances)
    audit.instances[0].result = "conform"
    db.session.commit()
    page = signed_in(cast.lea).get("/").text
    assert f"{total - 1} of {total} left" in page
    assert f"/walk/{cast.lea.id}/{audit.id}" in page


def test_the_walk_of_others_is_not_on_my_page(cast: Cast, signed_in: SignedIn) -> None:
    an_audit_under_way(cast)
    assert "Go on walking" not in signed_in(cast.ann).text("/")


def test_an_owner_sees_what_is_asked(cast: Cast, signed_in: SignedIn) -> None:
    number = raised(cast)
    words = signed_in(cast.ola).text("/")
    assert number in words
    assert "You are asked to acknowledge" in words


def test_what_waits_for_somebody_else_is_not_on_the_owners_page(cast: Cast, signed_in: SignedIn) -> None:
    number = raised(cast, "planned")
    assert number not in signed_in(cast.ola).text("/")


def test_an_owner_elsewhere_sees_nothing_of_it(cast: Cast, signed_in: SignedIn) -> None:
    number = raised(cast)
    words = signed_in(cast.zed).text("/")
    assert number not in words
    assert "Nothing is asked of you" in words


def test_who_audits_need_not_wait_for_a_plan(cast: Cast, signed_in: SignedIn) -> None:
    offers = [
        "Start an unplanned audit" in signed_in(one).text(at) for one in (cast.lea, cast.ola) for at in ("/", "/audits")
    ]
    assert offers == [True, True, False, False]


def test_an_action_to_be_done_stands_with_its_owner(cast: Cast, signed_in: SignedIn) -> None:
    raised(cast, "in_progress")
    assert "Mark a bunded place at goods-in." in signed_in(cast.ola).text("/")


def test_the_ems_lead_sees_plans_to_judge(cast: Cast, signed_in: SignedIn) -> None:
    number = raised(cast, "planned")
    words = signed_in(cast.mia).text("/")
    assert "Plans and disputes to judge" in words
    assert number in words


def test_the_ems_lead_sees_what_is_to_be_verified(cast: Cast, signed_in: SignedIn) -> None:
    raised(cast, "implemented")
    assert "To verify" in signed_in(cast.mia).text("/")


def test_an_effectiveness_check_shows_on_its_day_and_not_before(cast: Cast, signed_in: SignedIn) -> None:
    raised(cast, "verified")
    assert "Effectiveness checks due" not in signed_in(cast.mia).text("/")
    with clock.moved(clock.now() + timedelta(days=61)):
        assert "Effectiveness checks due" in signed_in(cast.mia).text("/")


def test_own_process_is_never_on_the_list_to_judge(app: Flask, cast: Cast, signed_in: SignedIn) -> None:
    number = raised(cast, "planned")
    cast.boilers.owner_id = cast.mia.id
    db.session.commit()
    assert number not in signed_in(cast.mia).text("/")


def test_an_audit_that_should_have_begun_is_late(cast: Cast, signed_in: SignedIn) -> None:
    day = clock.today("Europe/Berlin") - timedelta(days=2)
    audit_plans.plan(cast.mia, a_plan(cast, today=day))
    db.session.commit()
    words = signed_in(cast.lea).text("/")
    assert "To start" in words
    assert "Late" in words


def test_top_management_sees_numbers(cast: Cast, signed_in: SignedIn) -> None:
    raised(cast)
    words = signed_in(cast.tom).text("/")
    assert "1 nonconformities open" in words or "1 nonconformity open" in words


def test_what_is_on_the_page_may_be_opened(cast: Cast, signed_in: SignedIn) -> None:
    number = raised(cast)
    assert nonconformities.find(cast.ola, number)
    assert signed_in(cast.ola).get(f"/nonconformities/{number}").status_code == 200


def test_the_first_steps_stand_there_until_an_audit_is_planned(cast: Cast, signed_in: SignedIn) -> None:
    mia = signed_in(cast.mia)
    page = mia.get("/").get_data(as_text=True)
    first = page[page.index('id="first"') :]
    assert first.count('class="is-done"') == 3
    assert first.index('class="is-next"') < first.index("Plan an audit")
    audit_plans.plan(cast.mia, a_plan(cast))
    db.session.commit()
    assert "First steps" not in mia.text("/")
