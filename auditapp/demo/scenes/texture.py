"""Surfaces made of noise: concrete, asphalt, brick, sheet metal, sky."""

from math import ceil
from random import Random
from typing import TypeAlias

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageOps

Colour: TypeAlias = tuple[int, int, int]


def noise(rng: Random, size: tuple[int, int], cells: int) -> Image.Image:
    """Grey cloud with about `cells` lumps across, values around 128."""
    down = max(2, cells * size[1] // size[0])
    return Image.frombytes("L", (cells, down), rng.randbytes(cells * down)).resize(size, Image.Resampling.BICUBIC)


def cloud(
    rng: Random, size: tuple[int, int], first: int = 4, octaves: int = 7, fade: float = 0.5, *, soft: bool = False
) -> Image.Image:
    """Fractal noise, each octave twice as fine, grown by doubling so that it is cheap.

    Gritty by itself (each octave covers `fade / (1 + fade)` of what was there); `soft` lets the coarse ones rule.
    """
    wide, high = first, max(2, first * size[1] // size[0])
    picture = Image.frombytes("L", (wide, high), rng.randbytes(wide * high))
    weight = total = 1.0
    for _ in range(1, octaves):
        weight *= fade
        total += weight
        share = weight / total if soft else fade / (1 + fade)
        if wide * 2 > size[0]:
            break
        wide, high = wide * 2, high * 2
        finer = Image.frombytes("L", (wide, high), rng.randbytes(wide * high))
        picture = Image.blend(picture.resize((wide, high), Image.Resampling.BICUBIC), finer, share)
    return ImageOps.autocontrast(picture.resize(size, Image.Resampling.BICUBIC), cutoff=1)


def tiled(picture: Image.Image, wide: float, high: float, metres: float) -> Image.Image:
    """The surface of a patch `wide` by `high` metres from a tile `metres` across, every second tile mirrored."""
    across, down = ceil(wide / metres), ceil(high / metres)
    sheet = Image.new("RGB", (round(picture.width * wide / metres), round(picture.height * high / metres)))
    mirrored = picture.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    for column in range(across):
        for row in range(down):
            sheet.paste(mirrored if column % 2 else picture, (column * picture.width, row * picture.height))
    return sheet


def mix(a: Colour, b: Colour, t: float) -> Colour:
    """The colour `t` of the way from a to b."""
    return (
        round(a[0] + (b[0] - a[0]) * t),
        round(a[1] + (b[1] - a[1]) * t),
        round(a[2] + (b[2] - a[2]) * t),
    )


def times(colour: Colour, factor: float) -> Colour:
    """The colour made lighter or darker, kept within what a pixel can hold."""
    return (
        max(0, min(255, round(colour[0] * factor))),
        max(0, min(255, round(colour[1] * factor))),
        max(0, min(255, round(colour[2] * factor))),
    )


def mottled(rng: Random, colour: Colour, size: tuple[int, int] = (512, 512), depth: float = 0.18) -> Image.Image:
    """A plain surface that is not quite plain."""
    return ImageOps.colorize(cloud(rng, size), times(colour, 1 - depth), times(colour, 1 + depth), mid=colour)


def rough(rng: Random, colour: Colour, depth: float) -> Image.Image:
    """A floor tile: fine grit more than clouds."""
    grit = cloud(rng, (900, 900), 3, 9, 0.85)
    return ImageOps.colorize(grit, times(colour, 1 - depth), times(colour, 1 + depth), mid=colour)


def stained(rng: Random, picture: Image.Image, count: int, strength: int = 70) -> Image.Image:
    """Dark soft stains, as on every floor that works for its living."""
    small = Image.new("L", (picture.width // 4, picture.height // 4), 255)
    pen = ImageDraw.Draw(small)
    for _ in range(count):
        x, y, r = rng.randrange(small.width), rng.randrange(small.height), rng.randrange(3, small.width // 9)
        pen.ellipse((x - r, y - r * 0.7, x + r, y + r * 0.7), fill=255 - rng.randrange(strength // 3, strength))
    blotch = small.filter(ImageFilter.GaussianBlur(5)).resize(picture.size, Image.Resampling.BILINEAR)
    return ImageChops.multiply(picture, blotch.convert("RGB"))


def concrete(rng: Random, colour: Colour = (148, 146, 141), *, joints: int = 3, stains: int = 14) -> Image.Image:
    """A slab floor with joints, a hairline crack and stains."""
    picture = stained(rng, rough(rng, colour, 0.15), stains)
    pen = ImageDraw.Draw(picture)
    for i in range(1, joints):
        at = i * picture.width // joints
        for line in (((at, 0), (at, 900)), ((0, at), (900, at))):
            pen.line(line, fill=times(colour, 0.55), width=3)
            pen.line([(x + 3, y + 3) for x, y in line], fill=times(colour, 1.1), width=1)
    x, y = rng.uniform(200, 700), 0.0
    while y < 900:
        step = (x + rng.uniform(-22, 22), y + rng.uniform(8, 26))
        pen.line(((x, y), step), fill=times(colour, 0.6), width=2)
        x, y = step
    return picture


def asphalt(rng: Random, colour: Colour = (88, 88, 90)) -> Image.Image:
    """Coarse, dark, a little patched."""
    base = rough(rng, colour, 0.2)
    speck = noise(rng, (900, 900), 450).point(lambda v: 175 + v // 3)
    return stained(rng, ImageChops.multiply(base, speck.convert("RGB")), 10, 60)


def brick(rng: Random, colour: Colour = (150, 92, 72), rows: int = 22) -> Image.Image:
    """A wall of bricks in running bond, each its own shade."""
    size, height = 1024, 1024 // rows
    picture = mottled(rng, (170, 164, 154), (size, size), 0.1)
    pen = ImageDraw.Draw(picture)
    for row in range(rows + 1):
        for column in range(-1, size // (height * 3) + 1):
            x = column * height * 3 + (row % 2) * height * 3 // 2
            y = row * height
            shade = times(mix(colour, (110, 80, 72), rng.random() * 0.5), rng.uniform(0.86, 1.1))
            pen.rectangle((x + 3, y + 3, x + height * 3 - 3, y + height - 3), fill=shade)
    rough = cloud(rng, (size, size), 24, 4).point(lambda v: 205 + v // 5)
    return ImageChops.multiply(picture, rough.convert("RGB"))


def sheeted(rng: Random, colour: Colour, ribs: int = 24, depth: float = 0.16) -> Image.Image:
    """Ribbed sheet metal cladding with rain streaks."""
    strip = Image.new("L", (ribs * 12, 1))
    profile = (255, 236, 226, 232, 240, 244, 244, 240, 228, 190, 150, 205)
    strip.putdata([profile[i % 12] for i in range(ribs * 12)])
    ribbed = strip.resize((1024, 1024), Image.Resampling.BILINEAR)
    streaks = noise(rng, (1024, 1024), 96).resize((1024, 6)).resize((1024, 1024), Image.Resampling.BICUBIC)
    streaks = streaks.point(lambda v: 215 + v // 7)
    plain = mottled(rng, colour, (1024, 1024), depth / 2)
    return ImageChops.multiply(ImageChops.multiply(plain, ribbed.convert("RGB")), streaks.convert("RGB"))


def plaster(rng: Random, colour: Colour = (206, 204, 194)) -> Image.Image:
    """A painted wall, dirtier towards the floor, with a darker dado."""
    picture = mottled(rng, colour, (1024, 1024), 0.045)
    soot = Image.linear_gradient("L").resize((1024, 1024)).point(lambda v: 255 - max(0, v - 120) // 3)
    return stained(rng, ImageChops.multiply(picture, soot.convert("RGB")), 5, 30)


def sky(rng: Random, size: tuple[int, int], top: Colour, low: Colour, clouds: float = 0.6) -> Image.Image:
    """Sky with soft clouds, lighter at the horizon."""
    small = (size[0] // 4, size[1] // 4)
    blue = ImageOps.colorize(Image.linear_gradient("L").resize(small), top, low)
    puffs = cloud(rng, small, 3, 6, 0.5, soft=True).point(lambda v: max(0, min(255, int((v - 110) * 2.2 * clouds))))
    blue.paste((246, 246, 246), (0, 0), puffs)
    return blue.resize(size, Image.Resampling.BICUBIC)


def sheen(rng: Random, size: tuple[int, int], strength: int = 190) -> Image.Image:
    """The colours of a thin film of oil, as RGBA."""
    bands = cloud(rng, size, 3, 4, 0.35, soft=True)
    palette: list[int] = []
    wheel: tuple[Colour, ...] = ((90, 80, 120), (70, 130, 170), (110, 170, 120), (200, 190, 90), (190, 110, 130))
    for value in range(256):
        turn = value / 256 * 9
        palette += mix(wheel[int(turn) % 5], wheel[(int(turn) + 1) % 5], turn % 1)
    film = Image.frombytes("P", size, bands.tobytes())
    film.putpalette(palette)
    coloured = film.convert("RGB").convert("RGBA")
    coloured.putalpha(bands.point(lambda v: min(strength, abs(v - 128) * 2)))
    return coloured
