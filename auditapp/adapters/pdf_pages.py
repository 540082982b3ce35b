"""Looks into finished papers: a page as a picture for the screen, and the files that travel inside."""

import io
import threading

import pikepdf
import pypdfium2

from auditapp.domain.errors import NotThere
from auditapp.domain.words import N_

_one_at_a_time = threading.Lock()
"""PDFium keeps state of its own between calls and knows no threads."""


def count(pdf: bytes) -> int:
    """How many pages."""
    with _one_at_a_time, pypdfium2.PdfDocument(pdf) as opened:
        return len(opened)


def picture(pdf: bytes, number: int, width: int = 900) -> bytes:
    """Page ``number`` (from 1) as JPEG (a tenth of the work of a PNG), ``width`` pixels wide.

    `NotThere` for a page that is not."""
    with _one_at_a_time, pypdfium2.PdfDocument(pdf) as opened:
        if not 1 <= number <= len(opened):
            raise NotThere(N_("This paper has no such page."))
        page = opened[number - 1]
        image = page.render(scale=width / page.get_width()).to_pil()
    written = io.BytesIO()
    image.convert("RGB").save(written, "JPEG", quality=86)
    return written.getvalue()


def attached(pdf: bytes, name: str) -> bytes:
    """The file ``name`` that travels in the paper; `NotThere` where there is none."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        if name not in opened.attachments:
            raise NotThere(N_("This paper carries no such file."))
        return bytes(opened.attachments[name].get_file().read_bytes())
