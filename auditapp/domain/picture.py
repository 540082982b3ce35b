"""What counts as a photo, how large it may be, and which smaller copies are made of it.

Sizes are powers of two of the original, because a JPEG decoder halves for next to nothing and a box filter over
whole pixels needs no resampling.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from auditapp.domain.errors import Refusal
from auditapp.domain.words import N_

MAX_BYTES = 60 * 1024 * 1024
"""The largest original, in bytes."""

MAX_PIXELS = 64 * 1024 * 1024
"""The most pixels. Cameras sold as '64 megapixels' have up to 64.5 million, hence the binary million."""

MAX_SIDE = 32_000
"""The longest side in pixels: a JPEG ends at 65,500, and no camera comes near."""

DERIVATIVES = ("thumb", "view", "print")
"""The copies made of each photo: in a list, on a screen, on paper. All are upright JPEGs without metadata."""

MARKED = "marked"
"""The copy for paper with an auditor's marks on it, of a photo that has any."""

VIEW_PIXELS = 1_900_000
"""A view is halved until the next half would fall below this many pixels (4032 x 3024 becomes 2016 x 1512)."""

PRINT_SIDE = 1600
"""A view whose long side is at least this is halved for print, which leaves 800 pixels or more."""

THUMB_SIDE = 300
"""The long side of a thumb is at least this, and below twice this, unless the photo is smaller."""


class NotAPicture(Refusal):
    """The bytes are not a photo that can be kept. ``code`` names the reason, the message is the sentence."""

    code = "unreadable"


@dataclass(frozen=True, slots=True)
class Picture:
    """A photo that was read: its size in pixels as seen (upright), and what its metadata says of the moment."""

    width: int
    height: int
    media_type: str
    orientation: int
    """The EXIF orientation found in the file, 1 to 8; 1 where there is none or it makes no sense."""
    taken_at: str | None
    """Local time by the camera's clock, ``YYYY-MM-DDTHH:MM:SS``; no zone."""
    taken_offset: str | None
    """The camera's offset from UTC, ``+HH:MM``, where it recorded one."""
    damaged: bool = False
    """Whether a part of the picture is missing, and one colour stands in its place."""
    derivatives: Mapping[str, bytes] = field(default_factory=dict, repr=False)
    """JPEG bytes by the names of ``DERIVATIVES``; 'marked' as well where marks were given."""


def view_factor(width: int, height: int) -> int:
    """The power of two by which a photo of ``width`` x ``height`` pixels is divided for the view."""
    factor = 1
    while width * height // (factor * 2) ** 2 >= VIEW_PIXELS:
        factor *= 2
    return factor


def print_factor(width: int, height: int) -> int:
    """The factor between a view of ``width`` x ``height`` pixels and its print copy: 2, or 1 for a small photo."""
    return 2 if max(width, height) >= PRINT_SIDE else 1


def thumb_factor(width: int, height: int) -> int:
    """The whole factor between a print copy of ``width`` x ``height`` pixels and its thumb."""
    return max(1, max(width, height) // THUMB_SIDE)


def check_bytes(size: int) -> None:
    """Refuse a file that is empty or larger than ``MAX_BYTES``."""
    if size == 0:
        raise refusal("empty")
    if size > MAX_BYTES:
        raise refusal("too_large", size=f"{size / 1024**2:.0f}")


def check_pixels(width: int, height: int) -> None:
    """Refuse a picture whose header claims more pixels than may be decoded."""
    if width * height > MAX_PIXELS:
        raise refusal("too_many_pixels", pixels=f"{width * height / 1_000_000:.0f}")
    if max(width, height) > MAX_SIDE:
        raise refusal("too_long", width=width, height=height)


_REASONS: dict[str, tuple[int, str]] = {
    "empty": (422, N_("This file is empty. Take the photo again, or choose another.")),
    "too_large": (413, N_("This photo has %(size)s MB; up to %(limit)s MB can be kept. Choose a smaller one.")),
    "too_many_pixels": (
        422,
        N_("This photo has %(pixels)s megapixels; up to %(limit)s can be kept. Choose a smaller one."),
    ),
    "too_long": (
        422,
        N_("This photo is %(width)s by %(height)s pixels; no side may be longer than %(limit)s. Crop it first."),
    ),
    "not_an_image": (415, N_("This file is not a photo. Choose a JPEG, PNG, WebP, HEIC or AVIF file.")),
    "damaged": (422, N_("This photo is damaged, or a part of it is missing. Send it again, or take another.")),
    "too_costly": (422, N_("This photo takes too long or too much memory to read. Save it as JPEG and send that.")),
    "unreadable": (422, N_("This photo could not be read. Save it as JPEG and send that, or take another.")),
}

_LIMITS = {"too_large": MAX_BYTES // 1024**2, "too_many_pixels": 64, "too_long": MAX_SIDE}


def refusal(code: str, **values: Any) -> NotAPicture:
    """The refusal for ``code`` (a key that this module knows; any other reads as 'unreadable')."""
    code = code if code in _REASONS else "unreadable"
    status, message = _REASONS[code]
    if code in _LIMITS:
        values["limit"] = _LIMITS[code]
    refused = NotAPicture(message, status=status, **values)
    refused.code = code
    return refused
