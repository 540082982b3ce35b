"""What may not stand in a template: it would need a weaker content security policy, or hide from translation."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
TEMPLATES = sorted((ROOT / "auditapp" / "templates").rglob("*.html"))
PAGES = [path for path in TEMPLATES if not {"mail", "email", "reports"} & set(path.parts)]
MARKUP = re.compile(r"{[{%#].*?[#%}]}", re.S)

BANNED = {
    "htmx that needs eval": r"\bhx-on\b|data-hx-on\b|\bhx-vars\b",
    "a filter in a trigger needs eval": r"hx-trigger=[\"'][^\"']*\[",
    "javascript in a value": r"[\"'](?:js|javascript):",
    "a handler in the markup": r"<[^>]*\son[a-z]+\s*=",
    "a style in the markup": r"<[^>]*\sstyle\s*=",
    "a style sheet in the page": r"<style\b",
    "a script in the page": r"<script(?![^>]*\bsrc=)",
    "something from elsewhere": r"(?:src|href|action)=[\"'](?:https?:)?//",
    "markup that nobody escapes": r"\|\s*safe\b",
}


def wrong(path: Path) -> list[str]:
    text = path.read_text()
    return [f"{path.relative_to(ROOT)}: {why}" for why, pattern in BANNED.items() if re.search(pattern, text)]


def test_there_are_templates_to_look_at() -> None:
    assert len(PAGES) > 30


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT / "auditapp" / "templates")))
def test_a_template_keeps_to_the_policy(path: Path) -> None:
    assert wrong(path) == []


def test_the_lint_would_notice() -> None:
    bad = '<p style="x" onclick="y"><a hx-on:click="z" hx-trigger="click[ctrlKey]" href="js:w"></a><script>1</script>'
    assert sum(bool(re.search(pattern, bad)) for pattern in BANNED.values()) >= 6


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT / "auditapp" / "templates")))
def test_every_form_that_changes_something_carries_its_token(path: Path) -> None:
    forms = re.findall(r"<form\b[^>]*method=\"post\".*?</form>", path.read_text(), re.S)
    assert all("csrf_token" in form or "hidden_tag()" in form for form in forms)
