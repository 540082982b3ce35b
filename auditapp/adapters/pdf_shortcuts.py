"""What WeasyPrint finds out again for each box, line and page, found out once for each style: a third of its work.

In the process of ``pdf_child`` only. Each function stands in for one of WeasyPrint's, gives what that gives, and leaves
the rare to it; papers are the same to the byte, which ``tests/adapters/test_pdf_shortcuts.py`` holds. With any other
version than those the functions were read in, nothing is put in: papers then cost more, and come out as ever. What is
kept on a style holds because a style is decided before the layout begins, and changed in copies only.
"""

import sys
from collections.abc import Callable
from typing import Any

import pydyf
import weasyprint
from weasyprint.formatting_structure.boxes import Box
from weasyprint.layout import page, percent
from weasyprint.text import line_break
from weasyprint.text.constants import PANGO_DIRECTION
from weasyprint.text.ffi import ffi, gobject, pango
from weasyprint.text.fonts import font_features, get_font_description

READ_IN = ("70.0", "0.13.0")
"""The versions of WeasyPrint and pydyf."""

NOTES = {"footnote-call", "footnote-marker", "note-call", "note-marker", "note-callback"}
"""Pseudo-elements that the browser's style makes for every element; our papers have no notes."""
FEATURES = (
    "font_kerning", "font_variant_ligatures", "font_variant_position", "font_variant_caps", "font_variant_numeric",
    "font_variant_alternates", "font_variant_east_asian", "font_feature_settings",
)  # fmt: skip
SIDES = ("top", "right", "bottom", "left")
LENGTHS = (
    *(f"{kind}_{side}" for kind in ("margin", "padding") for side in SIDES),
    *("width", "min_width", "max_width", "height", "min_height", "max_height"),
)
RADII = tuple(f"border_{corner}_radius" for corner in ("top_left", "top_right", "bottom_right", "bottom_left"))
SHARP = dict.fromkeys(RADII, (0, 0))

_plain_page_styles = page.set_page_type_computed_styles
_plain_setup, _plain_set_text = line_break.Layout.setup, line_break.Layout.set_text
_plain_percentages, _plain_radii = percent.resolve_percentages, percent.resolve_radii_percentages


def page_references(pdf: Any) -> tuple[bytes, ...]:
    """The references of all pages: every tag asks for one of them."""
    count = len(pdf.pages["Kids"])
    if getattr(pdf, "kept_references", (0,))[0] != count:
        pdf.kept_references = count, tuple(b"%d 0 R" % number for number in pdf.pages["Kids"][::3])
    kept: tuple[bytes, ...] = pdf.kept_references[1]
    return kept


def page_styles(page_type: Any, html: Any, style_for: Any) -> None:
    """The styles of a page and its margins, shared by the pages for which the same rules hold."""
    computed, known = style_for.get_computed_styles(), style_for.__dict__.setdefault("pages", {})
    rules = tuple(
        style_for._page_type_match(selector, page_type)
        for sheet, _, _ in style_for._sheets
        for _, selectors, _ in sheet.page_rules
        for _, _, selector in selectors
    )
    if rules not in known:
        _plain_page_styles(page_type, html, style_for)
        known[rules] = {margin: style for (of, margin), style in computed.items() if of == page_type}
    for margin, style in known[rules].items():
        computed[page_type, margin] = style


def once_a_style(plain: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """What is asked of a style, kept with it."""
    name = plain.__qualname__

    def kept(style: Any) -> Any:
        found = style.__dict__.get(name)
        if found is None:
            found = style.__dict__[name] = plain(style)
        return found

    return kept


def once_a_style_of_box(plain: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """What is asked of a box and decided by its style alone, kept with the style."""
    name = plain.__qualname__

    def kept(box: Any) -> Any:
        style = box.style
        found = style.__dict__.get(name)
        if found is None:
            found = style.__dict__[name] = plain(box)
        return found

    return kept


@once_a_style
def type_of(style: Any) -> Any:
    """The context, language and font that lines of this style are set with; False where more belongs to it."""
    if style["text_decoration_line"] != "none" or style["font_language_override"] != "normal":
        return False
    if font_features(*(style[name] for name in FEATURES)):
        return False
    config, key = style.font_config, (style["direction"], style["lang"])
    contexts = config.__dict__.setdefault("contexts", {})
    if key not in contexts:
        context = ffi.gc(pango.pango_font_map_create_context(config.font_map), gobject.g_object_unref)
        pango.pango_context_set_round_glyph_positions(context, False)
        pango.pango_context_set_base_dir(context, PANGO_DIRECTION[style["direction"]])
        if style["lang"]:
            language = pango.pango_language_from_string(style["lang"].encode())
            pango.pango_context_set_language(context, language)
        else:
            language = pango.pango_language_get_default()
        contexts[key] = context, language
    return *contexts[key], get_font_description(style)


def set_up(layout: Any, style: Any) -> None:
    """Begin a line."""
    ready = type_of(style)
    if not ready:
        _plain_setup(layout, style)
        return
    context, layout.language, font = ready
    layout.style = style
    layout.first_line_direction = 0
    layout.ascent = layout.underline_position = layout.strikethrough_position = None
    layout.layout = ffi.gc(pango.pango_layout_new(context), gobject.g_object_unref)
    pango.pango_layout_set_auto_dir(layout.layout, False)
    pango.pango_layout_set_font_description(layout.layout, font)


@once_a_style
def is_plain(style: Any) -> bool:
    """Whether words and letters stand as the font has them, and words break at spaces only."""
    spaced = style["word_spacing"] or style["letter_spacing"] not in ("normal", 0)
    return not spaced and style["overflow_wrap"] not in ("anywhere", "break-word")


def set_text(layout: Any, text: str, justify: bool = False) -> None:
    """The text of a line: what stands before a line break, and one character."""
    if "\t" in text or (justify and layout.justification_spacing) or not is_plain(layout.style):
        _plain_set_text(layout, text, justify)
        return
    end = text.find("\n")
    layout.text = text if end == -1 else text[: end + 2]
    pango.pango_layout_set_text(layout.layout, layout.text.encode().replace(b"\x00", b""), -1)


@once_a_style
def lengths(style: Any) -> Any:
    """Margins, padding, sizes and borders, where none depends on what is around the box; else False."""
    if style["box_sizing"] != "content-box" or style["border_collapse"] == "collapse":
        return False
    found: dict[str, Any] = {f"border_{side}_width": style[f"border_{side}_width"] for side in SIDES}
    for name in LENGTHS:
        value = style[name]
        if value == "auto":
            found[name] = 0 if name in ("min_width", "min_height") else value
        elif getattr(value, "unit", None) == "px":
            found[name] = value.value
        else:
            return False
    return found


def resolve_percentages(box: Any, containing_block: Any) -> None:
    """Give a box the lengths it is laid out with."""
    if known := lengths(box.style):
        box.__dict__.update(known)
    else:
        _plain_percentages(box, containing_block)


@once_a_style
def is_sharp(style: Any) -> bool:
    """Whether no corner is round."""
    return all((0, "px") in style[name] for name in RADII)


def resolve_radii(box: Any) -> None:
    """Give a box its corners."""
    if is_sharp(box.style):
        box.__dict__.update(SHARP)
    else:
        _plain_radii(box)


def put_in() -> bool:
    """Put the functions in; False, and nothing done, where the versions are others."""
    from auditapp.adapters import pdf_lines

    if (weasyprint.VERSION, pydyf.VERSION) != READ_IN or pango.pango_version() < 14802:  # fonts told sizes wrongly
        return False
    pydyf.PDF.page_references = property(page_references)
    line_break.Layout.setup, line_break.Layout.set_text = set_up, set_text
    Box.is_in_normal_flow = once_a_style_of_box(Box.is_in_normal_flow)
    Box.is_floated = once_a_style_of_box(Box.is_floated)
    others = weasyprint.UA_STYLESHEET.matcher.other_selectors
    others[:] = [one for one in others if one[3] not in NOTES]
    for plain, ours in (
        (_plain_page_styles, page_styles),
        (_plain_percentages, resolve_percentages),
        (_plain_radii, resolve_radii),
        (line_break.strut, once_a_style(line_break.strut)),
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
