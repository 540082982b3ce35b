"""Passkeys: added and removed on one's own account, used to sign in and to confirm what is signed.

Each has two steps: the page's script (`static/js/passkeys.js`) fetches what the browser is to be asked for, and sends
the page's form with the answer.
"""

import uuid
from typing import Any

from flask import Blueprint, flash, jsonify, redirect, request, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_security import current_user, login_user
from flask_security.utils import validate_redirect_url
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import HiddenField

from auditapp.domain.errors import NotAllowed, Refusal
from auditapp.domain.words import N_
from auditapp.services import passkeys, throttles
from auditapp.views import passkey_challenges as challenges
from auditapp.views.fields import Words
from auditapp.views.formats import translated
from auditapp.views.pages import done, me, page
from auditapp.views.refusals import on_form
from auditapp.views.sign_in import ConfirmForm, SignInForm
from auditapp.views.signing import ask_again, shown, used_up

views = Blueprint("passkeys", __name__)
LONGEST_NAME, LONGEST_WAY, LONGEST_ANSWER = 60, 2_000, 20_000
"""Characters."""


class AnswerForm(FlaskForm):
    """What the browser answered, and where to go then."""

    credential = HiddenField()
    next = HiddenField()

    @property
    def answer(self) -> str:
        """As the browser sent it; '' where it is longer than any."""
        said = self.credential.data or ""
        return said if len(said) <= LONGEST_ANSWER else ""

    @property
    def way(self) -> str:
        """A page of ours; the first one for everything else."""
        wanted = self.next.data or "/"
        is_ours = (
            wanted.startswith("/")
            and len(wanted) <= LONGEST_WAY
            and wanted[1:2] not in ("/", "\\")
            and validate_redirect_url(wanted)
        )
        return wanted if is_ours else "/"


class AddForm(AnswerForm):
    """What the passkey is called, and what the browser made."""

    name = Words(_l("Name of the passkey"), max=LONGEST_NAME, required=True)


@views.route("/account/passkeys/new", methods=["GET", "POST"])
def add() -> Response:
    """Name a passkey and make it; asks for the password first."""
    again = ask_again(url_for(".add"))
    if again is not None:
        return again
    form = AddForm()
    if not form.validate_on_submit():
        return _adding(form, 422 if form.is_submitted() else 200)
    try:
        challenge, _ = challenges.answered(challenges.ADD)
        passkeys.add(me(), form.name.data, challenge, form.answer)
    except Refusal as refusal:
        on_form(form, refusal)
        return _adding(form, refusal.status)
    used_up()
    flash(gettext("The passkey is added. You can sign in and sign with it."), "success")
    return done(url_for("accounts.show") + "#passkeys")


def _adding(form: AddForm, status: int) -> Response:
    return page("passkeys/add.html", status, form=form, place=passkeys.place(), longest=LONGEST_NAME)


@views.post("/account/passkeys/challenge")
def to_add() -> Response:
    """What the browser is asked for, to make a passkey."""
    if ask_again(url_for(".add")) is not None:
        raise NotAllowed(N_("This page was open too long. Reload it and try again."))
    return jsonify(passkeys.asking_for_new(me(), challenges.ask(challenges.ADD)))


@views.route("/account/passkeys/<uuid:passkey_id>/remove", methods=["GET", "POST"])
def remove(passkey_id: uuid.UUID) -> Response:
    """Ask whether it is to go, after the password, and take it away."""
    passkey = passkeys.find(me(), passkey_id)
    again = ask_again(url_for(".remove", passkey_id=passkey.id))
    if again is not None:
        return again
    if request.method == "GET":
        return page("passkeys/remove.html", passkey=passkey)
    passkeys.remove(me(), passkey)
    used_up()
    flash(gettext("The passkey is removed. Nobody gets in with it any more."), "success")
    return done(url_for("accounts.show") + "#passkeys")


@views.post("/sign-in/passkey/challenge")
def to_sign_in() -> Response:
    """What the browser is asked for, to sign in: whichever passkey it holds for this place."""
    return jsonify(passkeys.asking_for_one(challenges.ask(challenges.SIGN_IN)))


@views.route("/sign-in/passkey", methods=["GET", "POST"])
def sign_in() -> Response:
    """Sign in. The passkey is both factors: the device that holds it, and the finger, face or PIN that unlocks it."""
    if current_user.is_authenticated or request.method == "GET":
        return redirect(url_for("security.login"), 303)
    form, address = AnswerForm(), request.remote_addr or ""
    try:
        challenge, _what = challenges.answered(challenges.SIGN_IN)
        with throttles.against_guessing(throttles.PASSWORD_FROM_ADDRESS, address):
            passkey = passkeys.use(challenge, form.answer)
    except Refusal as refusal:
        return _refused("security/login_user.html", refusal, form, login_user_form=SignInForm(formdata=None))
    login_user(passkey.person, authn_via=["webauthn"])
    return redirect(form.way, 303)


@views.post("/password/confirm/passkey/challenge")
def to_confirm() -> Response:
    """What the browser is asked for, to confirm the page that the form names: a passkey of one's own."""
    return jsonify(passkeys.asking_for_one(challenges.ask(challenges.CONFIRM, AnswerForm().way), me()))


@views.route("/password/confirm/passkey", methods=["GET", "POST"])
def confirm() -> Response:
    """Confirm the page that the challenge was made for, and go on to it."""
    if request.method == "GET":
        return redirect(url_for("security.verify"), 303)
    form = AnswerForm()
    try:
        challenge, what = challenges.answered(challenges.CONFIRM)
        shown(passkeys.use(challenge, form.answer, by=me()), what)
    except Refusal as refusal:
        return _refused("security/verify.html", refusal, form, verify_form=ConfirmForm(formdata=None, user=me()))
    flash(gettext("Thank you. Now you can go on."), "success")
    return redirect(what, 303)


def _refused(template: str, refusal: Refusal, form: AnswerForm, **forms: Any) -> Response:
    """The page with the password again, which leads where the passkey would have led."""
    if refusal.status != 422:
        raise refusal
    for one in forms.values():
        one.next.data = form.way
    return page(template, 422, passkey_refused=translated(refusal.message, refusal.values), **forms)
