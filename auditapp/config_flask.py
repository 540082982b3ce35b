"""The keys of Flask, Flask-WTF and Flask-Security that are the same in every installation."""

from datetime import timedelta
from typing import Any

ORDINARY_REQUEST = 2**20
"""Bytes an ordinary request may have. Those that may have more stand in `views.upload_limits`."""
FORM_FIELD = 2**20
"""Bytes all text fields of one form may have together."""
ABSOLUTE_SESSION = timedelta(hours=12)
"""A session at a desk ends after this, used or not (OWASP ASVS 5.0, 7.3)."""
FRESH_SIGN_IN = timedelta(minutes=15)
"""A password that was typed to sign something is good for this long."""


def flask_settings(*, https: bool) -> dict[str, Any]:
    """Configuration of the web side. ``https``: whether people reach it over HTTPS, here or at a proxy."""
    return {**_requests(), **_cookies(https), **_sign_in()}


def _requests() -> dict[str, Any]:
    return {
        "MAX_CONTENT_LENGTH": ORDINARY_REQUEST,
        "MAX_FORM_MEMORY_SIZE": FORM_FIELD,
        # A walk is longer than an hour: the token lives as long as the session it belongs to.
        "WTF_CSRF_TIME_LIMIT": None,
    }


def _cookies(https: bool) -> dict[str, Any]:
    return {
        # The prefix makes browsers refuse a cookie of this name from elsewhere or without Secure.
        "SESSION_COOKIE_NAME": "__Host-auditapp" if https else "auditapp",
        "SESSION_COOKIE_SECURE": https,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_PATH": "/",
        "PERMANENT_SESSION_LIFETIME": ABSOLUTE_SESSION,
        "REMEMBER_COOKIE_SECURE": https,
        "REMEMBER_COOKIE_HTTPONLY": True,
        "REMEMBER_COOKIE_SAMESITE": "Lax",
    }


def _sign_in() -> dict[str, Any]:
    return {
        "SECURITY_PASSWORD_HASH": "argon2",
        "SECURITY_PASSWORD_SCHEMES": ["argon2"],
        "SECURITY_PASSWORD_LENGTH_MIN": 12,
        # People are invited; nobody signs up.
        "SECURITY_REGISTERABLE": False,
        "SECURITY_SEND_REGISTER_EMAIL": False,
        "SECURITY_RECOVERABLE": True,
        "SECURITY_RESET_PASSWORD_WITHIN": timedelta(hours=2),
        "SECURITY_AUTO_LOGIN_AFTER_RESET": False,
        "SECURITY_CHANGEABLE": True,
        # The same answer whether an address has an account or not.
        "SECURITY_RETURN_GENERIC_RESPONSES": True,
        # Addresses of a company's own mail server need neither a dot nor a name the internet knows.
        "SECURITY_EMAIL_VALIDATOR_ARGS": {"check_deliverability": False, "globally_deliverable": False},
        "SECURITY_FRESHNESS": FRESH_SIGN_IN,
        "SECURITY_FRESHNESS_GRACE_PERIOD": timedelta(0),
        "SECURITY_API_ENABLED_METHODS": ["session"],
        "SECURITY_LOGIN_URL": "/sign-in",
        "SECURITY_LOGOUT_URL": "/sign-out",
        "SECURITY_LOGOUT_METHODS": ["POST"],
        "SECURITY_RESET_URL": "/password/forgotten",
        "SECURITY_CHANGE_URL": "/password/change",
        "SECURITY_VERIFY_URL": "/password/confirm",
        # The default of 5.9.2 sends 'private=True', which no cache understands.
        "SECURITY_CACHE_CONTROL": {"private": None, "no-store": None},
    }
