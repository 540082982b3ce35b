"""What others made and we carry is exactly what VENDORED.toml names."""

import hashlib
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

STATIC = Path(__file__).parents[2] / "auditapp" / "static"
PACKAGES: list[dict[str, Any]] = tomllib.loads((STATIC / "vendor" / "VENDORED.toml").read_text())["package"]
FREE_LICENCES = {"0BSD", "Apache-2.0", "BSD-3-Clause", "ISC", "MIT", "OFL-1.1"}


def _files() -> list[tuple[str, str]]:
    files = [(entry["file"], entry["sha256"]) for package in PACKAGES for entry in package["files"]]
    return files + [(package["sprite"], package["sha256"]) for package in PACKAGES if "sprite" in package]


@pytest.mark.parametrize(("file", "sha256"), _files())
def test_a_vendored_file_has_the_sha256_recorded_for_it(file: str, sha256: str) -> None:
    assert hashlib.sha256((STATIC / file).read_bytes()).hexdigest() == sha256


@pytest.mark.parametrize("package", PACKAGES, ids=lambda package: str(package["name"]))
def test_a_vendored_package_has_an_exact_version_and_a_free_licence_with_its_text(
    package: dict[str, Any],
) -> None:
    assert re.fullmatch(r"\d+\.\d+\.\d+", package["version"])
    assert package["licence"] in FREE_LICENCES
    assert any(entry["from"] in ("LICENSE", "LICENSE.txt") for entry in package["files"])


@pytest.mark.parametrize("folder", ["vendor", "fonts"])
def test_nothing_lies_among_the_vendored_files_that_is_not_recorded(folder: str) -> None:
    recorded = {file for file, _ in _files()} | {"vendor/VENDORED.toml"}
    found = {path.relative_to(STATIC).as_posix() for path in (STATIC / folder).rglob("*") if path.is_file()}
    assert found <= recorded


def test_every_icon_named_in_a_template_is_in_the_sprite() -> None:
    sprite = (STATIC / "icons" / "sprite.svg").read_text()
    templates = (STATIC.parent / "templates").rglob("*.html")
    text = "\n".join(template.read_text() for template in templates)
    named = set(re.findall(r"(?:\bicon|drawn)\('([a-z0-9_-]+)'", text)) | set(
        re.findall(r"\bicon='([a-z0-9_-]+)'", text)
    )
    assert len(named) > 10
    assert {name for name in named if f'<symbol id="{name}"' not in sprite} == set()
