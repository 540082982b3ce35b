"""Challenges for passkeys: kept in the session, answered once, within minutes, and for what they were made."""

import secrets
from datetime import timedelta

from flask import session

from auditapp.adapters import clock
from auditapp.domain.errors import Refusal
from auditapp.domain.words import N_

ASKED = "passkey_asked"
GOOD_FOR = timedelta(minutes=5)
ADD, SIGN_IN, CONFIRM = "add", "sign_in", "confirm"


def ask(purpose: str, what: str = "") -> bytes:
    """A new challenge of 32 bytes; one that this session was given before is worth nothing. ``what``: the page that is
    confirmed by it."""
    challenge = secrets.token_bytes(32)
    until = (clock.now() + GOOD_FOR).timestamp()
    session[ASKED] = {"purpose": purpose, "what": what, "challenge": challenge.hex(), "until": until}
    return challenge


def answered(purpose: str) -> tuple[bytes, str]:
    """The challenge of this session, made for ``purpose``, and what it is for; whatever comes of it, it is used up.

    Raises `Refusal` where there is none, or it is older than `GOOD_FOR`.
    """
    asked = session.pop(ASKED, None)
    if not asked or asked["purpose"] != purpose or asked["until"] < clock.now().timestamp():
        raise Refusal(N_("This took too long, or the page was open twice. Try again."))
    return bytes.fromhex(asked["challenge"]), asked["what"]
