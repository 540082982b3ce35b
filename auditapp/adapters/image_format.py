"""What a file's own bytes say it is: the format of a photo, and the parts of it that must be there.

Looks at containers only and decodes nothing, so that a decoder meets only files of the one format it is called for.
"""

import struct
from collections.abc import Iterator
from typing import NamedTuple

_HEIC_BRANDS = {b"heic", b"heix", b"heim", b"heis"}
_HEIF_BRANDS = {b"mif1", b"msf1", b"hevc", b"hevx", b"hevm", b"hevs"}
_AVIF_BRANDS = {b"avif", b"avis"}


class Format(NamedTuple):
    """The name Pillow knows a format by, and its media type."""

    name: str
    media_type: str


JPEG = Format("JPEG", "image/jpeg")
PNG = Format("PNG", "image/png")
WEBP = Format("WEBP", "image/webp")
HEIC = Format("HEIF", "image/heic")
HEIF = Format("HEIF", "image/heif")
AVIF = Format("AVIF", "image/avif")
ENDINGS = {
    "image/jpeg": ".jpg", "image/png": ".png", "image/webp": ".webp", "image/heic": ".heic", "image/heif": ".heic",
    "image/avif": ".avif",
}  # fmt: skip
"""How a file of each media type is called."""
HEAD = 1024
"""Bytes that tell the format of any file."""


def ending(head: bytes) -> str:
    """'.jpg' for a file that begins with ``head``; '.bin' for what is taken as no photo."""
    found = sniff(head)
    return ENDINGS[found.media_type] if found else ".bin"


def sniff(data: bytes) -> Format | None:
    """The format that the first bytes claim, or None for anything that is not taken as a photo."""
    if data[:3] == b"\xff\xd8\xff":
        return JPEG
    if data[:8] == b"\x89PNG\r\n\x1a\n":
        return PNG
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return WEBP
    if data[4:8] == b"ftyp":
        return _sniff_brands(data)
    return None


def _sniff_brands(data: bytes) -> Format | None:
    length = min(int.from_bytes(data[:4], "big"), 1024)
    major = data[8:12]
    brands = {major} | {data[at : at + 4] for at in range(16, length - 3, 4)}
    if brands & _AVIF_BRANDS and not brands & _HEIC_BRANDS:
        return AVIF
    if major in _HEIC_BRANDS:
        return HEIC
    return HEIF if brands & (_HEIC_BRANDS | _HEIF_BRANDS) else None


def boxes_complete(data: bytes) -> bool:
    """Whether every top-level box of an ISO base media file (ISO/IEC 14496-12) lies within the file.

    libheif decodes a file that ends early and shows the missing tiles in one colour: this is what notices.
    """
    at, names = 0, set()
    while at < len(data):
        if at + 16 > len(data) and at + 8 != len(data):
            return False
        length, name = struct.unpack_from(">I4s", data, at)
        if length == 1:
            (length,) = struct.unpack_from(">Q", data, at + 8)
        if length == 0:
            length = len(data) - at
        if length < 8 or at + length > len(data):
            return False
        names.add(name)
        at += length
    return b"meta" in names or b"moov" in names


def claimed_webp_size(data: bytes) -> tuple[int, int] | None:
    """Width and height that an extended WebP claims; its decoder takes memory for them before it can be asked."""
    if data[12:16] != b"VP8X" or len(data) < 30:
        return None
    return 1 + int.from_bytes(data[24:27], "little"), 1 + int.from_bytes(data[27:30], "little")


def without_metadata(data: bytes) -> tuple[bytes, bytes]:
    """A JPEG with only the segments that decoding needs, and its EXIF block (empty where there is none).

    Keeps JFIF, ICC profile and Adobe's colour marker, drops the other application segments and comments: damage in
    them cannot cost the photo, nor can they reach the decoder.
    """
    kept, exif, start, at = [data[:2]], b"", 2, 2
    for marker, at, body, end in _segments(data):
        if marker == 0xE1 and body[:6] == b"Exif\0\0" and not exif:
            exif = body
        if not _needed(marker, body):
            kept.append(data[start:at])
            start = end
    kept.append(data[start:])
    return b"".join(kept), exif


def _needed(marker: int, body: bytes) -> bool:
    if marker == 0xFE:
        return False
    if not 0xE0 <= marker <= 0xEF:
        return True
    return marker in (0xE0, 0xEE) or (marker == 0xE2 and body[:12] == b"ICC_PROFILE\0")


def scan_at(data: bytes) -> int:
    """Where the picture's own data begin in a JPEG, past all headers; 0 where the file makes no sense."""
    at = max((end for _, _, _, end in _segments(data)), default=2)
    while data[at : at + 2] == b"\xff\xff":
        at += 1
    if data[at : at + 2] != b"\xff\xda":
        return 0
    return at + 2 + int.from_bytes(data[at + 2 : at + 4], "big")


def restart_interval(data: bytes) -> int:
    """How many blocks of a JPEG stand between two restart marks, as its headers say; 0 for none."""
    said = [int.from_bytes(body[:2], "big") for marker, _, body, _ in _segments(data) if marker == 0xDD]
    return said[-1] if said else 0


def _segments(data: bytes) -> Iterator[tuple[int, int, bytes, int]]:
    """(marker, start, body, end) of each segment before the scan; stops where the file stops making sense."""
    at = 2
    while at + 4 <= len(data) and data[at] == 0xFF:
        marker = data[at + 1]
        if marker == 0xFF:
            at += 1
            continue
        end = at + 2 + int.from_bytes(data[at + 2 : at + 4], "big")
        if marker in (0xDA, 0xD9, 0x00) or end > len(data) or end < at + 4:
            return
        yield marker, at, data[at + 4 : end], end
        at = end
