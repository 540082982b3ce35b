"""Rules of evidence: how it is named and told apart. What counts as a photo stands in `domain.picture`."""

import re
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


def has_marks(evidence: Any) -> bool:
    """Whether something is drawn on the photo."""
    return bool(evidence.marks and evidence.marks.get("shapes"))


def is_expected(evidence: Any) -> bool:
    """Whether bytes are still on their way."""
    return evidence.complete_at is None
