"""Rules of evidence: how it is named and told apart. What counts as a photo stands in `domain.picture`."""

import re
from collections.abc import Iterable
from datetime import datetime
from pathlib import PurePosixPath
from typing import Any

PURPOSES = ("", "correction", "verification", "effectiveness")
"""What a photo at a nonconformity shows; '' for the situation that was found."""

SHA256 = re.compile(r"[0-9a-f]{64}")


def plain_name(name: str) -> str:
    """A file name from outside as people may read it: without folders and control characters, at most 120 characters.

    It is shown and offered for a download, never used for storage.
    """
    bare = PurePosixPath(name.replace("\\", "/")).name
    bare = "".join(char for char in bare if char.isprintable() and char not in '"<>|:*?').strip(". ")
    if len(bare) <= 120:
        return bare
    stem, dot, ending = bare.rpartition(".")
    return f"{stem[: 119 - len(ending)]}{dot}{ending}" if dot and len(ending) <= 10 else bare[:120]


def is_sound(evidence: Any) -> bool:
    """Whether the bytes have arrived and could be read: only then there is something to show."""
    return evidence.complete_at is not None and not evidence.trouble and bool(evidence.sha256)


def shows_something(evidence: Iterable[Any]) -> bool:
    """Whether some of it can be looked at, or is still on its way. What was refused as no photo shows nothing."""
    return any(not getattr(one, "trouble", "") for one in evidence)


def is_damaged(evidence: Any) -> bool:
    """Whether a part of the picture was missing when it was read. It is kept and shown, for it is evidence all the
    same; whoever took it is told while it can be taken again."""
    return bool((evidence.exif or {}).get("damaged"))


def taken_at(evidence: Any) -> datetime:
    """When it was taken: by the camera's own record where that names its offset, else by the device that sent it.

    A photo from the library was taken before the walk; the file's time would say when it was copied.
    """
    exif = evidence.exif or {}
    if exif.get("taken_at") and exif.get("taken_offset"):
        try:
            recorded = datetime.fromisoformat(exif["taken_at"] + exif["taken_offset"])
        except ValueError:
            recorded = None
        if recorded is not None and recorded <= evidence.received_at:
            return recorded
    moment: datetime = evidence.captured_at
    return moment


def has_marks(evidence: Any) -> bool:
    """Whether something is drawn on the photo."""
    return bool(evidence.marks and evidence.marks.get("shapes"))


def is_expected(evidence: Any) -> bool:
    """Whether bytes are still on their way."""
    return evidence.complete_at is None
