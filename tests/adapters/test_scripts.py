"""Joined scripts: one file a page, one that follows, and each module still runs once."""

import re
import subprocess
from pathlib import Path

import pytest
from playwright._impl._driver import compute_driver_executable

from auditapp.adapters.scripts import NotJoinedError, joined_scripts
from auditapp.views.assets import APART

NODE = compute_driver_executable()[0]
"""The node that Playwright brings along."""
STATIC = Path(__file__).parents[2] / "auditapp" / "static"
MODULES = {
    "js/page.js": 'import { say as tell } from "./words.js";\nimport "./quiet.js";\n'
    'export async function go() { tell((await import("./rare.js")).rare); }\n'
    'console.log("page"); go();',
    "js/words.js": '/** Says it. */\nexport const say = (text) => console.log("say", text);\nconsole.log("words");',
    "js/quiet.js": 'import { say } from "./words.js";\n// why\nconst say2 = say;\nsay2("quiet");',
    "js/rare.js": 'import { say } from "./words.js";\nimport { own } from "../vendor/own.mjs";\n'
    'say("rare runs");\nexport const rare = own;',
    "vendor/own.mjs": '/** @license free */\nconst a="owned";export{a as own,a as default};\n'
    "//# sourceMappingURL=own.map",
}


def laid(folder: Path, **changes: str) -> Path:
    for name, text in {**MODULES, **{name.replace("__", "/") + ".js": text for name, text in changes.items()}}.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    return folder


def joined(folder: Path, *apart: str) -> dict[str, str]:
    return joined_scripts(folder, "js/page.js", "page", apart)


def test_what_is_joined_does_what_the_modules_do_and_runs_each_once(tmp_path: Path) -> None:
    for name, text in joined(laid(tmp_path)).items():
        (tmp_path / name).write_text(text)
    (tmp_path / "package.json").write_text('{"type": "module"}')
    done = subprocess.run([NODE, tmp_path / "page.js"], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == ["words", "say quiet", "page", "say rare runs", "say owned"]


def test_what_is_imported_on_use_lies_in_a_file_of_its_own(tmp_path: Path) -> None:
    files = joined(laid(tmp_path))
    assert ("rare runs" in files["page.js"], "rare runs" in files["page-later.js"]) == (False, True)


def test_only_what_both_files_use_is_handed_over(tmp_path: Path) -> None:
    files = joined(laid(tmp_path))
    assert "export { $words };\n" in files["page.js"]


def test_what_stays_apart_is_fetched_where_it_lies(tmp_path: Path) -> None:
    text = 'export const open = () => import("../vendor/own.mjs");'
    files = joined(laid(tmp_path, js__page=text), "vendor/")
    assert list(files) == ["page.js"]
    assert 'import("./vendor/own.mjs")' in files["page.js"]


def test_what_stays_apart_runs_once_for_the_page_and_for_what_is_joined(tmp_path: Path) -> None:
    for name, text in joined(laid(tmp_path), "js/words.js").items():
        (tmp_path / name).write_text(text)
    (tmp_path / "package.json").write_text('{"type": "module"}')
    (tmp_path / "both.js").write_text('import "./js/words.js";\nimport "./page.js";')
    done = subprocess.run([NODE, tmp_path / "both.js"], capture_output=True, text=True, check=True)
    assert (done.stdout.splitlines()[0], done.stdout.count("words\n")) == ("words", 1)


def test_comments_stay_at_home_and_licences_do_not(tmp_path: Path) -> None:
    files = joined(laid(tmp_path))
    assert "Says it" not in files["page.js"]
    assert "@license free" in files["page-later.js"]
    assert "sourceMappingURL" not in files["page-later.js"]


def test_what_stands_behind_code_goes_only_where_it_is_no_text(tmp_path: Path) -> None:
    text = 'export const say = () => "a // b"; // why\nsay(); // as "said"\nsay(); // licence: free\n'
    page = joined(laid(tmp_path, js__words=text))["page.js"]
    assert 'const say = () => "a // b";\nsay(); // as "said"\nsay(); // licence: free\n' in page


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"js__words": 'import "./page.js";\nexport const say = 1;'}, "imports itself"),
        ({"js__words": "export default 1;"}, "js/words.js cannot be joined: export default 1;"),
        ({"js__words": "await 1;\nexport const say = 1;"}, "js/words.js cannot be joined: await 1;"),
        ({"js__words": 'import { gone } from "./gone.js";'}, "imports ./gone.js, which is not there"),
    ],
)
def test_what_cannot_be_joined_is_named(tmp_path: Path, changes: dict[str, str], why: str) -> None:
    with pytest.raises(NotJoinedError, match=re.escape(why)):
        joined(laid(tmp_path, **changes))


def test_nothing_runs_twice_by_way_of_a_file_that_stays_apart(tmp_path: Path) -> None:
    with pytest.raises(NotJoinedError, match=r"js/words\.js is joined, and also imported"):
        joined(laid(tmp_path), "js/rare.js")


@pytest.mark.parametrize(("entry", "name"), [("js/page.js", "page"), ("js/walk/page.js", "walk")])
def test_our_own_pages_can_be_joined_and_read(tmp_path: Path, entry: str, name: str) -> None:
    for file, text in joined_scripts(STATIC, entry, name, APART).items():
        (tmp_path / file).with_suffix(".mjs").write_text(text)
        subprocess.run([NODE, "--check", (tmp_path / file).with_suffix(".mjs")], check=True, capture_output=True)
