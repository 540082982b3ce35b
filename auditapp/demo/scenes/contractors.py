"""Other people's work on our ground: a contractor's van being washed in the yard."""

from random import Random

from PIL import Image

from auditapp.demo.scenes import lettering
from auditapp.demo.scenes.finish import COOL, expose
from auditapp.demo.scenes.solid import box, panel, tube
from auditapp.demo.scenes.spills import puddle
from auditapp.demo.scenes.stage import Stage
from auditapp.demo.scenes.store import Size, held
from auditapp.demo.scenes.texture import asphalt, brick, concrete, sky


def van_wash(size: Size, seed: int, *, contained: bool = False) -> Image.Image:
    """A van and its wash water: foam runs to a gully in the yard, or stays in a kerbed wash bay when `contained`."""
    stage = Stage(
        held(size, seed, (0, 0, 1.7), 0, -12, 0.88), seed, sky(Random(seed), size, (140, 170, 204), (216, 222, 226))
    )
    rng = stage.rng
    stage.floor(concrete(rng) if contained else asphalt(rng), -9, 9, 0.9, 9, tile=3)
    stage.wall(brick(rng, (156, 104, 84)), -9, 9, 9, 4.4, tile=3)
    white, y0, y1 = (222, 224, 224), 4.4, 6.0
    stage.shadow([[(-2.2, 4.2, 0), (1.9, 4.2, 0), (2.4, 6, 0), (-2, 6, 0)]], 0.65, 20)
    if not contained:
        puddle(stage, stage.blob((0.4, 3.6, 0.001), 1.6, 0.22, 0.45), (120, 124, 126), 0.45)
        for _ in range(70):
            at = (0.4 + rng.gauss(0, 0.75), 3.55 + rng.gauss(0, 0.26), 0.003)
            stage.polygon(stage.blob(at, rng.uniform(0.02, 0.09), 0.3, 0.55), (226, 230, 232))
        grate = [(1.3, 3.2, 0.004), (1.75, 3.2, 0.004), (1.75, 2.88, 0.004), (1.3, 2.88, 0.004)]
        panel(stage, grate, (92, 90, 88), 0)
        for i in range(7):
            x = 1.33 + i * 0.058
            stage.polygon(
                [(x, 3.17, 0.005), (x + 0.03, 3.17, 0.005), (x + 0.03, 2.91, 0.005), (x, 2.91, 0.005)], (14, 14, 16)
            )
    # side of the van: load space, then cab with its sloping nose
    panel(stage, [(-2.1, y1, 2.2), (0.75, y1, 2.2), (0.75, y0, 2.14), (-2.1, y0, 2.14)], (236, 238, 238), 0)
    panel(stage, [(-2.1, y0, 2.14), (0.75, y0, 2.14), (0.75, y0, 0.42), (-2.1, y0, 0.42)], white, 0.22)
    stage.polygon(
        [(0.75, y0, 2.14), (1.15, y0, 1.95), (1.62, y0, 1.26), (2.1, y0, 1.08), (2.14, y0, 0.42), (0.75, y0, 0.42)],
        (206, 208, 208),
    )
    stage.polygon(
        [(0.86, y0 - 0.005, 1.96), (1.1, y0 - 0.005, 1.86), (1.5, y0 - 0.005, 1.28), (0.86, y0 - 0.005, 1.28)],
        (52, 66, 78),
    )
    stage.polygon(
        [(0.92, y0 - 0.006, 1.9), (1.06, y0 - 0.006, 1.84), (1.2, y0 - 0.006, 1.3), (1.0, y0 - 0.006, 1.3)],
        (96, 112, 122),
    )
    for x in (-0.55, 0.75):
        stage.line([(x, y0 - 0.004, 2.1), (x, y0 - 0.004, 0.46)], (150, 152, 154), 0.012)
    stage.line([(0.84, y0 - 0.005, 1.12), (1.0, y0 - 0.005, 1.12)], (60, 62, 66), 0.03)
    stage.polygon(
        [(2.0, y0 - 0.004, 1.0), (2.1, y0 - 0.004, 0.98), (2.12, y0 - 0.004, 0.82), (1.98, y0 - 0.004, 0.86)],
        (240, 226, 170),
    )
    panel(
        stage,
        [(-2.14, y0 - 0.01, 0.6), (2.16, y0 - 0.01, 0.6), (2.16, y0 - 0.01, 0.36), (-2.14, y0 - 0.01, 0.36)],
        (66, 70, 74),
        0.3,
    )
    stage.wall(
        lettering.sign(("KESTREL", "FACILITY CARE"), (30, 104, 120), (900, 420), 110),
        -1.95,
        -0.65,
        y0 - 0.006,
        1.85,
        1.25,
    )
    for x in (-1.45, 1.35):
        tube(stage, (x, y0 + 0.2, 0.36), (x, y0 - 0.02, 0.36), 0.36, (30, 30, 32), gloss=0.05, caps=(28, 28, 30))
        tube(stage, (x, y0 - 0.02, 0.36), (x, y0 - 0.03, 0.36), 0.2, (170, 172, 174), caps=(160, 162, 164))
        tube(stage, (x, y0 - 0.03, 0.36), (x, y0 - 0.05, 0.36), 0.06, (90, 92, 94))
    box(stage, (-0.62, 3.75, 0), (0.34, 0.3, 0.46), (226, 182, 36), shadow=0.5)
    tube(stage, (-0.45, 3.74, 0.3), (-0.45, 3.7, 0.3), 0.11, (40, 42, 46))
    stage.line(
        [(-0.3, 3.8, 0.3), (0.1, 3.4, 0.02), (0.5, 3.3, 0.02), (0.9, 3.75, 0.3), (0.98, 3.9, 0.7)], (34, 36, 40), 0.028
    )
    stage.line([(0.98, 3.9, 0.7), (1.12, 4.15, 1.0)], (150, 152, 154), 0.03)
    tube(stage, (-1.1, 3.5, 0), (-1.1, 3.5, 0.24), 0.13, (52, 110, 176), taper=1.15, gloss=0.4)
    stage.polygon(stage.disc((-1.1, 3.5, 0.235), 0.135), (228, 232, 234))
    if contained:
        box(stage, (-3.4, 3.0, 0), (6.6, 0.14, 0.13), (224, 178, 40), shadow=0.4)
        stage.wall(
            lettering.sign(("WASH BAY 1", "Drains to separator"), (36, 84, 140), (800, 320), 76),
            -2.9,
            -1.6,
            8.98,
            3.2,
            2.6,
        )
    stage.grime(0.1)
    return expose(stage.image, rng, tint=COOL, lamp=(0.4, 0.0), dusk=0.2)
