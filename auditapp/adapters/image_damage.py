"""Whether a JPEG's data reach to its end. libjpeg says nothing where they do not (bytes are missing, or a mark of the
end stands in the middle): it fills the rest of the picture with the last colour, and goes on.
"""

import re
from collections.abc import Callable

from PIL import Image

from auditapp.adapters.image_format import scan_at

_END_OF_SCAN = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
_NOISE = bytes((at * 37 + at // 7) % 251 for at in range(16 * 1024))
"""Read as more of the scan: never 0xFF, so that no mark stands in it."""
_STRIP = 8


def is_cut_short(data: bytes, view: Image.Image, again: Callable[[bytes], Image.Image]) -> bool:
    """Whether the rest of the JPEG ``data`` is missing, and filled. ``view``: what was decoded of it, not turned yet;
    ``again``: decodes other bytes in the same way.

    A picture that ends in one colour is suspect only (paper and sky do): it is decoded once more with noise after its
    data, which changes nothing where they were complete. All others cost a look at their last rows.
    """
    width, height = view.size
    last_rows = view.crop((0, max(0, height - _STRIP), width, height)).convert("RGB")
    if last_rows.getcolors(1) is None:  # more colours than one
        return False
    start = scan_at(data)
    end = _END_OF_SCAN.search(data, start) if start else None
    if end is None:
        return False
    noisy = again(data[: end.start()] + _NOISE + data[end.start() :])
    return noisy.size == view.size and noisy.tobytes() != view.tobytes()
