"""Sites, and the processes on them."""

import uuid
from typing import Any

from flask import Blueprint, flash, request, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from auditapp.domain.errors import Refusal
from auditapp.domain.words import N_
from auditapp.models import Process, Site
from auditapp.services import organisations, people, sites
from auditapp.views.fields import Choice, Choices, Paragraph, Words, chosen, refused
from auditapp.views.pages import done, id_of, me, page
from auditapp.views.zones import Zone

views = Blueprint("sites", __name__)


_NO_SITE = N_("A process sits on a site, and there is none yet. Add the site first.")


class SiteForm(FlaskForm):
    """A place."""

    name = Words(_l("Name"), required=True)
    address = Paragraph(_l("Address"), max=1000)
    timezone = Zone(_l("Time zone"))


class ProcessForm(FlaskForm):
    """An activity or area, with an owner."""

    name = Words(_l("Name"), required=True)
    sites = Choices(_l("Sites"), required=True)
    owner = Choice(_l("Process owner"))
    description = Paragraph(_l("What happens here"))


@views.get("/sites")
def index() -> Response:
    """All sites with their processes and owners."""
    return page("sites/index.html", sites=sites.all_sites())


@views.route("/sites/new", methods=["GET", "POST"])
def new() -> Response:
    """Add a site."""
    form = SiteForm(timezone=organisations.zone()) if request.method == "GET" else SiteForm()
    refusal = ""
    if form.validate_on_submit():
        try:
            sites.add_site(me(), form.name.data, timezone=form.timezone.data, address=form.address.data)
            return _kept()
        except Refusal as why:
            refusal = refused(form, why)
    return _site_form(form, None, refusal)


@views.route("/sites/<uuid:site_id>", methods=["GET", "POST"])
def edit(site_id: uuid.UUID) -> Response:
    """Change a site."""
    site = sites.find_site(site_id)
    form = SiteForm(obj=site)
    refusal = ""
    if form.validate_on_submit():
        try:
            sites.change_site(me(), site, name=form.name.data, timezone=form.timezone.data, address=form.address.data)
            return _kept()
        except Refusal as why:
            refusal = refused(form, why)
    return _site_form(form, site, refusal)


@views.route("/processes/new", methods=["GET", "POST"])
def new_process() -> Response:
    """Add a process. Where there is one site only, it is there."""
    known = sites.all_sites()
    if not known:
        raise Refusal(_NO_SITE)
    at = [id_of(site) for site in request.args.getlist("site")] or [site.id for site in known if len(known) == 1]
    form = ProcessForm(sites=at)
    _offer(form, None)
    refusal = ""
    if form.validate_on_submit():
        try:
            sites.add_process(me(), form.name.data, **_written(form))
            return _kept()
        except Refusal as why:
            refusal = refused(form, why)
    return _process_form(form, None, refusal)


@views.route("/processes/<uuid:process_id>", methods=["GET", "POST"])
def edit_process(process_id: uuid.UUID) -> Response:
    """Change a process; a new owner is recorded."""
    process = sites.find_process(process_id)
    form = ProcessForm(
        name=process.name,
        sites=[site.id for site in process.sites],
        owner=process.owner_id,
        description=process.description,
    )
    _offer(form, process)
    refusal = ""
    if form.validate_on_submit():
        try:
            sites.change_process(me(), process, name=form.name.data, **_written(form))
            return _kept()
        except Refusal as why:
            refusal = refused(form, why)
    return _process_form(form, process, refusal)


def _offer(form: ProcessForm, process: Process | None) -> None:
    """Sites and people to choose from; an owner who left stays until another is chosen."""
    owners = people.active()
    if process is not None and process.owner is not None and process.owner not in owners:
        owners.append(process.owner)
    form.sites.choices = chosen(sites.all_sites())
    form.owner.choices = chosen(owners, none=gettext("Nobody yet"))


def _written(form: ProcessForm) -> dict[str, Any]:
    owner = form.owner.data
    return {
        "sites": [sites.find_site(site_id) for site_id in form.sites.data],
        "owner": people.find(owner) if owner else None,
        "description": form.description.data,
    }


def _kept() -> Response:
    flash(gettext("Saved."), "success")
    return done(url_for("sites.index"))


def _site_form(form: SiteForm, site: Site | None, refusal: str) -> Response:
    status = 422 if request.method == "POST" else 200
    return page("sites/edit.html", status, form=form, site=site, refusal=refusal)


def _process_form(form: ProcessForm, process: Process | None, refusal: str) -> Response:
    status = 422 if request.method == "POST" else 200
    return page("sites/edit_process.html", status, form=form, process=process, refusal=refusal)
