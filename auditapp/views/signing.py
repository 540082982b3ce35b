"""Whoever signs says again who they are, by the password or a passkey: the one of the sign-in does not count, nor that
of another signature."""

import time
from typing import Any
from urllib.parse import urlsplit

from flask import current_app, redirect, session, url_for
from flask_security import check_and_update_authn_fresh
from werkzeug.wrappers import Response as AnyResponse

from auditapp.models import Passkey
from auditapp.services import passkeys
from auditapp.services.sign_in_sessions import TYPED, USED
from auditapp.views.pages import me

SHOWN = "passkey_shown"
"""Under this a session keeps which passkey was used last, when, and for which page."""


def ask_again(back: str) -> AnyResponse | None:
    """On to the password or a passkey and then to ``back``, unless it was given for this within the last minutes."""
    config = current_app.config
    fresh = check_and_update_authn_fresh(
        config["SECURITY_FRESHNESS"], config["SECURITY_FRESHNESS_GRACE_PERIOD"], "session"
    )
    given_for_this = session.get(TYPED) != session.get(USED) and _is_for(back)
    return None if fresh and given_for_this else redirect(url_for("security.verify", next=back), 303)


def shown(passkey: Passkey, what: str) -> None:
    """``passkey`` was used to confirm the page at ``what``, or a step of the record at it, and is good for no other."""
    session[TYPED] = time.time()  # what Flask-Security notes for a password
    session[SHOWN] = {"at": session[TYPED], "for": urlsplit(what).path, "name": passkey.name}


def signed(subject: Any) -> None:
    """What was given is used up: the next signature asks again. That it was a passkey is kept with ``subject``."""
    with_passkey = _of_now()
    if with_passkey:
        passkeys.note_signature(me(), subject, with_passkey["name"])
    used_up()


def used_up() -> None:
    """As `signed`, for what is confirmed but is no signature."""
    session.pop(SHOWN, None)
    session[USED] = session.get(TYPED)


def _of_now() -> dict[str, Any] | None:
    """The passkey, where that was given last and not the password."""
    kept: dict[str, Any] | None = session.get(SHOWN)
    return kept if kept and kept["at"] == session.get(TYPED) else None


def _is_for(back: str) -> bool:
    kept = _of_now()
    page = urlsplit(back).path
    return kept is None or kept["for"] in (page, page.rpartition("/")[0])
