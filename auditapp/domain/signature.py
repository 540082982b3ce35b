"""A signature as strokes: what may be kept, and its line on pages and papers.

The device sends numbers, ``{"version": 1, "width": w, "height": h, "strokes": [[[x, y, ms, pressure], ...], ...]}``,
and beside them a drawing for its own use. Pages and papers draw from the numbers alone: a drawing from outside could
carry anything. The line is that of ``static/js/signature/strokes.js``.
"""

import math
from dataclasses import dataclass
from itertools import pairwise

from auditapp.domain.errors import Refusal
from auditapp.domain.words import N_

VERSION = 1
MAX_POINTS = 20_000
MAX_SIDE = 5_000
INK = "#0a1a3a"
LINE = 2.4
"""The width of the line in the pixels of the field it was written on."""

Point = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Signature:
    """``strokes`` on a field of ``width`` x ``height``; a point is x, y, milliseconds since the first, pressure."""

    width: int
    height: int
    strokes: tuple[tuple[Point, ...], ...]


def checked(document: object) -> Signature:
    """The signature that ``document`` (parsed JSON) describes. Raises `Refusal` with a sentence for anything else."""
    try:
        if not isinstance(document, dict) or document["version"] != VERSION:
            raise ValueError
        width, height = (_side(document[name]) for name in ("width", "height"))
        given = document["strokes"]
        if not isinstance(given, list) or not given or sum(len(stroke) for stroke in given) > MAX_POINTS:
            raise ValueError
        return Signature(width, height, tuple(_stroke(stroke, width, height) for stroke in given))
    except (KeyError, TypeError, ValueError):
        raise Refusal(N_("This signature cannot be read. Sign again.")) from None


def _side(given: object) -> int:
    if isinstance(given, bool) or not isinstance(given, int) or not 0 < given <= MAX_SIDE:
        raise ValueError
    return given


def _stroke(given: object, width: int, height: int) -> tuple[Point, ...]:
    if not isinstance(given, list) or not given:
        raise ValueError
    return tuple(_point(point, width, height) for point in given)


def _point(given: object, width: int, height: int) -> Point:
    if not isinstance(given, list) or len(given) != 4:
        raise ValueError
    for value in given:
        if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
            raise ValueError
    x, y, at, pressure = (float(value) for value in given)
    # A finger may leave the field while it writes; far outside is no writing.
    if not (-width <= x <= 2 * width and -height <= y <= 2 * height and at >= 0 and 0 <= pressure <= 1):
        raise ValueError
    return x, y, at, pressure


def svg_path(signature: Signature) -> str:
    """The line as SVG path data in a view box of ``width`` x ``height``."""
    return "".join(_curve(stroke) for stroke in signature.strokes)


def _curve(points: tuple[Point, ...]) -> str:
    path = f"M{points[0][0]:g} {points[0][1]:g}"
    if len(points) == 1:
        return f"{path}h0.1"
    for (x, y, *_), (next_x, next_y, *_) in pairwise(points[1:]):
        path += f"Q{x:g} {y:g} {_tenths((x + next_x) / 2):g} {_tenths((y + next_y) / 2):g}"
    return f"{path}L{points[-1][0]:g} {points[-1][1]:g}"


def _tenths(value: float) -> float:
    """Rounded as JavaScript rounds: halves up."""
    return math.floor(value * 10 + 0.5) / 10
