"""Texts in few characters."""

from auditapp.domain.excerpt import LONGEST, excerpt


def test_a_short_text_stays_as_it_is_on_one_line() -> None:
    assert excerpt("Boiler 2\n  leaks.") == "Boiler 2 leaks."


def test_a_long_text_ends_after_a_whole_word() -> None:
    text = "The process for maintaining boilers does not see to it that excess air is checked and kept in range."
    assert excerpt(text) == "The process for maintaining boilers does not see to it that excess air is…"


def test_a_text_without_blanks_is_cut_where_it_must_be() -> None:
    assert excerpt("油" * 200) == "油" * (LONGEST - 1) + "…"


def test_an_excerpt_is_never_longer_than_it_may_be() -> None:
    assert all(len(excerpt("a" * first + " " + "b" * 90)) <= LONGEST for first in range(120))
