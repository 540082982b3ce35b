"""Flat things with words on them: labels, signs, forms, gauges. Set in Pillow's own font, so no font is needed."""

from collections.abc import Sequence
from math import cos, pi, sin
from random import Random

from PIL import Image, ImageDraw, ImageFont

from auditapp.demo.scenes.texture import Colour

INK: Colour = (36, 38, 44)
WHITE: Colour = (246, 245, 240)


def words(
    pen: ImageDraw.ImageDraw, at: tuple[float, float], text: str, size: int, fill: Colour = INK, bold: bool = False
) -> None:
    """One line of lettering."""
    pen.text(at, text, font=ImageFont.load_default(size), fill=fill, stroke_width=max(1, size // 26) if bold else 0)


def centred(
    pen: ImageDraw.ImageDraw, wide: int, y: float, text: str, size: int, fill: Colour = INK, bold: bool = True
) -> None:
    """One line of lettering in the middle of a sheet `wide` pixels wide."""
    length = pen.textlength(text, font=ImageFont.load_default(size))
    words(pen, ((wide - length) / 2, y), text, size, fill, bold)


def diamond(pen: ImageDraw.ImageDraw, x: float, y: float, r: float, sign: str) -> None:
    """A hazard diamond with a simple pictogram: flame, mark, fish or skull-free exclamation."""
    pen.polygon([(x, y - r), (x + r, y), (x, y + r), (x - r, y)], fill=(200, 38, 36))
    s = r * 0.82
    pen.polygon([(x, y - s), (x + s, y), (x, y + s), (x - s, y)], fill=WHITE)
    if sign == "flame":
        f = r * 0.42
        pen.polygon(
            [
                (x - f, y + f * 0.6),
                (x - f * 0.7, y - f * 0.3),
                (x - f * 0.3, y),
                (x, y - f * 1.3),
                (x + f * 0.4, y - f * 0.1),
                (x + f * 0.7, y - f * 0.5),
                (x + f, y + f * 0.5),
                (x, y + f),
            ],
            fill=INK,
        )
    elif sign == "fish":
        f = r * 0.45
        pen.ellipse((x - f, y, x + f * 0.6, y + f * 0.7), fill=INK)
        pen.polygon([(x + f * 0.4, y + f * 0.35), (x + f, y), (x + f, y + f * 0.7)], fill=INK)
        pen.line([(x - f * 0.5, y), (x - f * 0.5, y - f), (x - f, y - f * 0.6)], fill=INK, width=max(2, int(r / 9)))
        pen.line([(x - f * 0.5, y - f), (x, y - f * 1.1)], fill=INK, width=max(2, int(r / 9)))
    else:
        pen.rounded_rectangle((x - r * 0.09, y - r * 0.48, x + r * 0.09, y + r * 0.16), r * 0.06, fill=INK)
        pen.ellipse((x - r * 0.1, y + r * 0.26, x + r * 0.1, y + r * 0.46), fill=INK)


def hazard_label(name: str, detail: str, signs: Sequence[str], band: Colour = (20, 84, 122)) -> Image.Image:
    """A chemical label: name, detail, diamonds, small print."""
    sheet = Image.new("RGB", (640, 420), WHITE)
    pen = ImageDraw.Draw(sheet)
    pen.rectangle((0, 0, 640, 92), fill=band)
    words(pen, (24, 18), name, 54, WHITE, bold=True)
    words(pen, (24, 108), detail, 32)
    for i, sign in enumerate(signs):
        diamond(pen, 108 + i * 170, 246, 80, sign)
    for i in range(5):
        pen.rectangle((24, 350 + i * 12, 616 - (i * 61) % 150, 354 + i * 12), fill=(120, 120, 122))
    pen.rectangle((0, 0, 639, 419), outline=INK, width=5)
    return sheet


def waste_label(title: str, code: str, colour: Colour) -> Image.Image:
    """The label of a waste container: what goes in, its code, and yes and no marks."""
    sheet = Image.new("RGB", (640, 480), WHITE)
    pen = ImageDraw.Draw(sheet)
    pen.rectangle((0, 0, 640, 130), fill=colour)
    centred(pen, 640, 26, title, 70, WHITE)
    centred(pen, 640, 150, code, 46)
    for i, (mark, fill) in enumerate(((True, (44, 132, 66)), (False, (190, 42, 40)))):
        x, y = 110 + i * 300, 330
        pen.ellipse((x - 62, y - 62, x + 62, y + 62), outline=fill, width=12)
        shape = [(x - 30, y), (x - 6, y + 28), (x + 34, y - 30)] if mark else [(x - 30, y - 30), (x + 30, y + 30)]
        pen.line(shape, fill=fill, width=14)
        if not mark:
            pen.line([(x + 30, y - 30), (x - 30, y + 30)], fill=fill, width=14)
        for row in range(4):
            pen.rectangle((x + 78, y - 44 + row * 24, x + 170 - row * 17 % 40, y - 36 + row * 24), fill=(110, 110, 112))
    return sheet


def sign(lines: Sequence[str], colour: Colour, size: tuple[int, int] = (640, 420), letter: int = 70) -> Image.Image:
    """A plain safety sign: white words on a colour."""
    sheet = Image.new("RGB", size, colour)
    pen = ImageDraw.Draw(sheet)
    pen.rounded_rectangle((12, 12, size[0] - 13, size[1] - 13), 26, outline=WHITE, width=8)
    top = (size[1] - len(lines) * letter * 1.25) / 2
    for i, text in enumerate(lines):
        centred(pen, size[0], top + i * letter * 1.25, text, letter, WHITE)
    return sheet


def scrawl(pen: ImageDraw.ImageDraw, rng: Random, x: float, y: float, length: float, tall: float, ink: Colour) -> None:
    """Handwriting nobody can read."""
    points, at = [(x, y)], x
    while at < x + length:
        at += rng.uniform(0.2, 0.7) * tall
        points.append((at, y + rng.uniform(-tall, tall * 0.6)))
    pen.line(points, fill=ink, width=max(2, int(tall / 6)), joint="curve")


def printed(
    title: str,
    rng: Random,
    *,
    size: tuple[int, int] = (720, 1000),
    paper: Colour = WHITE,
    head: Colour = (24, 96, 84),
    paragraphs: int = 5,
) -> Image.Image:
    """A printed page with a heading and paragraphs of grey lines."""
    sheet = Image.new("RGB", size, paper)
    pen = ImageDraw.Draw(sheet)
    pen.rectangle((0, 0, size[0], size[1] // 9), fill=head)
    letter = min(size[1] // 18, int(size[0] * 1.55 / max(len(title), 8)))
    words(pen, (size[0] * 0.06, size[1] / 18 - letter * 0.6), title, letter, WHITE, bold=True)
    y, step = size[1] / 9 + size[1] * 0.05, size[1] / 48
    for _ in range(paragraphs):
        for row in range(rng.randrange(3, 6)):
            short = rng.uniform(0.4, 0.8) if row > 2 else rng.uniform(0.92, 1)
            pen.rectangle((size[0] * 0.07, y, size[0] * (0.07 + 0.86 * short), y + step * 0.42), fill=(122, 122, 126))
            y += step
        y += step * 1.1
        if y > size[1] * 0.86:
            break
    scrawl(pen, rng, size[0] * 0.1, size[1] * 0.93, size[0] * 0.22, size[1] * 0.016, (36, 48, 140))
    return sheet


def register(
    title: str, heads: Sequence[str], rows: Sequence[Sequence[str]], rng: Random, *, blank: int = 0
) -> Image.Image:
    """A filled-in form: typed first column, handwritten rest; the last `blank` rows are not filled in."""
    sheet = Image.new("RGB", (1000, 1400), WHITE)
    pen = ImageDraw.Draw(sheet)
    words(pen, (60, 60), title, 58, bold=True)
    words(pen, (60, 140), "EMS record  F-07-02  rev. 4", 30, (100, 100, 104))
    top, tall, wide = 230, 74, 880 / len(heads)
    pen.rectangle((60, top, 940, top + tall), fill=(214, 222, 220))
    for column, text in enumerate(heads):
        words(pen, (72 + column * wide, top + 20), text, 30, bold=True)
    for index, row in enumerate(rows):
        y = top + tall * (index + 1)
        for column, text in enumerate(row):
            x = 72 + column * wide
            if column and index >= len(rows) - blank:
                continue
            if text == "~":
                scrawl(pen, rng, x, y + 44, wide * 0.66, 16, (32, 44, 132))
            else:
                words(pen, (x, y + 22), text, 28, INK if not column else (32, 44, 132))
    for line in range(len(rows) + 2):
        pen.line([(60, top + tall * line), (940, top + tall * line)], fill=(120, 124, 126), width=3)
    for column in range(len(heads) + 1):
        x = 60 + column * wide
        pen.line([(x, top), (x, top + tall * (len(rows) + 1))], fill=(120, 124, 126), width=3)
    return sheet


def gauge(value: float, unit: str, red_from: float = 0.8) -> Image.Image:
    """A round dial, 0 to 1, with a red end; transparent outside its rim."""
    dial = Image.new("RGBA", (600, 600), (0, 0, 0, 0))
    pen = ImageDraw.Draw(dial)
    pen.ellipse((4, 4, 596, 596), fill=(58, 60, 62, 255))
    pen.ellipse((26, 26, 574, 574), fill=(196, 196, 192, 255))
    pen.ellipse((44, 44, 556, 556), fill=(248, 247, 242, 255))
    pen.arc((86, 86, 514, 514), 135 + 270 * red_from, 405, fill=(196, 40, 36, 255), width=26)
    pen.arc((86, 86, 514, 514), 135 + 270 * 0.35, 135 + 270 * red_from, fill=(60, 140, 76, 255), width=26)
    for tick in range(41):
        turn, inner = (135 + 270 * tick / 40) * pi / 180, 186 if tick % 5 == 0 else 202
        pen.line(
            [(300 + inner * cos(turn), 300 + inner * sin(turn)), (300 + 216 * cos(turn), 300 + 216 * sin(turn))],
            fill=(*INK, 255),
            width=6 if tick % 5 == 0 else 3,
        )
        if tick % 5 == 0:
            centre = (300 + 150 * cos(turn), 300 + 150 * sin(turn))
            pen.text(centre, f"{tick // 5 * 2}", font=ImageFont.load_default(40), fill=(*INK, 255), anchor="mm")
    pen.text((300, 420), unit, font=ImageFont.load_default(46), fill=(*INK, 255), anchor="mm")
    turn = (135 + 270 * value) * pi / 180
    tip, side = (300 + 196 * cos(turn), 300 + 196 * sin(turn)), (9 * sin(turn), -9 * cos(turn))
    pen.polygon(
        [
            tip,
            (300 + side[0], 300 + side[1]),
            (300 - 50 * cos(turn), 300 - 50 * sin(turn)),
            (300 - side[0], 300 - side[1]),
        ],
        fill=(24, 24, 28, 255),
    )
    pen.ellipse((280, 280, 320, 320), fill=(40, 40, 44, 255))
    return dial
