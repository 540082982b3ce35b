"""The stage: solid things drawn back to front, lit from the upper left, with soft shadows."""

from collections.abc import Sequence
from math import cos, hypot, pi, sin
from random import Random

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from auditapp.demo.scenes.camera import Camera, Pixel, Point, homography
from auditapp.demo.scenes.texture import Colour, noise, tiled, times

LIGHT: Point = (-0.48, -0.52, 0.71)


def minus(a: Point, b: Point) -> Point:
    """a - b."""
    return a[0] - b[0], a[1] - b[1], a[2] - b[2]


def cross(a: Point, b: Point) -> Point:
    """The vector that stands upright on both."""
    return a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]


def unit(a: Point) -> Point:
    """The same direction, one metre long."""
    length = (a[0] ** 2 + a[1] ** 2 + a[2] ** 2) ** 0.5 or 1.0
    return a[0] / length, a[1] / length, a[2] / length


def dot(a: Point, b: Point) -> float:
    """How much a points along b."""
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]


class Stage:
    """One picture in the making."""

    def __init__(self, camera: Camera, seed: int, backdrop: Colour | Image.Image = (120, 122, 124)) -> None:
        self.camera = camera
        self.rng = Random(seed)
        self.unit = max(camera.size) / 2016  # one pixel of the default picture
        self.image = Image.new("RGB", camera.size, backdrop if isinstance(backdrop, tuple) else (0, 0, 0))
        if isinstance(backdrop, Image.Image):
            self.image.paste(backdrop)
        self.pen = ImageDraw.Draw(self.image)

    # --- light

    def lit(self, colour: Colour, normal: Point, at: Point, gloss: float = 0.0) -> Colour:
        """The colour of a surface under the lamp; `gloss` 0 (chalk) to 1 (wet paint)."""
        normal = unit(normal)
        shade = 0.42 + 0.62 * max(0.0, dot(normal, LIGHT)) + 0.08 * max(0.0, normal[2])
        colour = times(colour, shade)
        if gloss:
            eye = unit(minus(self.camera.at, at))
            half = unit((eye[0] + LIGHT[0], eye[1] + LIGHT[1], eye[2] + LIGHT[2]))
            shine = round(255 * gloss * max(0.0, dot(normal, half)) ** 24)
            colour = (min(255, colour[0] + shine), min(255, colour[1] + shine), min(255, colour[2] + shine))
        return colour

    def faces_us(self, normal: Point, at: Point) -> bool:
        """Whether this side of a surface is turned to the camera."""
        return dot(normal, minus(self.camera.at, at)) > 0

    # --- flat things

    def polygon(self, points: Sequence[Point], colour: Colour) -> None:
        """A flat patch in one colour, as given (no lighting)."""
        outline = self.camera.outline(points)
        if outline:
            self.pen.polygon(outline, fill=colour)

    def line(self, points: Sequence[Point], colour: Colour, width: float) -> None:
        """A cable, wire or thin rod; width in metres at its nearest point."""
        depth = min(self.camera.seen_from(point)[1] for point in points)
        pixels = max(1, round(width * self.camera.lens * max(self.camera.size) / max(depth, 0.2)))
        path = [self.camera.pixel(point) for point in points]
        self.pen.line(path, fill=colour, width=pixels, joint="curve")

    def decal(self, corners: Sequence[Point], picture: Image.Image, shade: float = 1.0) -> None:
        """A picture laid on a flat patch: corners from its top left, clockwise."""
        self._lay([self.camera.pixel(corner) for corner in corners], picture, shade)

    def _lay(self, target: Sequence[Pixel], picture: Image.Image, shade: float = 1.0) -> None:
        left = max(0, int(min(x for x, _ in target)))
        top = max(0, int(min(y for _, y in target)))
        right = min(self.image.width, int(max(x for x, _ in target)) + 2)
        bottom = min(self.image.height, int(max(y for _, y in target)) + 2)
        if right <= left or bottom <= top:
            return
        longest = max(hypot(a[0] - b[0], a[1] - b[1]) for a, b in zip(target, [*target[1:], target[0]], strict=True))
        if (shrink := int(max(picture.size) / max(longest, 1))) > 1:
            picture = picture.reduce(shrink)
        wide, high = picture.size
        back = homography([(x - left, y - top) for x, y in target], [(0, 0), (wide, 0), (wide, high), (0, high)])
        size, bent = (right - left, bottom - top), Image.Transform.PERSPECTIVE
        laid = picture.convert("RGB").transform(size, bent, back, Image.Resampling.BILINEAR)
        if shade != 1.0:
            laid = laid.point(lambda value: min(255, int(value * shade)))
        cut = Image.new("L", size, 0)
        ImageDraw.Draw(cut).polygon([(x - left, y - top) for x, y in target], fill=255)
        if picture.mode == "RGBA":
            alpha = picture.getchannel("A").transform(size, bent, back, Image.Resampling.BILINEAR)
            cut = ImageChops.multiply(cut, alpha)
        self.image.paste(laid, (left, top), cut)

    def floor(
        self, picture: Image.Image, left: float, right: float, near: float, far: float, z: float = 0.0, tile: float = 0
    ) -> None:
        """A floor, or anything lying on it; repeated every `tile` metres if given."""
        if tile:
            picture = tiled(picture, right - left, far - near, tile)
            far += 0.04  # under the wall, so that no gap shows along it
        self.decal(((left, far, z), (right, far, z), (right, near, z), (left, near, z)), picture)

    def wall(
        self, picture: Image.Image, left: float, right: float, y: float, top: float, foot: float = 0.0, tile: float = 0
    ) -> None:
        """A wall that faces the camera, or anything hanging on it; repeated every `tile` metres if given."""
        if tile:
            picture = tiled(picture, right - left, top - foot, tile)
        self.decal(((left, y, top), (right, y, top), (right, y, foot), (left, y, foot)), picture)

    def shadow(self, patches: Sequence[Sequence[Point]], strength: float = 0.5, blur: float = 18.0) -> None:
        """Soft darkness on patches; blur in pixels of the default picture."""
        outlines = [outline for patch in patches if (outline := self.camera.outline(patch))]
        if not outlines:
            return
        coarse, margin = 4, blur * self.unit * 3
        left = max(0, int(min(x for o in outlines for x, _ in o) - margin))
        top = max(0, int(min(y for o in outlines for _, y in o) - margin))
        right = min(self.image.width, int(max(x for o in outlines for x, _ in o) + margin))
        bottom = min(self.image.height, int(max(y for o in outlines for _, y in o) + margin))
        if right - left < coarse or bottom - top < coarse:
            return
        mask = Image.new("L", ((right - left) // coarse, (bottom - top) // coarse), 0)
        pen = ImageDraw.Draw(mask)
        for outline in outlines:
            pen.polygon([((x - left) / coarse, (y - top) / coarse) for x, y in outline], fill=round(255 * strength))
        mask = mask.filter(ImageFilter.GaussianBlur(blur * self.unit / coarse))
        mask = mask.resize((right - left, bottom - top), Image.Resampling.BILINEAR)
        self.image.paste((12, 12, 16), (left, top), mask)

    def disc(self, centre: Point, radius: float, stretch: float = 1.0, count: int = 40) -> list[Point]:
        """A circle (or ellipse) lying flat, as a polygon."""
        turns = [2 * pi * i / count for i in range(count)]
        return [(centre[0] + radius * cos(t), centre[1] + radius * stretch * sin(t), centre[2]) for t in turns]

    def blob(self, centre: Point, radius: float, wild: float = 0.25, stretch: float = 1.0) -> list[Point]:
        """A puddle's outline: a circle that could not decide."""
        phases = [(self.rng.uniform(0, 2 * pi), wild * self.rng.uniform(0.4, 1) / k) for k in (1, 2, 3, 5, 8)]
        points: list[Point] = []
        for i in range(90):
            turn = 2 * pi * i / 90
            r = radius * (1 + sum(a * sin(k * turn + p) for k, (p, a) in zip((1, 2, 3, 5, 8), phases, strict=True)))
            points.append((centre[0] + r * cos(turn), centre[1] + r * stretch * sin(turn), centre[2]))
        return points

    # --- the whole picture

    def grime(self, depth: float = 0.1, cells: int = 10) -> None:
        """A breath of dirt over everything drawn so far, so that no surface is flawless."""
        small = (self.image.width // 4, self.image.height // 4)
        dirt = Image.blend(noise(self.rng, small, cells), noise(self.rng, small, cells * 9), 0.4)
        dirt = dirt.point(lambda v: 255 - int(depth * v)).resize(self.image.size, Image.Resampling.BILINEAR)
        self.image.paste(ImageChops.multiply(self.image, dirt.convert("RGB")))
