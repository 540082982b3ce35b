"""What WeasyPrint finds out again for each box, line and page, found out once: near to half of its work.

In the process of ``pdf_child`` only. Each function, here and in ``pdf_styles``, ``pdf_type`` and ``pdf_lines``, stands
in for one of WeasyPrint's, gives what that gives, and leaves the rare to it; papers are the same to the byte, which
``tests/adapters/test_pdf_shortcuts.py`` holds. With any other version than those the functions were read in, nothing
is put in: papers then cost more, and come out as ever.
"""

import re
import sys
from types import SimpleNamespace
from typing import Any

import pydyf
import tinyhtml5
import weasyprint
from weasyprint.css import StyleFor
from weasyprint.formatting_structure.boxes import Box
from weasyprint.pdf import fonts
from weasyprint.text import line_break
from weasyprint.text.ffi import ffi, pango

from auditapp.adapters import pdf_lines, pdf_styles, pdf_type

READ_IN = ("70.0", "0.13.0", "2.1.0")
"""The versions of WeasyPrint, pydyf and tinyhtml5."""

NOTES = {"footnote-call", "footnote-marker", "note-call", "note-marker", "note-callback"}
"""Pseudo-elements that the browser's style makes for every element; our papers have no notes."""


def page_references(pdf: Any) -> tuple[bytes, ...]:
    """The references of all pages: every tag asks for one of them."""
    count = len(pdf.pages["Kids"])
    if getattr(pdf, "kept_references", (0,))[0] != count:
        pdf.kept_references = count, tuple(b"%d 0 R" % number for number in pdf.pages["Kids"][::3])
    kept: tuple[bytes, ...] = pdf.kept_references[1]
    return kept


def glyph_numbers(kind: str, *given: Any) -> Any:
    """An array for C, whose length comes from what it holds: a kind of its own for each length is read by a parser."""
    return ffi.new("hb_codepoint_t[]" if kind.startswith("hb_codepoint_t[") else kind, *given)


class Patterns(dict[tuple[frozenset[str], bool], "re.Pattern[str]"]):
    """For a set of characters the pattern of a run without them, or of them alone: tinyhtml5 means to keep these, and
    keeps them under a name by which it never finds them again."""

    def __missing__(self, wanted: tuple[frozenset[str], bool]) -> "re.Pattern[str]":
        characters, of_them = wanted
        listed = "".join(f"\\x{ord(one):02x}" for one in characters)
        self[wanted] = re.compile(f"[{'' if of_them else '^'}{listed}]+")
        return self[wanted]


def are_read() -> bool:
    """Whether the versions are those that functions of ours, here and in ``pdf_halves``, were written for."""
    return (weasyprint.VERSION, pydyf.VERSION, tinyhtml5.VERSION) == READ_IN


def put_in() -> bool:
    """Put the functions in; False, and nothing done, where the versions are others."""
    if not are_read() or pango.pango_version() < 14802:  # an older Pango tells sizes of fonts wrongly
        return False
    pydyf.PDF.page_references = property(page_references)
    line_break.Layout.setup, line_break.Layout.set_text = pdf_type.set_up, pdf_type.set_text
    line_break.Layout.deactivate, line_break.Layout.reactivate = pdf_type.let_go, pdf_type.take_up
    Box.is_in_normal_flow = pdf_styles.once_a_style_of_box(Box.is_in_normal_flow)
    Box.is_floated = pdf_styles.once_a_style_of_box(Box.is_floated)
    StyleFor.set_computed_styles = pdf_styles.pseudo_style
    fonts.ffi = SimpleNamespace(NULL=ffi.NULL, gc=ffi.gc, string=ffi.string, new=glyph_numbers)
    tinyhtml5.inputstream.characters_until_regex = Patterns()
    matcher = weasyprint.UA_STYLESHEET.matcher
    matcher.lower_local_name_selectors["li"] += [one for one in matcher.other_selectors if one[3] == "marker"]
    matcher.other_selectors[:] = [one for one in matcher.other_selectors if one[3] not in {*NOTES, "marker"}]
    for plain, ours in (
        (pdf_styles.plain_page_styles, pdf_styles.page_styles),
        (pdf_styles.plain_percentages, pdf_styles.resolve_percentages),
        (pdf_styles.plain_radii, pdf_styles.resolve_radii),
        (line_break.strut, pdf_styles.once_a_style(line_break.strut)),
        (pdf_lines.plain_draw, pdf_lines.draw),
    ):
        _everywhere(plain, ours)
    return True


def _everywhere(plain: Any, ours: Any) -> None:
    """WeasyPrint's modules take functions from one another by name."""
    for name, module in list(sys.modules.items()):
        if name.startswith("weasyprint."):
            for key in [key for key, value in vars(module).items() if value is plain]:
                setattr(module, key, ours)
