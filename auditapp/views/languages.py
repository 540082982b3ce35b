"""Which language and time zone the reader gets."""

from flask import has_request_context, request
from flask_security import current_user

from auditapp.services import organisations

LANGUAGES: tuple[str, ...] = ("en",)
"""Those that are translated throughout."""


def chosen() -> str | None:
    """The person's language, or the best one for their browser."""
    if not has_request_context():
        return None
    if current_user and current_user.is_authenticated and current_user.language in LANGUAGES:
        return str(current_user.language)
    return request.accept_languages.best_match(LANGUAGES, LANGUAGES[0])


def zone() -> str:
    """The organisation's time zone."""
    return organisations.zone()
