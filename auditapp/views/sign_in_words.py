"""What Flask-Security says on pages and in subjects of mails: our sentences, in the reader's language."""

from typing import Any

from babel.support import NullTranslations
from flask import Flask
from flask_security.babel import FsDomain

from auditapp.adapters import catalogues
from auditapp.domain.words import N_
from auditapp.views import languages

NOT_SIGNED_IN = N_("Address or password is wrong. Check both; capitals count in the password.")
LINK_IS_SPENT = N_("This link is no longer good. Ask for a new one.")
LINK_IF_KNOWN = N_("If this address has an account, a mail with a link is on its way. It may take a minute.")
SIGN_IN_FIRST = N_("Sign in first.")
PASSWORD_AGAIN = N_("Type your password again to go on.")
WRONG_PASSWORD = N_("This is not the password. Capitals count.")
NO_ADDRESS = N_("This is no mail address. It looks like name@example.com.")

MESSAGES: dict[str, tuple[str, str]] = {
    "ANONYMOUS_USER_REQUIRED": (N_("You are signed in already."), "info"),
    "DISABLED_ACCOUNT": (NOT_SIGNED_IN, "error"),
    "EMAIL_NOT_PROVIDED": (N_("Type your mail address."), "error"),
    "FORGOT_PASSWORD": (N_("Password forgotten"), "info"),
    "GENERIC_AUTHN_FAILED": (NOT_SIGNED_IN, "error"),
    "GENERIC_RECOVERY": (LINK_IF_KNOWN, "info"),
    "INVALID_EMAIL_ADDRESS": (NO_ADDRESS, "error"),
    "INVALID_PASSWORD": (WRONG_PASSWORD, "error"),
    "INVALID_REDIRECT": (N_("This address leads elsewhere, and was not followed."), "error"),
    "INVALID_RESET_PASSWORD_TOKEN": (LINK_IS_SPENT, "error"),
    "LOGIN": (SIGN_IN_FIRST, "info"),
    "PASSWORD_BREACHED": (N_("This password is known from a leak. Choose another."), "error"),
    "PASSWORD_CHANGE": (N_("Your password is changed. You are signed out everywhere else."), "success"),
    "PASSWORD_INVALID_LENGTH": (N_("This is too short: a password has at least %(length)s characters."), "error"),
    "PASSWORD_IS_THE_SAME": (N_("This is the password until now. Choose another."), "error"),
    "PASSWORD_MISMATCH": (N_("The two passwords are not the same. Type them again."), "error"),
    "PASSWORD_NOT_PROVIDED": (N_("Type the password."), "error"),
    "PASSWORD_RESET": (N_("Your password is changed, and you are signed in."), "success"),
    "PASSWORD_RESET_EXPIRED": (LINK_IS_SPENT, "error"),
    "PASSWORD_RESET_NO_LOGIN": (N_("Your password is changed. Sign in with it."), "success"),
    "PASSWORD_RESET_REQUEST": (LINK_IF_KNOWN, "info"),
    "PASSWORD_TOO_SIMPLE": (N_("This password is too easy to guess. Four words in a row are good."), "error"),
    "REAUTHENTICATION_REQUIRED": (PASSWORD_AGAIN, "error"),
    "REAUTHENTICATION_SUCCESSFUL": (N_("Thank you. Now you can go on."), "success"),
    "REFRESH": (PASSWORD_AGAIN, "info"),
    "RETYPE_PASSWORD_MISMATCH": (N_("The two passwords are not the same. Type them again."), "error"),
    "UNAUTHENTICATED": (SIGN_IN_FIRST, "error"),
    "UNAUTHORIZED": (N_("This page is not for your role. The EMS lead can tell you whose it is."), "error"),
    "USER_DOES_NOT_EXIST": (NOT_SIGNED_IN, "error"),
}
"""By Flask-Security's key: the sentence, and the kind of notice. Those left out belong to ways in that are off."""

SUBJECTS = {
    "PASSWORD_CHANGE_NOTICE": N_("Your password was changed"),
    "PASSWORD_NOTICE": N_("Your password was changed"),
    "PASSWORD_RESET": N_("A new password"),
}
"""Of the mails under `templates/security/email`."""


class Sentences(FsDomain):
    """Flask-Security's domain, on our catalogues."""

    def get_translations(self) -> NullTranslations:
        """Those of the reader's language."""
        return catalogues.read(languages.current())


def settings() -> dict[str, Any]:
    """Keys of Flask's configuration, to be there before Flask-Security starts."""
    messages = {f"SECURITY_MSG_{key}": said for key, said in MESSAGES.items()}
    return messages | {f"SECURITY_EMAIL_SUBJECT_{key}": subject for key, subject in SUBJECTS.items()}


def attach(app: Flask) -> None:
    """Let Flask-Security speak the reader's language."""
    app.extensions["security"].i18n_domain = Sentences(app)  # type: ignore[no-untyped-call]  # the package says no types
