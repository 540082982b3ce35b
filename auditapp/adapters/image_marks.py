"""Puts the marks of a photo into its copies: blurs burnt into all of them, the other marks drawn on the paper's.

Runs within the process that reads photos (see ``image_child``).
"""

from collections.abc import Iterator
from functools import lru_cache
from itertools import groupby
from pathlib import Path

from PIL import Image, ImageDraw, ImageFilter, ImageFont

import auditapp
from auditapp.domain.markup import Arrow, Blur, Circle, Markup, Text
from auditapp.domain.markup_drawing import COLOUR, EDGE, EDGE_COLOUR, LINE, arrow_outline, blur_block, box

_FONTS = Path(auditapp.__path__[0]) / "fonts"
_SMOOTH = 2
"""Marks are drawn this much larger and then shrunk, because Pillow draws outlines without smoothing."""
_BY_SCRIPT = (
    ((0x0590, 0x05FF), "NotoSansHebrew-Regular.ttf"),
    ((0x0600, 0x06FF), "NotoSansArabic-Regular.ttf"),
    ((0x0750, 0x077F), "NotoSansArabic-Regular.ttf"),
    ((0x0900, 0x097F), "NotoSansDevanagari-Regular.ttf"),
    ((0x0E00, 0x0E7F), "NotoSansThai-Regular.ttf"),
    ((0x2190, 0x22FF), "NotoSansMath-Regular.ttf"),
    ((0x2300, 0x2BFF), "NotoSansSymbols2-Regular.ttf"),
    ((0x2E80, 0xD7FF), "NotoSansCJKsc-Regular.otf"),
    ((0xF900, 0xFAFF), "NotoSansCJKsc-Regular.otf"),
    ((0xFF00, 0xFFEF), "NotoSansCJKsc-Regular.otf"),
    ((0x1F300, 0x1FAFF), "NotoEmoji-Regular.ttf"),
)
_FROM_THE_RIGHT = {"NotoSansHebrew-Regular.ttf", "NotoSansArabic-Regular.ttf"}


def burn(image: Image.Image, markup: Markup) -> Image.Image:
    """``image`` (upright, RGB) with every blurred box made unreadable; the same image where there is none."""
    if not markup.blurs:
        return image
    burnt = image.copy()
    for blur in markup.blurs:
        _hide(burnt, blur)
    return burnt


def _hide(image: Image.Image, blur: Blur) -> None:
    """Average the box in large blocks, then smooth: what is left are a few colours, nothing to compute back from."""
    within = box(blur, *image.size)
    left, top = max(0, int(within.left)), max(0, int(within.top))
    right = min(image.width, int(within.left + within.width) + 1)
    bottom = min(image.height, int(within.top + within.height) + 1)
    if right <= left or bottom <= top:
        return
    block = blur_block(blur, *image.size)
    size = (right - left, bottom - top)
    few = (max(1, size[0] // block), max(1, size[1] // block))
    part = image.crop((left, top, right, bottom)).resize(few, Image.Resampling.BOX)
    smooth = part.resize(size, Image.Resampling.NEAREST).filter(ImageFilter.GaussianBlur(block / 3))
    image.paste(smooth, (left, top))


def draw(image: Image.Image, markup: Markup) -> Image.Image:
    """A copy of ``image`` with arrows, circles and words on it, each with its white edge."""
    width, height = image.width * _SMOOTH, image.height * _SMOOTH
    layer = Image.new("RGBA", (width, height), (255, 255, 255, 0))
    pen = ImageDraw.Draw(layer)
    side = max(width, height)
    line, edge = LINE * side, EDGE * side
    for shape in markup.shapes:
        if isinstance(shape, Arrow):
            corners = arrow_outline(shape, width, height)
            pen.line([*corners, corners[0], corners[1]], EDGE_COLOUR, width=round(2 * edge), joint="curve")
            pen.polygon(corners, fill=COLOUR)
        elif isinstance(shape, Circle):
            _circle(pen, shape, (width, height), line, edge)
        elif isinstance(shape, Text):
            _words(pen, shape, (width, height), edge)
    marked = image.convert("RGB")
    # Shrunk with its colours weighted by how much of them there is, so that no dark seam lies around the edge.
    small = layer.convert("RGBa").reduce(_SMOOTH).convert("RGBA")
    marked.paste(small, mask=small.getchannel("A"))
    return marked


def _circle(pen: ImageDraw.ImageDraw, shape: Circle, size: tuple[int, int], line: float, edge: float) -> None:
    within = box(shape, *size)
    for colour, wide in ((EDGE_COLOUR, line + 2 * edge), (COLOUR, line)):
        grown = wide / 2
        pen.ellipse(
            (
                within.left - grown,
                within.top - grown,
                within.left + within.width + grown,
                within.top + within.height + grown,
            ),
            outline=colour,
            width=round(wide),
        )


def _words(pen: ImageDraw.ImageDraw, shape: Text, size: tuple[int, int], edge: float) -> None:
    """The words from the left of their baseline; all edges first, so that none lies over a neighbour's letters."""
    letters = round(shape.size * max(size))
    runs = [(run, _font(file, letters)) for run, file in _runs(shape.text)]
    for stroke, colour in ((round(edge), EDGE_COLOUR), (0, COLOUR)):
        x, y = shape.at[0] * size[0], shape.at[1] * size[1]
        for run, font in runs:
            pen.text((x, y), run, fill=colour, font=font, anchor="ls", stroke_width=stroke, stroke_fill=colour)
            x += font.getlength(run)


def _runs(text: str) -> Iterator[tuple[str, str]]:
    """``text`` in pieces, each with the file of a font that has its letters.

    A space within a script that runs from right to left stays with it, or its words would change places.
    """
    files: list[str] = []
    for letter in text:
        files.append(files[-1] if letter == " " and files and files[-1] in _FROM_THE_RIGHT else _file(ord(letter)))
    for file, places in groupby(range(len(text)), key=lambda place: files[place]):
        yield "".join(text[place] for place in places), file


def _file(code: int) -> str:
    for (first, last), file in _BY_SCRIPT:
        if first <= code <= last:
            return file
    return "NotoSans-Bold.ttf"


@lru_cache(maxsize=8)
def _font(file: str, letters: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(_FONTS / file, letters)
