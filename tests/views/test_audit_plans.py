"""Planning an audit through its form: everything proposed, hard stops in words, nothing typed lost."""

from collections.abc import Callable
from typing import Any

import pytest

from auditapp.models import Audit, Notice, Person, db
from auditapp.services import audit_overrides, audit_plans, audits, history, people
from tests.cast import PASSWORD, Cast, a_plan, an_audit_under_way
from tests.pages import DistrustfulClient

SignIn = Callable[[Person], DistrustfulClient]


def a_form(cast: Cast, **changes: Any) -> dict[str, Any]:
    """What a browser sends for a complete plan. ``changes``: None takes a field out."""
    values: dict[str, Any] = {
        "checklists": ["energy"], "type": "internal", "title": "Energy at the works", "objectives": "Find out.",
        "scope": "The boiler house.", "criteria": ["iso14001-2026"], "method": "on_site", "sites": [str(cast.works.id)],
        "processes": [str(cast.boilers.id)], "leader_id": str(cast.lea.id), "team-0-person": str(cast.ann.id),
        "team-0-role": "auditor", "owners_are_auditees": "y", "starts_on": "2026-12-07", "ends_on": "2026-12-08",
    }  # fmt: skip
    return {name: value for name, value in (values | changes).items() if value is not None}


def the_audit() -> Audit:
    db.session.rollback()
    db.session.expire_all()
    return db.session.query(Audit).one()


def test_checklists_are_chosen_first(signed_in: SignIn, cast: Cast) -> None:
    text = signed_in(cast.mia).text("/audits/new")
    assert "Energy: from supply to use" in text


def test_the_form_proposes_what_the_checklist_says(signed_in: SignIn, cast: Cast) -> None:
    html = signed_in(cast.mia).get("/audits/new?checklist=energy").get_data(as_text=True)
    assert 'value="Energy: from supply to use"' in html
    assert f'<option selected value="{cast.ann.id}">' in html


@pytest.mark.parametrize("person", ["lea", "ola", "tom"])
def test_only_the_ems_lead_plans(signed_in: SignIn, cast: Cast, person: str) -> None:
    client = signed_in(getattr(cast, person))
    assert client.get("/audits/new").status_code == 403
    assert client.send("/audits/new", a_form(cast)).status_code == 403


def test_a_complete_plan_is_kept_as_typed(signed_in: SignIn, cast: Cast) -> None:
    response = signed_in(cast.mia).send("/audits/new", a_form(cast, scope="中文范围\nIncluding the yard"))
    assert response.status_code == 303
    audit = the_audit()
    assert (audit.title, audit.scope, audit.criteria) == (
        "Energy at the works", "中文范围\nIncluding the yard", ["iso14001-2026"],
    )  # fmt: skip
    assert [member.role for member in audit.members] == ["leader", "auditor"]


def test_owners_of_the_processes_become_auditees(signed_in: SignIn, cast: Cast) -> None:
    signed_in(cast.mia).send("/audits/new", a_form(cast))
    assert [person.name for person in the_audit().auditees] == ["Ola Owner"]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"objectives": " "}, "no objectives yet"),
        ({"scope": None}, "no scope yet"),
        ({"criteria": None}, "no criteria yet"),
        ({"leader_id": ""}, "no audit team leader yet"),
        ({"title": ""}, "This is needed."),
        ({"ends_on": "2026-12-01"}, "ends before it starts"),
        ({"starts_on": "soon"}, "This is not a date."),
        ({"leader_id": "nobody"}, "Choose from the list."),
        ({"title": "x" * 201}, "too long"),
        ({"scope": "a\x00b"}, "characters that are no text"),
    ],
)
def test_a_hard_stop_is_a_sentence_and_nothing_typed_is_lost(
    signed_in: SignIn, cast: Cast, changes: dict[str, Any], sentence: str
) -> None:
    response = signed_in(cast.mia).send("/audits/new", a_form(cast, client="The owner of Weir Mill", **changes))
    html = response.get_data(as_text=True)
    assert response.status_code == 422
    assert sentence in html
    assert "The owner of Weir Mill" in html
    assert db.session.query(Audit).count() == 0


def test_nobody_is_planned_onto_own_work(signed_in: SignIn, cast: Cast) -> None:
    response = signed_in(cast.mia).send("/audits/new", a_form(cast, leader_id=str(cast.ola.id)))
    assert response.status_code == 422
    assert "Ola Owner owns Boiler house and cannot audit it." in response.get_data(as_text=True)


def test_a_member_on_own_work_is_refused_too(signed_in: SignIn, cast: Cast) -> None:
    response = signed_in(cast.mia).send("/audits/new", a_form(cast, **{"team-0-person": str(cast.ola.id)}))
    assert response.status_code == 422


def test_with_reason_and_mitigation_an_override_is_asked_for(signed_in: SignIn, cast: Cast) -> None:
    words = {"override_reason": "Nobody else knows it.", "override_mitigation": "Ann draws the samples."}
    signed_in(cast.mia).send("/audits/new", a_form(cast, leader_id=str(cast.ola.id), **words))
    (override,) = the_audit().overrides
    assert (override.person.name, override.approved_by_id) == ("Ola Owner", None)


def test_whoever_may_approve_an_override_is_told_by_mail_and_on_the_first_page(signed_in: SignIn, cast: Cast) -> None:
    audit = audit_plans.plan(cast.mia, a_plan(cast, leader=cast.ola))
    audit_overrides.ask_override(cast.mia, audit, cast.ola, cast.boilers, reason="None.", mitigation="Ann.")
    db.session.commit()
    assert [one.person_id for one in db.session.query(Notice).filter_by(kind="audit_override_asked")] == [cast.tom.id]
    tom = signed_in(cast.tom)
    assert "Ola Owner audits Boiler house" in tom.text("/")
    assert "Your turn Approve the override of independence" in tom.text(f"/audits/{audit.reference}")
    assert "Your turn" not in signed_in(cast.ola).text(f"/audits/{audit.reference}")


def test_an_override_is_approved_by_somebody_else(signed_in: SignIn, cast: Cast) -> None:
    audit = audit_plans.plan(cast.mia, a_plan(cast, leader=cast.ola))
    override = audit_overrides.ask_override(cast.mia, audit, cast.ola, cast.boilers, reason="None.", mitigation="Ann.")
    db.session.commit()
    path = f"/audits/{audit.reference}/overrides/{override.id}/approve"
    assert signed_in(cast.mia).send(path).status_code == 422
    assert signed_in(cast.tom).send(path).status_code == 303
    assert the_audit().overrides[0].approved_by_id == cast.tom.id


def test_an_administrator_who_neither_leads_the_ems_nor_the_house_approves_no_override(
    signed_in: SignIn, cast: Cast
) -> None:
    audit = audit_plans.plan(cast.mia, a_plan(cast, leader=cast.ola))
    override = audit_overrides.ask_override(cast.mia, audit, cast.ola, cast.boilers, reason="None.", mitigation="Ann.")
    ada = people.add(cast.mia, "Ada Admin", "ada@example.com", ["administrator", "auditor"], password=PASSWORD)
    db.session.commit()
    administrator, path = signed_in(ada), f"/audits/{audit.reference}/overrides/{override.id}/approve"
    assert path not in administrator.get(f"/audits/{audit.reference}").get_data(as_text=True)
    assert administrator.send(path).status_code == 403


def test_an_override_is_asked_for_on_the_audits_page(signed_in: SignIn, cast: Cast) -> None:
    audit = audit_plans.plan(cast.mia, a_plan(cast, leader=cast.ola))
    db.session.commit()
    mia, path = signed_in(cast.mia), f"/audits/{audit.reference}/overrides"
    who = f"{cast.ola.id}:{cast.boilers.id}"
    refused = mia.send(path, {"who": who, "reason": "Nobody else.", "mitigation": ""})
    assert (refused.status_code, "Nobody else." in refused.get_data(as_text=True)) == (422, True)
    assert mia.send(path, {"who": who, "reason": "Nobody else.", "mitigation": "Ann."}).status_code == 303


def test_more_rows_for_the_team_lose_nothing(signed_in: SignIn, cast: Cast) -> None:
    response = signed_in(cast.mia).send("/audits/new", a_form(cast, more="1", title="Kept as typed"))
    html = response.get_data(as_text=True)
    assert (response.status_code, "Kept as typed" in html, "team-4-person" in html) == (200, True, True)


def test_the_plan_changes_until_the_audit_starts(signed_in: SignIn, cast: Cast) -> None:
    audit = audit_plans.plan(cast.mia, a_plan(cast))
    db.session.commit()
    mia = signed_in(cast.mia)
    mia.send(f"/audits/{audit.reference}/edit", a_form(cast, title="Another title"))
    assert the_audit().title == "Another title"
    changed = history.of(the_audit())[-1].data["changed"]
    assert changed["title"][1] == "Another title"


def test_the_team_changes_with_the_plan(signed_in: SignIn, cast: Cast) -> None:
    audit = audit_plans.plan(cast.mia, a_plan(cast, team=[(cast.ann, "auditor")]))
    db.session.commit()
    sent = a_form(cast, **{"team-0-person": str(cast.tom.id), "team-0-role": "observer"})
    assert signed_in(cast.mia).send(f"/audits/{audit.reference}/edit", sent).status_code == 303
    assert [(member.person.name, member.role) for member in the_audit().members] == [
        ("Lea Auditor", "leader"),
        ("Tom Top", "observer"),
    ]


def test_the_plan_stays_once_the_audit_has_started(signed_in: SignIn, cast: Cast) -> None:
    audit = an_audit_under_way(cast)
    mia = signed_in(cast.mia)
    assert mia.get(f"/audits/{audit.reference}/edit").status_code == 409
    assert mia.send(f"/audits/{audit.reference}/edit", a_form(cast)).status_code == 409


def test_somebody_who_left_stays_on_the_plan(signed_in: SignIn, cast: Cast) -> None:
    audit = audit_plans.plan(cast.mia, a_plan(cast))
    cast.lea.active = False
    db.session.commit()
    html = signed_in(cast.mia).get(f"/audits/{audit.reference}/edit").get_data(as_text=True)
    assert f'<option selected value="{cast.lea.id}">' in html


@pytest.mark.parametrize("reference", ["A-2026-99", "%00", "x" * 400, "..", "中文"])
def test_a_reference_that_is_none_is_not_there(signed_in: SignIn, cast: Cast, reference: str) -> None:
    assert signed_in(cast.mia).get(f"/audits/{reference}").status_code == 404


def test_capitals_do_not_matter_in_a_reference(cast: Cast) -> None:
    audit = an_audit_under_way(cast)
    assert audits.find(cast.lea, audit.reference.lower()).id == audit.id
