"""What a photo store in a folder has written."""

from pathlib import Path


def kept(folder: Path) -> list[Path]:
    """Its files, wherever in ``folder`` they lie."""
    return [path for path in folder.rglob("*") if path.is_file()]
