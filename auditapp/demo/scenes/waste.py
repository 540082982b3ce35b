"""Where waste waits: an open skip in the yard, labelled containers in a row."""

from math import cos, sin
from random import Random

from PIL import Image

from auditapp.demo.scenes import lettering
from auditapp.demo.scenes.camera import Point
from auditapp.demo.scenes.finish import COOL, WARM, expose
from auditapp.demo.scenes.solid import ball, box, panel, tube
from auditapp.demo.scenes.stage import Stage
from auditapp.demo.scenes.store import Size, held
from auditapp.demo.scenes.texture import asphalt, concrete, mottled, sheeted, sky, times


def _board(stage: Stage, at: Point, length: float, turn: float, lift: float, shade: tuple[int, int, int]) -> None:
    x, y, z = at
    dx, dy = cos(turn) * length, sin(turn) * length * 0.5
    end = (x + dx, y + dy, z + lift)
    stage.polygon([at, end, (end[0], end[1], end[2] + 0.07), (x, y, z + 0.07)], shade)
    stage.polygon(
        [
            (x, y, z + 0.07),
            (end[0], end[1], end[2] + 0.07),
            (end[0], end[1] + 0.1, end[2] + 0.09),
            (x, y + 0.1, z + 0.09),
        ],
        times(shade, 1.25),
    )


def bag(stage: Stage, at: Point, radius: float) -> None:
    """A tied refuse bag: black, shiny, lumpy."""
    x, y, z = at
    lumps = [(0.0, 0.0, 0.95)] + [
        (cos(i * 1.1) * 0.5, sin(i * 1.1) * 0.42 - 0.1, stage.rng.uniform(0.45, 0.6)) for i in range(6)
    ]
    for dx, dz, share in lumps:
        ball(stage, (x + dx * radius, y - 0.02, z + dz * radius), share * radius, (38, 40, 46), 0.9)
    tube(
        stage,
        (x, y, z + radius * 0.75),
        (x + radius * 0.12, y, z + radius * 1.2),
        radius * 0.14,
        (40, 42, 48),
        taper=1.6,
    )


def skip(size: Size, seed: int, *, sorted_: bool = False) -> Image.Image:
    """An open skip: boards, bags, cartons and an oily can mixed; or boards alone when `sorted_`."""
    backdrop = sky(Random(seed), size, (150, 176, 204), (214, 222, 226))
    stage = Stage(held(size, seed, (0, 0, 1.75), 0, -11, 0.9), seed, backdrop)
    rng = stage.rng
    stage.floor(asphalt(rng), -9, 9, 0.9, 9, tile=3)
    stage.wall(sheeted(rng, (150, 162, 170)), -9, 9, 9, 4.2, tile=3)
    stage.shadow([[(-9, 9, 0), (9, 9, 0), (9, 8, 0), (-9, 8, 0)]], 0.4, 20)
    green, x0, x1, near, far, top = (46, 104, 72), -1.55, 1.55, 3.5, 5.1, 1.15
    stage.shadow([[(-1.4, 3.4, 0), (1.9, 3.4, 0), (2.2, 5, 0), (-1.2, 5, 0)]], 0.65, 22)
    panel(stage, [(x0, far, top), (x1, far, top), (x1 - 0.3, far, 0.1), (x0 + 0.3, far, 0.1)], times(green, 0.6))
    panel(
        stage,
        [(x0, near, top - 0.16), (x0, far, top - 0.1), (x1, far, top - 0.1), (x1, near, top - 0.16)],
        (52, 46, 38),
        0,
    )
    for _ in range(26):
        shade = times((166, 124, 78), rng.uniform(0.65, 1.15))
        at = (rng.uniform(-1.3, 0.7), rng.uniform(3.7, 4.9), top - 0.18 + rng.uniform(0, 0.16))
        _board(stage, at, rng.uniform(0.4, 1.0), rng.uniform(-0.9, 0.9), rng.uniform(-0.1, 0.3), shade)
    if not sorted_:
        for x, y, r in ((-0.95, 4.3, 0.32), (0.2, 4.5, 0.36), (0.85, 4.1, 0.28), (-0.3, 3.95, 0.22)):
            bag(stage, (x, y, top + 0.02), r)
        for x, y, w in ((-0.6, 3.75, 0.5), (0.75, 3.8, 0.44)):
            box(
                stage,
                (x, y, top - 0.12),
                (w, 0.35, 0.34),
                (184, 146, 100),
                shadow=0,
                skin=mottled(rng, (184, 146, 100), (200, 200), 0.08),
            )
        tube(stage, (0.3, 3.75, top), (0.55, 3.7, top + 0.16), 0.13, (170, 44, 40), gloss=0.5)
        tube(stage, (-1.2, 3.8, top), (-1.02, 3.75, top + 0.02), 0.1, (224, 224, 220), gloss=0.5)
        for x in (-0.1, 1.15):
            stage.line(
                [(x, 3.7, top - 0.02), (x + 0.2, 3.7, top + 0.3), (x + 0.28, 3.75, top + 0.02)], (60, 110, 170), 0.03
            )
    panel(stage, [(x0, near, top), (x1, near, top), (x1 - 0.32, near, 0.1), (x0 + 0.32, near, 0.1)], green, 0.3)
    for i in range(5):
        x = x0 + 0.35 + i * 0.6
        slant = (x - 0) * 0.18
        panel(
            stage,
            [
                (x, near - 0.05, top - 0.05),
                (x + 0.08, near - 0.05, top - 0.05),
                (x + 0.08 - slant, near - 0.02, 0.12),
                (x - slant, near - 0.02, 0.12),
            ],
            times(green, 1.18),
            0.3,
        )
    tube(stage, (x0 - 0.03, near, top), (x1 + 0.03, near, top), 0.045, times(green, 1.1), sides=16)
    plate = lettering.waste_label("WOOD ONLY", "17 02 01", (124, 82, 44))
    stage.wall(plate, -0.32, 0.32, near - 0.06, 0.86, 0.4)
    stage.grime(0.12)
    return expose(stage.image, rng, tint=COOL, lamp=(0.5, 0.0), dusk=0.2)


def containers(size: Size, seed: int, *, labelled: bool = True) -> Image.Image:
    """Four wheeled bins with colour lids and labels; two labels are gone unless `labelled`."""
    stage = Stage(held(size, seed, (0, 0, 1.55), 0, -13, 0.88), seed)
    rng = stage.rng
    stage.floor(concrete(rng, (146, 146, 142)), -5, 5, 0.8, 4.6, tile=3)
    stage.wall(sheeted(rng, (190, 190, 180)), -5, 5, 4.6, 3.6, tile=3)
    stage.shadow([[(-5, 4.6, 0), (5, 4.6, 0), (5, 4.1, 0), (-5, 4.1, 0)]], 0.5, 26)
    kinds = (
        ("PAPER", "20 01 01", (44, 92, 160)),
        ("PLASTICS", "15 01 02", (214, 160, 30)),
        ("OILY RAGS", "15 02 02*", (176, 44, 40)),
        ("RESIDUAL", "20 03 01", (64, 66, 70)),
    )
    for i, (title, code, colour) in enumerate(kinds):
        x = -1.55 + i * 0.8
        y = 3.55 + rng.uniform(-0.08, 0.08)
        grey = (112, 118, 120)
        box(stage, (x, y, 0.08), (0.64, 0.6, 0.94), grey, gloss=0.1, shadow=0.6)
        for wheel in (x + 0.04, x + 0.54):
            tube(stage, (wheel, y - 0.01, 0.09), (wheel + 0.06, y - 0.01, 0.09), 0.09, (30, 30, 32))
        lid = [
            (x - 0.03, y + 0.64, 1.14),
            (x + 0.67, y + 0.64, 1.14),
            (x + 0.67, y - 0.05, 1.03),
            (x - 0.03, y - 0.05, 1.03),
        ]
        panel(stage, lid, stage.lit(colour, (0, -0.3, 1), lid[0], 0.2), -0.15)
        panel(
            stage, [lid[3], lid[2], (lid[2][0], lid[2][1], 0.97), (lid[3][0], lid[3][1], 0.97)], times(colour, 0.8), 0.2
        )
        if labelled or i in (0, 3):
            stage.wall(lettering.waste_label(title, code, colour), x + 0.1, x + 0.54, y - 0.004, 0.84, 0.51)
        else:
            ghost = mottled(rng, (146, 150, 148), (160, 120), 0.25)
            stage.wall(ghost, x + 0.12, x + 0.5, y - 0.004, 0.8, 0.54)
    if not labelled:
        bag(stage, (0.22, 3.2, 0.18), 0.2)
        box(
            stage,
            (0.66, 3.0, 0),
            (0.34, 0.3, 0.24),
            (184, 146, 100),
            skin=mottled(rng, (184, 146, 100), (200, 200), 0.08),
        )
        stage.polygon(stage.disc((-0.3, 3.1, 0.001), 0.16, 0.6), (70, 62, 50))
    stage.wall(lettering.printed("What goes where", rng, size=(900, 600), paragraphs=4), -0.5, 0.5, 4.58, 2.25, 1.6)
    stage.grime(0.11)
    return expose(stage.image, rng, tint=WARM, lamp=(0.5, 0.05), dusk=0.28)
