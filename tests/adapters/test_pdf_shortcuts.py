"""What is found out once gives what finding it out each time gives, to the byte.

In a process of its own: WeasyPrint changes what Pillow takes, see ``pdf_child``.
"""

import json
import subprocess
import sys
from functools import cache
from pathlib import Path

from auditapp.adapters import pdf, pdf_process
from tests.adapters import paper_samples as samples

ROOT = Path(__file__).resolve().parents[2]
HARD = """<style>
@page { @bottom-right { content: counter(page) " of " counter(pages) } }
.wide { word-spacing: 2mm } .letters { letter-spacing: 1mm }
.round { border: 1px solid; border-radius: 2mm; width: 40%; float: left }
.far { overflow-wrap: anywhere; width: 20mm } .block { text-align: justify } .tabs { white-space: pre }
.half { width: 50%; box-sizing: border-box; padding: 3% } table { border-collapse: collapse } td { border: 2px solid }
.cut { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; width: 30mm }
.numbers { font-variant-numeric: tabular-nums }
</style>
<h1>Größe, Łódź, Проверка, 废物贮存, 폐기물</h1>
<p dir=rtl lang=ar>12 kg تسرب الزيت (A) 3, שלום B.</p><p lang=th>สวัสดี น้ำมัน ที่รั่ว</p>
<p class=wide>Set wide <u>and under a line</u> AVATAR fi ffl</p><p class=letters>Apart</p><p class=round>Round</p>
<p class=far>Abfallbeauftragtenbestellungsurkunde</p><p class=block>MANY LINES</p><p class=tabs>a\tb\tc
d</p><p class=cut>A line that is longer than its place</p><p class=numbers>1 234 567</p>
<p class=half>Half<br>and <a href="#end">the end</a></p>
<ol><li>One<li>Two</ol><table><tr><th scope=col>A<td>B</table>
<p>← ≤ ≥ ✓ ◆ 👍 e\u0301 x\u0323\u0302</p><h2 id=end>End</h2>
""".replace("MANY LINES", "The containers for hazardous waste stand where a leak is caught. " * 120)
PROGRAM = """
import hashlib, json, sys
from auditapp.adapters import pdf_child, pdf_shortcuts
from weasyprint.layout import block

pages = json.load(sys.stdin)

def summed():
    sums = []
    for html in pages:
        job = dict(title="T", lang="en", generator="g", when="2026-12-03T00:00:00+00:00", styles=[sys.argv[1]])
        written, _ = pdf_child.set_paper(job, html, [], None)
        with written:
            written.seek(0)
            sums.append(hashlib.sha256(written.read()).hexdigest())
    return sums

of_others = block.resolve_percentages
pdf_shortcuts.READ_IN, known = ("69.0", "0.13.0", "2.1.0"), pdf_shortcuts.READ_IN
refused = pdf_shortcuts.put_in()
kept_out = block.resolve_percentages is of_others
pdf_shortcuts.READ_IN = known
plain = summed()
print(json.dumps({"refused": [refused, kept_out], "plain": plain, "put": pdf_shortcuts.put_in(), "short": summed()}))
"""


@cache
def told() -> dict:
    """What the process said of both ways."""
    pages = [samples.sheet_html(samples.nc_sheet()), HARD]
    without_photos = [page.replace("<img", "<i") for page in pages]
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, pdf.STYLE.read_text()],
        input=json.dumps(without_photos),
        stdout=subprocess.PIPE, check=True, text=True, cwd=ROOT, env=pdf_process.environment(),
    )  # fmt: skip
    return json.loads(done.stdout)


def test_papers_are_the_same_to_the_byte_with_and_without_shortcuts():
    assert told()["short"] == told()["plain"]


def test_the_shortcuts_are_for_the_versions_that_are_installed():
    assert told()["put"] is True


def test_other_versions_set_papers_without_shortcuts():
    assert told()["refused"] == [False, True]
