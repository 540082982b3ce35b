"""Where liquids go: a leaking pump, a spill kit, a storm drain."""

from random import Random

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from auditapp.demo.scenes import lettering
from auditapp.demo.scenes.camera import Point
from auditapp.demo.scenes.finish import COOL, expose
from auditapp.demo.scenes.solid import ball, box, panel, tube
from auditapp.demo.scenes.stage import Stage
from auditapp.demo.scenes.store import Size, held
from auditapp.demo.scenes.texture import Colour, asphalt, concrete, mix, mottled, plaster, sheen


def puddle(stage: Stage, outline: list[Point], tint: Colour, depth: float, rainbow: int = 0) -> None:
    """Liquid on the floor: it darkens, mirrors what stands behind it, and may show the colours of oil."""
    pixels = stage.camera.outline(outline)
    if not pixels:
        return
    left, top = max(0, int(min(x for x, _ in pixels))), max(0, int(min(y for _, y in pixels)))
    right = min(stage.image.width, int(max(x for x, _ in pixels)) + 1)
    bottom = min(stage.image.height, int(max(y for _, y in pixels)) + 1)
    mask = Image.new("L", (right - left, bottom - top), 0)
    ImageDraw.Draw(mask).polygon([(x - left, y - top) for x, y in pixels], fill=255)
    under = stage.image.crop((left, top, right, bottom))
    mirror = stage.image.crop((left, max(0, 2 * top - bottom), right, top)).transpose(Image.Transpose.FLIP_TOP_BOTTOM)
    mirror = mirror.resize(under.size).filter(ImageFilter.GaussianBlur(5 * stage.unit))
    wet = Image.blend(under, Image.new("RGB", under.size, tint), depth)
    wet = Image.blend(wet, ImageChops.screen(wet, mirror), 0.2)
    if rainbow:
        film = sheen(stage.rng, (max(8, under.width // 2), max(8, under.height // 2)), rainbow).resize(under.size)
        wet.paste(film.convert("RGB"), (0, 0), film.getchannel("A"))
    rim = ImageChops.subtract(mask, mask.filter(ImageFilter.GaussianBlur(6 * stage.unit)))
    wet.paste(mix(tint, (250, 250, 250), 0.6), (0, 0), rim.point(lambda v: v // 2))
    soft = mask.filter(ImageFilter.GaussianBlur(1.6 * stage.unit))
    stage.image.paste(wet, (left, top), soft)


def pump(size: Size, seed: int, *, clean: bool = False) -> Image.Image:
    """A pump and motor on a plinth, with an oil puddle under the seal, or wiped and with a drip tray when `clean`."""
    stage = Stage(held(size, seed, (0.05, 0, 1.45), 0, -19, 0.95), seed)
    rng = stage.rng
    stage.floor(concrete(rng, (150, 148, 140)), -4, 4, 0.7, 4.2, tile=3)
    stage.wall(plaster(rng, (186, 196, 190)), -4, 4, 4.2, 3, tile=4)
    stage.shadow([[(-4, 4.2, 0), (4, 4.2, 0), (4, 3.8, 0), (-4, 3.8, 0)]], 0.5, 26)
    for z in (1.3, 1.55):
        tube(stage, (-3, 4.0, z), (3, 4.0, z), 0.07, (120, 150, 130) if z < 1.5 else (160, 160, 156))
    tube(stage, (-0.75, 3.35, 0.3), (-0.75, 3.35, 2.6), 0.085, (122, 152, 132))
    for z in (0.9, 1.75):
        tube(stage, (-0.75, 3.35, z), (-0.75, 3.35, z + 0.05), 0.14, (110, 138, 120))
    box(stage, (-1.05, 2.85, 0), (2.0, 0.75, 0.22), (138, 136, 130), shadow=0.5)
    blue = (40, 88, 138)
    tube(stage, (-0.15, 3.2, 0.56), (-0.02, 3.2, 0.56), 0.11, (150, 150, 148))
    tube(stage, (0.75, 3.2, 0.56), (-0.02, 3.2, 0.56), 0.25, blue, gloss=0.35)
    for i in range(13):
        tube(stage, (0.62 - i * 0.04, 3.2, 0.56), (0.605 - i * 0.04, 3.2, 0.56), 0.268, blue, gloss=0.3)
    tube(stage, (0.9, 3.2, 0.56), (0.74, 3.2, 0.56), 0.24, (52, 60, 70), taper=1.06)
    box(stage, (0.2, 3.08, 0.8), (0.26, 0.22, 0.14), blue, shadow=0)
    for x in (0.08, 0.58):
        box(stage, (x, 2.98, 0.22), (0.12, 0.4, 0.12), (34, 74, 116), shadow=0)
    tube(stage, (-0.75, 3.2, 0.56), (-0.32, 3.2, 0.56), 0.3, (60, 116, 96), gloss=0.3)
    tube(stage, (-0.75, 2.9, 0.56), (-0.75, 3.0, 0.56), 0.2, (60, 116, 96))
    tube(stage, (-0.75, 2.72, 0.56), (-0.75, 2.82, 0.56), 0.13, (150, 152, 150))
    for x in (-0.4, -0.3):
        tube(stage, (x, 3.2, 0.56), (x + 0.04, 3.2, 0.56), 0.34, (52, 100, 84))
    box(stage, (-0.62, 2.98, 0.22), (0.3, 0.4, 0.1), (44, 88, 72), shadow=0)
    stage.wall(lettering.sign(("P-204",), (30, 34, 38), (320, 130), 84), 0.28, 0.56, 2.92, 0.66, 0.55)
    centre = (-0.22, 2.42, 0.001)
    if clean:
        pale = stage.blob(centre, 0.62, 0.2, 0.55)
        stage.shadow([pale], 0.16, 14)
        box(stage, (-0.52, 2.22, 0), (0.72, 0.42, 0.07), (42, 44, 48), shadow=0.5)
        pad = mottled(rng, (206, 206, 198), (200, 120), 0.1)
        stage.floor(pad, -0.49, 0.17, 2.25, 2.6, 0.071)
        stage.polygon(stage.blob((-0.16, 2.45, 0.072), 0.05, 0.2), (108, 92, 70))
    else:
        stage.shadow([stage.blob(centre, 0.72, 0.25, 0.6)], 0.4, 12)
        run = [(-0.2, 2.84, 0.22), (-0.1, 2.84, 0.22), (-0.1, 2.84, 0), (-0.24, 2.84, 0)]
        stage.polygon(run, (44, 34, 24))
        puddle(stage, stage.blob(centre, 0.66, 0.3, 0.62), (34, 26, 16), 0.8)
        puddle(stage, stage.blob((0.62, 2.16, 0.001), 0.14, 0.3, 0.6), (34, 26, 16), 0.75)
        for _ in range(9):
            at = (rng.uniform(-0.9, 0.8), rng.uniform(1.8, 2.6), 0.001)
            stage.polygon(stage.blob(at, rng.uniform(0.01, 0.03), 0.2, 0.7), (40, 32, 24))
    stage.grime(0.12)
    return expose(stage.image, rng, lamp=(0.5, 0.1))


def spill_kit(size: Size, seed: int, *, complete: bool = True) -> Image.Image:
    """A yellow spill kit bin, lid open: socks, pads and gloves, or next to nothing."""
    stage = Stage(held((min(size), max(size)), seed, (0.05, 0, 1.75), 0, -20, 1.12), seed)
    rng = stage.rng
    stage.floor(concrete(rng, (150, 150, 148)), -4, 4, 0.6, 3.3, tile=3)
    stage.wall(plaster(rng, (198, 200, 198)), -4, 4, 3.3, 3.2, tile=4)
    stage.shadow([[(-4, 3.3, 0), (4, 3.3, 0), (4, 3.0, 0), (-4, 3.0, 0)]], 0.45, 26)
    stage.wall(
        lettering.sign(("SPILL KIT", "Oil and chemicals"), (36, 124, 76), (700, 320), 80), -0.4, 0.4, 3.29, 1.92, 1.56
    )
    yellow = (230, 190, 34)
    panel(stage, [(-0.44, 2.98, 1.5), (0.44, 2.98, 1.5), (0.44, 2.88, 0.86), (-0.44, 2.88, 0.86)], (206, 166, 28), 0.3)
    box(stage, (-0.4, 2.25, 0.08), (0.8, 0.6, 0.78), yellow, gloss=0.15, shadow=0.6)
    for x in (-0.34, 0.26):
        tube(stage, (x, 2.24, 0.07), (x + 0.08, 2.24, 0.07), 0.075, (34, 34, 36))
    inside = [(-0.37, 2.83, 0.861), (0.37, 2.83, 0.861), (0.37, 2.28, 0.861), (-0.37, 2.28, 0.861)]
    panel(stage, inside, (64, 54, 26), 0.45)
    if complete:
        for i in range(6):
            y = 2.77 - i * 0.06
            tube(
                stage, (-0.34, y, 0.85 + i * 0.004), (0.34, y, 0.87), 0.042, (224, 224, 218) if i % 2 else (96, 98, 104)
            )
        for i in range(5):
            box(stage, (-0.33, 2.31, 0.84 + i * 0.018), (0.34, 0.16, 0.016), (216, 214, 206), shadow=0)
        box(stage, (0.06, 2.31, 0.84), (0.26, 0.15, 0.07), (52, 120, 186), shadow=0)
        ball(stage, (0.19, 2.38, 0.93), 0.045, (60, 128, 196))
    else:
        tube(stage, (-0.3, 2.44, 0.862), (0.02, 2.6, 0.862), 0.035, (96, 98, 104))
        stage.polygon(stage.blob((0.18, 2.5, 0.863), 0.09, 0.35, 0.6), (150, 148, 138))
        stage.polygon(stage.blob((-0.12, 2.36, 0.863), 0.05, 0.35, 0.6), (176, 132, 88))
    stage.wall(lettering.sign(("SPILL", "KIT  120 l"), (34, 36, 40), (560, 340), 100), -0.29, 0.29, 2.245, 0.66, 0.33)
    sheet = lettering.register(
        "Kit check",
        ("Month", "Complete", "Sign"),
        [(m, "~", "~") for m in ("Jan", "Feb", "Mar", "Apr", "May", "Jun")],
        rng,
        blank=0 if complete else 4,
    )
    stage.wall(sheet, 0.52, 0.8, 3.29, 1.5, 1.11)
    stage.grime(0.1)
    return expose(stage.image, rng, lamp=(0.5, 0.12))


def storm_drain(size: Size, seed: int, *, clean: bool = True) -> Image.Image:
    """A gully in a yard, dry with a blue fish mark; or with an oily film running into it."""
    stage = Stage(held(size, seed, (0, 0, 1.5), 0, -34, 1.0), seed)
    rng = stage.rng
    stage.floor(asphalt(rng), -4, 4, 0.5, 6, tile=3)
    box(stage, (-4, 3.5, 0), (8, 0.22, 0.13), (172, 170, 164), shadow=0.5)
    for i in range(8):
        stage.line([(-3.5 + i, 3.5, 0.13), (-3.5 + i, 3.72, 0.13)], (110, 108, 104), 0.012)
    stage.floor(mottled(rng, (96, 118, 66), (600, 300), 0.35), -4, 4, 3.72, 6, 0.13, tile=2)
    if not clean:
        puddle(stage, stage.blob((0.35, 2.45, 0.001), 1.05, 0.28, 0.62), (46, 48, 52), 0.6, 96)
        puddle(stage, stage.blob((-0.9, 1.75, 0.001), 0.35, 0.3, 0.6), (46, 48, 52), 0.5, 76)
    frame = [(-0.36, 2.5, 0.004), (0.3, 2.5, 0.004), (0.3, 1.94, 0.004), (-0.36, 1.94, 0.004)]
    stage.shadow([frame], 0.4, 12)
    panel(stage, frame, (104, 100, 96), 0)
    for i in range(9):
        x = -0.31 + i * 0.066
        slot = [(x, 2.45, 0.005), (x + 0.034, 2.45, 0.005), (x + 0.034, 1.99, 0.005), (x, 1.99, 0.005)]
        stage.polygon(slot, (14, 14, 16))
        stage.line([(x + 0.034, 2.45, 0.005), (x + 0.034, 1.99, 0.005)], (150, 146, 138), 0.006)
    if clean:
        fish = Image.new("RGBA", (500, 260), (0, 0, 0, 0))
        pen = ImageDraw.Draw(fish)
        pen.ellipse((40, 40, 340, 220), fill=(70, 140, 196, 205))
        pen.polygon([(300, 130), (460, 30), (460, 230)], fill=(70, 140, 196, 205))
        pen.ellipse((100, 100, 124, 124), fill=(240, 240, 240, 220))
        stage.floor(fish, 0.5, 1.1, 1.95, 2.35, 0.003)
    else:
        for _ in range(14):
            leaf = stage.blob(
                (rng.uniform(-1.4, 1.4), rng.uniform(1.5, 3.2), 0.006), rng.uniform(0.02, 0.045), 0.4, 0.6
            )
            stage.polygon(leaf, rng.choice(((132, 92, 44), (116, 104, 52), (96, 68, 40))))
    stage.grime(0.12)
    return expose(stage.image, Random(seed), tint=COOL, lamp=(0.45, 0.1), dusk=0.22)
