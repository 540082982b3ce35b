"""Photo stores to try things with."""

from pathlib import Path

import pytest

from auditapp.adapters.photo_store import PhotoStore, open_store


@pytest.fixture(params=["folder", "objects"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> PhotoStore:
    """In a folder, and as objects: the test is done with both."""
    if request.param == "folder":
        return open_store((tmp_path / "photo store").as_uri())
    return open_store("memory:///", tmp_path)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where `local` keeps its files."""
    return tmp_path / "photos"


@pytest.fixture
def local(folder: Path) -> PhotoStore:
    """In a folder alone."""
    return open_store(folder.as_uri())
