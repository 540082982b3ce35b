"""Lines of a distribution list."""

import pytest

from auditapp.domain.recipient import Line, read


@pytest.mark.parametrize(
    ("line", "name", "address"),
    [
        ("Tom Top", "Tom Top", ""),
        ("Jo Weir <Jo@WeirCert.example>", "Jo Weir", "jo@weircert.example"),
        ("Jo Weir, Weir Cert: jo@weircert.example", "Jo Weir, Weir Cert", "jo@weircert.example"),
        ("jo@weircert.example (Weir Cert)", "Weir Cert", "jo@weircert.example"),
        ("jo@weircert.example", "jo@weircert.example", "jo@weircert.example"),
        ("李雷 <li@example.cn>", "李雷", "li@example.cn"),
        ("not@an address", "not@an address", ""),
        ("", "", ""),
    ],
)
def test_a_line_names_somebody_and_perhaps_an_address(line: str, name: str, address: str) -> None:
    assert read(line) == Line(name, address)
