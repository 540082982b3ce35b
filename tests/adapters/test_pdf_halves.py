"""A long paper set by two processes is the paper that one sets: same pages, contents, links, bookmarks and tags.

In a process of its own: WeasyPrint changes what Pillow takes, see ``pdf_child``.
"""

import io
import json
import re
import subprocess
import sys
from dataclasses import replace
from functools import cache
from pathlib import Path

import pikepdf
import pytest

from auditapp.adapters import pdf, pdf_process
from tests.adapters import paper_samples as samples
from tests.adapters import pdf_gate

ROOT = Path(__file__).resolve().parents[2]
SHADED = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><title>x</title><defs><linearGradient id="g">\
<stop stop-color="red"/><stop offset="1" stop-color="blue"/></linearGradient></defs>\
<rect width="9" height="9" fill="url(#g)"/></svg>'
"""Its name among shadings is counted in each process."""
LAST = f"""<html lang=en><body><div class=band><h1>Title</h1></div><div class=cover><a href="#first">See</a></div>
<section class=record><h2 id=first>First</h2><a href="#last">See</a></section>
<section class=record><h2 id=last>Last</h2>{"<p>The trays are dry. <a href='#first'>See</a>" * 400}</section>"""
"""Nothing follows the parts of the fork."""
PROGRAM = """
import contextlib, json, os, sys
from pathlib import Path
from auditapp.adapters import pdf_child, pdf_fork, pdf_halves, pdf_languages, pdf_shortcuts
from weasyprint.urls import URLFetcher, URLFetcherResponse

folder, style = Path(sys.argv[1]), sys.argv[2]
asked = json.load(sys.stdin)
pdf_shortcuts.put_in()
pdf_languages.put_in()
by = []

class Pictures(URLFetcher):
    def fetch(self, url, headers=None):
        by.append(os.getpid())
        path = folder / (url.removeprefix("media:") + ".jpg")
        return URLFetcherResponse(path.as_uri(), path.open("rb"), {"Content-Type": "image/jpeg"})

def alone(*_):
    return contextlib.nullcontext()

def put(name, html, set_by):
    job = dict(title="T", lang="en", generator="g", when="2026-12-03T00:00:00+00:00", styles=[style])
    fetcher = Pictures(allowed_protocols=(), allow_redirects=False, fail_on_errors=True)
    written, of_fork = set_by(job, html, [], fetcher)
    with written:
        written.seek(0)
        (folder / name).write_bytes(written.read())
    return of_fork

told = {"shared": put("two", asked["long"], pdf_child.set_paper), "asked by": len(set(by))}
put("again", asked["long"], pdf_child.set_paper)
put("one", asked["long"], lambda *given: pdf_child.set_shared(*given, alone))
told["last"] = put("last two", asked["last"], pdf_child.set_paper)
put("last one", asked["last"], lambda *given: pdf_child.set_shared(*given, alone))
told["short"] = put("short", asked["short"], pdf_child.set_paper)
told["shaded"] = put("shaded", asked["shaded"], pdf_child.set_paper)
put("shaded alone", asked["shaded"], lambda *given: pdf_child.set_shared(*given, alone))

def end(*_):
    os._exit(1)

pdf_fork._drawn = end
try:
    put("ended", asked["last"], pdf_child.set_paper)
except MemoryError:
    told["ended"] = True

def no_room(_process):
    raise BlockingIOError

pdf_fork._process.Process.start = no_room
put("no room", asked["last"], pdf_child.set_paper)
told["parts"] = sorted(pdf_halves.BEGIN_A_PAGE)
print(json.dumps(told))
"""


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    """What the process said, with the folder of its papers."""
    folder = tmp_path_factory.mktemp("papers")
    report = replace(samples.audit_report(40, 2), findings=samples.FINDINGS[:3])
    html = samples.report_html(report)
    sheet = samples.sheet_html(samples.nc_sheet())
    for name in set(re.findall('src="media:([^"]+)"', html + sheet)):
        given = samples.media(name)
        (folder / f"{name}.jpg").write_bytes(given if isinstance(given, bytes) else given.read_bytes())
    asked = {
        "long": html,
        "short": sheet,
        "last": LAST,
        "shaded": LAST.replace("Last</h2>", "Last</h2>" + SHADED),
    }
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(folder), pdf.STYLE.read_text()],
        input=json.dumps(asked), stdout=subprocess.PIPE, check=True, text=True, cwd=ROOT, env=pdf_process.environment(),
    )  # fmt: skip
    return {**json.loads(done.stdout), "folder": folder}


@cache
def read(path):
    """What a reader sees of a paper, page by page, whatever the numbers of its objects."""
    with pikepdf.open(io.BytesIO(path.read_bytes())) as file:
        place = {page.objgen: number for number, page in enumerate(file.pages)}
        fonts = {name: font.ToUnicode.read_bytes() for name, font in file.pages[0].Resources.Font.items()}
        return {
            "pages": [page.Contents.read_bytes() for page in file.pages],
            "pictures": {name: picture.read_raw_bytes() for name, picture in file.pages[0].Resources.XObject.items()},
            "glyphs": {name: sorted(map_.splitlines()[13:]) for name, map_ in fonts.items()},
            "links": [
                [(str(link.Contents), [float(side) for side in link.Rect]) for link in page.get("/Annots", [])]
                for page in file.pages
            ],
            "anchors": [
                (str(name), place[to[0].objgen], [str(part) for part in list(to)[1:]])
                for name, to in pairs(file.Root.Names.Dests.Names)
            ],
            "bookmarks": list(bookmarks(file.Root.Outlines.First, place)),
            "tags": list(tags(file.Root.StructTreeRoot.K[0], place)),
            "tags of content": tags_of_content(file),
        }


def pairs(array):
    parts = list(array)
    return zip(parts[::2], parts[1::2], strict=True)


def bookmarks(one, place, depth=0):
    yield depth, str(one.Title), place[one.Dest[0].objgen], [str(part) for part in list(one.Dest)[1:]]
    for key, deeper in (("/First", 1), ("/Next", 0)):
        if key in one:
            yield from bookmarks(one[key], place, depth + deeper)


def tags(one, place, depth=0):
    """Kind, page, alternative text and content of each tag; a group without a meaning of its own is read through."""
    for kid in one.K:
        if isinstance(kid, (int, pikepdf.Object)) and not isinstance(kid, pikepdf.Dictionary):
            yield depth, int(kid)
        elif kid.get("/Type") == "/OBJR":
            yield depth, "annotation", place[kid.Pg.objgen]
        elif "/Pg" not in kid:
            yield from tags(kid, place, depth)
        else:
            yield depth, str(kid.S), place[kid.Pg.objgen], str(kid.get("/Alt", "")), str(kid.get("/Lang", ""))
            yield from tags(kid, place, depth + 1)


def tags_of_content(file):
    """For each page its marked content and for each link its annotation, by the kind of their tags."""
    known = {int(key): found for key, found in pairs(file.Root.StructTreeRoot.ParentTree.Nums)}
    return [
        [[str(tag.S) for tag in known[int(page.StructParents)]]]
        + [str(known[int(link.StructParent)].S) for link in page.get("/Annots", [])]
        for page in file.pages
    ]


@pytest.mark.parametrize(
    "what", ["pages", "pictures", "glyphs", "links", "anchors", "bookmarks", "tags", "tags of content"]
)
def test_two_processes_set_what_one_sets(told, what):
    assert read(told["folder"] / "two")[what] == read(told["folder"] / "one")[what]


def test_a_long_paper_is_set_by_two_processes_and_a_short_one_by_one(told):
    assert (told["shared"] > 0, told["short"]) == (True, 0)


def test_the_last_parts_of_a_paper_can_be_shared(told):
    assert told["last"] > 0
    assert read(told["folder"] / "last two") == read(told["folder"] / "last one")


def test_the_same_long_paper_is_the_same_to_the_byte(told):
    assert (told["folder"] / "two").read_bytes() == (told["folder"] / "again").read_bytes()


def test_a_paper_of_two_processes_passes_the_gate(told):
    assert pdf_gate.faults((told["folder"] / "two").read_bytes()) == []


def test_pictures_are_asked_for_by_one_process(told):
    assert told["asked by"] == 1


def test_what_cannot_be_shared_is_set_by_one_process(told):
    folder = told["folder"]
    assert told["shaded"] == 0
    assert (folder / "shaded").read_bytes() == (folder / "shaded alone").read_bytes()


def test_where_the_second_process_is_ended_no_paper_comes_out(told):
    assert told["ended"] is True


def test_where_there_is_no_room_for_a_second_process_one_sets_it(told):
    assert (told["folder"] / "no room").read_bytes() == (told["folder"] / "last one").read_bytes()


def test_the_parts_that_are_shared_are_those_that_begin_a_page(told):
    assert f".{',.'.join(told['parts'])}{{break-before:page}}" in pdf.STYLE.read_text().replace(
        ".findings,.answers,.record", ".answers,.findings,.record"
    )
