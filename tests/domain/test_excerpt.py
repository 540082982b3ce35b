"""Texts in few characters."""

import pytest

from auditapp.domain.excerpt import LONGEST, excerpt, title


def test_a_short_text_stays_as_it_is_on_one_line() -> None:
    assert excerpt("Boiler 2\n  leaks.") == "Boiler 2 leaks."


def test_a_long_text_ends_after_a_whole_word() -> None:
    text = "The process for maintaining boilers does not see to it that excess air is checked and kept in range."
    assert excerpt(text) == "The process for maintaining boilers does not see to it that excess air is…"


def test_a_text_without_blanks_is_cut_where_it_must_be() -> None:
    assert excerpt("油" * 200) == "油" * (LONGEST - 1) + "…"


def test_an_excerpt_is_never_longer_than_it_may_be() -> None:
    assert all(len(excerpt("a" * first + " " + "b" * 90)) <= LONGEST for first in range(120))


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        (
            "ISO 14001:2026 8.1 Operation is not met at Bay 3: two drums lack a bund.",
            "Two drums lack a bund.",
        ),
        ("Clause 8.1: Oil is not in bunds.", "Oil is not in bunds."),
        ("条款 8.1：油桶未放在围堰内。", "油桶未放在围堰内。"),
        ("Oil storage is not controlled: nobody checks.", "Oil storage is not controlled: nobody checks."),
        ("Clause 8.1:", "Clause 8.1:"),
        ("ISO 14001:2026 8.1 is not met.", "ISO 14001:2026 8.1 is not met."),
        ("The 2 drums of 14001 litres: no bund.", "The 2 drums of 14001 litres: no bund."),
    ],
)
def test_a_title_begins_with_what_fails(statement: str, words: str) -> None:
    assert title(statement) == words


def test_a_title_is_never_a_blank_alone() -> None:
    assert title("ISO 14001:2026 8.1 Control is not met at bay 3: …").startswith("ISO 14001:2026 8.1")
