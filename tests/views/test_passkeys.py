"""Passkeys: added after the password, and good to sign in, each answer once, for whoever may sign in."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask

from auditapp.adapters import clock
from auditapp.models import Passkey, Person, SignInSession, db
from auditapp.services import history, throttles
from auditapp.views.passkeys import AnswerForm
from tests import passkeys
from tests.cast import Cast
from tests.linking import Phones, mails_to
from tests.pages import DistrustfulClient

SignedIn = Callable[[Person], DistrustfulClient]
ADD = "/account/passkeys/new"


pytestmark = pytest.mark.usefixtures("fresh_throttles")


def sign_in(browser: DistrustfulClient, device: passkeys.Device, **more: str) -> int:
    """Answer what the page asks; the status of what comes of it."""
    answer = device.signs(passkeys.asked_to_sign_in(browser))
    return browser.send("/sign-in/passkey", {"credential": answer, **more}).status_code


def test_a_passkey_is_added_after_the_password_and_the_next_one_asks_again(cast: Cast, signed_in: SignedIn) -> None:
    mia = signed_in(cast.mia)
    assert "/password/confirm" in mia.get(ADD).headers["Location"]
    assert mia.send("/account/passkeys/challenge").status_code == 403
    made = passkeys.Device().makes(passkeys.asked_to_add(mia.confirm()))
    assert mia.send(ADD, {"name": "Blue key", "credential": made}).status_code == 303
    assert "Blue key added" in mia.text("/account")
    assert "/password/confirm" in mia.get(ADD).headers["Location"]


def test_adding_and_removing_is_told_by_mail_and_kept_in_the_record(cast: Cast, signed_in: SignedIn) -> None:
    passkeys.given(cast.mia, "Blue key")
    mia, path = signed_in(cast.mia), f"/account/passkeys/{db.session.query(Passkey).one().id}/remove"
    assert mia.get(path).status_code == 303, "removing asks for the password"
    assert mia.confirm().get(path).status_code == 200
    assert mia.send(path).status_code == 303
    told = [(one.kind, "Blue key" in one.text) for one in mails_to(cast.mia)]
    assert told == [("passkey_added", True), ("passkey_removed", True)]
    kept = [(one.verb, one.data["name"]) for one in history.of(cast.mia) if "passkey" in one.verb]
    assert kept == [("add_passkey", "Blue key"), ("remove_passkey", "Blue key")]


def test_nobody_removes_somebody_elses(cast: Cast, signed_in: SignedIn) -> None:
    passkeys.given(cast.mia)
    lea = signed_in(cast.lea).confirm()
    assert lea.send(f"/account/passkeys/{db.session.query(Passkey).one().id}/remove").status_code == 404
    assert db.session.query(Passkey).count() == 1


def test_what_cannot_be_added_is_refused_in_words(cast: Cast, signed_in: SignedIn) -> None:
    passkeys.given(cast.mia, "Blue key")
    mia = signed_in(cast.mia).confirm()

    def said(name: str, answer: Callable[[dict[str, object]], str]) -> str:
        made = answer(passkeys.asked_to_add(mia))
        response = mia.send(ADD, {"name": name, "credential": made})
        assert response.status_code == 422
        return response.text

    assert "of this name already" in said("blue KEY", passkeys.Device().makes)
    no_passkey = "Your device did not make a passkey"
    assert no_passkey in said("One", passkeys.Device(verifies=False).makes), "nobody showed a finger or a PIN"
    for nonsense in ("", "{}", "[]", "not JSON", '{"id": 1, "rawId": []}', "{" * 30_000):
        assert no_passkey in said("One", lambda _asked, answer=nonsense: answer)


def test_somebody_signs_in_with_a_passkey_as_with_a_password(cast: Cast, phone: Phones) -> None:
    device, browser = passkeys.given(cast.mia), phone()
    browser.get("/sign-in")
    before = browser.get_cookie("auditapp")
    assert sign_in(browser, device, next="/audits") == 303
    after = browser.get_cookie("auditapp")
    assert before is not None
    assert after is not None
    assert before.value != after.value, "a token that was planted before is worth nothing"
    assert db.session.query(SignInSession).filter_by(person_id=cast.mia.id).count() == 1
    browser.token = ""
    assert "last used" in browser.text("/account")
    assert browser.get(ADD).status_code == 303, "the sign-in confirms nothing"


def test_an_answer_signs_in_once_and_in_the_browser_that_was_asked(cast: Cast, phone: Phones) -> None:
    device, browser, other = passkeys.given(cast.mia, counts=False), phone(), phone()
    answer = device.signs(passkeys.asked_to_sign_in(browser))
    passkeys.asked_to_sign_in(other)
    statuses = [one.send("/sign-in/passkey", {"credential": answer}).status_code for one in (other, browser)]
    browser.token = ""
    browser.get("/account")
    browser.send("/sign-out")
    browser.get("/sign-in")
    again = browser.send("/sign-in/passkey", {"credential": answer})
    assert (statuses, again.status_code, "Try again." in again.text) == ([422, 303], 422, True)
    assert sign_in(browser, device) == 303, "a device that does not count is good for the next challenge"


def test_a_challenge_is_good_for_five_minutes(cast: Cast, phone: Phones) -> None:
    device, browser = passkeys.given(cast.mia), phone()
    answer = device.signs(passkeys.asked_to_sign_in(browser))
    with clock.moved(clock.now() + timedelta(minutes=6)):
        assert browser.send("/sign-in/passkey", {"credential": answer}).status_code == 422


def test_who_may_not_sign_in_gets_the_same_answer_whatever_is_wrong(cast: Cast, phone: Phones) -> None:
    device, browser = passkeys.given(cast.mia), phone()
    removed = passkeys.given(cast.lea)
    db.session.delete(db.session.query(Passkey).filter_by(person_id=cast.lea.id).one())
    closed, invited = passkeys.given(cast.tom), passkeys.given(cast.ola)
    cast.tom.active, cast.ola.password = False, None
    db.session.commit()
    wrong = {
        "unknown": passkeys.Device(), "removed": removed, "account closed": closed, "invited": invited,
        "forged": passkeys.Device(id=device.id, handle=device.handle), "not verified": replace(device, verifies=False),
        "another site": replace(device, origin="https://evil.example"),
        "another port": replace(device, origin="http://localhost:81"),
        "somebody else's name": replace(device, handle=passkeys.Device().id.hex()[:22]),
    }  # fmt: skip
    said = {}
    for name, one in wrong.items():
        response = browser.send("/sign-in/passkey", {"credential": one.signs(passkeys.asked_to_sign_in(browser))})
        said[name] = (response.status_code, response.text.partition("<h1")[2].partition('name="csrf')[0])
    assert set(said.values()) == {said["unknown"]}
    assert said["unknown"][0] == 422
    assert sign_in(browser, device) == 303


def test_a_count_that_goes_back_keeps_a_copied_device_out(cast: Cast, phone: Phones) -> None:
    device = passkeys.given(cast.mia)
    assert sign_in(phone(), device) == 303
    device.count = 0
    assert sign_in(phone(), device) == 422
    assert db.session.query(Passkey).one().count == 1


def test_who_tries_too_often_has_to_wait(cast: Cast, phone: Phones) -> None:
    device, browser = passkeys.given(cast.mia), phone()
    throttles.PASSKEY_OF_ACCOUNT._tries.clear()
    for _ in range(9):
        throttles.PASSKEY_OF_ACCOUNT.count(str(cast.mia.id))
    assert [sign_in(browser, replace(device, verifies=False)), sign_in(browser, device)] == [422, 429]


def test_signing_in_never_leads_to_another_site(app: Flask) -> None:
    ways = ["https://evil.example/", "//evil.example/", "/\\evil.example", "/\t/evil.example", "evil", "/" + "x" * 3000]
    for way in ways:
        with app.test_request_context("/sign-in/passkey", method="POST", data={"next": way}):
            assert AnswerForm().way == "/", way


def test_an_installation_at_a_number_says_that_it_has_none(app: Flask, cast: Cast, signed_in: SignedIn) -> None:
    passkeys.given(cast.mia)
    mia = signed_in(cast.mia)
    app.config["SETTINGS"] = replace(app.config["SETTINGS"], url="https://192.168.7.20")
    assert "that of this installation is a number" in mia.text("/account")
    assert "Use a passkey" not in mia.text("/password/confirm")
    assert mia.send("/password/confirm/passkey/challenge").status_code == 422
