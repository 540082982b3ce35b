"""The certificate that papers are signed with, where the organisation gave one."""

from pathlib import Path

from flask import current_app
from flask_babel import force_locale, gettext

from auditapp.adapters import certificate_store, clock, paper_signing
from auditapp.adapters.paper_signing import Certificate
from auditapp.domain.errors import Refusal
from auditapp.domain.words import N_
from auditapp.models import Person
from auditapp.services import history, organisations


def current() -> Certificate | None:
    """Whose certificate signs papers; None where none does. Raises `Refusal` where its file is damaged."""
    kept = _kept()
    return paper_signing.read(*kept) if kept else None


def put(by: Person, p12: bytes, passphrase: str) -> Certificate:
    """Sign every paper from now on; what is issued stays as it is. Raises `Refusal` with the field."""
    history.allow(by, "manage_certificate")
    if not p12:
        raise Refusal(N_("No file was chosen. Choose a PKCS #12 file (.p12, .pfx)."), field="file")
    if len(p12) > paper_signing.MOST_BYTES:
        raise Refusal(N_("This file is too large for a certificate."), field="file")
    found = paper_signing.read(p12, passphrase)
    _complain_of_dates(found)
    certificate_store.keep(_folder(), p12, passphrase)
    history.record(organisations.current(), "change", by, what="certificate", name=found.name, sha256=found.sha256)
    return found


def remove(by: Person) -> None:
    """Papers are issued without it again. Twice is once."""
    history.allow(by, "manage_certificate")
    if _kept() is not None:
        certificate_store.forget(_folder())
        history.record(organisations.current(), "change", by, what="certificate", name="", sha256="")


def complain_if_useless() -> None:
    """Raises `Refusal` where papers are to be signed and cannot be: before anything is issued."""
    found = current()
    if found is not None:
        _complain_of_dates(found)


def sign(pdf: bytes, language: str) -> tuple[bytes, str]:
    """``pdf`` signed, and by whom; as it is and '' where there is no certificate. Raises `Refusal`."""
    kept = _kept()
    if kept is None:
        return pdf, ""
    found = paper_signing.read(*kept)
    _complain_of_dates(found)
    with force_locale(language):
        reason, label = gettext("Issued"), gettext("Signature of %(name)s", name=found.name)
    return paper_signing.sign(pdf, *kept, reason=reason, label=label), found.name


def _complain_of_dates(found: Certificate) -> None:
    if not found.begins <= clock.now() <= found.ends:
        raise Refusal(
            N_("The certificate of %(name)s holds %(first)s to %(last)s. Give one that holds today, or remove it."),
            name=found.name, first=found.begins.date().isoformat(), last=found.ends.date().isoformat(), field="file",
        )  # fmt: skip


def _kept() -> tuple[bytes, str] | None:
    try:
        return certificate_store.load(_folder())
    except (ValueError, KeyError):
        damaged = N_("The file of the certificate for papers is damaged. Give the certificate anew, or remove it.")
        raise Refusal(damaged, status=503) from None


def _folder() -> Path:
    folder: Path = current_app.config["SETTINGS"].data / "secrets"
    return folder
