"""Papers signed with the organisation's own certificate: the frozen bytes are the signed ones."""

import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.serialization import pkcs12
from flask import Flask

from auditapp.adapters import clock, pdf
from auditapp.domain.errors import NotAllowed, Refusal
from auditapp.models import Event, Paper, db
from auditapp.services import paper_certificates, papers, reports
from tests import reporting as story
from tests.adapters import pdf_gate
from tests.cast import Cast
from tests.pages import DistrustfulClient

SignIn = Callable[..., DistrustfulClient]
WORD = "open it"


def a_certificate(days: int = 400, key: Any = None) -> tuple[bytes, bytes]:
    """A PKCS #12 file of the mill, held by itself, and the certificate alone (DER)."""
    key = key or ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Weir Mill Ltd")])
    usage = x509.KeyUsage(True, True, False, False, False, False, False, False, False)
    began = clock.now() - timedelta(days=500)
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(7)
        .not_valid_before(began).not_valid_after(began + timedelta(days=500 + days)).add_extension(usage, True)
        .sign(key, None if isinstance(key, ed25519.Ed25519PrivateKey) else hashes.SHA256())
    )  # fmt: skip
    kept = serialization.BestAvailableEncryption(WORD.encode())
    whole = pkcs12.serialize_key_and_certificates(b"mill", key, made, None, kept)
    return whole, made.public_bytes(serialization.Encoding.DER)


def verdict(pdf: bytes, trusted: bytes) -> Any:
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko_certvalidator import ValidationContext

    found = PdfFileReader(io.BytesIO(pdf)).embedded_signatures
    assert len(found) == 1
    context = ValidationContext(trust_roots=[asn1.Certificate.load(trusted)], allow_fetching=False)
    return validate_pdf_signature(found[0], context)


@pytest.fixture(autouse=True)
def short_papers(monkeypatch: pytest.MonkeyPatch) -> None:
    """One line each: what reports say is tested elsewhere."""
    plain = pdf.render
    monkeypatch.setattr(pdf, "render", lambda _html, **more: plain("<html lang=en><h1>Report</h1>", **more))


def test_an_issued_report_is_signed_frozen_so_and_still_passes_the_gate(
    app: Flask, cast: Cast, signed_in: SignIn
) -> None:
    p12, certificate = a_certificate()
    paper_certificates.put(cast.mia, p12, WORD)
    audit = story.issued(cast, story.a_walked_audit(cast))
    paper = db.session.query(Paper).one()
    content = reports.audit_report(cast.mia, audit.reference).pdf
    assert paper.signed_as == "Weir Mill Ltd"
    assert papers.frozen(paper).pdf == content
    assert verdict(content, certificate).bottom_line
    assert pdf_gate.faults(content) == []
    assert "Weir Mill Ltd" in signed_in(cast.mia).text(f"/audits/{audit.reference}")
    changed = content.replace(b"/Lang (en)", b"/Lang (de)", 1)
    assert changed != content
    assert not verdict(changed, certificate).intact


def test_certificate_and_passphrase_lie_in_a_file_for_this_account_alone(app: Flask, cast: Cast) -> None:
    paper_certificates.put(cast.mia, a_certificate()[0], WORD)
    kept = app.config["SETTINGS"].data / "secrets" / "paper_certificate.json"
    assert kept.stat().st_mode & 0o777 == 0o600
    event = db.session.query(Event).order_by(Event.seq.desc()).first()
    assert event is not None
    assert event.data["name"] == "Weir Mill Ltd"
    assert WORD not in str(event.data)


def test_the_administrator_gives_and_removes_it_on_a_page(app: Flask, cast: Cast, signed_in: SignIn) -> None:
    client = signed_in(cast.mia)
    p12, _ = a_certificate()

    def send(file: bytes, word: str) -> Any:
        return client.send("/certificate", {"file": (io.BytesIO(file), "mill.p12"), "passphrase": word})

    for file, word, sentence in [
        (p12, "another", "its passphrase is another"), (b"%PDF", WORD, "no PKCS #12 file"),
        (b"", WORD, "No file was chosen"), (a_certificate(days=-3)[0], WORD, "Give one that holds today"),
        (a_certificate(key=ed25519.Ed25519PrivateKey.generate())[0], WORD, "no certificate with its RSA or EC key"),
    ]:  # fmt: skip
        refused = send(file, word)
        assert refused.status_code == 422
        assert sentence in refused.text
        assert WORD not in refused.text
    assert send(p12, WORD).status_code == 303
    assert "Weir Mill Ltd" in client.text("/certificate")
    assert client.send("/certificate/remove").status_code == 303
    assert "without a certificate" in client.text("/certificate")
    assert paper_certificates.sign(b"%PDF", "en") == (b"%PDF", "")


def test_only_the_administrator_gives_it(app: Flask, cast: Cast, signed_in: SignIn) -> None:
    assert signed_in(cast.lea).get("/certificate").status_code == 403
    with pytest.raises(NotAllowed):
        paper_certificates.put(cast.lea, a_certificate()[0], WORD)


def test_a_certificate_that_ended_stops_the_issue_in_words(app: Flask, cast: Cast) -> None:
    paper_certificates.put(cast.mia, a_certificate(days=1)[0], WORD)
    audit = story.a_walked_audit(cast)
    with clock.moved(clock.now() + timedelta(days=3)), pytest.raises(Refusal, match="Give one that holds today"):
        reports.issue(cast.mia, audit)
    assert db.session.query(Paper).count() == 0
