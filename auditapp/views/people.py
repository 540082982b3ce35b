"""People: who is here, with which roles."""

import uuid

from flask import Blueprint, flash, request, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import BooleanField, SelectField, SelectMultipleField, widgets
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # the stubs are older than the package
from wtforms.validators import DataRequired

from auditapp.domain.errors import Refusal
from auditapp.domain.languages import NAMES
from auditapp.domain.permissions import can
from auditapp.domain.words import ROLES
from auditapp.models import Person
from auditapp.services import invitations, notices_returned, notices_sent, people, reminders
from auditapp.views.fields import MailAddress, Words, refused
from auditapp.views.pages import done, me, page

views = Blueprint("people", __name__)

ROLE_SENTENCES = {
    "ems_lead": _l("Runs the system: plans audits, releases findings, judges plans, issues reports."),
    "auditor": _l("Walks audits and notes findings; judges and verifies what is not their own."),
    "process_owner": _l("Answers nonconformities of their processes and does actions."),
    "top_management": _l("Reads every audit and nonconformity, and the numbers."),
    "administrator": _l(
        "Gives roles, the administrator's too, and looks after sites and people. Sees no audit by this role."
    ),
}

LANGUAGES = [
    SelectChoice("", _l("That of the organisation")), *(SelectChoice(code, name) for code, name in NAMES.items())
]  # fmt: skip


class PersonForm(FlaskForm):
    """Name, job title, language, roles."""

    name = Words(_l("Name"), required=True)
    job_title = Words(_l("Job title"))
    language = SelectField(_l("Language"), choices=LANGUAGES, default="")
    roles = SelectMultipleField(
        _l("Roles"),
        [DataRequired(_l("Choose at least one."))],
        choices=[SelectChoice(role, ROLES[role]) for role in ROLE_SENTENCES],
        option_widget=widgets.CheckboxInput(),
        widget=widgets.ListWidget(prefix_label=False),
    )


class AddressForm(PersonForm):
    """The mail address can be mended until a password is chosen: from then on it is who somebody is here."""

    email = MailAddress(_l("Mail address"))


class NewPersonForm(AddressForm):
    """Somebody who is added."""

    invite = BooleanField(_l("Send an invitation by mail now"), default=True)


@views.get("/people")
def index() -> Response:
    """Everybody, those who left last."""
    return page("people/index.html", people=people.everybody(), words=ROLES)


@views.route("/people/new", methods=["GET", "POST"])
def new() -> Response:
    """Add somebody, and invite them."""
    form = NewPersonForm()
    refusal = ""
    if form.validate_on_submit():
        try:
            person = people.add(
                me(), form.name.data, form.email.data, _roles(form),
                job_title=form.job_title.data, language=form.language.data,
            )  # fmt: skip
            if form.invite.data:
                invitations.invite(me(), person)
                _say_sent(gettext("%(name)s is here; the invitation is on its way.", name=person.name))
            return done(url_for("people.index"))
        except Refusal as why:
            refusal = refused(form, why)
    return _form(form, None, refusal)


@views.route("/people/<uuid:person_id>", methods=["GET", "POST"])
def edit(person_id: uuid.UUID) -> Response:
    """Change name, job title and roles."""
    person = people.find(person_id)
    form = (PersonForm if person.password or not _is_theirs(person) else AddressForm)(
        name=person.name, job_title=person.job_title, language=person.language, roles=sorted(person.role_names),
        email=person.email,
    )  # fmt: skip
    refusal = ""
    if form.validate_on_submit():
        try:
            if isinstance(form, AddressForm):
                people.correct_address(me(), person, form.email.data)
            people.change(
                me(), person, name=form.name.data, job_title=form.job_title.data, roles=_roles(form, person),
                language=form.language.data,
            )  # fmt: skip
            flash(gettext("Saved."), "success")
            return done(url_for("people.index"))
        except Refusal as why:
            refusal = refused(form, why)
    return _form(form, person, refusal)


@views.post("/people/<uuid:person_id>/invite")
def invite(person_id: uuid.UUID) -> Response:
    """Send the invitation (again)."""
    person = people.find(person_id)
    invitations.invite(me(), person)
    _say_sent(gettext("The invitation to %(name)s is on its way.", name=person.name))
    return done(url_for("people.index"))


@views.post("/people/<uuid:person_id>/test-mail")
def test_mail(person_id: uuid.UUID) -> Response:
    """See whether mail to somebody arrives by now."""
    person = people.find(person_id)
    reminders.send_test(person)
    if notices_sent.stay_here():
        flash(gettext("No mail server is set: the test mail is a file on the machine of the server."), "warning")
    else:
        flash(gettext("The test mail to %(name)s is on its way.", name=person.name), "success")
    return done(url_for("people.edit", person_id=person.id))


@views.post("/people/<uuid:person_id>/deactivate")
def deactivate(person_id: uuid.UUID) -> Response:
    """They can no longer sign in."""
    people.deactivate(me(), people.find(person_id))
    return done(url_for("people.index"))


@views.post("/people/<uuid:person_id>/activate")
def activate(person_id: uuid.UUID) -> Response:
    """They can sign in again."""
    people.activate(me(), people.find(person_id))
    return done(url_for("people.index"))


def _say_sent(sentence: str) -> None:
    """Nothing is on its way where no mail server is set; the page of people says what to do then."""
    flash(gettext("Saved.") if notices_sent.stay_here() else sentence, "success")


def _form(form: PersonForm, person: Person | None, refusal: str) -> Response:
    status = 422 if request.method == "POST" else 200
    sentences = {role: sentence for role, sentence in ROLE_SENTENCES.items() if role != "administrator" or _gives_all()}
    unreached = notices_returned.unreached(person) if person else []
    return page(
        "people/edit.html", status, form=form, person=person, refusal=refusal, sentences=sentences, unreached=unreached,
        theirs=person is not None and _is_theirs(person),
    )  # fmt: skip


def _roles(form: PersonForm, person: Person | None = None) -> set[str]:
    """The chosen roles. Who may not give or take 'administrator' does not see its box, and leaves it as it is."""
    chosen = set(form.roles.data or ())
    if not _gives_all() and person is not None and "administrator" in person.role_names:
        chosen.add("administrator")
    return chosen


def _is_theirs(person: Person) -> bool:
    """Whether the reader may mend the address of ``person``, deactivate and activate them."""
    return _gives_all() or "administrator" not in person.role_names


def _gives_all() -> bool:
    return can(me(), "manage_administrators")
