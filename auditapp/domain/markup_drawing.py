"""Where the marks of a photo lie in pixels: the one geometry for pages, for copies on paper and (in
``static/js/markup/geometry.js``, in the same numbers) for the tablet.

Weights are ratios of the longer side, so a mark looks the same on a thumb and on a full page. One colour with a
white edge: printed in black and white it is dark between two bright lines, on any ground.
"""

import math
from dataclasses import dataclass

from auditapp.domain.markup import Arrow, Blur, Circle, Markup, Point, Text

COLOUR = "#c8102e"
EDGE_COLOUR = "#ffffff"
LINE = 0.009
"""The width of a line."""
EDGE = 0.0035
"""The width of the white edge on either side."""
HEAD = 0.052
"""The length of an arrow's head, at most ``HEAD_SHARE`` of the arrow; it is ``HEAD_BREADTH`` times as broad."""
HEAD_SHARE = 0.6
HEAD_BREADTH = 1.05
BLUR_BLOCK = 1 / 40
"""The side of the blocks a blur is made of; and never less than a quarter of the box's shorter side."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in pixels."""

    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Mark:
    """One mark in pixels: an arrow's ``path`` (SVG), a circle's ``box``, or words at ``at`` of ``size`` pixels."""

    kind: str
    path: str = ""
    box: Box | None = None
    at: Point = (0.0, 0.0)
    text: str = ""
    size: float = 0.0


@dataclass(frozen=True, slots=True)
class Drawing:
    """All marks of a picture of ``width`` x ``height`` pixels, without its blurs, which are in the picture already."""

    width: int
    height: int
    line: float
    edge: float
    marks: tuple[Mark, ...]
    texts: tuple[str, ...]
    colour: str = COLOUR
    edge_colour: str = EDGE_COLOUR


def drawing(markup: Markup, width: int, height: int) -> Drawing:
    """The marks for a picture, or a copy of it, of ``width`` x ``height`` pixels."""
    side = max(width, height)
    marks = tuple(_mark(shape, width, height) for shape in markup.shapes if not isinstance(shape, Blur))
    return Drawing(width, height, round(LINE * side, 2), round(EDGE * side, 2), marks, markup.texts)


def _mark(shape: Arrow | Circle | Text, width: int, height: int) -> Mark:
    if isinstance(shape, Arrow):
        return Mark("arrow", path=svg_path(arrow_outline(shape, width, height)))
    if isinstance(shape, Circle):
        return Mark("circle", box=box(shape, width, height))
    at = (round(shape.at[0] * width, 2), round(shape.at[1] * height, 2))
    return Mark("text", at=at, text=shape.text, size=round(shape.size * max(width, height), 2))


def box(shape: Circle | Blur, width: int, height: int) -> Box:
    """The box of a circle or blur in pixels."""
    (x, y), (across, down) = shape.at, shape.size
    return Box(*(round(value, 2) for value in (x * width, y * height, across * width, down * height)))


def arrow_outline(arrow: Arrow, width: int, height: int) -> list[Point]:
    """The seven corners of an arrow in pixels, from the left of its tail by its tip to the right of its tail."""
    side = max(width, height)
    tail = (arrow.tail[0] * width, arrow.tail[1] * height)
    tip = (arrow.tip[0] * width, arrow.tip[1] * height)
    along = math.hypot(tip[0] - tail[0], tip[1] - tail[1])
    if along == 0:
        return [tip] * 7
    to = ((tip[0] - tail[0]) / along, (tip[1] - tail[1]) / along)
    head = min(HEAD * side, HEAD_SHARE * along)
    neck = along - head
    half = min(LINE * side, head * HEAD_BREADTH / 2) / 2
    wing = head * HEAD_BREADTH / 2
    steps = [(0, half), (neck, half), (neck, wing), (along, 0), (neck, -wing), (neck, -half), (0, -half)]
    return [
        (round(tail[0] + to[0] * on + to[1] * aside, 2), round(tail[1] + to[1] * on - to[0] * aside, 2))
        for on, aside in steps
    ]


def svg_path(points: list[Point]) -> str:
    """A closed outline as SVG path data."""
    return "M" + "L".join(f"{x:g} {y:g}" for x, y in points) + "Z"


def blur_block(shape: Blur, width: int, height: int) -> int:
    """The side in pixels of the blocks that hide what lies in the box: too large to leave a letter or an eye."""
    within = box(shape, width, height)
    return max(2, round(max(BLUR_BLOCK * max(width, height), min(within.width, within.height) / 4)))
