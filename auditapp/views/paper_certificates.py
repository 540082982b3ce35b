"""The certificate that papers are signed with: given by the administrator, looked at, taken away."""

from flask import Blueprint, Response, flash, request, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response as AnyResponse
from wtforms import PasswordField
from wtforms.validators import Length

from auditapp.adapters import paper_signing
from auditapp.domain.errors import Refusal
from auditapp.services import paper_certificates
from auditapp.views.pages import done, me, page
from auditapp.views.refusals import on_form

views = Blueprint("paper_certificates", __name__, url_prefix="/certificate")


class CertificateForm(FlaskForm):
    """The file and what opens it."""

    file = FileField(_l("Certificate with its key"), render_kw={"accept": ".p12,.pfx,application/x-pkcs12"})
    passphrase = PasswordField(_l("Passphrase of the file"), [Length(max=200)], render_kw={"autocomplete": "off"})


@views.route("", methods=["GET", "POST"])
def edit() -> AnyResponse:
    """Look at it, or give another."""
    form = CertificateForm()
    if request.method == "GET":
        return _page(form)
    try:
        if not form.validate_on_submit():
            return _page(form, 422)
        chosen = form.file.data
        given = chosen.stream.read(paper_signing.MOST_BYTES + 1) if isinstance(chosen, FileStorage) else b""
        found = paper_certificates.put(me(), given, form.passphrase.data or "")
    except Refusal as refusal:
        if refusal.status == 403:
            raise
        on_form(form, refusal)
        return _page(form, refusal.status)
    flash(gettext("Papers are signed as %(name)s from now on.", name=found.name), "success")
    return done(url_for(".edit"))


def _page(form: CertificateForm, status: int = 200) -> Response:
    trouble, current = None, None
    try:
        current = paper_certificates.current()
        paper_certificates.complain_if_useless()
    except Refusal as refusal:
        trouble = refusal
    return page("certificates/edit.html", status, form=form, current=current, trouble=trouble)


@views.post("/remove")
def remove() -> AnyResponse:
    """None any more."""
    paper_certificates.remove(me())
    return done(url_for(".edit"))
