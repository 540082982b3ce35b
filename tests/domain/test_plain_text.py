"""What a text may hold."""

import pytest

from auditapp.domain.plain_text import carried, is_plain, trimmed, unix_lines

PLAIN = ["", "Öl & Wasser", "two\nlines\tand a tab", "田中さん", "👩\u200d🏭", "\ufeffmark", "\u202eturned"]
BROKEN = ["\x00", "a\x0b", "\x1b[31m", "\x7f", "\x85", "\ud800", "\ufffe", "\U0001ffff", "\ufdd0"]


@pytest.mark.parametrize("text", PLAIN)
def test_text_of_every_script_is_plain(text: str) -> None:
    assert is_plain(text)


@pytest.mark.parametrize("text", BROKEN)
def test_what_html_cannot_carry_is_not(text: str) -> None:
    assert not is_plain(text)


def test_blanks_of_every_script_are_taken_off() -> None:
    assert trimmed("\u2029 \u3000a b\u00a0\n") == "a b"


def test_controls_are_not_taken_off_unseen() -> None:
    assert trimmed("\x85a\x1c") == "\x85a\x1c"


def test_every_end_of_a_line_is_one_sign() -> None:
    assert unix_lines("a\r\nb\rc\nd") == "a\nb\nc\nd"


def test_what_a_page_shows_again_is_plain() -> None:
    assert carried("a\x00b") == "a\ufffdb"
