"""How a tablet learns to trust this server, where `bin/run --https` made the certificate here."""

from pathlib import Path

from flask import Blueprint, current_app, make_response, request
from flask.wrappers import Response

from auditapp.adapters import certificates
from auditapp.domain.errors import NotThere
from auditapp.domain.words import N_
from auditapp.views.pages import page

views = Blueprint("trust", __name__)


@views.get("/trust")
def show() -> Response:
    """The steps, for the tablet that asks first."""
    return page("trust/show.html", fingerprint=certificates.ca_fingerprint(_authority()), host=request.host)


@views.get("/trust/auditapp.crt")
def certificate() -> Response:
    """For Android and Windows."""
    return _file(certificates.ca_certificate_der(_authority()), "application/x-x509-ca-cert", "auditapp.crt")


@views.get("/trust/auditapp.pem")
def text() -> Response:
    """For Linux and for people who like to look."""
    return _file(certificates.ca_certificate_pem(_authority()), "application/x-pem-file", "auditapp.pem")


@views.get("/trust/auditapp.mobileconfig")
def profile() -> Response:
    """For iPad and iPhone, which install it only when it is shown rather than saved."""
    return _file(certificates.ca_mobileconfig(_authority()), "application/x-apple-aspen-config", None)


def _authority() -> Path:
    folder: Path = current_app.config["SETTINGS"].data / "tls"
    if not (folder / "ca.pem").is_file():
        raise NotThere(N_("This server needs nothing installed on a tablet: it made no certificate of its own."))
    return folder


def _file(content: bytes, kind: str, name: str | None) -> Response:
    response = make_response(content)
    response.content_type = kind
    if name:
        response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
