"""How papers look: the logo on their cover, chosen and taken away; the size of the sheet."""

from flask import Blueprint, Response, request, url_for
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response as AnyResponse

from auditapp.domain.errors import NotThere, Refusal
from auditapp.domain.words import N_
from auditapp.services import logos, organisations
from auditapp.views.pages import done, me, page
from auditapp.views.refusals import on_form

views = Blueprint("logos", __name__, url_prefix="/logo")


class LogoForm(FlaskForm):
    """One picture."""

    logo = FileField(_l("Picture"), render_kw={"accept": "image/png,image/jpeg"})


@views.route("", methods=["GET", "POST"])
def edit() -> AnyResponse:
    """Look at it, or choose another."""
    form = LogoForm()
    if request.method == "GET":
        return _page(form)
    try:
        if not form.validate_on_submit():
            return _page(form, 422)
        chosen = form.logo.data
        logos.put(me(), chosen.stream.read(logos.MOST_BYTES + 1) if isinstance(chosen, FileStorage) else b"")
    except Refusal as refusal:
        if refusal.status == 403:
            raise
        on_form(form, refusal)
        return _page(form, refusal.status)
    return done(url_for(".edit"))


@views.post("/size")
def size() -> AnyResponse:
    """A4 or Letter."""
    logos.choose_size(me(), request.form.get("size", ""))
    return done(url_for(".edit"))


def _page(form: LogoForm, status: int = 200) -> Response:
    organisation = organisations.current()
    return page(
        "logos/edit.html", status, form=form, has_logo=logos.picture() is not None, sizes=logos.SIZES,
        size=organisation.paper_size if organisation else "A4",
    )  # fmt: skip


@views.post("/remove")
def remove() -> AnyResponse:
    """None any more."""
    logos.remove(me())
    return done(url_for(".edit"))


@views.get("/picture.jpg")
def picture() -> Response:
    """As it prints."""
    found = logos.picture()
    if found is None:
        raise NotThere(N_("There is no logo yet."))
    return Response(found, mimetype="image/jpeg")
