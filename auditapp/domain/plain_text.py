"""Which characters a text may hold so that pages, papers and mails carry it unchanged."""

import re

_NOT_CARRIED = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef"
    + "".join(f"{chr(plane * 0x10000 + 0xFFFE)}{chr(plane * 0x10000 + 0xFFFF)}" for plane in range(17))
    + "]"
)


def is_plain(text: str) -> bool:
    """Whether ``text`` is free of what HTML cannot carry: controls but tab and line ends, half pairs, noncharacters.

    Source: HTML Standard, 13.2.3.5 'Preprocessing the input stream'.
    """
    return _NOT_CARRIED.search(text) is None


BLANKS = "".join(char for char in map(chr, range(0x3001)) if char.isspace() and is_plain(char))
"""White space of every script; controls that count as white space stay where they are, to be refused."""


def trimmed(text: str) -> str:
    """``text`` without the blanks around it."""
    return text.strip(BLANKS)


def unix_lines(text: str) -> str:
    """``text`` with every end of a line as one line feed: forms send two characters (HTML Standard, 4.10.22.4)."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def carried(text: str) -> str:
    """``text`` as a page can show it again: what HTML cannot carry is replaced by the mark for 'unreadable'."""
    return _NOT_CARRIED.sub("\ufffd", text)
