"""Reads photos in a process of its own, so that a hostile one can take down nothing but this process.

Run by ``auditapp.adapters.images`` as ``python -m auditapp.adapters.image_child``: requests on standard input,
answers on standard output. A request is a frame (see ``image_frames``) with the photo following, or whose head has
its ``path``; with ``marks`` in the head, the photo's mark-up follows last. An answer has the picture's fields and the
derivatives following, or a ``refused`` code.

Nothing here may import weasyprint: it makes Pillow accept truncated files in the whole process.
"""

import io
import json
import os
import re
import resource
import sys
import time
import warnings
from functools import lru_cache
from typing import Any

from PIL import Image, ImageCms, ImageFile

from auditapp.adapters import exif, image_damage, image_format, image_marks
from auditapp.adapters.image_frames import read_frame, write_frame
from auditapp.domain import markup, picture

_MEMORY = 1024 * 1024 * 1024
_ADDRESSES = 4 * 1024 * 1024 * 1024
_CPU_SECONDS = 20
_QUALITY = 78
_UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


def main() -> None:
    """Answer requests until standard input ends."""
    requests, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # a library that prints must not write into an answer
    _limit()
    write_frame(answers, {"ready": True}, [])
    while (request := read_frame(requests)) is not None:
        head, blobs = request
        _allow_seconds(_CPU_SECONDS)
        answer, derivatives = _answer(head, blobs)
        answer["cpu"] = time.process_time()
        write_frame(answers, answer, derivatives)


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_DATA, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_AS, (_ADDRESSES, _ADDRESSES))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (32, 32))
    Image.MAX_IMAGE_PIXELS = picture.MAX_PIXELS
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    warnings.simplefilter("error", Image.DecompressionBombWarning)


def _allow_seconds(seconds: int) -> None:
    """CPU time is counted over the life of the process, so the limit moves on with each photo."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    resource.setrlimit(resource.RLIMIT_CPU, (int(used.ru_utime + used.ru_stime) + seconds, resource.RLIM_INFINITY))


def _answer(head: dict[str, Any], blobs: list[bytes]) -> tuple[dict[str, Any], list[bytes]]:
    try:
        if "path" in head:
            with open(head["path"], "rb") as file:
                data = file.read(picture.MAX_BYTES + 1)
        else:
            data = blobs[0]
        marks = markup.checked(json.loads(blobs[-1])) if head.get("marks") else None
        return ({}, [full(data, marks)]) if head.get("full") else read(data, marks)
    except picture.NotAPicture as refused:
        return {"refused": refused.code, "values": refused.values}, []
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as bomb:
        claimed = re.search(r"(\d+) pixels", str(bomb))
        pixels = int(claimed[1]) // 1_000_000 if claimed else 0
        return {"refused": "too_many_pixels", "values": {"pixels": pixels}}, []
    except MemoryError:
        return {"refused": "too_costly", "values": {}}, []
    except Exception as error:  # decoders raise what they like; the sniffed format makes all of it damage
        return {"refused": "damaged", "values": {}, "detail": repr(error)[:500]}, []


def read(data: bytes, marks: markup.Markup | None = None) -> tuple[dict[str, Any], list[bytes]]:
    """The picture's fields, and its derivatives in the order of ``picture.DERIVATIVES``; then, with marks, the marked.

    A blur is burnt into the view before any copy is made of it, so there is no copy without it.
    """
    image, kind, about = _looked_into(data)
    width, height = image.size
    factor = picture.view_factor(width, height)
    view = _shrunk(image, kind, factor)
    damaged = kind is image_format.JPEG and image_damage.is_damaged(
        data, view, lambda other: _shrunk(_open(other, kind), kind, factor)
    )
    if about.orientation in _UPRIGHT:
        view = view.transpose(_UPRIGHT[about.orientation])
    if about.orientation >= 5:
        width, height = height, width
    copies = _copies(image_marks.burn(view, marks) if marks else view)
    fields = {
        "width": width,
        "height": height,
        "media_type": kind.media_type,
        "orientation": about.orientation,
        "taken_at": about.taken_at,
        "taken_offset": about.taken_offset,
        "damaged": damaged,
    }
    shown = [copies[name] for name in picture.DERIVATIVES]
    if marks:
        shown.append(image_marks.draw(copies["print"], marks))
    return {"picture": fields}, [_jpeg(copy) for copy in shown]


def full(data: bytes, marks: markup.Markup | None = None) -> bytes:
    """The photo as large as it is, upright, in sRGB, with nothing of its metadata and its blurs burnt in: a JPEG."""
    image, kind, about = _looked_into(data)
    whole = _shrunk(image, kind, 1)
    if about.orientation in _UPRIGHT:
        whole = whole.transpose(_UPRIGHT[about.orientation])
    return _jpeg(image_marks.burn(whole, marks) if marks else whole)


def _looked_into(data: bytes) -> tuple[Image.Image, image_format.Format, exif.Exif]:
    """The picture, not decoded yet, and what its metadata says."""
    picture.check_bytes(len(data))
    kind = image_format.sniff(data)
    if kind is None:
        raise picture.refusal("not_an_image")
    block = b""
    if kind is image_format.JPEG:
        data, block = image_format.without_metadata(data)
    image = _open(data, kind)
    return image, kind, exif.read(block or _exif_block(image))


def _open(data: bytes, kind: image_format.Format) -> Image.Image:
    if kind is image_format.WEBP and (claimed := image_format.claimed_webp_size(data)):
        picture.check_pixels(*claimed)
    if kind in (image_format.HEIC, image_format.HEIF):
        if not image_format.boxes_complete(data):
            raise picture.refusal("damaged")
        _know_heif()
    image: Image.Image = Image.open(io.BytesIO(data), formats=[kind.name])
    picture.check_pixels(*image.size)
    return image


@lru_cache(maxsize=1)
def _know_heif() -> None:
    """Loaded for the first HEIC only: most photos are JPEG, and the library doubles the start of this process."""
    from pi_heif import register_heif_opener

    register_heif_opener(thumbnails=False, depth_images=False, aux_images=False, decode_threads=2)


def _exif_block(image: Image.Image) -> bytes:
    block = image.info.get("exif")
    return block if isinstance(block, bytes) else b""


def _shrunk(image: Image.Image, kind: image_format.Format, factor: int) -> Image.Image:
    """The view before it is turned upright: shrunk first, since every later step then has fewer pixels to touch."""
    width, height = image.size
    if kind is image_format.JPEG and factor > 1:
        image.draft(None, (width // factor, height // factor))
        factor //= max(1, round(width / image.size[0]), round(height / image.size[1]))
    image.load()
    profile = image.info.get("icc_profile")
    image = _plain_channels(image)
    if factor > 1:
        image = image.reduce(factor)
    if image.mode in ("RGBA", "LA"):
        image = _on_white(image)
    image = _in_srgb(image, profile)
    image.info = {}
    return image


def _plain_channels(image: Image.Image) -> Image.Image:
    """Eight bits a channel without a palette: what can be shrunk without changing what is seen."""
    if image.mode.startswith("I"):
        wide = image.convert("I") if image.mode != "I" else image
        return wide.point([value // 256 for value in range(65536)], "L")
    if image.mode in ("RGB", "L", "CMYK", "RGBA", "LA") and "transparency" not in image.info:
        return image
    return image.convert("RGBA" if image.has_transparency_data else "RGB")


def _on_white(image: Image.Image) -> Image.Image:
    ground = Image.new("RGB", image.size, "white")
    ground.paste(image.convert("RGB"), mask=image.getchannel("A"))
    return ground


def _in_srgb(image: Image.Image, profile: object) -> Image.Image:
    """The picture in sRGB; a profile that is broken or for other channels is passed over, as browsers do."""
    if isinstance(profile, bytes) and profile:
        transform = _transform(profile, image.mode)
        if transform is not None:
            converted = ImageCms.applyTransform(image, transform)
            if converted is not None:
                return converted
    return image if image.mode == "RGB" else image.convert("RGB")


@lru_cache(maxsize=4)
def _transform(profile: bytes, mode: str) -> ImageCms.ImageCmsTransform | None:
    """From ``profile`` to sRGB; None where there is nothing to convert. Kept, as a camera repeats its profile."""
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        if "srgb" in (source.profile.profile_description or "").lower():
            return None
        return ImageCms.buildTransform(source, ImageCms.createProfile("sRGB"), mode, "RGB")
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return None


def _copies(view: Image.Image) -> dict[str, Image.Image]:
    factor = picture.print_factor(*view.size)
    paper = view.reduce(factor) if factor > 1 else view
    factor = picture.thumb_factor(*paper.size)
    return {"view": view, "print": paper, "thumb": paper.reduce(factor) if factor > 1 else paper}


def _jpeg(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=_QUALITY)
    return out.getvalue()


if __name__ == "__main__":
    main()
