"""The language of parts of a paper: WeasyPrint tags the whole with one and leaves out what `lang` says further in.

In the process of ``pdf_child`` only. A part in another language carries it in the structure tree, where a reader that
speaks looks for it (ISO 32000-1, 14.9.2; ISO 14289-1, 7.2).
"""

from collections.abc import Iterator
from typing import Any

import pydyf
from weasyprint.pdf import tags

_plain = tags._build_box_tree


def put_in() -> None:
    """From now on parts are tagged with their language."""
    tags._build_box_tree = _with_language


def _with_language(box: Any, *where: Any) -> Iterator[Any]:
    """The elements of ``box``, which name its language where its HTML element says one that is not the paper's."""
    of = getattr(box, "element", None)
    spoken = None if of is None or of.tag in ("html", "body") else of.get("lang")
    if spoken is None:
        yield from _plain(box, *where)
        return
    for element in _plain(box, *where):
        element["Lang"] = pydyf.String(spoken)
        yield element
