"""The fonts of papers have what Pango takes for granted."""

from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

import auditapp

FONTS = sorted((Path(auditapp.__file__).parent / "fonts").glob("*.[ot]tf"))


@pytest.mark.parametrize("font", FONTS, ids=[font.stem for font in FONTS])
def test_each_font_has_a_space_of_its_own(font: Path) -> None:
    """Pango sets a space in the font of the word before it, without asking whether that font has one."""
    assert 0x20 in TTFont(font, lazy=True).getBestCmap()
