"""A local authority and a server certificate that browsers and tablets accept, and nothing wider."""

import plistlib
import socket
import ssl
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509

from auditapp.adapters import certificate_authority, certificates

NAMES = ["192.168.7.20", "boiler-house.local"]


def certificate_at(path: Path) -> x509.Certificate:
    return x509.load_pem_x509_certificate(path.read_bytes())


def shake_hands(authority: bytes, pair: Path, name: str) -> None:
    """Do what a tablet does: connect, and check chain, name and limits. Raises ssl.SSLError."""
    served = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    served.load_cert_chain(pair)
    trusting = ssl.create_default_context(cadata=authority.decode())
    ours, theirs = socket.socketpair()

    def answer() -> None:
        try:
            served.wrap_socket(theirs, server_side=True).close()
        except OSError:
            theirs.close()  # the other side hung up; it says why

    thread = threading.Thread(target=answer)
    thread.start()
    try:
        with trusting.wrap_socket(ours, server_hostname=name):
            pass
    finally:
        ours.close()
        thread.join(timeout=10)


@pytest.mark.parametrize("name", NAMES)
def test_a_device_that_trusts_the_authority_accepts_the_server(tmp_path: Path, name: str) -> None:
    path, _ = certificates.ensure_server_certificate(tmp_path, NAMES)
    shake_hands(certificates.ca_certificate_pem(tmp_path), path, name)


def test_a_device_refuses_the_server_under_a_name_it_was_not_made_for(tmp_path: Path) -> None:
    path, _ = certificates.ensure_server_certificate(tmp_path, NAMES)
    with pytest.raises(ssl.SSLCertVerificationError):
        shake_hands(certificates.ca_certificate_pem(tmp_path), path, "192.168.7.21")


def test_a_device_refuses_a_bank_that_the_authority_vouched_for(tmp_path: Path) -> None:
    """A stolen authority key is of no use beyond the private network."""
    ca = certificates.ensure_ca(tmp_path)
    forged = certificate_authority.new_server(certificates._read(ca), ["bank.example"], datetime.now(UTC))
    path = tmp_path / "forged.pem"
    path.write_bytes(certificates._pem(*forged))
    with pytest.raises(ssl.SSLCertVerificationError, match="permitted subtree violation"):
        shake_hands(certificates.ca_certificate_pem(tmp_path), path, "bank.example")


def test_the_machines_own_public_name_is_vouched_for(tmp_path: Path) -> None:
    path, _ = certificates.ensure_server_certificate(tmp_path, ["audits.works.example"])
    shake_hands(certificates.ca_certificate_pem(tmp_path), path, "audits.works.example")


def test_a_public_address_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="Use --cert and --key"):
        certificates.ensure_server_certificate(tmp_path, ["8.8.8.8"])


def test_names_the_authority_may_not_vouch_for_are_left_out(tmp_path: Path) -> None:
    certificates.ensure_ca(tmp_path)
    assert certificates.covered(tmp_path, ["8.8.8.8", "10.1.2.3", "bank.example"]) == ["10.1.2.3"]


def test_keys_are_readable_by_their_owner_alone(tmp_path: Path) -> None:
    folder = tmp_path / "tls"
    certificates.ensure_server_certificate(folder, NAMES)
    modes = {path.name: path.stat().st_mode & 0o777 for path in [folder, *folder.iterdir()]}
    assert modes == {"tls": 0o700, "ca.pem": 0o600, "server.pem": 0o600}


def test_a_second_start_keeps_both_certificates(tmp_path: Path) -> None:
    path, _ = certificates.ensure_server_certificate(tmp_path, NAMES)
    before = path.read_bytes(), certificates.ca_fingerprint(tmp_path)
    certificates.ensure_server_certificate(tmp_path, NAMES[::-1])
    assert (path.read_bytes(), certificates.ca_fingerprint(tmp_path)) == before


def test_a_changed_address_renews_the_server_and_keeps_the_authority(tmp_path: Path) -> None:
    path, _ = certificates.ensure_server_certificate(tmp_path, NAMES)
    before = path.read_bytes(), certificates.ca_fingerprint(tmp_path)
    certificates.ensure_server_certificate(tmp_path, ["192.168.7.99"])
    assert path.read_bytes() != before[0]
    assert certificates.ca_fingerprint(tmp_path) == before[1]


@pytest.mark.parametrize(("days", "renewed"), [(700, False), (765, True)])
def test_the_server_certificate_is_renewed_sixty_days_before_its_end(tmp_path: Path, days: int, renewed: bool) -> None:
    start = datetime(2026, 3, 1, tzinfo=UTC)
    path, _ = certificates.ensure_server_certificate(tmp_path, NAMES, at=start)
    before = path.read_bytes()
    certificates.ensure_server_certificate(tmp_path, NAMES, at=start + timedelta(days=days))
    assert (path.read_bytes() != before) is renewed


def test_a_damaged_server_certificate_is_made_anew(tmp_path: Path) -> None:
    path, _ = certificates.ensure_server_certificate(tmp_path, NAMES)
    path.write_text("half a file")
    certificates.ensure_server_certificate(tmp_path, NAMES)
    shake_hands(certificates.ca_certificate_pem(tmp_path), path, NAMES[0])


def test_a_server_certificate_lasts_no_longer_than_apple_accepts(tmp_path: Path) -> None:
    path, _ = certificates.ensure_server_certificate(tmp_path, NAMES)
    certificate = certificate_at(path)
    assert certificate.not_valid_after_utc - certificate.not_valid_before_utc <= timedelta(days=825)


def test_two_starts_at_once_make_one_authority(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as threads:
        paths = list(threads.map(lambda _: certificates.ensure_ca(tmp_path), range(8)))
    assert len({path.read_bytes() for path in paths}) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["ca.pem"]


def test_the_profile_for_ipads_holds_the_authority_and_no_key(tmp_path: Path) -> None:
    certificates.ensure_ca(tmp_path)
    profile = plistlib.loads(certificates.ca_mobileconfig(tmp_path))
    assert profile["PayloadContent"][0]["PayloadType"] == "com.apple.security.root"
    assert profile["PayloadContent"][0]["PayloadContent"] == certificates.ca_certificate_der(tmp_path)
    assert b"PRIVATE KEY" not in certificates.ca_mobileconfig(tmp_path)


def test_the_profile_stays_the_same_so_that_it_replaces_itself(tmp_path: Path) -> None:
    certificates.ensure_ca(tmp_path)
    assert certificates.ca_mobileconfig(tmp_path) == certificates.ca_mobileconfig(tmp_path)


def test_what_people_download_holds_no_key(tmp_path: Path) -> None:
    certificates.ensure_ca(tmp_path)
    assert b"PRIVATE" not in certificates.ca_certificate_pem(tmp_path)
