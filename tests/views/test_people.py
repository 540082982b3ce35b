"""People: added, invited, given roles, deactivated."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask

from auditapp.adapters import clock
from auditapp.domain.errors import NotAllowed
from auditapp.models import Event, Notice, Person, SignInSession, db
from auditapp.services import invitations, people
from tests.cast import PASSWORD, Cast
from tests.pages import DistrustfulClient

SignedIn = Callable[[Person], DistrustfulClient]
NED = {"name": "Ned Newcomer", "email": "Ned@Example.com", "roles": ["auditor"], "invite": "y"}


def ned(app: Flask) -> Person:
    found = people.find_by_email("ned@example.com")
    assert found is not None
    return found


def link_to(person: Person) -> str:
    """The address in the last mail to somebody."""
    notice = db.session.query(Notice).filter_by(person_id=person.id).order_by(Notice.created_at.desc()).first()
    assert notice is not None
    return re.search(r"http://localhost(/invitation/\S+)", notice.text)[1]  # type: ignore[index]


def stranger(app: Flask) -> DistrustfulClient:
    client = app.test_client()
    assert isinstance(client, DistrustfulClient)
    return client


def test_somebody_added_gets_an_invitation_by_mail(app: Flask, cast: Cast, signed_in: SignedIn) -> None:
    assert signed_in(cast.mia).send("/people/new", NED).status_code == 303
    assert link_to(ned(app)).startswith("/invitation/")


def test_nobody_is_told_that_a_mail_is_on_its_way_while_no_mail_server_is_set(cast: Cast, signed_in: SignedIn) -> None:
    mia = signed_in(cast.mia)
    mia.send("/people/new", NED)
    page = mia.text("/people")
    assert "Mails reach nobody: no mail server is set." in page
    assert "on its way" not in page


def test_a_test_mail_that_stays_here_is_not_called_saved(cast: Cast, signed_in: SignedIn) -> None:
    mia = signed_in(cast.mia)
    mia.send(f"/people/{cast.lea.id}/test-mail")
    assert "the test mail is a file on the machine of the server" in mia.text(f"/people/{cast.lea.id}")


def test_with_a_mail_server_the_invitation_is_on_its_way(app: Flask, cast: Cast, signed_in: SignedIn) -> None:
    object.__setattr__(app.config["SETTINGS"], "mail_url", "smtp://mail.example.com")
    mia = signed_in(cast.mia)
    mia.send("/people/new", NED)
    page = mia.text("/people")
    assert "the invitation is on its way" in page
    assert "reach nobody" not in page


def test_the_invited_chooses_a_password_and_is_signed_in(app: Flask, cast: Cast, signed_in: SignedIn) -> None:
    signed_in(cast.mia).send("/people/new", NED)
    client, link = stranger(app), link_to(ned(app))
    assert "Ned Newcomer" in client.text(link)
    client.send(link, {"password": "four words in rows", "password_again": "four words in rows"})
    assert "Ned Newcomer" in client.get("/").text


def test_opening_the_link_uses_nothing_up(app: Flask, cast: Cast, signed_in: SignedIn) -> None:
    signed_in(cast.mia).send("/people/new", NED)
    link = link_to(ned(app))
    assert [stranger(app).get(link).status_code for _ in range(3)] == [200, 200, 200]


def test_a_link_works_once(app: Flask, cast: Cast, signed_in: SignedIn) -> None:
    signed_in(cast.mia).send("/people/new", NED)
    client, link = stranger(app), link_to(ned(app))
    client.get(link)
    client.send(link, {"password": "four words in rows", "password_again": "four words in rows"})
    assert stranger(app).get(link).status_code == 404


def test_a_newer_invitation_ends_the_one_before(app: Flask, cast: Cast, signed_in: SignedIn) -> None:
    mia = signed_in(cast.mia)
    mia.send("/people/new", NED)
    first = link_to(ned(app))
    mia.send(f"/people/{ned(app).id}/invite")
    assert stranger(app).get(first).status_code == 404
    assert stranger(app).get(link_to(ned(app))).status_code == 200


def test_after_seven_days_a_link_has_ended(app: Flask, cast: Cast, signed_in: SignedIn) -> None:
    signed_in(cast.mia).send("/people/new", NED)
    with clock.moved(clock.now() + timedelta(days=7, minutes=1)):
        assert stranger(app).get(link_to(ned(app))).status_code == 404


def test_a_changed_link_is_worth_nothing(app: Flask, cast: Cast, signed_in: SignedIn) -> None:
    signed_in(cast.mia).send("/people/new", NED)
    assert stranger(app).get(link_to(ned(app))[:-3] + "xyz").status_code == 404


def test_deactivating_somebody_ends_their_invitation(app: Flask, cast: Cast, signed_in: SignedIn) -> None:
    mia = signed_in(cast.mia)
    mia.send("/people/new", NED)
    mia.send(f"/people/{ned(app).id}/deactivate")
    assert stranger(app).get(link_to(ned(app))).status_code == 404


def test_who_has_a_password_is_not_invited(cast: Cast, signed_in: SignedIn) -> None:
    response = signed_in(cast.mia).send(f"/people/{cast.lea.id}/invite")
    assert response.status_code == 422
    assert "has a password already" in response.text


def test_an_address_is_taken_once_whatever_its_capitals(app: Flask, cast: Cast, signed_in: SignedIn) -> None:
    response = signed_in(cast.mia).send("/people/new", {**NED, "email": "LEA@example.com"})
    assert response.status_code == 422
    assert "is here already" in response.text


def test_roles_changed_are_recorded_before_and_after(cast: Cast, signed_in: SignedIn) -> None:
    signed_in(cast.mia).send(f"/people/{cast.lea.id}", {"name": "Lea", "roles": ["auditor", "process_owner"]})
    event = db.session.query(Event).filter_by(subject_id=str(cast.lea.id), verb="change_roles").one()
    assert event.data == {"before": ["auditor"], "after": ["auditor", "process_owner"]}


def test_a_deactivated_person_is_signed_out_at_once(cast: Cast, signed_in: SignedIn) -> None:
    lea, mia = signed_in(cast.lea), signed_in(cast.mia)
    mia.send(f"/people/{cast.lea.id}/deactivate")
    assert lea.get("/").status_code == 303
    assert db.session.query(SignInSession).filter_by(person_id=cast.lea.id).count() == 0


def test_an_activated_person_signs_in_again(app: Flask, cast: Cast, signed_in: SignedIn) -> None:
    mia = signed_in(cast.mia)
    mia.send(f"/people/{cast.lea.id}/deactivate")
    mia.send(f"/people/{cast.lea.id}/activate")
    assert stranger(app).sign_in(cast.lea.email, PASSWORD).status_code in (302, 303)


def test_an_ems_lead_gives_no_administrator_role(app: Flask, cast: Cast, signed_in: SignedIn) -> None:
    people.change(cast.mia, cast.ann, name="Ann", job_title="", roles=["ems_lead"])
    db.session.commit()
    client = signed_in(cast.ann)
    assert 'value="administrator"' not in client.get("/people/new").text
    response = client.send("/people/new", {**NED, "roles": ["auditor", "administrator"]})
    assert response.status_code == 403
    assert people.find_by_email("ned@example.com") is None


def test_an_ems_lead_changes_an_administrator_without_taking_the_role(
    app: Flask, cast: Cast, signed_in: SignedIn
) -> None:
    people.change(cast.mia, cast.ann, name="Ann", job_title="", roles=["ems_lead"])
    db.session.commit()
    signed_in(cast.ann).send(f"/people/{cast.mia.id}", {"name": "Mia M", "roles": ["ems_lead"]})
    db.session.refresh(cast.mia)
    assert cast.mia.name == "Mia M"
    assert "administrator" in cast.mia.role_names


def test_an_ems_lead_gets_no_administrators_account(cast: Cast) -> None:
    people.change(cast.mia, cast.ann, name="Ann", job_title="", roles=["ems_lead"])
    cast.lea.password, cast.lea.roles = None, list(cast.mia.roles)
    with pytest.raises(NotAllowed):  # an invitation to the address would make its reader administrator
        people.correct_address(cast.ann, cast.lea, "mine@example.com")
    with pytest.raises(NotAllowed):
        people.deactivate(cast.ann, cast.lea)


def test_the_last_administrator_stays_one(cast: Cast, signed_in: SignedIn) -> None:
    response = signed_in(cast.mia).send(f"/people/{cast.mia.id}", {"name": "Mia", "roles": ["ems_lead"]})
    assert response.status_code == 422
    assert "Somebody has to stay administrator" in response.text


def test_the_last_administrator_who_can_sign_in_stays_one(cast: Cast, signed_in: SignedIn) -> None:
    people.change(cast.mia, cast.ann, name="Ann", job_title="", roles=["administrator"])
    cast.ann.password = None
    db.session.commit()
    response = signed_in(cast.mia).send(f"/people/{cast.mia.id}", {"name": "Mia", "roles": ["ems_lead"]})
    assert response.status_code == 422
    assert "and Ann cannot sign in: there is no password yet" in response.text
    db.session.refresh(cast.mia)
    assert "administrator" in cast.mia.role_names


def test_a_role_that_does_not_exist_is_refused(cast: Cast, signed_in: SignedIn) -> None:
    response = signed_in(cast.mia).send("/people/new", {**NED, "roles": ["emperor"]})
    assert response.status_code == 422


def test_a_name_of_two_lines_cannot_write_a_mail_header(cast: Cast, signed_in: SignedIn) -> None:
    response = signed_in(cast.mia).send("/people/new", {**NED, "name": "Ned\r\nBcc: all@example.com"})
    assert response.status_code == 422
    assert db.session.query(Notice).count() == 0


def test_fields_nobody_offered_are_not_taken(app: Flask, cast: Cast, signed_in: SignedIn) -> None:
    signed_in(cast.mia).send(
        "/people/new", {**NED, "password": "sneaked in here", "active": "", "id": str(cast.lea.id)}
    )
    assert ned(app).password is None
    assert ned(app).active
    assert ned(app).id != cast.lea.id


def test_the_token_is_never_the_persons_id(app: Flask, cast: Cast, signed_in: SignedIn) -> None:
    signed_in(cast.mia).send("/people/new", NED)
    assert str(ned(app).id) not in invitations.token_for(ned(app))


def test_a_browser_asks_for_no_more_than_one_role_and_one_site(app: Flask, cast: Cast, signed_in: SignedIn) -> None:
    mia = signed_in(cast.mia)
    for path in ("/people/new", "/processes/new"):
        boxes = re.findall(r'<input[^>]*name="(?:roles|sites)"[^>]*>', mia.get(path).get_data(as_text=True))
        assert boxes
        assert not [box for box in boxes if "required" in box]
