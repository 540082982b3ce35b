"""Whoever signs types the password for it: the one of the sign-in does not count, nor that of another signature."""

from flask import current_app, redirect, session, url_for
from flask_security import check_and_update_authn_fresh
from werkzeug.wrappers import Response as AnyResponse

from auditapp.services.sign_in_sessions import TYPED, USED


def ask_again(back: str) -> AnyResponse | None:
    """On to the password and then to ``back``, unless it was typed for this within the last minutes."""
    config = current_app.config
    fresh = check_and_update_authn_fresh(
        config["SECURITY_FRESHNESS"], config["SECURITY_FRESHNESS_GRACE_PERIOD"], "session"
    )
    typed_for_this = session.get(TYPED) != session.get(USED)
    return None if fresh and typed_for_this else redirect(url_for("security.verify", next=back), 303)


def signed() -> None:
    """The password was used up: the next signature asks for it."""
    session[USED] = session.get(TYPED)
