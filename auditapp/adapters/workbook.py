"""Tables as XLSX files that a person opens: days as days, sentences wrapped, columns as wide as what they hold, pages
that can be printed.

What a cell holds may have been typed by anybody: see `spreadsheet`.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain, islice
from math import ceil
from typing import IO, Any
from unicodedata import east_asian_width

import xlsxwriter

from auditapp.adapters.spreadsheet import CELL, DANGEROUS, Cell

WIDE = 50
"""Characters that a column of sentences shows in a line."""
WIDEST = 30
"""The same of any other column; what is longer goes on in the next line."""
DAY, MOMENT = 12, 17
"""Characters of '2026-12-03' and '2026-12-03 14:05', with room: a day that does not fit its column is shown as ###."""
ARROW = 4
"""Characters that the button of the filter covers in a head."""
LOOKED_AT = 200
"""Rows that say how wide a column is: rows are written as they come, and the width has to be known before."""
PAPERS = {"Letter": 1, "A4": 9}
LINE, HIGHEST = 15, 405
"""Points of a line, and of a row at most: a spreadsheet knows no higher ones."""
SCALE = 60
"""Percent, printed: three columns of sentences on a page."""


@dataclass(frozen=True)
class Sheet:
    """One sheet of a book: at most 31 characters of ``title``, a fixed head, rows. ``wide``: places of the columns that
    hold sentences; ``for_programs``: how many columns at the end are not for people, and so are not printed."""

    title: str
    columns: Sequence[str]
    rows: Iterable[Sequence[Cell]]
    wide: Collection[int] = ()
    for_programs: int = 0


def write_xlsx(file: IO[bytes], *sheets: Sheet, paper: str = "A4") -> None:
    """An XLSX file into ``file``: each sheet with a fixed head, days as days, every text as text. ``paper``: 'A4' or
    'Letter', to print it on."""
    options = {
        "constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
        "remove_timezone": True,
    }  # fmt: skip
    book = xlsxwriter.Workbook(file, options)
    top = {"valign": "top"}
    formats = {
        "head": book.add_format({"bold": True, "bottom": 1, "bg_color": "#E3EFEC", "text_wrap": True, "valign": "top"}),
        "text": book.add_format(top | {"text_wrap": True}),
        "quoted": book.add_format(top | {"text_wrap": True, "quote_prefix": True}),
        "number": book.add_format(top | {"align": "left"}),
        "day": book.add_format(top | {"num_format": "yyyy-mm-dd", "align": "left"}),
        "moment": book.add_format(top | {"num_format": "yyyy-mm-dd hh:mm", "align": "left"}),
    }
    for one in sheets:
        _write_sheet(book.add_worksheet(one.title[:31]), one, formats, paper)
    book.close()


def _write_sheet(sheet: Any, one: Sheet, formats: dict[str, Any], paper: str) -> None:
    rows = iter(one.rows)
    first = list(islice(rows, LOOKED_AT))
    widths = [_width(head, [row[place] for row in first], place in one.wide) for place, head in enumerate(one.columns)]
    for place, (head, width) in enumerate(zip(one.columns, widths, strict=True)):
        sheet.write_string(0, place, head, formats["head"])
        sheet.set_column(place, place, width)
    _set_up_pages(sheet, one, paper)
    last = 0
    for last, row in enumerate(chain(first, rows), 1):
        lines = max((_lines(cell, width) for cell, width in zip(row, widths, strict=True)), default=1)
        if lines > 1:  # not every program finds the height of a row by itself
            sheet.set_row(last, min(lines * LINE, HIGHEST))
        for place, cell in enumerate(row):
            _write_cell(sheet, last, place, cell, formats)
    sheet.autofilter(0, 0, max(last, 1), len(one.columns) - 1)
    if one.for_programs:
        sheet.print_area(0, 0, max(last, 1), len(one.columns) - 1 - one.for_programs)


def _set_up_pages(sheet: Any, one: Sheet, paper: str) -> None:
    sheet.freeze_panes(1, 1)
    sheet.set_landscape()
    sheet.set_paper(PAPERS[paper])
    sheet.set_print_scale(SCALE)
    sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
    sheet.repeat_rows(0)
    if len(one.columns) > 2:
        sheet.repeat_columns(0)
    sheet.set_footer("&L&A&R&P / &N")


def _width(head: str, cells: Sequence[Cell], wide: bool) -> int:
    """Characters that the column shows: of its longest line, within limits. An empty column is as wide as its head."""
    needed = max((_characters(cell) for cell in cells), default=0)
    if wide:
        return WIDE if needed > WIDEST else max(needed, WIDEST)
    return min(max(needed + 1, _length(head) + ARROW), WIDEST)


def _lines(cell: Cell, width: int) -> int:
    if not isinstance(cell, str) or (len(cell) * 2 <= width and "\n" not in cell):
        return 1
    return sum(max(1, ceil(_length(line) / width)) for line in cell.splitlines()) or 1


def _characters(cell: Cell) -> int:
    if isinstance(cell, datetime):
        return MOMENT
    if isinstance(cell, date):
        return DAY
    return max(map(_length, str(cell).splitlines()), default=0) if cell is not None else 0


def _length(text: str) -> int:
    """Chinese and the like take two places."""
    return len(text) if text.isascii() else sum(2 if east_asian_width(one) in "WF" else 1 for one in text)


def _write_cell(sheet: Any, row: int, place: int, cell: Cell, formats: dict[str, Any]) -> None:
    if isinstance(cell, datetime):
        sheet.write_datetime(row, place, cell, formats["moment"])
    elif isinstance(cell, date):
        sheet.write_datetime(row, place, cell, formats["day"])
    elif isinstance(cell, int | float):
        sheet.write_number(row, place, cell, formats["number"])
    elif cell:
        sheet.write_string(row, place, cell[:CELL], formats["quoted" if cell.startswith(DANGEROUS) else "text"])
