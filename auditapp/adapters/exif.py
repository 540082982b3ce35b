"""The three things a photo's EXIF is asked for: which way is up, when it was taken, and in which offset.

Read entry by entry, because one broken entry is not a broken photo: whatever cannot be read counts as absent, and no
input raises. Layout: CIPA DC-008 (Exif 2.32), which is TIFF 6.0 inside.
"""

import re
import struct
from dataclasses import dataclass

_ORIENTATION, _EXIF_IFD = 0x0112, 0x8769
_TAKEN, _DIGITIZED, _TAKEN_OFFSET, _DIGITIZED_OFFSET = 0x9003, 0x9004, 0x9011, 0x9012
_ASCII, _SHORT, _LONG = 2, 3, 4
_MOST_ENTRIES = 1000
_TIME = re.compile(r"(\d{4})[:-](\d\d)[:-](\d\d)[ T](\d\d):(\d\d):(\d\d)")
_OFFSET = re.compile(r"[+-](?:0\d|1[0-4]):[0-5]\d")


@dataclass(frozen=True, slots=True)
class Exif:
    """Orientation 1 to 8, local time as ``YYYY-MM-DDTHH:MM:SS``, offset as ``+HH:MM``."""

    orientation: int = 1
    taken_at: str | None = None
    taken_offset: str | None = None


def read(block: bytes) -> Exif:
    """Read an EXIF block, with or without its leading ``Exif\\0\\0``. Never raises."""
    if block[:6] == b"Exif\0\0":
        block = block[6:]
    order = {b"II*\0": "<", b"MM\0*": ">"}.get(block[:4])
    if order is None:
        return Exif()
    first = _entries(block, order, _number(block, order, 4, _LONG))
    turned = _short(block, order, first.get(_ORIENTATION))
    orientation = turned if turned is not None and 1 <= turned <= 8 else 1
    inner = _entries(block, order, _pointer(block, order, first.get(_EXIF_IFD)))
    for time_tag, offset_tag in ((_TAKEN, _TAKEN_OFFSET), (_DIGITIZED, _DIGITIZED_OFFSET)):
        taken = _time(_text(block, order, inner.get(time_tag)))
        if taken:
            offset = _text(block, order, inner.get(offset_tag))
            return Exif(orientation, taken, offset if _OFFSET.fullmatch(offset) else None)
    return Exif(orientation)


def _number(block: bytes, order: str, at: int, kind: int) -> int | None:
    try:
        return int(struct.unpack_from(order + ("H" if kind == _SHORT else "I"), block, at)[0])
    except struct.error:
        return None


def _entries(block: bytes, order: str, at: int | None) -> dict[int, tuple[int, int, int]]:
    """Tag to (type, count, place of the value field) for the directory at ``at``."""
    count = _number(block, order, at, _SHORT) if at is not None else None
    if at is None or count is None:
        return {}
    found: dict[int, tuple[int, int, int]] = {}
    for place in range(at + 2, at + 2 + 12 * min(count, _MOST_ENTRIES), 12):
        try:
            tag, kind, number = struct.unpack_from(order + "HHI", block, place)
        except struct.error:
            break
        found.setdefault(tag, (kind, number, place + 8))
    return found


def _short(block: bytes, order: str, entry: tuple[int, int, int] | None) -> int | None:
    if entry is None or entry[0] not in (_SHORT, _LONG) or entry[1] != 1:
        return None
    return _number(block, order, entry[2], entry[0])


def _pointer(block: bytes, order: str, entry: tuple[int, int, int] | None) -> int | None:
    return _number(block, order, entry[2], _LONG) if entry is not None else None


def _text(block: bytes, order: str, entry: tuple[int, int, int] | None) -> str:
    if entry is None or entry[0] != _ASCII or not 1 <= entry[1] <= 64:
        return ""
    place: int | None = entry[2] if entry[1] <= 4 else _number(block, order, entry[2], _LONG)
    if place is None:
        return ""
    return block[place : place + entry[1]].split(b"\0")[0].decode("ascii", "replace").strip()


def _time(text: str) -> str | None:
    """``2026:12:03 09:15:00`` as ``2026-12-03T09:15:00``; blank and impossible times are none."""
    match = _TIME.match(text)
    if match is None:
        return None
    year, month, day, hour, minute, second = map(int, match.groups())
    if year < 1990 or not (1 <= month <= 12 and 1 <= day <= 31 and hour < 24 and minute < 60 and second < 60):
        return None
    return f"{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}"
