"""One photo taken in, and one large report issued: processor time, memory, size."""

import time
from collections.abc import Iterator
from io import BytesIO

from flask import current_app
from PIL import Image

from auditapp.adapters import images
from auditapp.demo import scenes
from tests.bench import ground
from tests.bench.measure import Result, repeated

TWELVE_MEGAPIXELS = (4032, 3024)


def photo() -> Iterator[Result]:
    """A 12-megapixel JPEG with EXIF, from its bytes to the original under its hash and its copies."""
    with ground.installation() as app, app.app_context():
        store = current_app.extensions["photo_store"]
        data = with_exif(TWELVE_MEGAPIXELS)

        def take_in(number: int) -> None:
            one = another(data, number)
            sha256 = store.put(one)
            found = images.ingest(one)
            store.put_derivatives(sha256, found.derivatives)

        for number in range(3):
            take_in(-100 - number)
        before, spent, rounds = images.reader.cpu_seconds, time.process_time(), 12
        times = repeated(take_in, rounds)
        cpu = images.reader.cpu_seconds - before + time.process_time() - spent
        detail = {
            "photo_mb": round(len(data) / 1e6, 1),
            "wall_p50_ms": round(times.p50, 1),
            "with": "hash, EXIF, fsync",
        }
        yield Result("photo_12mp.cpu_ms", cpu / (rounds + 5) * 1000, "ms", detail)


def with_exif(size: tuple[int, int]) -> bytes:
    painted, _ = scenes.paint("drums_unlabelled", 1, size)
    file = BytesIO()
    picture = Image.open(BytesIO(painted)).convert("RGB")
    exif = picture.getexif()
    picture = Image.blend(picture, Image.effect_noise(size, 40).convert("RGB"), 0.08)  # as small as a sensor's
    exif[0x0132] = "2026:11:23 10:00:00"
    picture.save(file, "JPEG", quality=92, exif=exif)
    return file.getvalue()


def another(jpeg: bytes, number: int) -> bytes:
    """The same picture as another file: a comment behind the start of the image."""
    words = f"photo {number}".encode()
    return jpeg[:2] + b"\xff\xfe" + (len(words) + 2).to_bytes(2, "big") + words + jpeg[2:]
