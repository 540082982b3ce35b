"""The living style page: nothing that pages are built of is missing from it."""

import re
from collections.abc import Callable
from pathlib import Path

from auditapp.models import Person
from tests.cast import Cast
from tests.pages import DistrustfulClient

TEMPLATES = Path(__file__).resolve().parents[2] / "auditapp" / "templates"


def test_every_part_stands_on_the_style_page() -> None:
    exported = re.findall(r"{% set ([\w, ]+) =", (TEMPLATES / "ui.html").read_text())
    parts = {name for names in exported for name in names.split(", ")}
    shown = {
        name
        for path in (TEMPLATES / "styles").glob("*.html")
        for name in re.findall(r"\bui\.(\w+)\(", path.read_text())
    }
    assert len(parts) > 35
    assert parts - shown == set()


def test_every_part_is_exported_by_its_name() -> None:
    """What `ui.html` does not name, no page can use, and the style page could not show."""
    text = (TEMPLATES / "ui.html").read_text()
    inner = {"button_classes", "drawn", "notes", "described", "choices", "gauge"}
    macros = {
        name for path in (TEMPLATES / "ui").glob("*.html") for name in re.findall(r"{%-? macro (\w+)", path.read_text())
    }
    assert {name for name in macros - inner if not re.search(rf"\.{name}\b", text)} == set()


def test_everybody_signed_in_may_look_at_it(signed_in: Callable[[Person], DistrustfulClient], cast: Cast) -> None:
    assert "Whose turn" in signed_in(cast.ola).get("/style").text
