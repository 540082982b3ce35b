"""What is asked of a style again and again in a layout, found out once: stands in for functions of WeasyPrint.

See ``pdf_shortcuts``. What is kept on a style holds because a style is decided before the layout begins, and changed in
copies only.
"""

from collections.abc import Callable
from typing import Any

from weasyprint.css import StyleFor
from weasyprint.layout import page, percent

SIDES = ("top", "right", "bottom", "left")
LENGTHS = (
    *(f"{kind}_{side}" for kind in ("margin", "padding") for side in SIDES),
    *("width", "min_width", "max_width", "height", "min_height", "max_height"),
)
RADII = tuple(f"border_{corner}_radius" for corner in ("top_left", "top_right", "bottom_right", "bottom_left"))
SHARP = dict.fromkeys(RADII, (0, 0))

plain_style, plain_page_styles = StyleFor.set_computed_styles, page.set_page_type_computed_styles
plain_percentages, plain_radii = percent.resolve_percentages, percent.resolve_radii_percentages


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
        plain_page_styles(page_type, html, style_for)
        known[rules] = {margin: style for (of, margin), style in computed.items() if of == page_type}
    for margin, style in known[rules].items():
        computed[page_type, margin] = style


def pseudo_style(
    style_for: Any, element: Any, parent: Any, root: Any = None, pseudo_type: str | None = None, **more: Any
) -> None:
    """The style of what stands before or after an element, shared by all of which the same rules say the same."""
    computed, known = style_for.get_computed_styles(), style_for.__dict__.setdefault("pseudo", {})
    key = None
    if pseudo_type is not None and not pseudo_type.startswith("@"):  # not a margin of a page
        rules = style_for.get_cascaded_styles().get((element, pseudo_type), {})
        key = (
            id(computed[parent, None]),
            pseudo_type,
            *((name, id(value), weight) for name, (value, weight) in rules.items()),
        )
    if key in known:
        computed[element, pseudo_type] = known[key]
        return
    plain_style(style_for, element, parent, root=root, pseudo_type=pseudo_type, **more)
    if key is not None:
        known[key] = computed[element, pseudo_type]


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
        plain_percentages(box, containing_block)


@once_a_style
def is_sharp(style: Any) -> bool:
    """Whether no corner is round."""
    return all((0, "px") in style[name] for name in RADII)


def resolve_radii(box: Any) -> None:
    """Give a box its corners."""
    if is_sharp(box.style):
        box.__dict__.update(SHARP)
    else:
        plain_radii(box)
