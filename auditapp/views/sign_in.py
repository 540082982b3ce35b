"""Flask-Security's forms in our words, with throttles; and what follows a new password."""

from contextlib import suppress
from typing import Any

from flask import Response, current_app, render_template, request, session
from flask_babel import force_locale
from flask_babel import lazy_gettext as _l
from flask_security import current_user
from flask_security.forms import (
    ChangePasswordForm,
    EmailValidation,
    ForgotPasswordForm,
    LoginForm,
    ResetPasswordForm,
    VerifyForm,
)
from flask_security.signals import password_changed, password_reset
from wtforms import EmailField, Field, PasswordField
from wtforms.form import BaseForm
from wtforms.validators import DataRequired, EqualTo, Length, ValidationError

from auditapp.models import Person
from auditapp.services import languages, sign_in_sessions, throttles
from auditapp.views.fields import plain
from auditapp.views.pages import page

LONGEST_PASSWORD = 100
"""Characters: longer than anybody types, shorter than what makes hashing costly."""


def _mail_address(*more: Any) -> EmailField:
    too_long = Length(max=200, message=_l("This is too long: at most %(max)d characters."))
    needed = DataRequired(_l("Type your mail address."))
    return EmailField(_l("Mail address"), [plain, needed, too_long, *more])


def _account(field: EmailField) -> str:
    """What tries are counted by: an address has many spellings (wide letters, other dots) that find one account."""
    typed = (field.data or "").strip()
    with suppress(ValueError):
        typed = current_app.extensions["security"].mail_util.normalize(typed)
    return typed.lower()


def password_field(label: Any, *more: Any, new: bool = False) -> PasswordField:
    """A password, as long as it may be; ``new``: the browser offers to make one."""
    needed = DataRequired(_l("Type the password."))
    too_long = Length(max=LONGEST_PASSWORD, message=_l("This is too long: at most %(max)d characters."))
    wanted = {"autocomplete": "new-password" if new else "current-password"}
    return PasswordField(label, [plain, needed, too_long, *more], render_kw=wanted)


def strong(_form: BaseForm, field: Field) -> None:
    """Refuse a new password that is too easy to guess; keep it in its normal form."""
    wrong, field.data = current_app.extensions["security"].password_util.validate(field.data, True)
    if wrong:
        raise ValidationError(" ".join(map(str, wrong)))


def same_as(name: str) -> EqualTo:
    """The validator of a password typed twice."""
    return EqualTo(name, _l("The two passwords are not the same. Type them again."))


class SignInForm(LoginForm):
    """Address and password. There is no 'remember me': sessions have limits of their own."""

    email = _mail_address(EmailValidation(verify=False))
    password = password_field(_l("Password"))
    remember = None  # type: ignore[assignment]  # taken out of the form

    def validate(self, **more: Any) -> bool:
        """As Flask-Security does; a wrong password counts for the account and for where it came from."""
        account = _account(self.email)
        address = request.remote_addr or ""
        throttles.hold(throttles.PASSWORD_FROM_ADDRESS, address)
        throttles.hold(throttles.PASSWORD_OF_ACCOUNT, account)
        if bool(super().validate(**more)):
            throttles.PASSWORD_OF_ACCOUNT.forgive(account)
            return True
        throttles.PASSWORD_FROM_ADDRESS.count(address)
        throttles.PASSWORD_OF_ACCOUNT.count(account)
        return False


class ForgottenForm(ForgotPasswordForm):
    """The address that a link is sent to."""

    email = _mail_address(*ForgotPasswordForm.email.kwargs["validators"][2:])

    def validate(self, **more: Any) -> bool:
        """At most three mails to one account in a while; the answer on the page stays the same."""
        account = _account(self.email)
        address = request.remote_addr or ""
        throttles.hold(throttles.MAIL_FROM_ADDRESS, address)
        throttles.MAIL_FROM_ADDRESS.count(address)
        if not bool(super().validate(**more)) or throttles.MAIL_TO_ACCOUNT.is_spent(account):
            return False
        throttles.MAIL_TO_ACCOUNT.count(account)
        return True


class NewPasswordForm(ResetPasswordForm):
    """A new password by the link of a mail."""

    password = password_field(_l("New password"), new=True)
    password_confirm = password_field(_l("New password again"), same_as("password"), new=True)


class OtherPasswordForm(ChangePasswordForm):
    """Another password, by somebody who is signed in."""

    password = password_field(_l("Password until now"))
    new_password = password_field(_l("New password"), new=True)
    new_password_confirm = password_field(_l("New password again"), same_as("new_password"), new=True)

    def validate(self, **more: Any) -> bool:
        """A wrong one until now counts like a sign-in: a device that somebody left is no place to guess at."""
        account = current_user.email.lower()
        throttles.hold(throttles.PASSWORD_OF_ACCOUNT, account)
        if bool(super().validate(**more)):
            return True
        if self.password.errors:
            throttles.PASSWORD_OF_ACCOUNT.count(account)
        return False


class ConfirmForm(VerifyForm):
    """The password once more, before something that counts."""

    password = password_field(_l("Password"))

    def validate(self, **more: Any) -> bool:
        """Counted like a sign-in."""
        throttles.hold(throttles.PASSWORD_OF_ACCOUNT, self.user.email)
        if bool(super().validate(**more)):
            return True
        throttles.PASSWORD_OF_ACCOUNT.count(self.user.email)
        return False


FORMS: dict[str, Any] = {
    "login_form": SignInForm,
    "forgot_password_form": ForgottenForm,
    "reset_password_form": NewPasswordForm,
    "change_password_form": OtherPasswordForm,
    "verify_form": ConfirmForm,
}
"""For Flask-Security's constructor."""


def render(template: str, **values: Any) -> Response | str:
    """Render one of Flask-Security's pages or mails; a refused form is 422 like everywhere else."""
    if template.startswith("security/email/"):
        with force_locale(languages.of(values["user"])):
            return render_template(template, **values)
    forms = [value for value in values.values() if isinstance(value, BaseForm)]
    refused = request.method == "POST" and any(form.errors for form in forms)
    return page(template, 422 if refused else 200, **values)


@password_reset.connect
def _end_sessions(_app: Any, user: Person, **_more: Any) -> None:
    sign_in_sessions.end_all_of(user)


@password_changed.connect
def _end_other_sessions(_app: Any, user: Person, **_more: Any) -> None:
    sign_in_sessions.end_all_of(user, but=getattr(session, "token", ""))
