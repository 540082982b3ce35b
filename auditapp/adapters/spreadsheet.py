"""Tables as files: CSV out without formulas, XLSX and CSV in as text. `workbook` writes XLSX.

What a cell holds may have been typed by anybody. A text that begins with = + - @, a tab or a line break would be
reckoned with by the program that opens it, so it is marked as text: by a property in XLSX, by an apostrophe in CSV.
"""

import csv
import io
import zipfile
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

import openpyxl

DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n")
MOST_ROWS = 50_000
MOST_COLUMNS = 200
MOST_UNPACKED = 200 * 1024 * 1024
"""Bytes that an XLSX file may have unpacked: it is a ZIP archive, and small ones can grow without end."""
CELL = 32_767
"""Characters that a cell of a spreadsheet holds."""

Cell = str | int | float | date | datetime | None


class NotReadable(Exception):
    """The file is no table that can be read. ``str()`` says why, for logs."""


def write_csv(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """A CSV file in UTF-8 with a mark that spreadsheets need, days as 2026-12-03."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(columns)
    for row in rows:
        writer.writerow([_quoted(_plain(cell)) for cell in row])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _plain(cell: Cell) -> Any:
    if isinstance(cell, datetime):
        return cell.strftime("%Y-%m-%d %H:%M")
    if isinstance(cell, date):
        return cell.isoformat()
    return "" if cell is None else cell


def _quoted(cell: Any) -> Any:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(DANGEROUS) else cell


def read(data: bytes, name: str) -> list[list[str]]:
    """The rows of a CSV or XLSX file (the first sheet), each cell as text, days as 2026-12-03; blank rows left out.

    Raises `NotReadable`.
    """
    rows = _read_xlsx(data) if data[:2] == b"PK" else _read_csv(data)
    found = []
    for row in rows:
        cells = [cell.strip() for cell in row[:MOST_COLUMNS]]
        if any(cells):
            found.append(cells)
        if len(found) > MOST_ROWS + 1:
            raise NotReadable(f"{name} has more than {MOST_ROWS} rows")
    return found


def _read_csv(data: bytes) -> list[list[str]]:
    if b"\x00" in data[:4000] and data[:2] not in (b"\xff\xfe", b"\xfe\xff"):
        raise NotReadable("not text")
    text = _decoded(data)
    csv.field_size_limit(1_000_000)
    head = text[:20_000].partition("\n")[0]
    separator = max(",;\t", key=head.count)
    try:
        return [[cell.removeprefix("'") for cell in row] for row in csv.reader(io.StringIO(text), delimiter=separator)]
    except csv.Error as wrong:
        raise NotReadable(str(wrong)) from wrong


def _decoded(data: bytes) -> str:
    for encoding in ("utf-16",) if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "cp1252", "latin-1"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise NotReadable("no encoding fits")


def _read_xlsx(data: bytes) -> list[list[str]]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            if sum(one.file_size for one in packed.infolist()) > MOST_UNPACKED:
                raise NotReadable("it grows too large when it is unpacked")
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        rows = []
        for row in sheet.iter_rows(values_only=True, max_row=MOST_ROWS + 2, max_col=MOST_COLUMNS):
            rows.append([_text(cell) for cell in row])
        book.close()
    except NotReadable:
        raise
    except Exception as wrong:  # openpyxl raises whatever its parts raise: nothing of it is our caller's to know
        raise NotReadable(str(wrong)) from wrong
    return rows


def _text(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)
