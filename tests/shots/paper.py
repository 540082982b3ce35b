"""A paper as a screen: its first page, as it comes out of a printer, on the grey of a desk."""

import base64
import re
import subprocess
from collections.abc import Callable
from urllib.parse import urljoin

from playwright.sync_api import Error, Page

DESK = (
    "<!doctype html><html lang=en><title>{0}</title><meta name=viewport content='width=device-width'>"
    "<style>body{{margin:0;background:#808684;text-align:center}}"
    "img{{width:auto;max-width:92%;max-height:94vh;margin:3vh 0;box-shadow:0 2px 12px #0008}}</style>"
    "<img alt='{0}' src='data:image/png;base64,{1}'>"
)


def shown(pattern: str) -> Callable[[Page], None]:
    """Show the first page of the PDF whose address the page names by ``pattern``."""

    def do(page: Page) -> None:
        way = re.search(rf'href="({pattern})"', page.content())
        if way is None:
            raise Error(f"{page.url} leads to no {pattern}")
        answer = page.context.request.get(urljoin(page.url, way[1]))
        if not answer.ok:
            raise Error(f"{way[1]} answers {answer.status}")
        picture = subprocess.run(
            ["pdftoppm", "-f", "1", "-l", "1", "-r", "110", "-png", "-"],
            input=answer.body(),
            capture_output=True,
            check=True,
        ).stdout
        page.goto("about:blank")  # else the policy of the page before forbids the styles of this one
        page.set_content(DESK.format(way[1], base64.b64encode(picture).decode()))

    return do
