"""Pages that another process drew, put into a paper: their objects as they are, with one set of fonts and photos.

In the process of ``pdf_child`` only, see ``pdf_halves``. Objects of a PDF name each other by number. What both
processes make before their first page has the same numbers in both; the other's pages and all after them begin at a
number that this one does not reach, so that nothing is written anew. Their tags stand in one group without a meaning
(NonStruct, ISO 32000-1, 14.8.4.2) among those of the other pages.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import pydyf
from weasyprint import pdf as pdf_of
from weasyprint.pdf.fonts import Font
from weasyprint.pdf.stream import Stream
from weasyprint.text.ffi import FROM_UNITS, ffi, gobject, pango
from weasyprint.text.fonts import get_pango_font_key

from auditapp.adapters import pdf_writing

plain_fonts, plain_outlines = pdf_of.build_fonts_dictionary, pdf_of.add_outlines
VARIANT = "pdf/a-3a"
SCALE = 0.75
"""Points of a PDF in a pixel of a style."""


class CannotBeShared(BaseException):  # any other is to WeasyPrint a picture that is missing
    """The paper has something that only one process can set; one sets it then."""


@dataclass
class Drawn:
    """Pages as objects of a file, and what has to be put in around them."""

    pages: list[int]
    """The numbers of the pages' objects."""
    bookmarks: list[tuple[list[Any], float]]
    """For each page its bookmarks and its height."""
    names: list[tuple[str, list[Any]]]
    """Each anchor and where it is."""
    fonts: list[tuple[str, dict[str, Any], dict[int, str], dict[int, int]]]
    """Hash; family, style, weight and size; what each glyph stands for; how wide it is."""
    images: dict[str, dict[str, Any]]
    """Under the name that the pages have for it, what is known of a picture, with its id for itself."""
    states: dict[str, dict[str, Any]]
    group: int
    """The number of the group of tags."""
    tags: list[Any]
    tags_of_content: list[Any]
    """A key, and the tags of the content of a page or the tag of an annotation, and so on."""
    written: pdf_writing.Written
    private_mb: float = 0.0
    """What the process that drew them held for itself alone."""


def stand_ins(beyond: int) -> Iterator[tuple[Any, str, Any]]:
    """Module, name and function of what is put in where pages are drawn for another: what is shared is left to it."""

    def add_object(pdf: Any, one: Any) -> None:
        if isinstance(one, Stream) and not hasattr(pdf, "shift"):
            pdf.shift = beyond - len(pdf.objects)
        one.number = len(pdf.objects) + getattr(pdf, "shift", 0)
        pdf.objects.append(one)

    yield pydyf.PDF, "add_object", add_object
    yield pdf_of, "build_fonts_dictionary", lambda *_: pydyf.Dictionary()
    yield pdf_of, "_use_references", lambda *_: None
    yield pdf_of, "add_outlines", lambda *_: None


def drawn(document: Any, pdf: Any, beyond: int) -> Drawn:
    """What was drawn, ready to be sent. `CannotBeShared`."""

    def found(reference: bytes) -> Any:
        return pdf.objects[int(reference.split()[0]) - pdf.shift]

    stream = next(one for one in pdf.objects if isinstance(one, Stream))
    resources, images = stream._resources, stream._images
    _check(resources, images, document.fonts)
    root = found(pdf.catalog["StructTreeRoot"])
    group, content = found(root["K"][0]), found(root["ParentTree"])
    left = [root, group, content, found(resources["Font"]), found(pdf.catalog["Metadata"])]
    kept = [one for one in pdf.objects if one.number >= beyond and not any(one is other for other in left)]
    for one in kept:
        for key in ("StructParents", "StructParent"):
            if isinstance(one, dict) and key in one:
                one[key] += beyond
    streams = [one for one in kept if not one.compressible]
    others = [one for one in kept if one.compressible]
    together = pdf_writing.together(others)
    pdf.add_object(together)
    names = pdf.catalog.get("Names", {}).get("Dests", {}).get("Names", [])
    return Drawn(
        pages=pdf.pages["Kids"][::3],
        bookmarks=[(page.bookmarks, page.height) for page in document.pages],
        names=[(name.string, list(place)) for name, place in zip(names[::2], names[1::2], strict=True)],
        fonts=[
            (font.hash, {"family": font.family, "style": font.style, "weight": font.weight, "size": font.font_size},
             font.to_unicode, font.widths)
            for font in document.fonts.values()
        ],
        images={name: {**about, "image": about["image"].id} for name, about in images.items()},
        states={name: dict(state) for name, state in resources["ExtGState"].items()},
        group=group.number,
        tags=list(group["K"]),
        tags_of_content=[
            one + beyond if isinstance(one, int) else list(one) if isinstance(one, list) else one
            for one in content["Nums"]
        ],
        written=pdf_writing.Written(
            [(one.number, pdf_writing.body(one)) for one in [*streams, together]],
            together.number,
            [one.number for one in others],
        ),
    )  # fmt: skip


def _check(resources: Any, images: Any, fonts: Any) -> None:
    """Only what has the same name and meaning in both processes can be shared."""
    named = [*resources["Pattern"], *resources["Shading"], *(set(resources["XObject"]) - set(images))]
    states = [name for name in resources["ExtGState"] if not name.startswith(("a", "A"))]
    if named or states or any(font.missing or font.used_in_forms for font in fonts.values()):
        raise CannotBeShared


def take_resources(theirs: Drawn, pdf: Any, fonts: dict[int, Any], pictures: dict[str, Any], font_map: Any) -> None:
    """Put the pictures, states and glyphs of ``theirs`` among those that ``pdf`` has. `CannotBeShared`."""
    stream = next(one for one in pdf.objects if isinstance(one, Stream))
    resources, images = stream._resources, stream._images
    by_id = {picture.id: picture for picture in pictures.values() if hasattr(picture, "id")}
    for name, about in theirs.images.items():
        known = images.setdefault(name, {**about, "image": by_id[about["image"]]})
        known["dpi_ratios"] |= about["dpi_ratios"]
        resources["XObject"].setdefault(name)
    for name, state in theirs.states.items():
        resources["ExtGState"].setdefault(name, pydyf.Dictionary(state))
    for wanted, about, to_unicode, widths in theirs.fonts:
        if wanted not in [font.hash for font in fonts.values()]:
            key, font = _font(font_map, **about)
            if font.hash != wanted:
                raise CannotBeShared
            fonts[key] = font
        font = [font for font in fonts.values() if font.hash == wanted][-1]
        font.to_unicode = {**to_unicode, **font.to_unicode}
        font.widths = {**widths, **font.widths}


def _font(font_map: Any, family: str, style: int, weight: int, size: float) -> tuple[int, Any]:
    """The font that is described, with the key that it has among fonts."""
    asked = ffi.gc(pango.pango_font_description_new(), pango.pango_font_description_free)
    name = ffi.new("char[]", family.encode())
    pango.pango_font_description_set_family(asked, name)
    pango.pango_font_description_set_style(asked, style)
    pango.pango_font_description_set_weight(asked, weight)
    pango.pango_font_description_set_absolute_size(asked, size / FROM_UNITS)
    context = ffi.gc(pango.pango_font_map_create_context(font_map), gobject.g_object_unref)
    found = pango.pango_font_map_load_font(font_map, context, asked)
    key, description, its_size = get_pango_font_key(found)
    return key, Font(found, description, its_size)


def join(theirs: Drawn, document: Any, pdf: Any, before: int, beyond: int) -> None:
    """Put the pages of ``theirs`` into ``pdf`` behind the first ``before``. `CannotBeShared` where numbers collide."""
    if len(pdf.objects) >= beyond:
        raise CannotBeShared
    _tags(theirs, pdf, before)
    kids = [part for number in theirs.pages for part in (number, 0, "R")]
    pdf.pages["Kids"][3 * before : 3 * before] = kids
    pdf.pages["Count"] += len(theirs.pages)
    _names(theirs, pdf)
    stand_for = [SimpleNamespace(bookmarks=bookmarks, height=height) for bookmarks, height in theirs.bookmarks]
    document.pages[before:before] = stand_for
    plain_outlines(pdf, document.make_bookmark_tree(SCALE, transform_pages=True))


def _tags(theirs: Drawn, pdf: Any, before: int) -> None:
    def found(reference: bytes) -> Any:
        return pdf.objects[int(reference.split()[0])]

    root = found(pdf.catalog["StructTreeRoot"])
    trunk, content = found(root["K"][0]), found(root["ParentTree"])
    group = pydyf.Dictionary(
        {"Type": "/StructElem", "S": "/NonStruct", "P": trunk.reference, "K": pydyf.Array(theirs.tags)}
    )
    group.number = theirs.group
    theirs.written.objects.append((group.number, group.data))
    first = pdf.page_references[:before]
    place = sum(found(one)["Pg"] in first for one in trunk["K"])
    trunk["K"].insert(place, group.reference)
    content["Nums"] += [pydyf.Array(one) if isinstance(one, list) else one for one in theirs.tags_of_content]


def _names(theirs: Drawn, pdf: Any) -> None:
    """Anchors stand sorted by their names."""
    if not theirs.names:
        return
    dests = pdf.catalog.setdefault("Names", pydyf.Dictionary()).setdefault("Dests", pydyf.Dictionary())
    known = dests.get("Names", [])
    found = dict(theirs.names)
    found |= {name.string: place for name, place in zip(known[::2], known[1::2], strict=True)}
    dests["Names"] = pydyf.Array()
    for name in sorted(found):
        dests["Names"] += [pydyf.String(name), pydyf.Array(found[name])]
