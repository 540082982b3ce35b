"""Where energy goes in and smoke comes out: boiler, stack, compressor, meter."""

from random import Random

from PIL import Image, ImageDraw, ImageFilter, ImageFont, ImageOps

from auditapp.demo.scenes import lettering
from auditapp.demo.scenes.finish import COOL, WARM, expose
from auditapp.demo.scenes.solid import box, panel, tube, wrap
from auditapp.demo.scenes.stage import Stage
from auditapp.demo.scenes.store import Size, held
from auditapp.demo.scenes.texture import cloud, concrete, mottled, plaster, sheeted, sky, times


def boiler(size: Size, seed: int, *, high: bool = False) -> Image.Image:
    """A boiler front with burner, door and a pressure gauge, in the green or in the red."""
    stage = Stage(held(size, seed, (0.1, 0, 1.5), 0, -4, 0.92), seed)
    rng = stage.rng
    stage.floor(concrete(rng, (142, 120, 108)), -4, 4, 0.8, 5, tile=3)
    stage.wall(plaster(rng, (196, 200, 188)), -4, 4, 5, 4, tile=4)
    for z, shade in ((2.75, (190, 60, 50)), (2.95, (60, 100, 160)), (3.15, (170, 170, 164))):
        tube(stage, (-4, 4.8, z), (4, 4.8, z), 0.08, shade, gloss=0.4)
    box(stage, (-1.2, 3.3, 0), (2.1, 1.4, 0.3), (120, 118, 112), shadow=0.6)
    red = (168, 60, 46)
    tube(stage, (-0.15, 4.7, 1.3), (-0.15, 3.2, 1.3), 0.98, red, gloss=0.15, sides=72, caps=(150, 56, 44))
    tube(stage, (-0.15, 3.2, 1.3), (-0.15, 3.16, 1.3), 0.98, (134, 138, 140), sides=72, taper=0.94, caps=(162, 60, 46))
    for i in range(16):
        at = stage.disc((-0.15, 0, 1.3), 0.93, 1.0, 16)[i]
        tube(stage, (at[0], 3.16, 1.3 + at[1]), (at[0], 3.13, 1.3 + at[1]), 0.028, (186, 186, 180), sides=12)
    tube(stage, (-0.15, 3.16, 1.12), (-0.15, 2.9, 1.12), 0.34, (60, 64, 68), gloss=0.3)
    tube(stage, (-0.15, 2.9, 1.12), (-0.15, 2.62, 1.12), 0.26, (36, 92, 150), gloss=0.4, caps=(26, 64, 108))
    box(stage, (-0.32, 2.5, 0.95), (0.34, 0.2, 0.34), (206, 206, 198), gloss=0.2, shadow=0)
    for i in range(5):
        stage.line([(-0.29, 2.495, 1.0 + i * 0.05), (-0.01, 2.495, 1.0 + i * 0.05)], (96, 98, 96), 0.012)
    tube(stage, (0.34, 3.15, 1.95), (0.34, 2.96, 1.95), 0.035, (196, 160, 70))
    dial = lettering.gauge(0.86 if high else 0.52, "bar")
    stage.shadow([[(0.18, 2.95, 2.12), (0.56, 2.95, 2.12), (0.56, 2.95, 1.72), (0.18, 2.95, 1.72)]], 0.35, 12)
    stage.wall(dial, 0.14, 0.54, 2.94, 2.15, 1.75)
    stage.wall(lettering.gauge(0.44, "°C x10"), -0.72, -0.44, 3.12, 1.92, 1.64)
    stage.wall(lettering.sign(("BOILER 2",), (32, 36, 40), (500, 150), 90), -0.42, 0.12, 3.12, 1.88, 1.72)
    box(stage, (1.15, 3.6, 0.7), (0.62, 0.25, 1.1), (176, 180, 178), shadow=0.4)
    for i, shade in enumerate(((60, 190, 90), (220, 170, 40), (206, 50, 44))):
        tube(stage, (1.28 + i * 0.16, 3.6, 1.62), (1.28 + i * 0.16, 3.56, 1.62), 0.035, shade, gloss=0.8)
    stage.wall(lettering.printed("Operating limits", rng, size=(500, 640), paragraphs=4), 1.26, 1.66, 3.595, 1.5, 1.0)
    stage.grime(0.12)
    return expose(stage.image, rng, lamp=(0.55, 0.15))


def stack(size: Size, seed: int, *, smoke: bool = True) -> Image.Image:
    """A steel stack above a roof, with dark smoke drifting off, or a clean plume."""
    size = (min(size), max(size))
    rng = Random(seed)
    air = sky(rng, size, (86, 136, 190), (206, 220, 230), 0.7)
    stage = Stage(held(size, seed, (0, 0, 1.6), 0, 19, 0.85), seed, air)
    wide, high = size
    mouth = stage.camera.pixel((0.2, 12, 9.0))
    plume = Image.new("L", (wide // 4, high // 4), 0)
    pen = ImageDraw.Draw(plume)
    for i in range(60):
        t = i / 60
        x = mouth[0] / 4 + t**1.15 * wide * 0.17 + rng.uniform(-1, 1) * (5 + 34 * t)
        y = mouth[1] / 4 - t**0.7 * high * 0.085 + rng.uniform(-1, 1) * (4 + 15 * t)
        r = (11 + 58 * t) * wide / 1512
        pen.ellipse((x - r, y - r * 0.8, x + r, y + r * 0.8), fill=int((250 if smoke else 130) * (1 - t) ** 0.55))
    plume = plume.filter(ImageFilter.GaussianBlur(7 * wide / 1512))
    lumps = cloud(rng, plume.size, 10, 5, 0.6, soft=True).point(lambda v: 150 + v // 3)
    alpha = Image.composite(plume, Image.new("L", plume.size, 0), lumps).resize(size, Image.Resampling.BILINEAR)
    shade = cloud(rng, plume.size, 12, 4, soft=True).resize(size, Image.Resampling.BILINEAR)
    tone = (58, 56, 56) if smoke else (236, 238, 240)
    stage.image.paste(ImageOps.colorize(shade, times(tone, 0.6), times(tone, 1.5), mid=tone), (0, 0), alpha)
    for x, r, top, shade_of in ((1.5, 0.28, 6.2, (150, 154, 158)), (0.2, 0.42, 9.0, (168, 172, 176))):
        tube(stage, (x, 12, 3.5), (x, 12, top), r, shade_of, gloss=0.35)
        for z in range(4, int(top)):
            tube(stage, (x, 12, z + 0.4), (x, 12, z + 0.48), r * 1.06, times(shade_of, 0.86))
        tube(
            stage,
            (x, 12, top - 0.3),
            (x, 12, top),
            r * 1.05,
            (52, 50, 50) if smoke else times(shade_of, 0.8),
            caps=(30, 30, 32),
        )
    stage.line([(0.62, 11.6, 3.5), (0.62, 11.6, 8.4)], (88, 92, 96), 0.04)
    for i in range(20):
        stage.line([(0.5, 11.6, 3.6 + i * 0.24), (0.66, 11.6, 3.6 + i * 0.24)], (88, 92, 96), 0.03)
    for x in (-4.5, 4.0):
        stage.line([(0.2, 12, 7.6), (x, 12, 3.8)], (70, 74, 78), 0.02)
    roof = sheeted(rng, (140, 146, 150))
    stage.decal([(-9, 14, 4.3), (9, 14, 4.3), (9, 10, 3.5), (-9, 10, 3.5)], roof)
    stage.wall(sheeted(rng, (176, 180, 178), 30), -9, 9, 10, 3.5, -1, tile=4)
    panel(stage, [(-9, 9.98, 3.58), (9, 9.98, 3.58), (9, 9.98, 3.4), (-9, 9.98, 3.4)], (96, 100, 104), 0.2)
    for x in (-2.6, 1.4):
        stage.wall(mottled(rng, (70, 92, 110), (200, 120), 0.2), x, x + 1.5, 9.97, 2.7, 1.7)
    return expose(stage.image, rng, tint=COOL, lamp=(0.3, 0.1), dusk=0.12)


def compressor(size: Size, seed: int, *, leak: bool = True) -> Image.Image:
    """A screw compressor with receiver and an hour meter; a hose mended with tape when it leaks."""
    stage = Stage(held(size, seed, (0, 0, 1.5), 0, -10, 0.92), seed)
    rng = stage.rng
    stage.floor(concrete(rng, (140, 146, 148)), -4, 4, 0.8, 4.4, tile=3)
    stage.wall(plaster(rng, (204, 204, 198)), -4, 4, 4.4, 3.6, tile=4)
    stage.shadow([[(-4, 4.4, 0), (4, 4.4, 0), (4, 4.0, 0), (-4, 4.0, 0)]], 0.5, 26)
    tube(stage, (-4, 4.25, 2.25), (4, 4.25, 2.25), 0.06, (60, 110, 170), gloss=0.4)
    tube(stage, (1.15, 4.0, 0.2), (1.15, 4.0, 1.85), 0.42, (58, 112, 172), gloss=0.35)
    tube(stage, (1.15, 4.0, 1.85), (1.15, 4.0, 2.0), 0.42, (58, 112, 172), taper=0.4)
    tube(stage, (1.15, 4.0, 2.0), (1.15, 4.2, 2.25), 0.05, (150, 150, 146))
    wrap(
        stage,
        (1.15, 4.0, 0),
        0.422,
        lettering.sign(("500 l", "11 bar"), (34, 38, 44), (400, 260), 90),
        1.15,
        1.45,
        -95,
        50,
    )
    cream = (214, 212, 196)
    box(stage, (-1.5, 3.3, 0.08), (1.9, 0.95, 1.45), cream, gloss=0.1, shadow=0.6)
    panel(stage, [(-1.5, 3.29, 0.36), (0.4, 3.29, 0.36), (0.4, 3.29, 0.08), (-1.5, 3.29, 0.08)], (70, 74, 78), 0.2)
    for i in range(15):
        z = 0.55 + i * 0.05
        stage.line([(-1.38, 3.288, z), (-0.72, 3.288, z)], (104, 104, 98), 0.016)
    stage.line([(-0.6, 3.288, 1.5), (-0.6, 3.288, 0.38)], (140, 138, 128), 0.01)
    face = Image.new("RGB", (520, 420), (44, 48, 54))
    pen = ImageDraw.Draw(face)
    pen.rectangle((40, 40, 480, 200), fill=(160, 188, 150))
    lettering.words(pen, (60, 50), "7.4 bar", 64, (30, 44, 30), bold=True)
    lettering.words(pen, (60, 130), "21 486 h", 54, (30, 44, 30))
    for i, shade in enumerate(((60, 180, 90), (206, 50, 44), (200, 200, 200))):
        pen.ellipse((70 + i * 140, 260, 160 + i * 140, 350), fill=shade)
    stage.wall(face, -0.42, 0.2, 3.288, 1.38, 0.9)
    stage.wall(lettering.sign(("COMPRESSOR 1",), (36, 84, 140), (640, 130), 74), -1.38, -0.72, 3.288, 1.46, 1.34)
    hose = [(0.4, 3.6, 0.6), (0.55, 3.4, 0.22), (0.75, 3.4, 0.2), (0.85, 3.7, 0.4)]
    stage.line(hose, (36, 38, 40), 0.06)
    if leak:
        for i in range(4):
            x = 0.56 + i * 0.055
            stage.line([(x, 3.39, 0.16), (x + 0.02, 3.39, 0.25)], (180, 182, 184), 0.05)
        stage.polygon(stage.blob((0.6, 3.2, 0.001), 0.2, 0.3, 0.5), (86, 82, 76))
    stage.wall(lettering.printed("Leak survey", rng, size=(500, 680)), -2.2, -1.85, 4.39, 1.9, 1.42)
    stage.grime(0.1)
    return expose(stage.image, rng, lamp=(0.4, 0.1), tint=COOL)


def meter(size: Size, seed: int, *, valid: bool = True) -> Image.Image:
    """A pH meter in a panel with its calibration sticker, in date or long past."""
    stage = Stage(held(size, seed, (0, 0, 1.5), 0, -2, 1.05), seed)
    rng = stage.rng
    stage.wall(mottled(rng, (120, 128, 130), (1024, 1024), 0.06), -2, 2, 1.6, 2.6, 0.4)
    for x in (-1.0, 1.04):
        stage.line([(x, 1.59, 0.4), (x, 1.59, 2.6)], (70, 76, 78), 0.012)
    box(stage, (-0.52, 1.28, 1.18), (0.78, 0.3, 0.62), (202, 204, 200), gloss=0.2, shadow=0)
    stage.shadow(
        [
            [
                (0.27, 1.59, 1.7),
                (0.4, 1.59, 1.6),
                (0.4, 1.59, 1.1),
                (-0.4, 1.59, 1.08),
                (-0.4, 1.59, 1.18),
                (0.27, 1.59, 1.18),
            ]
        ],
        0.5,
        16,
    )
    front = Image.new("RGB", (1300, 1000), (206, 208, 204))
    pen = ImageDraw.Draw(front)
    pen.rounded_rectangle((90, 90, 1210, 520), 30, fill=(38, 42, 46))
    pen.rectangle((130, 130, 1170, 480), fill=(156, 186, 150))
    lettering.words(pen, (180, 150), "7.82", 230, (24, 40, 26), bold=True)
    lettering.words(pen, (820, 190), "pH", 120, (24, 40, 26), bold=True)
    lettering.words(pen, (820, 350), "18.4 °C", 76, (24, 40, 26))
    for i, text in enumerate(("CAL", "MENU", "-", "+", "OK")):
        x = 110 + i * 226
        pen.rounded_rectangle((x, 600, x + 176, 700), 20, fill=(70, 78, 84))
        pen.text((x + 88, 650), text, font=ImageFont.load_default(46), fill=lettering.WHITE, anchor="mm")
    lettering.words(pen, (110, 800), "EFFLUENT  pH  QI-301", 60, (60, 64, 66), bold=True)
    stage.wall(front, -0.52, 0.26, 1.278, 1.8, 1.18)
    band = (48, 134, 78) if valid else (196, 140, 30)
    sticker = Image.new("RGB", (520, 380), lettering.WHITE)
    pen = ImageDraw.Draw(sticker)
    pen.rectangle((0, 0, 520, 100), fill=band)
    lettering.centred(pen, 520, 18, "CALIBRATED", 62, lettering.WHITE)
    lettering.words(pen, (30, 130), "No.  EM-0147", 46)
    lettering.scrawl(pen, rng, 300, 230, 160, 18, (32, 44, 132))
    lettering.words(pen, (30, 200), "By", 46)
    lettering.words(pen, (30, 280), "Due", 46, bold=True)
    lettering.words(
        pen, (170, 280), "see list" if valid else "overdue", 52, (32, 44, 132) if valid else (180, 30, 30), bold=True
    )
    stage.wall(sticker, 0.36, 0.6, 1.58, 1.66, 1.485)
    for x in (-0.36, -0.1, 0.12):
        tube(stage, (x, 1.4, 1.18), (x, 1.4, 1.06), 0.03, (40, 42, 44))
        stage.line([(x, 1.4, 1.08), (x + 0.03, 1.42, 0.8), (x + 0.1, 1.45, 0.3)], (30, 32, 34), 0.022)
    stage.grime(0.1)
    return expose(stage.image, rng, tint=WARM, lamp=(0.35, 0.2), dusk=0.3)
