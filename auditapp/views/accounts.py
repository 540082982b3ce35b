"""One's own account: where one is signed in, the password, passkeys; and accepting an invitation."""

from flask import Blueprint, flash, request, session, url_for
from flask_babel import force_locale, gettext
from flask_babel import lazy_gettext as _l
from flask_security import login_user
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from auditapp.domain.device import device
from auditapp.services import (
    calendar_feeds,
    invitations,
    languages,
    notices_sent,
    passkeys,
    reminders,
    sign_in_sessions,
)
from auditapp.views.pages import done, me, page
from auditapp.views.sign_in import password_field, same_as, strong

views = Blueprint("accounts", __name__)


class WelcomeForm(FlaskForm):
    """The password of somebody who was invited."""

    password = password_field(_l("Password"), strong, new=True)
    password_again = password_field(_l("Password again"), same_as("password"), new=True)


@views.get("/account")
def show() -> Response:
    """Name, roles, passkeys, sessions."""
    here = sign_in_sessions.key_of(_token())
    return page(
        "accounts/show.html", sessions=sign_in_sessions.of_person(me()), here=here, device=device,
        mails=notices_sent.lately_to(me()), calendar=session.pop("calendar", ""),
        passkeys=passkeys.of_person(me()), place=passkeys.place(),
    )  # fmt: skip


@views.post("/account/test-mail")
def test_mail() -> Response:
    """Send oneself a mail, to see that mails arrive."""
    reminders.send_test(me())
    if notices_sent.stay_here():
        flash(gettext("No mail server is set: the test mail is a file on the machine of the server."), "warning")
    else:
        flash(gettext("A test mail to %(address)s is on its way.", address=me().email), "success")
    return done(url_for("accounts.show") + "#mails")


@views.post("/account/digest")
def digest() -> Response:
    """Turn the morning's mail on or off."""
    me().digest = request.form.get("digest") == "on"
    flash(gettext("Saved."), "success")
    return done(url_for("accounts.show") + "#mails")


@views.post("/account/calendar")
def make_calendar() -> Response:
    """A new address of one's calendar; an earlier one ends. It is shown on the next page, once."""
    token = calendar_feeds.make(me())
    session["calendar"] = url_for("calendars.feed", token=token, _external=True)
    return done(url_for("accounts.show") + "#calendar")


@views.post("/account/calendar/end")
def end_calendar() -> Response:
    """The address of one's calendar ends."""
    calendar_feeds.end(me())
    flash(gettext("The address of your calendar has ended."), "success")
    return done(url_for("accounts.show") + "#calendar")


@views.post("/account/sessions/<key>/end")
def end_session(key: str) -> Response:
    """Sign out one device."""
    sign_in_sessions.end_one_of(me(), key)
    flash(gettext("The device is signed out."), "success")
    return done(url_for("accounts.show"))


@views.post("/account/sessions/end-others")
def end_other_sessions() -> Response:
    """Sign out every device but this one."""
    sign_in_sessions.end_all_of(me(), but=_token())
    flash(gettext("All other devices are signed out."), "success")
    return done(url_for("accounts.show"))


@views.route("/invitation/<token>", methods=["GET", "POST"])
def invitation(token: str) -> Response:
    """Show the form; take the password and sign in. Opening the link changes nothing."""
    person = invitations.find(token)
    form = WelcomeForm()
    if form.validate_on_submit():
        assert form.password.data is not None
        login_user(invitations.accept(token, form.password.data), authn_via=["password"])
        return done(url_for("home.show"))
    status = 422 if request.method == "POST" else 200
    with force_locale(languages.of(person)):
        return page("accounts/invitation.html", status, form=form, person=person)


def _token() -> str:
    return str(getattr(session, "token", ""))
