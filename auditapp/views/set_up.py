"""The first start: whoever reads the terminal claims the empty installation."""

from flask import Blueprint, current_app, request, url_for
from flask_babel import lazy_gettext as _l
from flask_security import login_user
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # the stubs are older than the package

from auditapp.adapters import time_zones
from auditapp.domain.errors import Refusal
from auditapp.domain.languages import NAMES
from auditapp.services import organisations, people, throttles
from auditapp.views import languages
from auditapp.views.fields import MailAddress, Words, refused
from auditapp.views.pages import done, page
from auditapp.views.sign_in import password_field, same_as, strong
from auditapp.views.zones import Zone

views = Blueprint("set_up", __name__)


class SetUpForm(FlaskForm):
    """Code, organisation, and the first person, who is EMS lead and administrator."""

    code = Words(_l("Code from the terminal"), max=40, required=True)
    organisation = Words(_l("Name of the organisation"), required=True)
    timezone = Zone(_l("Time zone"))
    language = SelectField(_l("Language"), choices=[SelectChoice(code, name) for code, name in NAMES.items()])
    name = Words(_l("Your name"), required=True)
    email = MailAddress(_l("Your mail address"))
    password = password_field(_l("Password"), strong, new=True)
    password_again = password_field(_l("Password again"), same_as("password"), new=True)


@views.route("/set-up", methods=["GET", "POST"])
def form() -> Response:
    """Ask, claim, sign in."""
    form = SetUpForm(timezone=time_zones.own_zone(), language=languages.current())
    refusal = ""
    if form.validate_on_submit():
        try:
            _claim(form)
            return done(url_for("home.show"))
        except Refusal as why:
            refusal = refused(form, why)
    status = 422 if form.errors or refusal else 200
    return page("set_up/form.html", status, form=form, refusal=refusal)


def _claim(form: SetUpForm) -> None:
    address = request.remote_addr or ""
    throttles.hold(throttles.CODE, address)
    lead = people.new_person(form.name.data, form.email.data, password=form.password.data)
    try:
        organisations.set_up(
            current_app.config["SETTINGS"].data,
            code=form.code.data,
            name=form.organisation.data,
            timezone=form.timezone.data,
            ems_lead=lead,
            language=form.language.data,
        )
    except Refusal:
        throttles.CODE.count(address)
        raise
    login_user(lead, authn_via=["password"])
