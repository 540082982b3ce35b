"""What leaves the register as a file: no formulas, words for readers, codes for programs."""

import csv
import io
import json
from collections.abc import Callable

import openpyxl
import pytest
from flask import Flask

from auditapp.models import Person, db
from auditapp.services import findings, register_exports
from tests.cast import Cast, an_audit_under_way
from tests.lives import a_nonconformity
from tests.pages import DistrustfulClient

SignIn = Callable[[Person], DistrustfulClient]


def test_the_command_gives_scripts_the_whole_statement(app: Flask, cast: Cast) -> None:
    whole = "ISO 14001:2026 8.1 Operational control is not met at bay 3: " + "the valve stands open, " * 40
    a_nonconformity(cast, 1, statement=whole)
    (told,) = json.loads(app.test_cli_runner().invoke(args=["nonconformities", "--json"]).stdout)
    assert told["statement"] == whole


@pytest.mark.parametrize("start", ["=", "+", "-", "@"])
def test_csv_holds_no_formula(signed_in: SignIn, cast: Cast, start: str) -> None:
    a_nonconformity(cast, 7, statement=f"{start}1+1|calc")
    answer = signed_in(cast.lea).get("/register/nonconformities.csv")
    rows = list(csv.reader(io.StringIO(answer.get_data().decode("utf-8-sig"))))
    assert len(rows[0]) == len(rows[1]) == len(register_exports.COLUMNS) + len(register_exports.CODES)
    assert rows[1][rows[0].index("Statement")] == f"'{start}1+1|calc"


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "{=", "https://"])
def test_xlsx_holds_text_and_no_formula(signed_in: SignIn, cast: Cast, start: str) -> None:
    a_nonconformity(cast, 7, statement=f"{start}1+1")
    answer = signed_in(cast.lea).get("/register/nonconformities.xlsx?show=all")
    sheet = openpyxl.load_workbook(io.BytesIO(answer.get_data())).worksheets[0]
    head = [cell.value for cell in sheet[1]]
    cell = sheet.cell(2, head.index("Statement") + 1)
    assert (cell.value, cell.data_type, cell.hyperlink) == (f"{start}1+1", "s", None)
    assert sheet.cell(2, head.index("Raised") + 1).is_date


def test_a_file_says_words_in_the_readers_language_and_codes_to_programs(signed_in: SignIn, cast: Cast) -> None:
    a_nonconformity(
        cast, 7, state="verified", source="external_audit", external_body="Weir Cert", external_number="WC-7/2026",
        external_wording="Drums outside.", clauses=["iso14001-2015:8.1"],
    )  # fmt: skip
    cast.lea.language = "de"
    db.session.commit()
    answer = signed_in(cast.lea).get("/register/nonconformities.csv?show=all")
    assert "-v2.csv" in answer.headers["Content-Disposition"]
    head, row = csv.reader(io.StringIO(answer.get_data().decode("utf-8-sig")))
    said = dict(zip(head, row, strict=True))
    assert [said[name] for name in ("Einstufung", "Status", "Quelle", "Abschnitte")] == [
        "Untergeordnet", "Verifiziert, Wirksamkeit offen", "Zertifizierungsstelle", "ISO 14001:2015 8.1",
    ]  # fmt: skip
    assert [said[name] for name in register_exports.CODES] == [
        "minor", "verified", "external_audit", "iso14001-2015:8.1",
    ]  # fmt: skip
    assert {"Weir Cert", "WC-7/2026", "Drums outside."} <= set(row)


def test_a_file_holds_what_its_reader_may_see_alone(signed_in: SignIn, cast: Cast, two: object) -> None:
    text = signed_in(cast.zed).get("/register/nonconformities.csv?show=all").get_data(as_text=True)
    assert "NC-2026-002" in text
    assert "NC-2026-001" not in text


def test_an_audit_leaves_as_a_book_without_formulas(app: Flask, cast: Cast, signed_in: SignIn) -> None:
    audit = an_audit_under_way(cast)
    findings.note(cast.lea, audit, {
        "grade": "minor", "statement": "=1+1", "clauses": ["iso14001-2026:8.1"], "process_id": cast.boilers.id,
    })  # fmt: skip
    db.session.commit()
    answer = signed_in(cast.lea).get(f"/audits/{audit.reference}.xlsx")
    book = openpyxl.load_workbook(io.BytesIO(answer.get_data()))
    answers, noted, about = book.worksheets
    assert answers.max_row == 1 + len(audit.instances)
    heads = [cell.value for cell in noted[1]]
    cell = noted.cell(2, heads.index("Statement") + 1)
    assert (cell.value, cell.data_type) == ("=1+1", "s")
    assert (about["B2"].value, about["B3"].value) == ("auditapp/audit", 2)
    said = dict(zip(heads, [cell.value for cell in noted[2]], strict=True))
    assert [said[head] for head in ("Grade", "grade_code", "Clauses", "clause_codes")] == [
        "Minor", "minor", "ISO 14001:2026 8.1", "iso14001-2026:8.1",
    ]  # fmt: skip
    assert signed_in(cast.zed).get(f"/audits/{audit.reference}.xlsx").status_code == 404
