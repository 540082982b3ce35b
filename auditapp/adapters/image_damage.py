"""Whether a JPEG's data reach to its end, and are its own. libjpeg says nothing where they do not (bytes are missing,
or a mark of the end stands in the middle): it fills the rest of the picture with the last colour, and goes on. What
it does notice, Pillow (13) keeps to itself, so marks are looked for here. Not seen is what was written over with
bytes that hold no mark, such as zeros or text: nothing but another decoder of every block could tell it from a
picture.
"""

import re
from collections.abc import Callable

from PIL import Image

from auditapp.adapters.image_format import restart_interval, scan_at

_MARK = re.compile(rb"\xff([^\x00\xff])", re.DOTALL)
_END = 0xD9
_RESTARTS = range(0xD0, 0xD8)
_BETWEEN_SCANS = frozenset((0xC4, 0xDA, 0xDB, 0xDC, 0xDD, 0xFE, *range(0xE0, 0xF0)))
"""Tables, the next scan, the number of lines, the restart interval, a comment, an application's own (ITU T.81, B.2)."""
_END_OF_SCAN = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
_NOISE = bytes((at * 37 + at // 7) % 251 for at in range(16 * 1024))
"""Read as more of the scan: never 0xFF, so that no mark stands in it."""
_STRIP = 8


def is_damaged(data: bytes, view: Image.Image, again: Callable[[bytes], Image.Image]) -> bool:
    """Whether a part of the JPEG ``data`` is missing or was written over; arguments as those of `is_cut_short`."""
    return has_foreign_marks(data) or is_cut_short(data, view, again)


def has_foreign_marks(data: bytes) -> bool:
    """Whether a mark stands among the picture's own data that no encoder writes there, or a restart out of its turn:
    those bytes came from elsewhere. Of 512 bytes of another file more than nine in ten hold one; 1 ms a megabyte."""
    at, turn = scan_at(data), 0
    has_restarts = restart_interval(data) > 0
    while at and (found := _MARK.search(data, at)) is not None:
        at, mark = found.end(), found[1][0]
        if mark == _END:
            return False
        if mark in _RESTARTS:
            if not has_restarts or mark != _RESTARTS[turn]:
                return True
            turn = (turn + 1) % len(_RESTARTS)
            continue
        if mark not in _BETWEEN_SCANS:
            return True
        body = data[at + 2 : at + 4]
        at += int.from_bytes(data[at : at + 2], "big")
        has_restarts, turn = (any(body), 0) if mark == 0xDD else (has_restarts, 0)
    return False


def is_cut_short(data: bytes, view: Image.Image, again: Callable[[bytes], Image.Image]) -> bool:
    """Whether the rest of the JPEG ``data`` is missing, and filled. ``view``: what was decoded of it, not turned yet;
    ``again``: decodes other bytes in the same way.

    A picture that ends in one colour is suspect only (paper and sky do): it is decoded once more with noise after its
    data, which changes nothing where they were complete. All others cost a look at their last rows.
    """
    width, height = view.size
    last_rows = view.crop((0, max(0, height - _STRIP), width, height)).convert("RGB")
    if last_rows.getcolors(1) is None:  # more colours than one
        return False
    start = scan_at(data)
    end = _END_OF_SCAN.search(data, start) if start else None
    if end is None:
        return False
    noisy = again(data[: end.start()] + _NOISE + data[end.start() :])
    return noisy.size == view.size and noisy.tobytes() != view.tobytes()
