"""Lines of text: context and font of a style are made once, and a line is kept from its layout until it is drawn.

Stands in for functions of WeasyPrint, see ``pdf_shortcuts``.
"""

from typing import Any

from weasyprint.text import line_break
from weasyprint.text.constants import PANGO_DIRECTION
from weasyprint.text.ffi import ffi, gobject, pango
from weasyprint.text.fonts import font_features, get_font_description

from auditapp.adapters.pdf_styles import once_a_style

FEATURES = (
    "font_kerning", "font_variant_ligatures", "font_variant_position", "font_variant_caps", "font_variant_numeric",
    "font_variant_alternates", "font_variant_east_asian", "font_feature_settings",
)  # fmt: skip
_plain_setup, _plain_set_text = line_break.Layout.setup, line_break.Layout.set_text
_plain_let_go, _plain_take_up = line_break.Layout.deactivate, line_break.Layout.reactivate


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


def let_go(layout: Any) -> None:
    """After the layout a line is kept, some kilobytes of it; after it is drawn it goes."""
    if "is_drawn" in layout.__dict__:
        _plain_let_go(layout)


def take_up(layout: Any, style: Any) -> None:
    """Before it is drawn a line is as it was laid out, unless its words are spread or its style is another."""
    layout.is_drawn = True
    if "layout" not in layout.__dict__ or layout.style is not style or layout.justification_spacing:
        _plain_take_up(layout, style)
