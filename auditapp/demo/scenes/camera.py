"""A pin-hole camera: metres in, pixels out.

The world is right-handed for the painter's comfort: x to the right, y away from the camera, z up, all in metres.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, radians, sin
from typing import TypeAlias

Point: TypeAlias = tuple[float, float, float]
Pixel: TypeAlias = tuple[float, float]

NEAREST = 0.12  # metres; anything nearer than this would explode in the division


@dataclass(frozen=True)
class Camera:
    """Where the tablet is held. Angles in degrees; `lens` is the focal length over the picture's longer side."""

    size: tuple[int, int]
    at: Point = (0.0, 0.0, 1.55)
    yaw: float = 0.0
    pitch: float = -8.0
    roll: float = 0.0
    lens: float = 0.8

    def seen_from(self, point: Point) -> Point:
        """The point in the camera's own axes: right, forward, up."""
        x, y, z = (point[i] - self.at[i] for i in range(3))
        a, b, c = radians(self.yaw), radians(self.pitch), radians(self.roll)
        x, y = x * cos(a) - y * sin(a), x * sin(a) + y * cos(a)
        y, z = y * cos(b) + z * sin(b), -y * sin(b) + z * cos(b)
        x, z = x * cos(c) - z * sin(c), x * sin(c) + z * cos(c)
        return x, y, z

    def on_film(self, seen: Point) -> Pixel:
        """The pixel of a point already in the camera's axes."""
        scale = self.lens * max(self.size) / max(seen[1], NEAREST)
        return self.size[0] / 2 + seen[0] * scale, self.size[1] / 2 - seen[2] * scale

    def pixel(self, point: Point) -> Pixel:
        """The pixel of one point of the world."""
        return self.on_film(self.seen_from(point))

    def outline(self, points: Sequence[Point]) -> list[Pixel]:
        """A polygon's pixels, cut off at the nearest plane; empty when all of it lies behind the camera."""
        seen = [self.seen_from(point) for point in points]
        kept: list[Point] = []
        for here, there in zip(seen, seen[1:] + seen[:1], strict=True):
            if here[1] >= NEAREST:
                kept.append(here)
            if (here[1] >= NEAREST) != (there[1] >= NEAREST):
                t = (NEAREST - here[1]) / (there[1] - here[1])
                kept.append((here[0] + t * (there[0] - here[0]), NEAREST, here[2] + t * (there[2] - here[2])))
        return [self.on_film(point) for point in kept] if len(kept) > 2 else []


def homography(target: Sequence[Pixel], source: Sequence[Pixel]) -> tuple[float, ...]:
    """The eight numbers Pillow wants to warp `source` corners onto `target` corners (it maps target to source)."""
    rows: list[list[float]] = []
    for (x, y), (u, v) in zip(target, source, strict=True):
        rows.append([x, y, 1, 0, 0, 0, -u * x, -u * y, u])
        rows.append([0, 0, 0, x, y, 1, -v * x, -v * y, v])
    for column in range(8):
        best = max(range(column, 8), key=lambda row: abs(rows[row][column]))
        rows[column], rows[best] = rows[best], rows[column]
        pivot = rows[column][column]
        if abs(pivot) < 1e-12:
            raise ZeroDivisionError("the four corners lie on one line")
        rows[column] = [value / pivot for value in rows[column]]
        for row in range(8):
            if row != column and rows[row][column]:
                factor = rows[row][column]
                rows[row] = [value - factor * own for value, own in zip(rows[row], rows[column], strict=True)]
    return tuple(row[8] for row in rows)
