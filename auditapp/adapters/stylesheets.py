"""The one style sheet a page links, joined from one file a component; the walk has a smaller one."""

import re
from pathlib import Path

NOT_ON_SCREEN = frozenset({"paper.css"})
"""Sheets for PDF only; WeasyPrint reads them by itself."""

NOT_ON_A_WALK = frozenset(
    f"{name}.css"
    for name in (
        "answers", "banner", "bare", "card", "data", "findings", "first", "fold", "frame", "guide", "nonconformity",
        "photo", "plan", "preview", "shared", "table", "timeline", "viewer",
    )
)  # fmt: skip
"""Components of pages with a frame: a walk is opened where the network is weak, and has none of them."""


def joined_css(static_folder: Path, without: frozenset[str] = frozenset()) -> str:
    """Join `css/*.css` into one sheet: the order of layers first, then the files by name, but ``without`` these.

    Every file names its own `@layer`, so the order of files decides nothing. Files refer to fonts as `../fonts/...`;
    the joined sheet is served from the root of the static tree (`app.css`), one folder higher, so that step is dropped.
    """
    folder = static_folder / "css"
    files = sorted(file for file in folder.glob("*.css") if file.name not in NOT_ON_SCREEN | without)
    files.sort(key=lambda file: file.name != "layers.css")
    text = "\n".join(file.read_text("utf-8") for file in files)
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL).replace('url("../', 'url("')
    return "\n".join(line.strip() for line in text.splitlines() if line.strip()) + "\n"
