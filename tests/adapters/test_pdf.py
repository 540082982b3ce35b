"""Setting papers: they come out the same, in every script, and one that takes too much is given up."""

import io
import json
import re
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from unittest.mock import Mock

import pikepdf
import pytest

from auditapp.adapters import pdf, pdf_process
from tests.adapters import paper_samples as samples
from tests.adapters.paper_setting import paper_of as paper
from tests.adapters.paper_setting import refuse

WHEN = datetime(2026, 12, 3, tzinfo=UTC)


@pytest.fixture(scope="module", autouse=True)
def _end_of_child():
    yield
    pdf.close()


def text_of(content):
    """The paper's words as pdftotext reads them."""
    return subprocess.run(
        ["pdftotext", "-layout", "-", "-"], input=content, capture_output=True, check=True
    ).stdout.decode()


needs_pdftotext = pytest.mark.skipif(not shutil.which("pdftotext"), reason="pdftotext is not installed")


def test_the_app_never_imports_weasyprint():
    code = (
        "import sys; import auditapp.adapters.pdf as p; from datetime import datetime, UTC\n"
        "p.render('<p>x', media=None, title='t', lang='en', when=datetime.now(UTC)); p.close()\n"
        "print('weasyprint' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_the_same_input_gives_the_same_bytes_in_another_process():
    content = samples.nc_sheet()
    html = samples.sheet_html(content)
    given = {"media": samples.media, "title": content.title, "lang": "en", "when": WHEN}
    attached = [pdf.Attachment("record.json", b"{}", "The record", "Source")]
    before = pdf.render(html, **given, attachments=attached)
    pdf.close()
    assert pdf.render(html, **given, attachments=attached) == before


def test_a_picture_reaches_the_paper_byte_for_byte(tmp_path):
    path = tmp_path / "photo"
    path.write_bytes(samples.photo_bytes(1))
    file = pikepdf.open(io.BytesIO(paper('<img alt=x src="media:7">', media=lambda key: {"7": path}[key])))
    pictures = [each for each in file.objects if isinstance(each, pikepdf.Stream) and each.get("/Subtype") == "/Image"]
    assert [each.read_raw_bytes() for each in pictures] == [path.read_bytes()]


def test_an_attachment_comes_back_as_it_was():
    file = pikepdf.open(io.BytesIO(paper("<p>x", attachments=[pdf.Attachment("r.json", b'{"a":1}')])))
    assert json.loads(file.attachments["r.json"].get_file().read_bytes()) == {"a": 1}


def test_letter_is_a_paper_size():
    file = pikepdf.open(io.BytesIO(paper("<p>x", paper_size="Letter")))
    assert [round(float(each)) for each in file.pages[0].mediabox] == [0, 0, 612, 792]


def test_a_missing_picture_refuses_the_paper():
    with pytest.raises(pdf.PaperFailed, match="no such picture"):
        paper('<img alt=x src="media:nowhere">')


@pytest.mark.parametrize("content", [b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"GIF89a", b"%PDF-1.7", b""])
def test_a_picture_that_is_neither_jpeg_nor_png_refuses_the_paper(content):
    with pytest.raises(pdf.PaperFailed, match="neither JPEG nor PNG"):
        paper('<img alt=x src="media:1">', media=lambda key: content)


def test_a_paper_that_takes_too_long_is_given_up():
    with pytest.raises(pdf.PaperFailed, match="took too long"):
        pdf.render_and_measure("<p>x</p>" * 40_000, media=refuse, title="T", lang="en", when=WHEN, wall_seconds=1.0)


def test_a_paper_that_needs_too_much_processor_is_given_up():
    with pytest.raises(pdf.PaperFailed, match="took too long"):
        pdf.render_and_measure("<p>x</p>" * 40_000, media=refuse, title="T", lang="en", when=WHEN, cpu_seconds=1)


def test_a_paper_that_needs_too_much_memory_is_given_up():
    pdf.close()
    with pytest.raises(pdf.PaperFailed, match="memory"):
        pdf.render_and_measure("<p>x</p>" * 40_000, media=refuse, title="T", lang="en", when=WHEN, memory=280_000_000)


def test_the_next_paper_comes_after_a_child_died():
    paper("<p>x")
    pdf.presses[pdf.DESK].child.process.kill()
    pdf.presses[pdf.DESK].child.process.wait()
    assert paper("<p>x").startswith(b"%PDF-1.7")


def test_a_child_that_leaves_while_it_is_asked_costs_no_paper(monkeypatch):
    paper("<p>x")
    leaving = pdf.presses[pdf.DESK].child
    monkeypatch.setattr(leaving.process, "poll", lambda: None)  # it is on its way out, and not gone yet
    monkeypatch.setattr(leaving, "say", Mock(side_effect=BrokenPipeError))
    leaving.process.stdin.close()
    assert paper("<p>x").startswith(b"%PDF-1.7")


def test_a_press_that_was_warmed_sets_the_next_paper():
    pdf.warm().join()
    warmed = {name: press.child.process.pid for name, press in pdf.presses.items()}
    paper("<p>Minutes")
    assert pdf.presses[pdf.DESK].child.process.pid == warmed[pdf.DESK]


def test_the_child_knows_no_secret_of_the_app(monkeypatch):
    monkeypatch.setenv("AUDITAPP_SECRET", "x")
    assert "AUDITAPP_SECRET" not in pdf_process.environment()


def test_a_date_without_zone_is_refused():
    with pytest.raises(ValueError, match="zone"):
        pdf.render("<p>x", media=refuse, title="T", lang="en", when=datetime(2026, 1, 1))  # noqa: DTZ001


@needs_pdftotext
@pytest.mark.parametrize(
    "words",
    [
        "Größe, naïve, Łódź",
        "ΑΒΓ αβγ",
        "Проверка",
        "废物贮存",
        "廃棄物の保管",
        "폐기물",
        "שלום",
        "تسرب الزيت",
        "สวัสดี",
        "← ≤ ≥ ✓ ◆ 👍",
    ],
)
def test_the_scripts_of_the_world_print(words):
    read = text_of(paper(f"<p>{words}"))
    assert set(words) - {" "} <= set(read)


@needs_pdftotext
def test_what_no_font_can_draw_prints_as_its_name_or_a_mark():
    read = text_of(paper("<p>a\x01b \u269a \U00013000 \u3393"))
    assert "a\ufffdb" in read
    assert "[staff of hermes]" in read
    assert "\ufffd" in read.split("]")[1]
    assert "GHz" in read


@needs_pdftotext
def test_lines_that_another_program_ended_its_way_end_on_paper():
    read = text_of(paper("<p style='white-space: pre-line'>Trays dry \u2029Bungs closed \u2028Labels legible"))
    assert [line.strip() for line in read.splitlines()][:3] == ["Trays dry", "Bungs closed", "Labels legible"]


def test_only_our_fonts_are_embedded():
    file = pikepdf.open(io.BytesIO(paper("<p style='font-family: DejaVu Serif'>x <b>你</b> <code>y</code>")))
    names = {
        str(each.FontName) for each in file.objects if isinstance(each, pikepdf.Dictionary) and "/FontName" in each
    }
    assert names
    assert all(re.search(r"\+Noto-Sans", name) for name in names)


def test_the_style_of_papers_stays_small():
    assert pdf.STYLE.stat().st_size < 5_000
    assert Path(pdf_process.FONTS).is_file()
