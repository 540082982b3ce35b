"""A QR code as one SVG path, drawn by the template in the page's own ink."""

from dataclasses import dataclass

import segno


@dataclass(frozen=True, slots=True)
class QrCode:
    """``size``: modules a side, quiet zone of four included; ``path``: 'd' of an SVG path in modules."""

    size: int
    path: str


def qr_code(content: str) -> QrCode:
    """The QR code (error correction M) for ``content``, usually an address of this server."""
    rows = segno.make(content, error="m", micro=False).matrix
    parts = []
    for y, row in enumerate(rows):
        x = 0
        while x < len(row):
            length = 0
            while x + length < len(row) and row[x + length]:
                length += 1
            if length:
                parts.append(f"M{x + 4} {y + 4}h{length}v1h-{length}z")
            x += length or 1
    return QrCode(len(rows) + 8, "".join(parts))
