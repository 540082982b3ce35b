"""The frames in which photos travel to the reading process and pictures come back: a JSON head, then raw bytes.

Layout: four bytes of length (big endian), the head as JSON with the lengths of the blobs under ``blobs``, the blobs.
No pickle: what a broken child says must not be able to run in the server.
"""

import json
from typing import IO, Any

MAX_HEAD = 64 * 1024
MAX_BLOB = 64 * 1024 * 1024


class BrokenFrame(Exception):
    """The other side ended in the middle of a frame, or speaks nonsense."""


def write_frame(out: IO[bytes], head: dict[str, Any], blobs: list[bytes]) -> None:
    """Write one frame and flush it."""
    text = json.dumps({**head, "blobs": [len(blob) for blob in blobs]}).encode()
    out.write(len(text).to_bytes(4, "big") + text)
    for blob in blobs:
        out.write(blob)
    out.flush()


def read_frame(source: IO[bytes]) -> tuple[dict[str, Any], list[bytes]] | None:
    """The next frame's head and blobs; None at the end of the stream. Raises ``BrokenFrame``."""
    prefix = source.read(4)
    if not prefix:
        return None
    length = int.from_bytes(prefix, "big")
    if len(prefix) < 4 or length > MAX_HEAD:
        raise BrokenFrame
    try:
        head = json.loads(_exactly(source, length))
        lengths = head.pop("blobs")
        if not all(isinstance(size, int) and 0 <= size <= MAX_BLOB for size in lengths):
            raise BrokenFrame
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise BrokenFrame from error
    return head, [_exactly(source, size) for size in lengths]


def _exactly(source: IO[bytes], size: int) -> bytes:
    data = source.read(size)
    if len(data) != size:
        raise BrokenFrame
    return data
