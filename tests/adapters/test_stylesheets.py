"""The joined style sheet: order, addresses, and what stays out."""

import re
from pathlib import Path

import pytest

from auditapp.adapters.stylesheets import joined_css

STATIC = Path(__file__).parents[2] / "auditapp" / "static"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    css = tmp_path / "css"
    css.mkdir()
    (css / "button.css").write_text("@layer components { .button { color: red; } } /* why */")
    (css / "base.css").write_text('@layer base { @font-face { src: url("../fonts/a.woff2"); } }')
    (css / "layers.css").write_text("@layer base, components;")
    (css / "paper.css").write_text("@page { size: A4; }")
    return tmp_path


def test_the_order_of_layers_comes_first(folder: Path) -> None:
    assert joined_css(folder).startswith("@layer base, components;")


def test_every_screen_file_is_in_the_joined_sheet(folder: Path) -> None:
    assert ".button" in joined_css(folder)


def test_the_sheet_for_paper_stays_out(folder: Path) -> None:
    assert "@page" not in joined_css(folder)


def test_addresses_are_those_of_the_root_of_the_static_tree(folder: Path) -> None:
    assert 'url("fonts/a.woff2")' in joined_css(folder)


def test_every_file_our_own_sheet_asks_for_is_there() -> None:
    asked = re.findall(r'url\("([^"]+)"\)', joined_css(STATIC))
    assert asked
    assert [file for file in asked if not (STATIC / file).is_file()] == []


def test_our_own_sheet_is_balanced() -> None:
    text = joined_css(STATIC)
    assert text.count("{") == text.count("}")


def test_every_file_of_the_type_can_be_chosen() -> None:
    faces = re.findall(r'font-family: "Noto Sans"; font-weight: ([^;]+);', (STATIC / "css" / "type.css").read_text())
    assert len(faces) > 5
    assert len(set(faces)) == 1, "a browser takes files of another weight for no letter, not even one they alone have"
