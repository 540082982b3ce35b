"""A real report passes the gate; for each of its sentences there is a file that fails it."""

import io

import pikepdf
import pytest

from auditapp.adapters import pdf
from auditapp.domain.paper import canonical_json
from tests.adapters import paper_samples as samples
from tests.adapters.pdf_gate import faults


@pytest.fixture(scope="module")
def good() -> bytes:
    content = samples.audit_report()
    return pdf.render(
        samples.report_html(content),
        media=samples.media,
        title=content.title,
        lang="en",
        when=samples.WHEN,
        attachments=[pdf.Attachment("record.json", canonical_json(content), "The record", "Source")],
    )


def first(file, type_, **wanted):
    for each in file.objects:
        if (
            isinstance(each, (pikepdf.Dictionary, pikepdf.Stream))
            and each.get("/Type") == type_
            and all(each.get(f"/{key}") == value for key, value in wanted.items())
        ):
            return each
    raise AssertionError(f"no {type_}")


def without_metadata(word):
    def change(file):
        stream = file.Root.Metadata
        stream.write(stream.read_bytes().replace(*word))

    return change


def delete(*path):
    def change(file):
        place = file.Root
        for step in path[:-1]:
            place = place[step]
        del place[path[-1]]

    return change


def script(file):
    file.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
    file.Root.OpenAction = file.make_indirect(file.Root.OpenAction)


def hide_annotation(file):
    page = next(page for page in file.pages if "/Annots" in page)
    page.Annots[0].F = 2


def add_a_field(file):
    rect = pikepdf.Array([0, 0, 0, 0])
    field = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Widget, F=132, Rect=rect)
    file.pages[-1]["/Annots"] = pikepdf.Array([file.make_indirect(field)])


def unembed(file):
    descriptor = first(file, "/FontDescriptor")
    for key in ("/FontFile2", "/FontFile3"):
        if key in descriptor:
            del descriptor[key]


def undo_unicode(file):
    del first(file, "/Font", Subtype="/Type0")["/ToUnicode"]


def interpolate(file):
    first(file, "/XObject", Subtype="/Image").Interpolate = True


def unname_figure(file):
    del first(file, "/StructElem", S="/Figure")["/Alt"]


def behead_cell(file):
    del first(file, "/StructElem", S="/TD").A["/Headers"]


def skip_level(file):
    first(file, "/StructElem", S="/H2").S = pikepdf.Name.H5


def unrelate(file):
    del first(file, "/Filespec")["/AFRelationship"]


BROKEN = [
    (without_metadata((b'conformance="A"', b'conformance="B"')), "the metadata does not say PDF/A-3a"),
    (without_metadata((b"<pdfuaid:part>1<", b"<pdfuaid:part>9<")), "the metadata does not say PDF/UA-1"),
    (without_metadata((b"Internal audit of the Hamburg plant, autumn 2026", b"")), "the metadata has no title"),
    (delete("/OutputIntents"), "there is no output intent"),
    (delete("/Lang"), "there is no language"),
    (delete("/MarkInfo"), "it is not marked as tagged"),
    (delete("/StructTreeRoot"), "there is no structure tree"),
    (delete("/ViewerPreferences"), "the window would not show the title"),
    (script, "it holds an action that does something"),
    (hide_annotation, "an annotation is hidden or does not print"),
    (add_a_field, "a field stands outside of the structure tree"),
    (unembed, "a font is not embedded"),
    (undo_unicode, "a font has no ToUnicode"),
    (interpolate, "a picture is interpolated"),
    (unname_figure, "a figure has no alternative text"),
    (behead_cell, "a table cell has no header"),
    (skip_level, "a heading skips a level"),
    (unrelate, "an attached file stands in no relation to the paper"),
    (delete("/AF"), "an attached file stands in no relation to the paper"),
]


def test_a_report_passes_the_gate(good):
    assert faults(good) == []


def test_an_nc_sheet_passes_the_gate():
    content = samples.nc_sheet()
    paper = pdf.render(
        samples.sheet_html(content), media=samples.media, title=content.title, lang="en", when=samples.WHEN
    )
    assert faults(paper) == []


@pytest.mark.parametrize(("change", "sentence"), BROKEN, ids=[sentence for _, sentence in BROKEN])
def test_the_gate_finds_a_broken_paper(good, change, sentence):
    with pikepdf.open(io.BytesIO(good)) as file:
        change(file)
        out = io.BytesIO()
        file.save(out)
    assert sentence in faults(out.getvalue())


def test_the_gate_finds_encryption(good):
    with pikepdf.open(io.BytesIO(good)) as file:
        out = io.BytesIO()
        file.save(out, encryption=pikepdf.Encryption(owner="o", user="u"))
    assert "it is encrypted" in faults(out.getvalue(), password="u")


def test_the_gate_finds_a_missing_trailer_id(good):
    assert "the trailer has no ID" in faults(good.replace(b"/ID ", b"/XD ", 1))
