"""Solid bodies for the stage: boxes, tubes, balls, drums, labels bent round them."""

from collections.abc import Sequence
from math import cos, pi, sin

from PIL import Image

from auditapp.demo.scenes.camera import Point
from auditapp.demo.scenes.stage import Stage, cross, minus, unit
from auditapp.demo.scenes.texture import Colour, times


def box(
    stage: Stage,
    corner: Point,
    size: Point,
    colour: Colour,
    *,
    gloss: float = 0.0,
    shadow: float = 0.45,
    skin: Image.Image | None = None,
) -> None:
    """An upright box: `corner` is its left, near, low one; `size` its width, depth and height."""
    (x, y, z), (w, d, h) = corner, size
    if shadow:
        stage.shadow(
            [((x - 0.03, y - 0.04, z), (x + w + 0.16 * h, y - 0.02, z), (x + w + 0.3 * h, y + d, z), (x, y + d, z))],
            shadow,
            16,
        )
    faces: list[tuple[Point, list[Point]]] = [
        ((0, 1, 0), [(x + w, y + d, z + h), (x, y + d, z + h), (x, y + d, z), (x + w, y + d, z)]),
        ((-1, 0, 0), [(x, y + d, z + h), (x, y, z + h), (x, y, z), (x, y + d, z)]),
        ((1, 0, 0), [(x + w, y, z + h), (x + w, y + d, z + h), (x + w, y + d, z), (x + w, y, z)]),
        ((0, -1, 0), [(x, y, z + h), (x + w, y, z + h), (x + w, y, z), (x, y, z)]),
        ((0, 0, 1), [(x, y + d, z + h), (x + w, y + d, z + h), (x + w, y, z + h), (x, y, z + h)]),
    ]
    for normal, corners in faces:
        if not stage.faces_us(normal, corners[0]):
            continue
        if skin is not None and abs(normal[2]) < 0.5:
            stage.decal(corners, skin, stage.lit((200, 200, 200), normal, corners[0])[0] / 200)
        else:
            panel(stage, corners, stage.lit(colour, normal, corners[0], gloss), 0.0 if normal[2] > 0.5 else 0.2)


def panel(stage: Stage, corners: Sequence[Point], colour: Colour, fall: float = 0.2, bands: int = 10) -> None:
    """A flat face that grows darker towards its foot (corners from the top left, clockwise)."""
    tl, tr, br, bl = corners
    for i in range(bands):
        a, b = i / bands, (i + 1) / bands
        strip = [_between(tl, bl, a), _between(tr, br, a), _between(tr, br, b), _between(tl, bl, b)]
        stage.polygon(strip, times(colour, 1.06 - fall * (a**2)))


def _between(a: Point, b: Point, t: float) -> Point:
    return a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t, a[2] + (b[2] - a[2]) * t


def tube(
    stage: Stage,
    start: Point,
    end: Point,
    radius: float,
    colour: Colour,
    *,
    taper: float = 1.0,
    gloss: float = 0.25,
    sides: int = 0,
    caps: Colour | None = None,
) -> None:
    """A cylinder or cone from `start` to `end`; `taper` is the end radius over the start radius."""
    sides = sides or min(72, 26 + int(150 * radius))
    axis = unit(minus(end, start))
    across = unit(cross(axis, (0.0, 0.0, 1.0) if abs(axis[2]) < 0.9 else (1.0, 0.0, 0.0)))
    upright = cross(axis, across)

    def ring(centre: Point, r: float, turn: float) -> Point:
        c, s = cos(turn) * r, sin(turn) * r
        return (
            centre[0] + across[0] * c + upright[0] * s,
            centre[1] + across[1] * c + upright[1] * s,
            centre[2] + across[2] * c + upright[2] * s,
        )

    turns = [2 * pi * i / sides for i in range(sides + 1)]
    foot, head = [ring(start, radius, t) for t in turns], [ring(end, radius * taper, t) for t in turns]
    for i in range(sides):
        normal = ring((0.0, 0.0, 0.0), 1.0, (turns[i] + turns[i + 1]) / 2)
        if stage.faces_us(normal, foot[i]):
            shade = stage.lit(colour, normal, foot[i], gloss)
            stage.polygon([foot[i], foot[i + 1], head[i + 1], head[i]], shade)
    for centre, normal, rim in ((start, (-axis[0], -axis[1], -axis[2]), foot), (end, axis, head)):
        if stage.faces_us(normal, centre):
            stage.polygon(rim[:-1], stage.lit(caps or colour, normal, centre, gloss / 2))


def ball(stage: Stage, centre: Point, radius: float, colour: Colour, gloss: float = 0.4) -> None:
    """A sphere, as discs shrinking towards the light."""
    x, y = stage.camera.pixel(centre)
    r = radius * stage.camera.lens * max(stage.camera.size) / stage.camera.seen_from(centre)[1]
    for i in range(24):
        t = i / 24
        shade = times(colour, 0.5 + 0.62 * t)
        if t > 0.9:
            shade = times(shade, 1 + gloss * (t - 0.9) * 6)
        cx, cy, s = x - r * 0.36 * t, y - r * 0.4 * t, r * (1 - t)
        stage.pen.ellipse((cx - s, cy - s, cx + s, cy + s), fill=shade)


def wrap(
    stage: Stage,
    foot: Point,
    radius: float,
    picture: Image.Image,
    low: float,
    high: float,
    middle: float = -90.0,
    spread: float = 70.0,
) -> None:
    """A label bent round an upright cylinder; angles in degrees, -90 faces the camera."""
    strips = 12
    for i in range(strips):
        a = (middle - spread / 2 + spread * i / strips) * pi / 180
        b = (middle - spread / 2 + spread * (i + 1) / strips) * pi / 180
        left = (foot[0] + radius * cos(a), foot[1] + radius * sin(a))
        right = (foot[0] + radius * cos(b), foot[1] + radius * sin(b))
        piece = picture.crop((picture.width * i // strips, 0, picture.width * (i + 1) // strips, picture.height))
        corners = [(*left, high), (*right, high), (*right, low), (*left, low)]
        normal = (cos((a + b) / 2), sin((a + b) / 2), 0.0)
        stage.decal(corners, piece, stage.lit((200, 200, 200), normal, corners[0])[0] / 200)


def drum(stage: Stage, at: Point, colour: Colour, label: Image.Image | None = None, *, scale: float = 1.0) -> None:
    """A 200 l steel drum with rolling rings, rim and bungs."""
    x, y, z = at
    r, h = 0.29 * scale, 0.88 * scale
    stage.shadow([stage.disc((x + 0.1 * scale, y + 0.02, z), r * 1.25)], 0.55, 14)
    for low, high, grow in (
        (0, 0.02, 1.03),
        (0.02, 0.31, 1),
        (0.31, 0.34, 1.035),
        (0.34, 0.6, 1),
        (0.6, 0.63, 1.035),
        (0.63, 0.86, 1),
        (0.86, 0.88, 1.03),
    ):
        tube(stage, (x, y, z + low * scale), (x, y, z + high * scale), r * grow, colour, gloss=0.35)
    stage.polygon(stage.disc((x, y, z + h - 0.012), r * 0.94), times(colour, 0.72))
    for dx, size in ((-0.16, 0.035), (0.17, 0.022)):
        tube(
            stage, (x + dx * scale, y, z + h - 0.01), (x + dx * scale, y, z + h + 0.012), size * scale, (170, 170, 168)
        )
    if label is not None:
        wrap(stage, at, r * 1.005, label, z + 0.36 * scale, z + 0.585 * scale, -96, 64)
