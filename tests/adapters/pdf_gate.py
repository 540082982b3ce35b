"""The gate of papers: what PDF/A-3a and PDF/UA-1 ask, as far as a file shows it without a validator.

Rules: ISO 19005-3, 6.1.3, 6.2.2, 6.2.8, 6.2.11, 6.3, 6.4, 6.6, 6.7, 6.8; ISO 14289-1, 7.1, 7.3, 7.5, 7.18. The tests
beside this file hold a broken paper for each sentence.
"""

import io
from collections.abc import Iterator

import pikepdf

DOING = {"/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/ResetForm", "/Movie", "/Sound", "/Rendition"}


def faults(pdf: bytes, password: str = "") -> list[str]:
    """Sentences about what is wrong; none for a paper that may leave the house."""
    with pikepdf.open(io.BytesIO(pdf), password=password) as file:
        return [
            *_identity(file),
            *_catalog(file),
            *_actions(file),
            *_fonts(file),
            *_pictures(file),
            *_tags(file),
            *_headings(file),
            *_files(file),
        ]


def _dictionaries(file: pikepdf.Pdf, type_: str | None = None) -> Iterator[pikepdf.Object]:
    for each in file.objects:
        if isinstance(each, (pikepdf.Dictionary, pikepdf.Stream)) and (type_ is None or each.get("/Type") == type_):
            yield each


def _identity(file: pikepdf.Pdf) -> Iterator[str]:
    if file.is_encrypted:
        yield "it is encrypted"
    if len(file.trailer.get("/ID", [])) != 2:
        yield "the trailer has no ID"
    with file.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as xmp:
        if (xmp.get("pdfaid:part"), xmp.get("pdfaid:conformance")) != ("3", "A"):
            yield "the metadata does not say PDF/A-3a"
        if xmp.get("pdfuaid:part") != "1":
            yield "the metadata does not say PDF/UA-1"
        if not xmp.get("dc:title"):
            yield "the metadata has no title"


def _catalog(file: pikepdf.Pdf) -> Iterator[str]:
    intents = file.Root.get("/OutputIntents", [])
    if not any(each.get("/S") == "/GTS_PDFA1" and "/DestOutputProfile" in each for each in intents):
        yield "there is no output intent"
    if not str(file.Root.get("/Lang", "")):
        yield "there is no language"
    if not file.Root.get("/MarkInfo", {}).get("/Marked", False):
        yield "it is not marked as tagged"
    if "/StructTreeRoot" not in file.Root:
        yield "there is no structure tree"
    if not file.Root.get("/ViewerPreferences", {}).get("/DisplayDocTitle", False):
        yield "the window would not show the title"


def _actions(file: pikepdf.Pdf) -> Iterator[str]:
    for each in _dictionaries(file):
        if str(each.get("/S", "")) in DOING or "/JS" in each or "/AA" in each:
            yield "it holds an action that does something"
    for page in file.pages:
        for note in page.get("/Annots", []):
            flags = int(note.get("/F", 0))
            if not flags & 4 or flags & (1 | 2 | 32):
                yield "an annotation is hidden or does not print"
            if note.get("/Subtype") == "/Widget" and note.objgen not in _in_forms(file):
                yield "a field stands outside of the structure tree"


def _in_forms(file: pikepdf.Pdf) -> set[tuple[int, int]]:
    """The fields that a Form element of the structure tree holds."""
    return {
        kid["/Obj"].objgen
        for each in _dictionaries(file, "/StructElem")
        if each.get("/S") == "/Form"
        for kid in each.get("/K", [])
        if isinstance(kid, pikepdf.Dictionary) and kid.get("/Type") == "/OBJR"
    }


def _fonts(file: pikepdf.Pdf) -> Iterator[str]:
    for font in _dictionaries(file, "/Font"):
        if font.get("/Subtype") == "/Type0" and "/ToUnicode" not in font:
            yield "a font has no ToUnicode"
    for each in _dictionaries(file, "/FontDescriptor"):
        if not {"/FontFile", "/FontFile2", "/FontFile3"} & set(each.keys()):
            yield "a font is not embedded"


def _pictures(file: pikepdf.Pdf) -> Iterator[str]:
    for each in _dictionaries(file, "/XObject"):
        if each.get("/Subtype") == "/Image" and each.get("/Interpolate", False):
            yield "a picture is interpolated"


def _tags(file: pikepdf.Pdf) -> Iterator[str]:
    for each in _dictionaries(file, "/StructElem"):
        kind = each.get("/S")
        if kind == "/Figure" and not str(each.get("/Alt", "")):
            yield "a figure has no alternative text"
        if kind == "/TD" and not len(each.get("/A", {}).get("/Headers", [])):
            yield "a table cell has no header"


def _files(file: pikepdf.Pdf) -> Iterator[str]:
    known = {each.objgen for each in file.Root.get("/AF", [])}
    for each in _dictionaries(file, "/Filespec"):
        if "/AFRelationship" not in each or each.objgen not in known:
            yield "an attached file stands in no relation to the paper"


def spoken(file: pikepdf.Pdf) -> set[str]:
    """The languages of parts that are in another one than the paper."""
    return {str(each["/Lang"]) for each in _dictionaries(file, "/StructElem") if "/Lang" in each}


def headings(file: pikepdf.Pdf) -> list[int]:
    """The levels of the headings in reading order."""
    found: list[int] = []

    def walk(element: pikepdf.Object) -> None:
        if isinstance(element, pikepdf.Array):
            for each in element:
                walk(each)
        elif isinstance(element, pikepdf.Dictionary):
            kind = str(element.get("/S", ""))
            if len(kind) == 3 and kind[1] == "H" and kind[2].isdigit():
                found.append(int(kind[2]))
            walk(element.get("/K", pikepdf.Array()))

    walk(file.Root.StructTreeRoot.K)
    return found


def _headings(file: pikepdf.Pdf) -> Iterator[str]:
    before = 0
    for level in headings(file) if "/StructTreeRoot" in file.Root else ():
        if level > before + 1:
            yield "a heading skips a level"
        before = level
