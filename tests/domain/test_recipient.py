"""Lines of a distribution list."""

import pytest

from auditapp.domain.recipient import Line, addresses_in, entries, names_in, read


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


def test_entries_stand_one_a_line_or_with_a_semicolon_between_them() -> None:
    assert entries("Tom Top; EMS lead\n\n Jo Weir <jo@weircert.example>;") == (
        "Tom Top", "EMS lead", "Jo Weir <jo@weircert.example>",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("entry", "named"),
    [
        ("TOM TOP, managing director", ("Tom Top",)),
        ("Chen Lin", ("Chen Lin",)),
        ("Chen Li-Weir", ()),
        ("O'Tom Top", ()),
        ("Tom Top - managing director", ("Tom Top",)),
        ("Chen Li Wei", ("Chen Li Wei",)),
        ("Chen Li and Chen Li Wei", ("Chen Li Wei", "Chen Li")),
        ("陈晓雯 and the auditors", ("陈晓雯",)),
        ("process owners", ()),
    ],
)
def test_a_name_within_another_name_is_not_meant(entry: str, named: tuple[str, ...]) -> None:
    assert names_in(entry, ["Tom Top", "Chen Li", "Chen Lin", "Chen Li Wei", "陈晓", "陈晓雯", " "]) == named


def test_an_address_within_another_address_is_not_meant() -> None:
    assert addresses_in("Joann <Joann@x.example>, b@y.example.") == {"joann@x.example", "b@y.example"}
