"""Documented information as an auditor finds it: noticeboard, training record."""

from PIL import Image

from auditapp.demo.scenes import lettering
from auditapp.demo.scenes.finish import WARM, expose
from auditapp.demo.scenes.solid import ball, box, panel, tube
from auditapp.demo.scenes.stage import Stage
from auditapp.demo.scenes.store import Size, held
from auditapp.demo.scenes.texture import mottled, plaster

PINS = ((198, 46, 42), (44, 104, 176), (226, 178, 40), (52, 132, 80))


def noticeboard(size: Size, seed: int, *, current: bool = True) -> Image.Image:
    """A cork board with the environmental policy and other sheets; an old, yellowed policy unless `current`."""
    stage = Stage(held(size, seed, (0.0, 0, 1.62), 0, 0, 0.92), seed)
    rng = stage.rng
    stage.wall(plaster(rng, (196, 206, 204)), -3, 3, 2.4, 3.6, -0.4, tile=4)
    stage.shadow([[(-1.06, 2.39, 2.26), (1.14, 2.39, 2.22), (1.14, 2.39, 0.9), (-1.0, 2.39, 0.9)]], 0.5, 18)
    panel(stage, [(-1.1, 2.37, 2.32), (1.1, 2.37, 2.32), (1.1, 2.37, 0.96), (-1.1, 2.37, 0.96)], (150, 112, 70), 0.1)
    stage.wall(mottled(rng, (190, 150, 102), (900, 600), 0.22), -1.04, 1.04, 2.365, 2.26, 1.02)
    old = (232, 216, 168)
    head = (24, 110, 82) if current else (110, 122, 104)
    policy = lettering.printed("Environmental policy", rng, paper=lettering.WHITE if current else old, head=head)
    sheets: list[tuple[Image.Image, float, float, float]] = [
        (policy, -0.32, 2.2, 0.64),
        (lettering.printed("Waste: what goes where", rng, size=(900, 640), head=(44, 92, 160)), -0.98, 2.18, 0.58),
        (
            lettering.register(
                "Energy team", ("Week", "kWh", "Sign"), [(str(w), "~", "~") for w in range(31, 41)], rng
            ),
            0.44,
            2.2,
            0.5,
        ),
        (lettering.sign(("SPILL?", "STOP", "CALL 112"), (190, 40, 36), (600, 520), 110), -0.94, 1.62, 0.46),
        (
            lettering.printed("Emergency contacts", rng, size=(800, 520), head=(196, 120, 30), paragraphs=3),
            0.42,
            1.42,
            0.54,
        ),
    ]
    for i, (sheet, left, top, wide) in enumerate(sheets):
        tall = wide * sheet.height / sheet.width
        lean = rng.uniform(-0.012, 0.012)
        y = 2.36
        corners = [
            (left, y, top + lean),
            (left + wide, y, top - lean),
            (left + wide, y, top - tall - lean),
            (left, y, top - tall + lean),
        ]
        stage.shadow([[(x + 0.012, y, z - 0.016) for x, _, z in corners]], 0.4, 7)
        stage.decal(corners, sheet, rng.uniform(0.95, 1.0))
        ball(stage, (left + wide / 2, 2.345, top - 0.02), 0.013, PINS[i % 4], 0.9)
    stage.grime(0.08)
    return expose(stage.image, rng, tint=WARM, lamp=(0.4, 0.1), dusk=0.3)


def training_record(size: Size, seed: int, *, complete: bool = True) -> Image.Image:
    """A clipboard on a bench with the spill training record; the last rows are empty unless `complete`."""
    stage = Stage(held((min(size), max(size)), seed, (-0.02, 0.06, 1.0), 0, -60, 1.28), seed)
    rng = stage.rng
    wood = mottled(rng, (150, 118, 82), (1400, 90), 0.26).resize((1400, 1400))
    stage.floor(wood.rotate(90, expand=True), -1.2, 1.2, 0.02, 1.6)
    for i in range(9):
        stage.line([(-1.2, 0.1 + i * 0.18, 0.001), (1.2, 0.1 + i * 0.18, 0.001)], (86, 64, 44), 0.004)
    board = [(-0.26, 0.98, 0.012), (0.26, 1.0, 0.012), (0.28, 0.26, 0.012), (-0.25, 0.24, 0.012)]
    stage.shadow([[(x + 0.02, y - 0.012, 0) for x, y, _ in board]], 0.6, 12)
    panel(stage, board, (92, 62, 40), 0.05)
    names = (
        "Brenner A.",
        "Costa M.",
        "Dahl K.",
        "Eriksen T.",
        "Fofana I.",
        "Grabowski P.",
        "Haddad R.",
        "Ito S.",
        "Kovac D.",
        "Lindqvist O.",
        "Mensah J.",
        "Novak E.",
    )
    form = lettering.register(
        "Spill response training",
        ("Name", "Date", "Signature"),
        [(n, "~", "~") for n in names],
        rng,
        blank=0 if complete else 4,
    )
    stage.decal([(-0.22, 0.94, 0.014), (0.22, 0.955, 0.014), (0.235, 0.29, 0.014), (-0.215, 0.275, 0.014)], form)
    box(stage, (-0.09, 0.925, 0.014), (0.18, 0.05, 0.02), (186, 188, 190), gloss=0.6, shadow=0.5)
    tube(stage, (-0.06, 0.965, 0.03), (0.06, 0.967, 0.03), 0.012, (206, 208, 210), gloss=0.8)
    stage.shadow([[(0.3, 0.5, 0), (0.34, 0.72, 0), (0.36, 0.7, 0), (0.33, 0.48, 0)]], 0.5, 7)
    tube(stage, (0.31, 0.5, 0.012), (0.345, 0.74, 0.012), 0.007, (32, 60, 150), gloss=0.8)
    tube(stage, (0.31, 0.5, 0.012), (0.306, 0.475, 0.01), 0.007, (40, 42, 46), taper=0.2)
    mug = (-0.4, 0.92, 0.0)
    stage.shadow([stage.disc((mug[0] + 0.03, mug[1], 0), 0.06)], 0.5, 9)
    tube(stage, mug, (mug[0], mug[1], 0.09), 0.045, (196, 60, 50), gloss=0.5)
    stage.polygon(stage.disc((mug[0], mug[1], 0.088), 0.04), (52, 34, 24))
    stage.grime(0.08)
    return expose(stage.image, rng, tint=WARM, lamp=(0.3, 0.15), dusk=0.3)
