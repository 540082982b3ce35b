"""The organisation: its name, its time zone and its certificate, and what was changed of them."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from flask import Blueprint, Response, flash, request, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response as AnyResponse
from wtforms import SelectField

from auditapp.domain.errors import NotThere, Refusal
from auditapp.domain.languages import NAMES
from auditapp.domain.words import N_
from auditapp.models import Event, Organisation
from auditapp.services import checklists, ems_certificates, history, organisations
from auditapp.views.fields import Day, Words
from auditapp.views.formats import day
from auditapp.views.pages import done, me, page
from auditapp.views.refusals import on_form
from auditapp.views.zones import Zone

views = Blueprint("organisations", __name__, url_prefix="/organisation")

LABELS = {
    "name": N_("Name"),
    "timezone": N_("Time zone"),
    "language": N_("Language"),
    "certificate_number": N_("Number of the certificate"),
    "certificate_body": N_("Certification body"),
    "certificate_edition": N_("Standard and edition"),
    "certificate_until": N_("Valid until"),
}


class OrganisationForm(FlaskForm):
    """What stands on papers, and when days end."""

    name = Words(_l("Name of the organisation"), required=True)
    timezone = Zone(_l("Time zone"))
    certificate_number = Words(_l("Number of the certificate"))
    certificate_body = Words(_l("Certification body"))
    certificate_edition = SelectField(_l("Standard and edition"), validate_choice=False)
    certificate_until = Day(_l("Valid until"))


@views.route("", methods=["GET", "POST"])
def edit() -> AnyResponse:
    """Look at it, or change it."""
    organisation = _current()
    if request.method == "GET":
        return _page(OrganisationForm(formdata=None, obj=organisation), organisation)
    form = OrganisationForm()
    if not form.validate_on_submit():
        return _page(form, organisation, 422)
    try:
        organisations.change(me(), organisation, name=form.name.data or "", timezone=form.timezone.data or "")
        ems_certificates.change(
            me(), organisation, number=form.certificate_number.data, body=form.certificate_body.data,
            edition=form.certificate_edition.data or "", until=form.certificate_until.data,
        )  # fmt: skip
    except Refusal as refusal:
        if refusal.status != 422:
            raise
        on_form(form, refusal)
        return _page(form, organisation, 422)
    flash(gettext("Saved."), "success")
    return done(url_for(".edit"))


def _current() -> Organisation:
    organisation = organisations.current()
    if organisation is None:
        raise NotThere(N_("There is no such page."))
    return organisation


def _page(form: OrganisationForm, organisation: Organisation, status: int = 200) -> Response:
    form.certificate_edition.choices = [
        ("", gettext("Not given")), *((key, one.name) for key, one in checklists.editions().items())
    ]  # fmt: skip
    story = [line for event in reversed(history.of(organisation)) for line in _told(event)]
    return page("organisations/edit.html", status, form=form, story=story)


def _told(event: Event) -> Iterator[dict[str, Any]]:
    """One line for each thing that an event changed."""
    who = event.person.name if event.person else None
    if event.verb == "set_up":
        yield _line(gettext("Set up"), event.at, who, "flag")
    for key, label in LABELS.items():
        said = event.data.get(key)
        if isinstance(said, dict) and "before" in said:
            shown = {part: _as_read(key, text) for part, text in said.items()}
            changed = gettext(
                "%(what)s: %(after)s, until then %(before)s", what=gettext(label), after=shown["after"],
                before=shown["before"],
            )  # fmt: skip
            yield _line(changed, event.at, who, "pencil")
    if event.data.get("what") == "logo":
        yield _line(
            gettext("Logo chosen") if event.data.get("sha256") else gettext("Logo removed"), event.at, who, "image"
        )


def _as_read(key: str, text: str) -> str:
    """What an event holds, as people read it."""
    if not text:
        return str(gettext("not given"))
    if key == "certificate_until":
        return day(date.fromisoformat(text))
    if key == "certificate_edition":
        edition = checklists.editions().get(text)
        return str(edition.name) if edition else text
    return NAMES.get(text, text) if key == "language" else text


def _line(text: str, at: datetime, who: str | None, icon: str) -> dict[str, Any]:
    return {"text": text, "at": at, "who": who, "why": None, "icon": icon}
