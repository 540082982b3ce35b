"""A passkey at a signature: one's own, verified, for this record, once; and the record says so."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import current_app

from auditapp.domain.errors import Refusal
from auditapp.models import Person, db
from auditapp.services import history, management_reviews
from tests import passkeys, reviewing
from tests.cast import Cast
from tests.pages import DistrustfulClient

SignedIn = Callable[[Person], DistrustfulClient]
ADD = "/account/passkeys/new"
"""A page that asks for the password, or a passkey, as what signs does."""


pytestmark = pytest.mark.usefixtures("fresh_throttles")


def confirm(browser: DistrustfulClient, device: passkeys.Device, what: str) -> tuple[int, str]:
    """Use ``device`` for the signature at ``what``: the status, and where it leads or what is said."""
    answer = device.signs(passkeys.asked_to_confirm(browser, what))
    response = browser.send("/password/confirm/passkey", {"credential": answer, "next": "/audits"})
    return response.status_code, response.headers.get("Location") or response.text


def test_minutes_are_signed_with_a_passkey_and_the_record_says_so(cast: Cast, signed_in: SignedIn, unset: None) -> None:
    review = reviewing.held(cast)
    reviewing.decided(cast, review)
    management_reviews.conclude(cast.tom, review, reviewing.SAID, "")
    device, mia = passkeys.given(cast.mia, "Blue key"), signed_in(cast.mia)
    path = f"/management-reviews/{review.reference}/issue"
    assert mia.get(path).status_code == 303, "it asks"
    assert confirm(mia, device, path) == (303, path)
    assert mia.send(path).status_code == 303
    signed = history.of(review)[-1]
    assert (signed.verb, signed.data, signed.person_id) == ("sign_with_passkey", {"name": "Blue key"}, cast.mia.id)
    assert mia.get(ADD).status_code == 303, "the next one asks again"


def test_a_passkey_shown_for_one_page_confirms_no_other(cast: Cast, signed_in: SignedIn) -> None:
    device, mia = passkeys.given(cast.mia), signed_in(cast.mia)
    for what in ("/management-reviews/MR-1/issue", "/account/passkeys", "/account", "/", "", "/account/passkeys/newer"):
        confirm(mia, device, what)
        opens = mia.get(ADD).status_code
        assert opens == (200 if what == "/account/passkeys" else 303), what  # a step of what lies there
    mia.confirm()
    assert mia.get(ADD).status_code == 200, "the password typed after it is good for any one"


def test_a_signature_takes_ones_own_passkey_verified_and_an_answer_to_this_challenge(
    cast: Cast, signed_in: SignedIn
) -> None:
    own, leas, mia = passkeys.given(cast.mia, counts=False), passkeys.given(cast.lea), signed_in(cast.mia)
    old = own.signs(passkeys.asked_to_confirm(mia, ADD))
    refused = {"Lea's": confirm(mia, leas, ADD), "not verified": confirm(mia, replace(own, verifies=False), ADD)}
    passkeys.asked_to_confirm(mia, ADD)
    replayed = mia.send("/password/confirm/passkey", {"credential": old})
    refused["an answer to an earlier challenge"] = replayed.status_code, replayed.text
    passkeys.asked_to_confirm(mia, ADD)
    for_new = own.signs(passkeys.asked_to_confirm(mia, ADD))
    mia.send("/sign-in/passkey/challenge")
    elsewhere = mia.send("/password/confirm/passkey", {"credential": for_new})
    assert (elsewhere.status_code, "Try again." in elsewhere.text) == (422, True), "a challenge of the sign-in"
    assert {why: (status, "was not accepted" in said) for why, (status, said) in refused.items()} == dict.fromkeys(
        refused, (422, True)
    )
    assert mia.get(ADD).status_code == 303, "nothing of it confirmed anything"


def test_of_two_same_answers_at_once_one_is_good(cast: Cast) -> None:
    device, challenge = passkeys.given(cast.mia, counts=False), b"c" * 32
    with current_app.test_request_context():
        answer = device.signs(passkeys.held.asking_for_one(challenge, cast.mia))
        passkeys.held.use(challenge, answer, by=cast.mia)
        db.session.commit()
        with pytest.raises(Refusal, match="was not accepted"):
            passkeys.held.use(challenge, answer, by=cast.mia)
