"""A line of text drawn into a page: what a glyph of a given width writes is made once for each font and size.

Stands in for WeasyPrint's own (see ``pdf_shortcuts``), which asks for each glyph of each line again. Raised or shifted
glyphs, pictures in fonts, missing glyphs and cut lines are left to it.
"""

import re
from typing import Any

from weasyprint.draw import text as drawn
from weasyprint.text.ffi import FROM_UNITS, ffi, pango

plain_draw = drawn.draw_first_line
PARAGRAPHS = re.compile("[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
"""What may end a paragraph, and a few more."""
NUMBERS_A_GLYPH = 5
"""A PangoGlyphInfo as 32-bit numbers: glyph, width, shift to the right and up, and whether a cluster begins."""
EMPTY_GLYPH = 0x0FFFFFFF
"""Of Pango; above it are the glyphs that no font has."""

_fonts: dict[int, tuple[Any, float, dict[tuple[int, int], str], Any]] = {}
"""By the address of Pango's font: the paper's font, its size, what its glyphs write, and a line that keeps it alive."""


def forget() -> None:
    """The next paper has fonts of its own."""
    _fonts.clear()


def draw(stream: Any, textbox: Any, text_overflow: str, block_ellipsis: Any, matrix: Any) -> Any:
    """As WeasyPrint's; no emoji drawn as a picture ever comes back."""
    runs = None
    cut = text_overflow == "ellipsis" or block_ellipsis != "none"
    if not cut and textbox.style["font_size"] >= 1e-6 and textbox.text.strip():
        runs = _runs(stream, textbox.pango_layout)
    if runs is None:
        return plain_draw(stream, textbox, text_overflow, block_ellipsis, matrix)
    stream.set_text_matrix(*matrix.values)
    written, last = "", None
    for item, glyphs, (font, size, pieces, _), numbers in runs:
        if item.analysis.font != last:
            last = item.analysis.font
            if written:
                stream.show_text(written)
            written = ""
            stream.set_font_size(font.hash, size)
        pairs = list(zip(numbers[::NUMBERS_A_GLYPH], numbers[1::NUMBERS_A_GLYPH], strict=True))
        for place, pair in enumerate(pairs):
            if pair not in pieces:
                _read(textbox.pango_layout.text, item, glyphs, place, font)
                pieces[pair] = _piece(stream, item.analysis.font, font, size, *pair)
        written += "<" + "".join([pieces[pair] for pair in pairs])
        written = written[:-1] if written.endswith("<") else written + ">"
    stream.show_text(written)
    return []


def _runs(stream: Any, layout: Any) -> list[tuple[Any, Any, Any, list[int]]] | None:
    """The runs of a line, each in one font: Pango's item and glyphs, the entry of `_fonts` and the glyphs' numbers;
    None where one of them has more to it."""
    if PARAGRAPHS.search(layout.text):  # else it changes nothing but that the line is laid out once more
        pango.pango_layout_set_single_paragraph_mode(layout.layout, True)
    first_line, _ = layout.get_first_line()
    found = []
    run = first_line.runs[0]
    while run != ffi.NULL:
        item, glyphs = run.data.item, run.data.glyphs
        run = run.next
        address = int(ffi.cast("uintptr_t", item.analysis.font))
        if address not in _fonts:
            _fonts[address] = *stream.add_font(item.analysis.font), {}, layout.layout
        font = _fonts[address][0]
        size = glyphs.num_glyphs * ffi.sizeof("PangoGlyphInfo")
        numbers = memoryview(ffi.buffer(glyphs.glyphs, size)).cast("i").tolist()
        shifted = any(numbers[2::NUMBERS_A_GLYPH]) or any(numbers[3::NUMBERS_A_GLYPH])
        pictures = font.bitmap or font.png or font.svg or font.colr
        if shifted or pictures or max(numbers[::NUMBERS_A_GLYPH]) >= EMPTY_GLYPH:
            return None
        found.append((item, glyphs, _fonts[address], numbers))
    return found


def _read(text: str, item: Any, glyphs: Any, place: int, font: Any) -> None:
    """Note what characters a glyph stands for, the first time that the font meets it."""
    glyph = glyphs.glyphs[place].glyph
    if glyph in font.to_unicode:
        return
    clusters, last = glyphs.log_clusters, glyphs.num_glyphs - 1
    if item.analysis.level % 2:  # from right to left
        end = item.length if place == 0 else clusters[place - 1]
    else:
        end = item.length if place == last else clusters[place + 1]
    font.to_unicode[glyph] = text.encode()[item.offset + clusters[place] : item.offset + end].decode()


def _piece(stream: Any, pango_font: Any, font: Any, size: float, glyph: int, width: int) -> str:
    """What a glyph writes that takes ``width`` of Pango's units: its number, and how far that is from its own width."""
    if glyph not in font.widths:
        pango.pango_font_get_glyph_extents(pango_font, glyph, stream.ink_rect, stream.logical_rect)
        font.widths[glyph] = round(stream.logical_rect.width * 1000 * FROM_UNITS / size)
    kerning = font.widths[glyph] - width * 1000 * FROM_UNITS / size
    return f"{glyph:04x}>{int(kerning)}<" if kerning else f"{glyph:04x}"
