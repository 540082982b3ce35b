"""From a clean drawing to something a tablet might have taken: light, lens, grain, JPEG, EXIF."""

from datetime import datetime
from io import BytesIO
from random import Random

from PIL import ExifTags, Image, ImageChops, ImageFilter

from auditapp.demo.scenes.texture import Colour

WARM: Colour = (255, 244, 224)
COOL: Colour = (238, 246, 255)


def expose(
    picture: Image.Image,
    rng: Random,
    *,
    lamp: tuple[float, float] = (0.38, 0.2),
    tint: Colour = WARM,
    dusk: float = 0.34,
) -> Image.Image:
    """Uneven light from `lamp` (fractions of width and height), vignette, glow and softness."""
    wide, high = picture.size
    unit = max(wide, high) / 2016
    pool = Image.new("L", (96, 96))
    pool.paste(Image.radial_gradient("L").resize((192, 192)), (round(96 * lamp[0]) - 96, round(96 * lamp[1]) - 96))
    pool = pool.point(lambda v: 255 - int(v * dusk))
    edge = Image.radial_gradient("L").resize((96, 96)).point(lambda v: 255 - max(0, v - 110) // 3)
    light = ImageChops.multiply(pool, edge)
    coloured = Image.merge("RGB", [light.point(lambda v, t=t: v * t // 255) for t in tint])
    picture = ImageChops.multiply(picture, coloured.resize((wide, high), Image.Resampling.BILINEAR))
    picture = picture.point([_tone(v) for v in range(256)] * 3)
    bright = picture.reduce(8).point(lambda v: max(0, v - 190) * 2).filter(ImageFilter.GaussianBlur(9 * unit))
    picture = ImageChops.screen(picture, bright.resize((wide, high), Image.Resampling.BILINEAR))
    return picture.filter(ImageFilter.BoxBlur(0.6 * unit))


def _tone(value: int) -> int:
    """A gentle S with a lift: shadows keep detail, lights roll off."""
    t = value / 255
    curved = t * t * (3 - 2 * t)
    lifted: float = (0.55 * curved + 0.45 * t) ** 0.74
    return min(255, round(255 * lifted))


def grain(rng: Random, size: tuple[int, int]) -> Image.Image:
    """Sensor noise around 128, mostly brightness, a little colour."""
    side = 384
    shared = Image.frombytes("L", (side, side), rng.randbytes(side * side))
    planes = []
    for _ in range(3):
        own = Image.frombytes("L", (side, side), rng.randbytes(side * side))
        planes.append(
            Image.blend(shared, own, 0.3).filter(ImageFilter.BoxBlur(0.6)).point(lambda v: 128 + (v - 128) // 9)
        )
    tile = Image.merge("RGB", planes)
    sheet = Image.new("RGB", size)
    for x in range(0, size[0], side):
        for y in range(0, size[1], side):
            sheet.paste(tile, (x, y))
    return sheet


def enlarge(picture: Image.Image, size: tuple[int, int], rng: Random) -> Image.Image:
    """The sensor's own size (turned to fit an upright picture), with its grain: what a small sensor does anyway."""
    if picture.height > picture.width:
        size = (min(size), max(size))
    return ImageChops.add(picture.resize(size, Image.Resampling.BICUBIC), grain(rng, size), 1.0, -128)


def compress(picture: Image.Image, quality: int = 85) -> tuple[bytes, bool]:
    """The picture as JPEG without EXIF, and whether it is upright (it then lies in the file, as sensors store it)."""
    upright = picture.height > picture.width
    stored = picture.transpose(Image.Transpose.ROTATE_90) if upright else picture
    held = BytesIO()
    stored.save(held, "JPEG", quality=quality, subsampling=2)
    return held.getvalue(), upright


def tag(jpeg: bytes, taken: datetime, *, upright: bool, serial: int) -> bytes:
    """Write EXIF into a JPEG: when, which device, Orientation 6 where ``upright``.

    It carries a position on purpose, so that one can see the application take it out of every copy.
    """
    exif = Image.Exif()
    exif[ExifTags.Base.Make] = "Demo"
    exif[ExifTags.Base.Model] = "Tablet"
    exif[ExifTags.Base.Software] = "Drawn scene"
    exif[ExifTags.Base.DateTime] = f"{taken:%Y:%m:%d %H:%M:%S}"
    exif[ExifTags.Base.Orientation] = 6 if upright else 1
    offset = f"{taken:%z}"
    details = exif.get_ifd(ExifTags.IFD.Exif)
    details[ExifTags.Base.DateTimeOriginal] = f"{taken:%Y:%m:%d %H:%M:%S}"
    details[ExifTags.Base.OffsetTimeOriginal] = f"{offset[:3]}:{offset[3:5]}"
    details[ExifTags.Base.ImageUniqueID] = f"{serial:032x}"
    place = exif.get_ifd(ExifTags.IFD.GPSInfo)
    place[ExifTags.GPS.GPSLatitudeRef] = "N"
    place[ExifTags.GPS.GPSLatitude] = (53.0, 4.0, 33.6)
    place[ExifTags.GPS.GPSLongitudeRef] = "E"
    place[ExifTags.GPS.GPSLongitude] = (8.0, 47.0, 21.1)
    place[ExifTags.GPS.GPSAltitudeRef] = 0
    place[ExifTags.GPS.GPSAltitude] = 11.0
    block = exif.tobytes()
    return jpeg[:2] + b"\xff\xe1" + (len(block) + 2).to_bytes(2, "big") + block + jpeg[2:]
