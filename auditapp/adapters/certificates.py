"""HTTPS on a site's own network: a small certificate authority of this installation, and the server's certificate.

Tablets trust the authority once (page ``/trust``); after that they accept the server.
"""

import os
import plistlib
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from auditapp.adapters.certificate_authority import Pair, covers, general_name, new_authority, new_server
from auditapp.adapters.secret_store import create_once, keep_private_folder

RENEW_BEFORE = timedelta(days=60)


def ensure_ca(folder: Path, names: list[str] | None = None, *, at: datetime | None = None) -> Path:
    """The file (0600) with key and certificate of the authority in ``folder``, made at the first call.

    ``names``: host names beyond the private ones it may vouch for. Of two processes at once one wins.
    """
    keep_private_folder(folder)
    path = folder / "ca.pem"
    if not path.exists():
        create_once(path, _pem(*new_authority(names or [], at or datetime.now(UTC))))
    return path


def ensure_server_certificate(folder: Path, names: list[str], *, at: datetime | None = None) -> tuple[Path, Path]:
    """Files with the server's certificate and its key (one file, 0600) for host names and IPv4 addresses.

    Made anew when there is none, when it ends within 60 days, when ``names`` changed or the authority did.
    Raises ValueError with a sentence when the authority may not vouch for any of ``names``.
    """
    at = at or datetime.now(UTC)
    issuer = _read(ensure_ca(folder, names, at=at))
    wanted = covered(folder, names)
    if not wanted:
        raise ValueError(
            f"The local certificate authority may not vouch for {', '.join(names)}."
            " Use --cert and --key with your own certificate."
        )
    path = folder / "server.pem"
    if not _still_good(path, issuer[0], wanted, at):
        _replace(path, _pem(*new_server(issuer, wanted, at)))
    return path, path


def covered(folder: Path, names: list[str]) -> list[str]:
    """Those of ``names`` that the authority in ``folder`` may vouch for."""
    constraints = _read(folder / "ca.pem")[0].extensions.get_extension_for_class(x509.NameConstraints).value
    permitted = constraints.permitted_subtrees or []
    return [name for name in names if any(covers(subtree, name) for subtree in permitted)]


def ca_certificate_pem(folder: Path) -> bytes:
    """The authority's certificate alone, as text."""
    return _read(folder / "ca.pem")[0].public_bytes(serialization.Encoding.PEM)


def ca_certificate_der(folder: Path) -> bytes:
    """The authority's certificate as Android and Windows install it (``.crt``)."""
    return _read(folder / "ca.pem")[0].public_bytes(serialization.Encoding.DER)


def ca_mobileconfig(folder: Path) -> bytes:
    """The profile iPads install (``.mobileconfig``, application/x-apple-aspen-config) to trust the authority.

    The same authority gives the same profile, so that installing it again replaces it.
    """
    mark = ca_fingerprint(folder)
    certificate = {
        "PayloadType": "com.apple.security.root",
        "PayloadVersion": 1,
        "PayloadIdentifier": "auditapp.authority.certificate",
        "PayloadUUID": _uuid("certificate", mark),
        "PayloadDisplayName": "auditapp certificate authority",
        "PayloadDescription": "Lets this device reach auditapp on this network over HTTPS.",
        "PayloadCertificateFileName": "auditapp-ca.crt",
        "PayloadContent": ca_certificate_der(folder),
    }
    profile = {
        "PayloadType": "Configuration",
        "PayloadVersion": 1,
        "PayloadIdentifier": "auditapp.authority",
        "PayloadUUID": _uuid("profile", mark),
        "PayloadDisplayName": "auditapp on this network",
        "PayloadDescription": (
            "Trusts the certificate authority of your auditapp server, which may vouch for private addresses only."
        ),
        "PayloadContent": [certificate],
    }
    return plistlib.dumps(profile)


def ca_fingerprint(folder: Path) -> str:
    """SHA-256 of the authority's certificate, 'AB:CD:...', for comparing by eye."""
    return _read(folder / "ca.pem")[0].fingerprint(hashes.SHA256()).hex(":").upper()


def _read(path: Path) -> Pair:
    content = path.read_bytes()
    key = serialization.load_pem_private_key(content, None)
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise ValueError(f"The key in {path} is not one that auditapp made. Move the file away and start again.")
    return x509.load_pem_x509_certificate(content), key


def _pem(certificate: x509.Certificate, key: ec.EllipticCurvePrivateKey) -> bytes:
    text = serialization.Encoding.PEM
    private = key.private_bytes(text, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    return certificate.public_bytes(text) + private


def _replace(path: Path, content: bytes) -> None:
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")  # mkstemp: mode 0600
    with os.fdopen(handle, "wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    os.replace(temporary, path)


def _still_good(path: Path, issuer: x509.Certificate, names: list[str], at: datetime) -> bool:
    try:
        certificate, _ = _read(path)
        certificate.verify_directly_issued_by(issuer)
    except (OSError, ValueError, TypeError, InvalidSignature):  # whatever it is, it is made anew
        return False
    held = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    lasts = certificate.not_valid_after_utc - at > RENEW_BEFORE
    return lasts and set(held) == {general_name(name) for name in names}


def _uuid(part: str, mark: str) -> str:
    return str(uuid5(NAMESPACE_URL, f"auditapp:{part}:{mark}")).upper()
