"""Sessions: limited in time, listed, ended; passwords changed and forgotten."""

import re
from collections.abc import Callable
from datetime import timedelta

from flask import Flask

from auditapp.adapters import clock
from auditapp.models import Notice, Person, SignInSession, db
from auditapp.services import sign_in_sessions, throttles
from tests.cast import PASSWORD, Cast, an_audit_under_way
from tests.pages import DistrustfulClient

SignedIn = Callable[[Person], DistrustfulClient]
NEW = "another walk by the weir"


def after(minutes: float) -> object:
    return clock.moved(clock.now() + timedelta(minutes=minutes))


def test_a_session_ends_after_half_an_hour_without_use(cast: Cast, signed_in: SignedIn) -> None:
    lea = signed_in(cast.lea)
    with after(31):  # type: ignore[attr-defined]
        assert lea.get("/").status_code == 303


def test_use_keeps_a_session(cast: Cast, signed_in: SignedIn) -> None:
    lea = signed_in(cast.lea)
    for minutes in (25, 50, 75):
        with after(minutes):  # type: ignore[attr-defined]
            assert lea.get("/").status_code == 200


def test_a_session_ends_after_twelve_hours_however_much_used(cast: Cast, signed_in: SignedIn) -> None:
    lea = signed_in(cast.lea)
    answered = []
    for minutes in range(0, 12 * 60 + 20, 20):
        with after(minutes):  # type: ignore[attr-defined]
            answered.append(lea.get("/").status_code)
    assert answered[-2:] == [200, 303] or answered[-1] == 303
    assert set(answered[:-2]) == {200}


def on_a_walk(cast: Cast, signed_in: SignedIn) -> tuple[DistrustfulClient, str]:
    audit = an_audit_under_way(cast)
    lea = signed_in(cast.lea)
    path = f"/walk/{cast.lea.id}/{audit.id}"
    assert lea.get(path).status_code == 200
    return lea, path


def test_a_tablet_stays_good_for_the_walk_alone(cast: Cast, signed_in: SignedIn) -> None:
    lea, path = on_a_walk(cast, signed_in)
    with after(60 * 24 * 20):  # type: ignore[attr-defined]
        assert lea.get("/walk/api/session").status_code == 200
        assert lea.get(path).status_code == 200
        assert lea.get("/").status_code == 303


def test_after_thirty_days_the_tablet_asks_again(cast: Cast, signed_in: SignedIn) -> None:
    lea, _ = on_a_walk(cast, signed_in)
    with after(60 * 24 * 31):  # type: ignore[attr-defined]
        assert lea.get("/walk/api/session").status_code == 401


def test_the_account_lists_where_one_is_signed_in(app: Flask, cast: Cast, signed_in: SignedIn) -> None:
    signed_in(cast.lea)
    words = signed_in(cast.lea).text("/account")
    assert "Signed in on" in words
    assert "Sign out all others" in words


def test_one_device_is_signed_out_from_another(cast: Cast, signed_in: SignedIn) -> None:
    lost, here = signed_in(cast.lea), signed_in(cast.lea)
    cookie = lost.get_cookie("auditapp")
    assert cookie is not None
    here.get("/account")
    here.send(f"/account/sessions/{sign_in_sessions.key_of(cookie.value)}/end")
    assert (lost.get("/").status_code, here.get("/").status_code) == (303, 200)


def test_nobody_ends_a_session_of_somebody_else(cast: Cast, signed_in: SignedIn) -> None:
    lea, ola = signed_in(cast.lea), signed_in(cast.ola)
    cookie = lea.get_cookie("auditapp")
    assert cookie is not None
    ola.send(f"/account/sessions/{sign_in_sessions.key_of(cookie.value)}/end")
    assert lea.get("/").status_code == 200


def test_all_other_devices_are_signed_out_at_once(cast: Cast, signed_in: SignedIn) -> None:
    first, second, here = signed_in(cast.lea), signed_in(cast.lea), signed_in(cast.lea)
    here.send("/account/sessions/end-others")
    assert [client.get("/").status_code for client in (first, second, here)] == [303, 303, 200]


def test_a_changed_password_ends_every_other_session(cast: Cast, signed_in: SignedIn) -> None:
    other, here = signed_in(cast.lea), signed_in(cast.lea)
    here.get("/password/change")
    sent = {"password": PASSWORD, "new_password": NEW, "new_password_confirm": NEW}
    assert here.send("/password/change", sent).status_code in (302, 303)
    assert (other.get("/").status_code, here.get("/").status_code) == (303, 200)
    assert db.session.query(SignInSession).filter_by(person_id=cast.lea.id).count() == 1


def test_the_password_until_now_is_asked_for(cast: Cast, signed_in: SignedIn) -> None:
    here = signed_in(cast.lea)
    sent = {"password": "not it", "new_password": NEW, "new_password_confirm": NEW}
    assert here.send("/password/change", sent).status_code == 422


def test_a_password_of_a_few_letters_again_and_again_is_not_taken(cast: Cast, signed_in: SignedIn) -> None:
    here = signed_in(cast.lea)
    sent = {"password": PASSWORD, "new_password": "1234" * 4, "new_password_confirm": "1234" * 4}
    answer = here.send("/password/change", sent)
    assert answer.status_code == 422
    assert "This password is too easy to guess." in answer.text


def test_a_forgotten_password_is_chosen_anew_by_mail(app: Flask, cast: Cast, signed_in: SignedIn) -> None:
    throttles.MAIL_FROM_ADDRESS.forget_all()
    throttles.MAIL_TO_ACCOUNT.forget_all()
    other = signed_in(cast.lea)
    client = app.test_client()
    assert isinstance(client, DistrustfulClient)
    client.get("/password/forgotten")
    client.send("/password/forgotten", {"email": cast.lea.email})
    mail = db.session.query(Notice).filter_by(recipient=cast.lea.email).one()
    link = re.search(r"http://localhost(/password/forgotten/\S+)", mail.text)[1]  # type: ignore[index]
    client.get(link)
    assert client.send(link, {"password": NEW, "password_confirm": NEW}).status_code in (302, 303)
    assert other.get("/").status_code == 303
    assert client.get(link).status_code in (302, 303)
    client.sign_in(cast.lea.email, NEW)


def test_forgetting_an_unknown_address_gets_the_same_page_and_no_mail(app: Flask, cast: Cast) -> None:
    throttles.MAIL_FROM_ADDRESS.forget_all()
    throttles.MAIL_TO_ACCOUNT.forget_all()
    app.test_client_class = DistrustfulClient
    client = app.test_client()
    assert isinstance(client, DistrustfulClient)
    client.get("/password/forgotten")
    known = client.send("/password/forgotten", {"email": "lea@example.com"})
    unknown = client.send("/password/forgotten", {"email": "xyz@example.com"})
    plain = [re.sub(r'(?:value|content)="[^"]{60,}"', "", one.text) for one in (known, unknown)]
    assert plain[0].replace("lea@", "xyz@") == plain[1]
    assert known.status_code == unknown.status_code == 200
    assert "If this address has an account, a mail with a link is on its way." in unknown.text
    assert db.session.query(Notice).count() == 1


def test_one_account_gets_three_mails_in_a_while(app: Flask, cast: Cast) -> None:
    throttles.MAIL_FROM_ADDRESS.forget_all()
    throttles.MAIL_TO_ACCOUNT.forget_all()
    app.test_client_class = DistrustfulClient
    client = app.test_client()
    assert isinstance(client, DistrustfulClient)
    client.get("/password/forgotten")
    answered = {client.send("/password/forgotten", {"email": "lea@example.com"}).status_code for _ in range(6)}
    assert answered == {200}
    assert db.session.query(Notice).count() == 3


def test_a_cookie_made_up_opens_nothing(app: Flask, cast: Cast) -> None:
    client = app.test_client()
    client.set_cookie("auditapp", "x" * 43)
    assert client.get("/").status_code == 303


def test_who_reads_the_table_of_sessions_cannot_sign_in_with_it(cast: Cast, signed_in: SignedIn) -> None:
    lea = signed_in(cast.lea)
    cookie = lea.get_cookie("auditapp")
    assert cookie is not None
    assert cookie.value not in {row.id for row in db.session.query(SignInSession)}


def test_somebody_signed_out_cannot_go_back(cast: Cast, signed_in: SignedIn) -> None:
    lea = signed_in(cast.lea)
    cookie = lea.get_cookie("auditapp")
    assert cookie is not None
    lea.send("/sign-out")
    lea.set_cookie("auditapp", cookie.value)
    assert lea.get("/").status_code == 303
