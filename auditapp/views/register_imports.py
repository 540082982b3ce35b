"""An old register brought in: upload, say which column is which, look at a dry run, bring in, undo."""

import uuid
from collections.abc import Sequence
from typing import Any

from flask import Blueprint, Response, flash, request, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from werkzeug.wrappers import Response as AnyResponse

from auditapp.domain import old_register
from auditapp.domain.errors import Refusal
from auditapp.domain.finding import NONCONFORMING
from auditapp.domain.old_register import Bad, Reading
from auditapp.services import checklists, people, register_files, register_imports, register_readings
from auditapp.views.choices import RadioField, SelectField
from auditapp.views.fields import Choice, Words, chosen, refused
from auditapp.views.formats import short_grade, translated
from auditapp.views.pages import done, me, page

views = Blueprint("register_imports", __name__)
SHOWN = 200
"""Sentences about bad rows, and rows of each, that the page names."""


class UploadForm(FlaskForm):
    """The file."""

    file = FileField(_l("The old register, XLSX or CSV"))


@views.route("/register/imports", methods=["GET", "POST"])
def index() -> Response | AnyResponse:
    """What was brought in, and a form for the next file."""
    form, refusal = UploadForm(), ""
    if form.validate_on_submit():
        sent = request.files.get("file")
        try:
            one = register_files.upload(me(), (sent.filename or "") if sent else "", sent.read() if sent else b"")
            return done(url_for("register_imports.show", import_id=one.id))
        except Refusal as why:
            refusal = refused(form, why)
    status = 422 if request.method == "POST" else 200
    return page("register_imports/list.html", status, form=form, refusal=refusal, imports=register_files.listed(me()))


class MappingForm(FlaskForm):
    """How the file is read; a select for each field of ours is added by `_form`."""

    dates = RadioField(_l("Days are written as"))
    split = Words(_l("Sign between several nonconformities in one cell"), max=5)
    grade = RadioField(_l("Grade of rows that name none"))
    edition = SelectField(_l("Clause numbers are of"))
    owner = Choice(_l("Owner of what names nobody who is here"), required=True)


def _form(columns: list[tuple[str, str]], mapping: dict[str, Any]) -> Any:
    offered = [("", gettext("not in the file"))] + [
        (str(place), f"{name or place + 1}{': ' + first[:40] if first else ''}")
        for place, (name, first) in enumerate(columns)
    ]
    fields = {
        name: SelectField(
            gettext(label), choices=offered, default=str(mapping["columns"].get(name, "")), name=f"column-{name}"
        )
        for name, label in old_register.FIELDS.items()
    }
    kind = type("Columns", (MappingForm,), {f"column_{name}": field for name, field in fields.items()})
    form = kind(
        dates=mapping.get("dates", "ymd"), split=mapping.get("split", ""), grade=mapping.get("grade", "minor"),
        edition=mapping.get("edition", "iso14001-2015"), owner=uuid.UUID(mapping.get("owner", str(me().id))),
    )  # fmt: skip
    form.dates.choices = [(code, gettext(word)) for code, word in old_register.DATE_ORDERS.items()]
    form.grade.choices = [(grade, short_grade(grade)) for grade in NONCONFORMING]
    form.edition.choices = [(edition.key, edition.name) for edition in checklists.editions().values()]
    form.owner.choices = chosen(people.active())
    return form


@views.route("/register/imports/<uuid:import_id>", methods=["GET", "POST"])
def show(import_id: uuid.UUID) -> Response | AnyResponse:
    """Mapping and dry run of a file that is not brought in yet; else what became of it."""
    one = register_files.find(me(), import_id)
    if one.state != "uploaded":
        return page("register_imports/done.html", one=one)
    form, refusal = _form(register_files.columns_of(one), one.mapping), ""
    if form.validate_on_submit():
        columns = {
            name: int(form[f"column_{name}"].data) for name in old_register.FIELDS if form[f"column_{name}"].data
        }
        how = Reading(columns, form.dates.data, form.split.data, form.grade.data, form.edition.data)
        try:
            register_readings.map_columns(me(), one, how, people.find(form.owner.data))
            return done(url_for("register_imports.show", import_id=one.id))
        except Refusal as why:
            refusal = refused(form, why)
    told = register_readings.look(one)
    status = 422 if request.method == "POST" else 200
    return page(
        "register_imports/show.html", status, one=one, form=form, refusal=refusal, told=told,
        fields=old_register.FIELDS,
        bad=_by_sentence(told.bad), shown=SHOWN,
    )  # fmt: skip


def _by_sentence(bad: Sequence[Bad]) -> list[tuple[str, str, int]]:
    """Sentence, rows and how many more rows: what is wrong with many rows is said once."""
    rows: dict[str, list[int]] = {}
    for one in bad:
        rows.setdefault(translated(one.message, dict(one.values)), []).append(one.line)
    shown = list(rows.items())[:SHOWN]
    return [(words, ", ".join(map(str, lines[:SHOWN])), len(lines)) for words, lines in shown]


@views.post("/register/imports/<uuid:import_id>/write")
def write(import_id: uuid.UUID) -> AnyResponse:
    """Bring the good rows in."""
    count = register_imports.write(me(), register_files.find(me(), import_id))
    flash(gettext("%(count)s nonconformities are in the register, with their old numbers.", count=count), "success")
    return done(url_for("register_imports.show", import_id=import_id))


@views.post("/register/imports/<uuid:import_id>/undo")
def undo(import_id: uuid.UUID) -> AnyResponse:
    """Take them out again while nobody worked on them."""
    register_imports.undo(me(), register_files.find(me(), import_id))
    flash(gettext("The import is undone; its numbers are free again."), "success")
    return done(url_for("register_imports.show", import_id=import_id))
