"""Where chemicals are kept: drum store, chemical cabinet, gas cage, extinguisher."""

from random import Random
from typing import TypeAlias

from PIL import Image, ImageDraw

from auditapp.demo.scenes import lettering
from auditapp.demo.scenes.camera import Camera
from auditapp.demo.scenes.finish import COOL, expose
from auditapp.demo.scenes.solid import box, drum, panel, tube, wrap
from auditapp.demo.scenes.stage import Stage
from auditapp.demo.scenes.texture import Colour, brick, concrete, mottled, plaster, sheeted

Size: TypeAlias = tuple[int, int]
MAROON: Colour = (120, 40, 46)
SLATE: Colour = (60, 66, 70)
GREEN: Colour = (38, 92, 62)


def held(size: Size, seed: int, at: tuple[float, float, float], yaw: float, pitch: float, lens: float = 0.8) -> Camera:
    """A camera held by a hand: never quite straight."""
    rng = Random(seed * 7 + 1)
    return Camera(size, at, yaw + rng.uniform(-2.5, 2.5), pitch + rng.uniform(-1, 1), rng.uniform(-1.6, 1.6), lens)


def drum_store(size: Size, seed: int, *, labelled: bool = True) -> Image.Image:
    """Four drums on a yellow bund; the one in front without its label unless `labelled`."""
    stage = Stage(held(size, seed, (0.0, 0, 1.55), 0, -14, 0.92), seed)
    rng = stage.rng
    stage.floor(concrete(rng), -4, 4, 0.8, 4.6, tile=3)
    stage.wall(brick(rng), -4, 4, 4.6, 3.4, tile=2.4)
    stage.shadow([[(-5, 4.6, 0), (5, 4.6, 0), (5, 4.1, 0), (-5, 4.1, 0)]], 0.5, 30)
    stage.wall(lettering.sign(("OIL STORE", "Keep bund dry"), (24, 92, 142)), -1.9, -0.95, 4.58, 2.15, 1.5)
    stage.wall(lettering.printed("Safety data", rng), 1.6, 2.05, 4.58, 2.1, 1.5)
    yellow = (212, 164, 34)
    box(stage, (-1.35, 2.55, 0), (2.7, 1.45, 0.26), yellow, shadow=0.6)
    panel(
        stage, [(-1.29, 3.94, 0.262), (1.29, 3.94, 0.262), (1.29, 2.61, 0.262), (-1.29, 2.61, 0.262)], (92, 78, 34), 0
    )
    for i in range(27):
        x = -1.27 + i * 0.098
        stage.line([(x, 2.62, 0.265), (x, 3.93, 0.265)], (176, 140, 42), 0.02)
    for i in range(7):
        stage.line([(-1.28, 2.7 + i * 0.2, 0.267), (1.28, 2.7 + i * 0.2, 0.267)], (188, 148, 44), 0.016)
    oil = lettering.hazard_label("HYDRAULIC OIL", "HLP 46   200 l", ("mark", "fish"))
    solvent = lettering.hazard_label("DEGREASER", "Solvent   200 l", ("flame", "mark", "fish"), (150, 40, 36))
    drum(stage, (-0.75, 3.6, 0.27), (36, 84, 140), oil)
    drum(stage, (0.72, 3.62, 0.27), (52, 108, 76), oil)
    drum(stage, (-0.05, 3.5, 0.27), (44, 90, 146), oil)
    front = solvent if labelled else None
    drum(stage, (0.42, 2.92, 0.27), (150, 44, 40), front)
    if not labelled:
        rest = mottled(rng, (168, 122, 112), (300, 200), 0.5)
        wrap(stage, (0.42, 2.92, 0.27), 0.292, rest, 0.66, 0.84, -96, 52)
    tube(stage, (-0.85, 2.95, 0.27), (-0.85, 2.95, 0.6), 0.12, (206, 208, 204), gloss=0.2)
    tube(stage, (-0.85, 2.95, 0.6), (-0.85, 2.95, 0.66), 0.12, (206, 208, 204), taper=0.35)
    wrap(stage, (-0.85, 2.95, 0.27), 0.121, lettering.sign(("TEST",), (210, 120, 30), (300, 200)), 0.36, 0.5, -90, 80)
    stage.grime(0.12)
    return expose(stage.image, rng)


def chemical_cabinet(size: Size, seed: int, *, folder: bool = True) -> Image.Image:
    """An open yellow cabinet with bottles in trays, and the safety data sheets folder on its door."""
    stage = Stage(held((min(size), max(size)), seed, (0.0, 0, 1.45), 0, -10, 0.88), seed)
    rng = stage.rng
    stage.floor(concrete(rng, (158, 160, 158)), -4, 4, 0.8, 3.4, tile=3)
    stage.wall(plaster(rng), -4, 4, 3.4, 3.4, tile=4)
    stage.shadow([[(-0.7, 3.4, 0), (1.1, 3.4, 0), (1.1, 3.4, 2), (-0.7, 3.4, 2)]], 0.4, 24)
    yellow = (226, 178, 36)
    box(stage, (-0.65, 2.75, 0), (1.2, 0.6, 1.9), yellow, gloss=0.2, shadow=0.5)
    panel(stage, [(-0.6, 2.745, 1.85), (0.5, 2.745, 1.85), (0.5, 2.745, 0.06), (-0.6, 2.745, 0.06)], (70, 62, 44), 0.5)
    colours = ((222, 224, 220), (60, 104, 160), (182, 60, 50), (230, 226, 210), (64, 130, 84), (236, 190, 60))
    for shelf in (1.3, 0.72, 0.12):
        panel(
            stage, [(-0.6, 3.2, shelf), (0.5, 3.2, shelf), (0.5, 2.76, shelf), (-0.6, 2.76, shelf)], (150, 126, 56), 0
        )
        x = -0.52
        while x < 0.42:
            r, h = rng.uniform(0.045, 0.075), rng.uniform(0.2, 0.36)
            shade = rng.choice(colours)
            tube(stage, (x + r, 2.95, shelf), (x + r, 2.95, shelf + h), r, shade, gloss=0.4)
            tube(stage, (x + r, 2.95, shelf + h), (x + r, 2.95, shelf + h + 0.05), r, shade, taper=0.4)
            tube(stage, (x + r, 2.95, shelf + h + 0.05), (x + r, 2.95, shelf + h + 0.09), r * 0.42, (40, 42, 46))
            label = lettering.hazard_label("", "", ("flame", "mark"))
            wrap(stage, (x + r, 2.95, 0), r * 1.01, label, shelf + 0.05, shelf + h * 0.7, -92, 110)
            x += 2 * r + rng.uniform(0.015, 0.05)
        stage.shadow(
            [[(-0.6, 2.76, shelf), (0.5, 2.76, shelf), (0.5, 2.76, shelf - 0.08), (-0.6, 2.76, shelf - 0.08)]], 0.5, 10
        )
        panel(
            stage,
            [
                (-0.6, 2.74, shelf + 0.07),
                (0.5, 2.74, shelf + 0.07),
                (0.5, 2.74, shelf - 0.01),
                (-0.6, 2.74, shelf - 0.01),
            ],
            (214, 168, 40),
        )
    panel(stage, [(0.55, 2.75, 1.88), (0.98, 2.3, 1.88), (0.98, 2.3, 0.02), (0.55, 2.75, 0.02)], (206, 158, 30))
    panel(stage, [(-0.98, 2.3, 1.88), (-0.65, 2.75, 1.88), (-0.65, 2.75, 0.02), (-0.98, 2.3, 0.02)], (186, 142, 30))
    if folder:
        red = Image.new("RGB", (360, 500), (182, 40, 42))
        pen = ImageDraw.Draw(red)
        pen.rectangle((40, 60, 320, 250), fill=lettering.WHITE)
        lettering.centred(pen, 360, 82, "SAFETY", 58)
        lettering.centred(pen, 360, 160, "DATA SHEETS", 40)
        stage.decal([(0.62, 2.66, 1.34), (0.92, 2.35, 1.34), (0.92, 2.35, 0.9), (0.62, 2.66, 0.9)], red)
        panel(stage, [(0.6, 2.67, 1.02), (0.94, 2.32, 1.02), (0.94, 2.32, 0.86), (0.6, 2.67, 0.86)], (150, 154, 156))
    sheet = lettering.sign(("FLAMMABLE",), (190, 40, 36), (640, 200), 84)
    stage.wall(sheet, -0.4, 0.3, 3.39, 2.25, 2.03)
    stage.grime(0.1)
    return expose(stage.image, rng, lamp=(0.5, 0.1))


def _cylinder(stage: Stage, x: float, y: float, shoulder: Colour) -> None:
    stage.shadow([stage.disc((x + 0.08, y, 0), 0.16)], 0.6, 10)
    tube(stage, (x, y, 0), (x, y, 1.25), 0.115, (96, 100, 104), gloss=0.4)
    tube(stage, (x, y, 1.2), (x, y, 1.3), 0.117, shoulder, gloss=0.4)
    tube(stage, (x, y, 1.3), (x, y, 1.44), 0.115, shoulder, taper=0.42, gloss=0.4)
    tube(stage, (x, y, 1.44), (x, y, 1.58), 0.06, (188, 190, 186))
    tag = lettering.hazard_label("GAS", "", ("flame",) if shoulder == MAROON else ("mark",))
    wrap(stage, (x, y, 0), 0.117, tag, 0.88, 1.06, -92, 90)


def gas_cage(size: Size, seed: int, *, chained: bool = True) -> Image.Image:
    """Gas cylinders in a mesh cage outdoors; one stands loose unless `chained`."""
    stage = Stage(held((min(size), max(size)), seed, (-0.02, 0, 1.5), 0, -9, 1.05), seed)
    rng = stage.rng
    stage.floor(concrete(rng, (150, 150, 146), stains=8), -4, 4, 0.8, 4.4, tile=3)
    stage.wall(sheeted(rng, (146, 158, 160)), -4, 4, 4.4, 5, tile=2.4)
    stage.shadow([[(-4, 4.4, 0), (4, 4.4, 0), (4, 3.9, 0), (-4, 3.9, 0)]], 0.5, 26)
    row = ((-0.7, 3.5, MAROON), (-0.38, 3.55, SLATE), (-0.06, 3.5, MAROON), (0.28, 3.55, GREEN), (0.6, 3.5, SLATE))
    for x, y, shoulder in row:
        _cylinder(stage, x, y, shoulder)
        if chained:
            stage.line([(x - 0.16, 3.36, 0.8), (x, 3.37, 0.765), (x + 0.17, 3.36, 0.8)], (196, 196, 190), 0.018)
    steel = (196, 200, 200)
    for x in (-1.0, 0.0, 0.9):
        tube(stage, (x, 3.25, 0), (x, 3.25, 2.0), 0.025, steel, sides=12)
    for z in (0.08, 1.0, 1.98):
        tube(stage, (-1.0, 3.25, z), (0.9, 3.25, z), 0.02, steel, sides=12)
    for i in range(1, 19):
        stage.line([(-1 + i * 0.1, 3.25, 0.08), (-1 + i * 0.1, 3.25, 1.98)], (176, 180, 180), 0.005)
        stage.line([(-1, 3.25, 0.08 + i * 0.1), (0.9, 3.25, 0.08 + i * 0.1)], (166, 170, 170), 0.005)
    panel(stage, [(-1.1, 3.9, 2.1), (1.0, 3.9, 2.16), (1.0, 3.1, 2.02), (-1.1, 3.1, 2.02)], (150, 156, 158), 0.1)
    if not chained:
        _cylinder(stage, 0.36, 2.7, MAROON)
    stage.wall(lettering.sign(("NO SMOKING", "Gas store"), (196, 42, 38), (640, 360), 84), -0.85, -0.2, 3.23, 1.8, 1.45)
    stage.grime(0.1)
    return expose(stage.image, rng, tint=COOL, lamp=(0.4, 0.15), dusk=0.3)


def extinguisher(size: Size, seed: int, *, blocked: bool = False) -> Image.Image:
    """A fire extinguisher on its hook with its sign; behind a stack of cartons when `blocked`."""
    stage = Stage(held((min(size), max(size)), seed, (0.05, 0, 1.4), 0, -8, 1.0), seed)
    rng = stage.rng
    stage.floor(concrete(rng, (150, 152, 150)), -4, 4, 0.8, 2.6, tile=3)
    stage.wall(plaster(rng, (212, 208, 196)), -4, 4, 2.6, 3, tile=4)
    stage.shadow([[(-3, 2.6, 0), (3, 2.6, 0), (3, 2.3, 0), (-3, 2.3, 0)]], 0.4, 24)
    stage.wall(
        lettering.sign(("FIRE", "EXTINGUISHER", "CO2  5 kg"), (196, 36, 34), (520, 560), 66),
        -0.26,
        0.26,
        2.595,
        1.98,
        1.42,
    )
    red = (190, 30, 30)
    stage.shadow([[(-0.06, 2.6, 1.2), (0.26, 2.6, 1.2), (0.26, 2.6, 0.5), (-0.06, 2.6, 0.5)]], 0.5, 14)
    tube(stage, (0, 2.48, 0.52), (0, 2.48, 1.02), 0.1, red, gloss=0.7)
    tube(stage, (0, 2.48, 1.02), (0, 2.48, 1.12), 0.1, red, taper=0.35, gloss=0.7)
    tube(stage, (0, 2.48, 1.12), (0, 2.48, 1.19), 0.03, (60, 60, 62))
    box(stage, (-0.09, 2.46, 1.17), (0.2, 0.03, 0.025), (34, 34, 36), shadow=0)
    stage.line([(0.05, 2.44, 1.16), (0.16, 2.42, 1.1), (0.17, 2.4, 0.9), (0.14, 2.4, 0.66)], (30, 30, 32), 0.03)
    tube(stage, (0.14, 2.4, 0.5), (0.14, 2.4, 0.68), 0.045, (30, 30, 32), taper=0.55)
    wrap(stage, (0, 2.48, 0), 0.101, lettering.printed("CO2", rng, size=(400, 400), paragraphs=3, head=red), 0.68, 0.94)
    wrap(stage, (0, 2.48, 0), 0.1015, lettering.sign(("OK",), (52, 134, 78), (200, 200), 90), 0.56, 0.64, -96, 44)
    if blocked:
        for x, y, z, w, h in ((-0.5, 1.95, 0, 0.62, 0.5), (0.14, 1.98, 0, 0.55, 0.44), (-0.42, 1.98, 0.5, 0.56, 0.42)):
            box(stage, (x, y, z), (w, 0.42, h), (178, 140, 96), skin=mottled(rng, (178, 140, 96), (256, 256), 0.08))
            stage.polygon(
                [
                    (x + w * 0.44, y - 0.001, z + h),
                    (x + w * 0.56, y - 0.001, z + h),
                    (x + w * 0.56, y - 0.001, z),
                    (x + w * 0.44, y - 0.001, z),
                ],
                (196, 170, 128),
            )
    stage.grime(0.08)
    return expose(stage.image, rng, lamp=(0.45, 0.1))
