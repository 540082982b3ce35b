"""The register's own deeds: files to take away, saved views, handing over when somebody leaves."""

import tempfile
import uuid
from urllib.parse import parse_qsl

from flask import Blueprint, Response, flash, make_response, render_template, request, send_file, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response as AnyResponse

from auditapp.adapters import clock, spreadsheet, workbook
from auditapp.adapters.workbook import Sheet
from auditapp.domain.errors import NotThere, Refusal
from auditapp.domain.words import N_
from auditapp.services import (
    audit_exports,
    book_sheets,
    handovers,
    organisations,
    people,
    register_exports,
    resemblances,
    saved_views,
)
from auditapp.views import register_filters
from auditapp.views.fields import Choice, Paragraph, chosen, refused
from auditapp.views.pages import done, me, page

views = Blueprint("registers", __name__)

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@views.get("/register/nonconformities.<kind>")
def export(kind: str) -> AnyResponse:
    """The filtered register as a file, its columns those of `register_exports`."""
    if kind not in ("csv", "xlsx"):
        raise NotThere(N_("The register comes as XLSX or CSV."))
    wanted = register_filters.read(request.args)
    columns = register_exports.heads()
    rows = register_exports.rows(me(), wanted)
    day = clock.today(organisations.zone()).isoformat()
    name = f"nonconformities-{day}-v{register_exports.VERSION}.{kind}"
    if kind == "csv":
        response = make_response(spreadsheet.write_csv(columns, rows))
        response.headers["Content-Type"] = "text/csv; charset=utf-8"
        response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
        return response
    sheet = Sheet(gettext("Nonconformities"), columns, rows, register_exports.wide(), len(register_exports.CODES))
    return book(name, sheet, book_sheets.about(me(), "register", register_exports.VERSION))


@views.get("/audits/<reference>.xlsx")
def audit(reference: str) -> AnyResponse:
    """Answers and findings of an audit as a book."""
    return book(f"{reference.upper()}-v{audit_exports.VERSION}.xlsx", *audit_exports.of_audit(me(), reference))


def book(name: str, *sheets: Sheet) -> AnyResponse:
    """An XLSX file to take away."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the answer closes it when it is sent
    organisation = organisations.current()
    workbook.write_xlsx(file, *sheets, paper=organisation.paper_size if organisation else "A4")
    file.seek(0)
    return send_file(file, mimetype=XLSX, as_attachment=True, download_name=name)


@views.post("/register/views")
def save_view() -> Response | AnyResponse:
    """Keep the filter under a name."""
    asked = dict(parse_qsl(request.form.get("query", "")[:2000]))
    query = register_filters.query(register_filters.read(asked))
    saved_views.save(me(), request.form.get("name", "")[:100], query)
    flash(gettext("The view is saved."), "success")
    return done(url_for("nonconformities.index") + (f"?{query}" if query else ""))


@views.post("/register/views/<uuid:view_id>/remove")
def remove_view(view_id: uuid.UUID) -> AnyResponse:
    """Take a view out."""
    saved_views.remove(me(), view_id)
    return done(url_for("nonconformities.index"))


@views.post("/register/alike")
def alike() -> Response:
    """Nonconformities that read like the words being typed: a fragment of a page. Posted to, since a wording may be
    longer than an address (`app.READS`)."""
    typed = request.form.get("statement", "").strip() or request.form.get("external_wording", "")
    words = typed.replace("\x00", "")[:2000]
    found = resemblances.similar(me(), words) if len(words) > 10 else []
    return make_response(render_template("nonconformities/alike.html", found=found))


class HandOverForm(FlaskForm):
    """Who leaves, who takes over, why."""

    leaver = Choice(_l("From"), required=True)
    to = Choice(_l("To"), required=True)
    reason = Paragraph(_l("Why"), required=True)


@views.route("/register/hand-over", methods=["GET", "POST"])
def hand_over() -> Response | AnyResponse:
    """All that is open of somebody who leaves goes to somebody else."""
    form = HandOverForm(leaver=_asked_id())
    form.leaver.choices = chosen(people.everybody(), none=gettext("Choose a person"))
    form.to.choices = chosen(people.active(), none=gettext("Choose a person"))
    refusal = ""
    if form.validate_on_submit():
        assert form.leaver.data is not None
        assert form.to.data is not None
        leaver, to = people.find(form.leaver.data), people.find(form.to.data)
        try:
            load = handovers.hand_over(me(), leaver, to, form.reason.data)
        except Refusal as why:
            refusal = refused(form, why)
        else:
            words = gettext(
                "Done: %(to)s now has what %(name)s owned (%(count)s entries).",
                to=to.name,
                name=leaver.name,
                count=load.count,
            )
            flash(words, "success")
            return done(url_for("nonconformities.index", show="open", owner=to.id))
    shown = handovers.load_of(people.find(form.leaver.data)) if form.leaver.data and not form.leaver.errors else None
    status = 422 if request.method == "POST" else 200
    return page("nonconformities/hand_over.html", status, form=form, refusal=refusal, load=shown)


def _asked_id() -> uuid.UUID | None:
    try:
        return uuid.UUID(request.args.get("leaver", ""))
    except ValueError:
        return None
