"""What a reader holds in hand: contents that are right, photos beside their finding, words exactly as written."""

import io
import json
import re
import shutil
import subprocess
from dataclasses import replace
from datetime import date
from pathlib import Path

import pikepdf
import pytest

from auditapp.adapters import pdf
from auditapp.domain import nc_sheet as nc
from tests.adapters import paper_samples as samples
from tests.adapters.pdf_gate import faults

BLNS = Path(__file__).resolve().parents[3] / "shared" / "corpora" / "text" / "blns.json"
pytestmark = pytest.mark.skipif(not shutil.which("pdftotext"), reason="pdftotext is not installed")


@pytest.fixture(scope="module", autouse=True)
def _end_of_child():
    yield
    pdf.close()


def printed(content):
    return pdf.render(
        samples.report_html(content), media=samples.media, title=content.title, lang="en", when=samples.WHEN
    )


def pages_of(made, *options):
    run = subprocess.run(["pdftotext", *options, "-", "-"], input=made, capture_output=True, check=True)
    return run.stdout.decode().split("\f")[:-1]


def squeezed(text):
    """Without spaces and hyphens: where a line breaks is the layout's affair, and pdftotext joins hyphens."""
    return re.sub(r"[\s-]+", "", text)


def with_statement(text, **more):
    content = samples.audit_report(answers=10, answer_photos=0)
    finding = replace(samples.FINDINGS[1], statement=text, photos=(), **more)
    return replace(content, findings=(finding,))


@pytest.fixture(scope="module")
def report():
    return printed(samples.audit_report())


def test_the_page_numbers_in_the_contents_are_right(report):
    pages = pages_of(report, "-layout")
    lines = re.findall(r"^ *(.+?) {3,}(\d+)$", pages[1].split("Contents")[1], re.MULTILINE)
    assert len(lines) == 12
    for title, number in lines:
        heading = re.sub(r" [^\d].*$", "", title.strip(" ◆◇○△★")) if "NC-" in title or "-" in title[:6] else title
        assert heading in pages[int(number) - 1], title


def test_the_running_head_says_title_number_revision_and_page(report):
    pages = pages_of(report, "-layout")
    for number, page in enumerate(pages[1:], start=2):
        assert "Internal audit of the Hamburg plant, autumn 2026" in page.splitlines()[0]
        assert "AR-2026-07, revision 1" in page.splitlines()[0]
        assert f"Page {number} of {len(pages)}" in page


def test_the_cover_has_no_running_head_not_even_beyond_its_edge(report):
    with pikepdf.open(io.BytesIO(report)) as file:
        for box in ("/MediaBox", "/TrimBox", "/BleedBox"):
            file.pages[0][box] = [-300, -300, 900, 1200]
        out = io.BytesIO()
        file.save(out)
    cover = pages_of(out.getvalue())[0]
    assert "Page 1 of" not in cover
    assert cover.count("AR-2026-07") == 1


def test_each_photo_lies_on_a_page_of_its_finding():
    content = samples.audit_report(answers=10, answer_photos=0)
    made = printed(content)
    pages = pages_of(made, "-layout")
    file = pikepdf.open(io.BytesIO(made))
    shown = [
        {
            drawn
            for op in pikepdf.parse_content_stream(page)
            if str(op.operator) == "Do"
            for drawn in map(str, op.operands)
        }
        for page in file.pages
    ]
    resources = {str(name): image for page in file.pages for name, image in page.Resources.XObject.items()}
    begins = {
        finding.reference: next(
            number
            for number, page in enumerate(pages)
            if number > 1 and re.search(rf"^ *\S .*{finding.reference}$", page, re.M)
        )
        for finding in content.findings
    }
    order = [
        *begins.values(),
        next(number for number, page in enumerate(pages) if number > 1 and "4 Findings of" in page),
    ]
    for index, finding in enumerate(content.findings):
        for photo in finding.photos:
            name = next(key for key, image in resources.items() if image.read_raw_bytes() == samples.media(photo.media))
            page = next(number for number, names in enumerate(shown) if name in names)
            assert order[index] <= page <= order[index + 1], (finding.reference, photo.media)
            assert photo.caption in pages[page]


LITERAL = [
    "<script>alert(1)</script>",
    "{{7*7}} {% raw %} ${7*7} {0.__class__}",
    "<img src=x onerror=alert(1)> &amp; &lt; &#128077;",
    "</style><style>*{display:none}</style>",
    "]]> --> <!-- \\ \" ' % %s %(name)s",
    "=1+1 @SUM(A1) +cmd|'/C calc'!A0",
]


@pytest.mark.parametrize("text", LITERAL)
def test_words_print_as_they_were_written(text):
    assert squeezed(text) in squeezed("".join(pages_of(printed(with_statement(text)))))


def test_words_print_as_written_in_every_text_field():
    text = "<b>{{7*7}}</b>"
    content = samples.audit_report(answers=10, answer_photos=0)
    fields = (
        "title", "organisation", "summary", "conclusion", "scope", "exclusions", "sampling", "method_note",
        "effectiveness", "follow_up", "client", "confidentiality", "revision_reason",
    )  # fmt: skip
    content = replace(content, **dict.fromkeys(fields, text))
    read = squeezed("".join(pages_of(printed(content))))
    assert read.count(text) >= len(fields)


def test_a_statement_of_6000_characters_prints_whole_and_inside_the_margins():
    text = ("A long sentence about drums, trays and drains. " * 130)[:6000].strip()
    made = printed(with_statement(text, evidence="x" * 6000))
    read = pages_of(made)
    body = squeezed(
        "".join(re.sub(r"Internal audit of.*?revision 1|Nordlicht.*?Page \d+ of \d+", "", p, flags=re.S) for p in read)
    )
    assert squeezed(text)[:3000] in body
    assert body.count("x") >= 6000
    boxes = subprocess.run(
        ["pdftotext", "-bbox", "-", "-"], input=made, capture_output=True, check=True
    ).stdout.decode()
    rightmost = max(float(each) for each in re.findall(r'xMax="([\d.]+)"', boxes))
    assert rightmost <= 595.3 - 18 / 25.4 * 72 + 1


@pytest.mark.skipif(not BLNS.exists(), reason="the naughty strings are not beside the project")
def test_naughty_strings_print_and_pass_the_gate():
    strings = [each for each in json.loads(BLNS.read_text()) if each.strip()]
    content = samples.audit_report(answers=10, answer_photos=0)
    answer = content.clauses[0].answers[0]
    answers = tuple(replace(answer, note=each) for each in strings)
    made = printed(replace(content, clauses=(replace(content.clauses[0], answers=answers),)))
    assert faults(made) == []
    read = squeezed("".join(pages_of(made)))
    plain = [each for each in strings if each.isascii() and each.isprintable() and len(each) < 60]
    assert len(plain) > 200
    assert [each for each in plain if squeezed(each) not in read] == []


def test_a_draft_says_so_on_each_page():
    content = replace(samples.audit_report(answers=10, answer_photos=0), status="draft", issued_at=None)
    pages = pages_of(printed(content), "-layout")
    assert all("draft of revision 1" in page for page in pages)


def test_an_empty_report_still_prints():
    from auditapp.domain.report import AuditReport

    empty = AuditReport(
        organisation="O", reference="R", title="T", type="internal", method="on_site", days=samples.audit_report().days
    )
    assert faults(printed(empty)) == []


def test_200_nonconformities_each_stand_in_the_report_and_the_contents_stay_short():
    many = tuple(replace(samples.FINDINGS[1], reference=f"NC-2026-{number:03}", photos=()) for number in range(200))
    html = samples.report_html(replace(samples.audit_report(answers=10, answer_photos=0), findings=many))
    assert [one.reference for one in many if f"{one.reference}</h3>" not in html] == []
    contents = html[html.index('class="contents"') : html.index('<section class="summary"')]
    assert contents.count("<a href") <= 40  # each costs a look-up of its page


def test_the_day_something_was_done_stands_on_the_page_of_what_was_done():
    facts = [nc.Fact(text="\n".join(["Looked."] * lines), done=date(2026, 12, 4)) for lines in range(3, 15)]
    rounds = tuple(nc.Round(number=at, containment=one, correction=one) for at, one in enumerate(facts, start=1))
    sheet = replace(samples.nc_sheet(), photos=(), rounds=rounds)
    made = pdf.render(samples.sheet_html(sheet), media=samples.media, title=sheet.title, lang="en", when=samples.WHEN)
    below_the_head = [[line for line in page.splitlines() if line.strip()][1] for page in pages_of(made, "-layout")[1:]]
    assert len(below_the_head) > 10
    assert [line for line in below_the_head if line.startswith("Done")] == []
