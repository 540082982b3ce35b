"""A book as a spreadsheet program shows and prints it."""

import io
from datetime import date, datetime
from typing import Any

import openpyxl
import pytest

from auditapp.adapters.workbook import Sheet, write_xlsx

LONG = "The drum stands on bare concrete beside the gully. " * 12
MOMENT = datetime.fromisoformat("2026-12-03T14:05")
HEADS = ["No.", "Raised", "At", "Statement", "Place", "grade_code"]
ROWS = [
    [1, date(2026, 12, 3), MOMENT, LONG, "漏油的油桶旁边的雨水口", "minor"],
    [2, None, None, "=1+1", "", "major"],
]


@pytest.fixture(scope="module")
def sheet() -> Any:
    file = io.BytesIO()
    write_xlsx(file, Sheet("Findings", HEADS, ROWS, wide=[3], for_programs=1), paper="Letter")
    return openpyxl.load_workbook(io.BytesIO(file.getvalue()))["Findings"]


def test_days_and_moments_are_such_and_fit_their_columns(sheet: Any) -> None:
    assert (sheet["B2"].value, sheet["C2"].value) == (datetime.fromisoformat("2026-12-03"), MOMENT)
    assert sheet["C2"].number_format == "yyyy-mm-dd hh:mm"
    assert sheet.column_dimensions["B"].width >= len("2026-12-03")
    assert sheet.column_dimensions["C"].width >= len("2026-12-03 14:05")


def test_a_column_is_as_wide_as_what_it_holds(sheet: Any) -> None:
    widths = {letter: sheet.column_dimensions[letter].width for letter in "ADE"}
    assert widths["A"] < 10
    assert widths["D"] > 45
    assert 2 * len("漏油的油桶旁边的雨水口") <= widths["E"] <= 31


def test_a_sentence_is_wrapped_in_a_row_that_is_high_enough(sheet: Any) -> None:
    assert sheet["D2"].alignment.wrap_text
    assert 12 * 15 <= sheet.row_dimensions[2].height <= 409
    assert sheet.row_dimensions[3].height in (None, 15)


def test_no_text_is_a_formula(sheet: Any) -> None:
    assert (sheet["D3"].value, sheet["D3"].data_type, sheet["D3"].quotePrefix) == ("=1+1", "s", True)


def test_it_prints_with_its_head_and_without_what_programs_read(sheet: Any) -> None:
    assert (sheet.freeze_panes, sheet.print_title_rows, sheet.print_title_cols) == ("B2", "$1:$1", "$A:$A")
    assert sheet.page_setup.orientation == "landscape"
    assert int(sheet.page_setup.paperSize) == 1
    assert sheet.print_area == "'Findings'!$A$1:$E$3"
