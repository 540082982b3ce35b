"""`bin/shots`: photographs every screen at each width in each theme, and says which do not fit."""

import argparse
import signal
import sys
from contextlib import nullcontext
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.journeys.tablets import BROWSER, CHROMIUM, ROOT
from tests.shots import company, sheets
from tests.shots.photographer import THEMES, Photographer
from tests.shots.screens import EMPTY, SCREENS


def options(arguments: list[str]) -> argparse.Namespace:
    """The command line; ends with a sentence and status 2 when it makes no sense."""
    parser = argparse.ArgumentParser(prog="bin/shots", description=__doc__)
    parser.add_argument(
        "folder", nargs="?", type=Path, default=ROOT / "shots", help="where to (shots, kept out of git)"
    )
    parser.add_argument("--only", metavar="WORD", action="append", help="screens whose name begins so; may be repeated")
    parser.add_argument("--theme", choices=THEMES, action="append", help="only this theme; may be repeated")
    parser.add_argument("--width", type=int, action="append", help="only this width, such as 390; may be repeated")
    parser.add_argument(
        "--data", type=Path, metavar="FOLDER", help="a demo company that is built already; it is copied"
    )
    parser.add_argument(
        "--base", metavar="URL", help="a demo company that is served already, from --data if that is said"
    )
    parser.add_argument("--fits", action="store_true", help="no pictures: only whether pages fit 320 px and large text")
    return parser.parse_args(arguments)


def main(arguments: list[str]) -> int:
    """Status 1 when a page does not fit."""
    given = options(arguments)
    given.folder.mkdir(parents=True, exist_ok=True)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # what was started ends with it
    chosen = [one for one in SCREENS if not given.only or one.name.startswith(tuple(given.only))]
    if given.base:  # what is served is not ours, and holds a company
        chosen = [one for one in chosen if one.who != EMPTY and (given.data or not one.told)]
    with company.served(given.data) if not given.base else nullcontext() as servers, sync_playwright() as playwright:
        bases = {"": given.base} if servers is None else {"": servers[0].url, EMPTY: servers[1].url}
        data = given.data if servers is None else servers[0].data
        told, keys = company.told(data, bases[""]) if data else ({}, {})
        browser = playwright.chromium.launch(executable_path=BROWSER, args=CHROMIUM)
        seen = Photographer(browser, given, bases, told, keys)
        for who in dict.fromkeys(one.who for one in chosen):
            for size in sorted({size for one in chosen for size in one.sizes}):
                if not given.width or size[0] in given.width:
                    seen.look(who, size, [one for one in chosen if one.who == who])
        browser.close()
    for name, shots in seen.shots.items():
        sheets.sheet(shots, given.folder / f"sheet-{name}.png")
    if seen.shots:
        print(sheets.index(given.folder, {one.name: seen.shots.get(one.name, []) for one in chosen}, seen.wrong))
    print(f"{len(chosen)} screens, {sum(map(len, seen.shots.values()))} shots, {len(seen.wrong)} with something wrong.")
    return 1 if seen.wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
