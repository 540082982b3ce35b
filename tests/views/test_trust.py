"""How a tablet learns to trust the server: for everybody, where there is something to trust."""

from flask import Flask

from auditapp.adapters import certificates
from tests.pages import DistrustfulClient


def with_authority(app: Flask) -> None:
    certificates.ensure_ca(app.config["SETTINGS"].data / "tls")


def test_without_a_certificate_of_its_own_there_is_nothing_to_install(client: DistrustfulClient) -> None:
    response = client.get("/trust")
    assert response.status_code == 404
    assert "needs nothing installed" in response.text


def test_the_page_shows_the_fingerprint_to_compare(app: Flask, client: DistrustfulClient) -> None:
    with_authority(app)
    mark = certificates.ca_fingerprint(app.config["SETTINGS"].data / "tls").replace(":", " ")
    assert mark in client.text("/trust")


def test_ipads_get_a_profile(app: Flask, client: DistrustfulClient) -> None:
    with_authority(app)
    response = client.get("/trust/auditapp.mobileconfig")
    assert response.content_type == "application/x-apple-aspen-config"
    assert b"com.apple.security.root" in response.data


def test_android_gets_a_certificate_and_never_the_key(app: Flask, client: DistrustfulClient) -> None:
    with_authority(app)
    der, pem = client.get("/trust/auditapp.crt"), client.get("/trust/auditapp.pem")
    assert der.data[:1] == b"\x30"
    assert b"BEGIN CERTIFICATE" in pem.data
    assert b"PRIVATE" not in pem.data + der.data
