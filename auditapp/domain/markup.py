"""Marks that an auditor draws on a photo: what may be kept, and their exact shape.

A mark-up is JSON beside the untouched original: ``{"version": 1, "shapes": [...]}``. Every point is ``[x, y]`` as a
ratio (0 to 1) of the upright picture, so it fits every copy of it; lengths that have no direction (the size of a
text) are ratios of the longer side. The tablet draws the same outlines: ``static/js/markup/geometry.js``, held
equal by a test. Decision: docs/decisions/0007-mark-up.md.
"""

import hashlib
import json
import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from auditapp.domain.errors import Refusal
from auditapp.domain.words import N_

VERSION = 1
MAX_SHAPES = 60
MAX_TEXT = 120
"""Characters of one text on a photo."""
TEXT_SIZES = (0.008, 0.2)
"""The smallest and largest height of a text, as a ratio of the longer side."""
DIGITS = 5
"""Decimals of a ratio that are kept: a hundredth of a pixel at 1,000 pixels."""

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Arrow:
    """Points from ``tail`` to ``tip``."""

    tail: Point
    tip: Point


@dataclass(frozen=True, slots=True)
class Circle:
    """An ellipse within the box at ``at`` (top left) of ``size`` (width, height)."""

    at: Point
    size: Point


@dataclass(frozen=True, slots=True)
class Text:
    """One line of words; ``at`` is the left end of its baseline, ``size`` the height of the letters' square."""

    at: Point
    text: str
    size: float


@dataclass(frozen=True, slots=True)
class Blur:
    """What must not be seen, as a box: a face, a number plate. Burnt into every copy that people get."""

    at: Point
    size: Point


Shape = Arrow | Circle | Text | Blur


@dataclass(frozen=True, slots=True)
class Markup:
    """The marks of one photo in the order they were drawn; a blur always lies beneath the others."""

    shapes: tuple[Shape, ...] = ()

    @property
    def blurs(self) -> tuple[Blur, ...]:
        """The boxes that hide something."""
        return tuple(shape for shape in self.shapes if isinstance(shape, Blur))

    @property
    def texts(self) -> tuple[str, ...]:
        """The words on the photo, for those who hear it instead of seeing it."""
        return tuple(shape.text for shape in self.shapes if isinstance(shape, Text))

    @property
    def digest(self) -> str:
        """Twelve hex digits that change with any mark: names a copy, so that a browser keeps no older one."""
        return hashlib.sha256(json.dumps(as_json(self), sort_keys=True).encode()).hexdigest()[:12]


def checked(document: object) -> Markup:
    """The mark-up that ``document`` (parsed JSON) describes. Raises `Refusal` with a sentence for anything else."""
    if not isinstance(document, dict) or not isinstance(document.get("shapes"), list):
        raise Refusal(N_("The marks of this photo cannot be read. Open the photo and draw them again."))
    if document.get("version") != VERSION or isinstance(document["version"], bool):
        raise Refusal(N_("These marks were drawn with another version of the app. Reload the page, then save again."))
    shapes = document["shapes"]
    if len(shapes) > MAX_SHAPES:
        raise Refusal(N_("A photo takes up to %(limit)s marks. Undo some, then save again."), limit=MAX_SHAPES)
    return Markup(tuple(_shape(given, number) for number, given in enumerate(shapes, 1)))


def as_json(markup: Markup) -> dict[str, Any]:
    """The document that ``checked`` reads back to the same mark-up."""
    return {"version": VERSION, "shapes": [_AS_JSON[type(shape)](shape) for shape in markup.shapes]}


def _shape(given: object, number: int) -> Shape:
    try:
        if not isinstance(given, dict):
            raise TypeError
        kind = given["kind"]
        if kind == "arrow":
            return Arrow(_point(given["from"]), _point(given["to"]))
        if kind == "text":
            return Text(_point(given["at"]), _words(given["text"]), _ratio(given["size"], *TEXT_SIZES))
        if kind in ("circle", "blur"):
            at, size = _point(given["at"]), _point(given["size"])
            if at[0] + size[0] > 1.001 or at[1] + size[1] > 1.001:
                raise ValueError
            return Circle(at, size) if kind == "circle" else Blur(at, size)
        raise ValueError
    except (KeyError, TypeError, ValueError):
        raise Refusal(
            N_("Mark %(number)s of this photo cannot be read. Remove it, then draw it again."), number=number
        ) from None


def _point(given: object) -> Point:
    if not isinstance(given, list) or len(given) != 2:
        raise TypeError
    return _ratio(given[0]), _ratio(given[1])


def _ratio(given: object, least: float = 0.0, most: float = 1.0) -> float:
    if isinstance(given, bool) or not isinstance(given, int | float) or not math.isfinite(given):
        raise TypeError
    if not least <= given <= most:
        raise ValueError
    return round(float(given), DIGITS)


def _words(given: object) -> str:
    if not isinstance(given, str):
        raise TypeError
    if len(given) > MAX_TEXT:
        raise Refusal(N_("A text on a photo has up to %(limit)s characters. Shorten it."), limit=MAX_TEXT)
    words = " ".join(given.split())
    if not words or not words.replace("\u200d", "").replace("\u200c", "").isprintable():
        raise ValueError
    return words


_AS_JSON: dict[type, Callable[[Any], dict[str, Any]]] = {
    Arrow: lambda shape: {"kind": "arrow", "from": [*shape.tail], "to": [*shape.tip]},
    Circle: lambda shape: {"kind": "circle", "at": [*shape.at], "size": [*shape.size]},
    Text: lambda shape: {"kind": "text", "at": [*shape.at], "text": shape.text, "size": shape.size},
    Blur: lambda shape: {"kind": "blur", "at": [*shape.at], "size": [*shape.size]},
}
