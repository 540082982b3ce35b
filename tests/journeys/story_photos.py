"""The photos that people of a story take: drawn here, or real ones from the folder of corpora."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from pi_heif import register_heif_opener
from PIL import Image, ImageOps

from auditapp.demo.scenes import draw

DRAWN = {
    "meter": "meter_calibrated", "boiler": "boiler_high", "flue": "stack_smoke", "good": "spill_kit_complete",
    "done": "boiler_normal",
}  # fmt: skip
REAL = {
    "meter": "heic/IMG_5195.HEIC", "boiler": "gps/DSCN0010.jpg", "flue": "orientation/Landscape_6.jpg",
    "good": "phones/jolla.jpg", "done": "orientation/Portrait_8.jpg",
}  # fmt: skip


@dataclass(frozen=True)
class Photos:
    """A file for each moment of the story. ``flue`` and ``done`` lie on their side and say so in EXIF."""

    meter: Path
    boiler: Path
    flue: Path
    good: Path
    done: Path

    @property
    def on_the_walk(self) -> list[Path]:
        return [self.meter, self.boiler, self.flue, self.good]


def wide(picture: Image.Image) -> bool:
    """Whether a picture lies, once it is turned as its EXIF asks."""
    width, height = ImageOps.exif_transpose(picture).size
    return width > height


def opened(file: Path) -> Image.Image:
    """Whatever a phone writes, HEIC too."""
    register_heif_opener()
    return Image.open(file)


def drawn(folder: Path) -> Photos:
    """Painted with a position, a moment and (the upright ones) an orientation in EXIF, as phones leave them."""
    files = {}
    for number, (moment, scene) in enumerate(DRAWN.items(), 1):
        files[moment] = folder / f"IMG_{number:04}.jpg"
        taken = datetime(2026, 11, 20, 9, number, tzinfo=UTC)
        files[moment].write_bytes(draw(scene, number, (1200, 900), taken))
    return Photos(**files)


def real(corpora: Path) -> Photos:
    """A HEIC of a phone, one with GPS, two that EXIF turns, and one more phone's."""
    return Photos(**{moment: corpora / "photos" / name for moment, name in REAL.items()})
