"""Contact sheets: all shots of a screen on one picture, and a page with every screen."""

from collections.abc import Iterable
from html import escape
from pathlib import Path

from PIL import Image

GAP, HIGH = 24, 1000


def sheet(shots: Iterable[Path], to: Path) -> None:
    """Side by side, each as high as ``HIGH`` at most, on grey."""
    pictures = []
    for shot in shots:
        with Image.open(shot) as one:
            one.thumbnail((one.width, HIGH))
            pictures.append(one.convert("RGB"))
    wide = sum(one.width + GAP for one in pictures) + GAP
    ground = Image.new("RGB", (wide, max(one.height for one in pictures) + 2 * GAP), "#808684")
    x = GAP
    for one in pictures:
        ground.paste(one, (x, GAP))
        x += one.width + GAP
    ground.save(to)


def index(folder: Path, screens: dict[str, list[Path]], said: dict[str, list[str]]) -> Path:
    """A page of all shots, the wrong ones with their sentences."""
    parts = []
    for name, shots in screens.items():
        wrong = "".join(f"<p class=wrong>{escape(one)}</p>" for one in said.get(name, []))
        pictures = "".join(
            f'<a href="{shot.name}"><img src="{shot.name}" alt="{shot.stem}" loading="lazy"></a>' for shot in shots
        )
        parts.append(f"<h2 id={name}>{name}</h2>{wrong}<div>{pictures}</div>")
    page = folder / "index.html"
    page.write_text(
        "<!doctype html><meta charset=utf-8><title>Shots</title><style>body{font:15px sans-serif;background:#808684;"
        "margin:1rem}div{display:flex;gap:1rem;overflow:auto;align-items:start}img{block-size:60vh}.wrong{color:#fff;"
        "background:#8a0010;padding:.5rem}</style>" + "".join(parts)
    )
    return page
