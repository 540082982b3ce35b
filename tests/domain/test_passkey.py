"""Where passkeys belong: at the public address, however a browser got to the page."""

import pytest

from auditapp.domain.passkey import Place, place


@pytest.mark.parametrize(
    ("url", "found"),
    [
        ("https://audits.example.org", Place("audits.example.org", "https://audits.example.org")),
        ("https://audits.example.org:443", Place("audits.example.org", "https://audits.example.org")),
        ("https://audits.example.org:8443", Place("audits.example.org", "https://audits.example.org:8443")),
        ("http://127.0.0.1:8000", Place("localhost", "http://localhost:8000")),
        ("http://localhost", Place("localhost", "http://localhost")),
        ("https://boiler-house", Place("boiler-house", "https://boiler-house")),
        ("https://192.168.7.20:8000", None),
    ],
)
def test_passkeys_belong_to_the_name_in_the_public_address(url: str, found: Place | None) -> None:
    assert place(url) == found
