"""An old register: guessed, looked at dry, brought in with its numbers, undone; never half, never over ours."""

import csv
import io
from collections.abc import Callable
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from flask import Flask

from auditapp.domain import old_register
from auditapp.domain.errors import NotAllowed, Refusal
from auditapp.domain.old_register import Reading
from auditapp.models import Event, Nonconformity, Person, RegisterImport, db
from auditapp.services import history, nonconformities, register_files, register_imports, register_readings, registers
from tests.cast import Cast
from tests.pages import DistrustfulClient

HEAD = ["No.", "Description", "Severity", "Status", "Date raised", "Due date", "Responsible", "Area", "Clause"]
ROWS = [
    ["7/04", "Oil stands outside the bund.", "Major", "Closed", "03.12.2024", "", "Ola Owner", "Boiler house", "8.1"],
    [
        "7/05",
        "No list of obligations.",
        "minor",
        "open",
        "13.12.2024",
        "31.12.2030",
        "Somebody Gone",
        "Old shop",
        "6.1.3",
    ],
    ["7/06", "", "minor", "open", "13.12.2024", "", "", "", ""],
    ["7/05", "Twice.", "minor", "open", "13.12.2024", "", "", "", ""],
    ["7/07", "A day that is none.", "minor", "open", "45.13.2024", "", "", "", ""],
    ["7/08", "Strange grade.", "purple", "open", "13.12.2024", "", "", "", ""],
    ["7/09", "Oil again.", "minor", "open", "20.12.2024", "", "ola@example.com", "boiler HOUSE", "8.1"],
]


def as_csv(rows: list[list[str]]) -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter=";").writerows(rows)
    return out.getvalue().encode("cp1252")


@pytest.fixture
def uploaded(app: Flask, cast: Cast) -> RegisterImport:
    one = register_files.upload(cast.mia, "old.csv", as_csv([HEAD, *ROWS]))
    db.session.commit()
    return one


def found(number: str) -> Nonconformity:
    return db.session.query(Nonconformity).filter_by(number=number).one()


def test_columns_and_dates_are_guessed(uploaded: RegisterImport) -> None:
    columns = uploaded.mapping["columns"]
    assert (columns["number"], columns["statement"], columns["owner"], columns["process"]) == (0, 1, 6, 7)
    assert old_register.guess_dates(["03.12.2024", "13.12.2024"]) == "dmy"
    assert old_register.guess_dates(["03/06/2020", "03/25/2020"]) == "mdy"
    assert old_register.guess_dates(["03/03/2020", "03/06/2020"]) == "mdy"
    assert old_register.guess_dates(["03/03/2020", "04/03/2020"]) == "dmy"


def test_a_dry_run_names_each_bad_row_and_writes_nothing(uploaded: RegisterImport) -> None:
    uploaded.mapping = {**uploaded.mapping, "dates": "dmy"}
    told = register_readings.look(uploaded)
    assert [row.number for row in told.good] == ["7-04", "7-05", "7-09"]
    assert [bad.line for bad in told.bad] == [4, 5, 6, 7]
    assert told.unknown == {"owner": ["Somebody Gone"], "process": ["Old shop"]}
    assert db.session.query(Nonconformity).count() == 0


def test_good_rows_come_in_with_number_state_day_and_owner(uploaded: RegisterImport, cast: Cast) -> None:
    uploaded.mapping = {**uploaded.mapping, "dates": "dmy", "owner": str(cast.mia.id)}
    assert register_imports.write(cast.mia, uploaded) == 3
    closed, opened = found("7-04"), found("7-05")
    assert (closed.state, closed.grade, closed.owner.name, closed.process.name) == (
        "closed", "major", "Ola Owner", "Boiler house",
    )  # fmt: skip
    assert closed.raised_at.date() == date(2024, 12, 3)
    assert (opened.state, opened.owner_id, opened.process_id) == ("acknowledged", cast.mia.id, None)
    assert opened.due_on == date(2030, 12, 31)
    last = db.session.query(Event).filter_by(subject_id=str(opened.id)).one()
    assert (last.to_state, last.data["owner"], last.data["process"]) == ("acknowledged", "Somebody Gone", "Old shop")
    assert found("7-09").recurrence == 1
    assert closed.recurrence == 0
    assert history.first_break() is None
    assert registers.page(cast.mia, registers.Filter(show="all", words="obligations")).lines[0].number == "7-05"
    assert nonconformities.find(cast.mia, "7-05").round.number == 1


def test_pressed_twice_it_comes_in_once(uploaded: RegisterImport, cast: Cast) -> None:
    assert register_imports.write(cast.mia, uploaded) == register_imports.write(cast.mia, uploaded)
    assert db.session.query(Nonconformity).count() == uploaded.count


def test_undone_it_is_gone_and_can_come_in_again(uploaded: RegisterImport, cast: Cast) -> None:
    count = register_imports.write(cast.mia, uploaded)
    register_imports.undo(cast.mia, uploaded)
    assert db.session.query(Nonconformity).count() == 0
    assert registers.page(cast.mia, registers.Filter(show="all", words="oil")).lines == []
    assert history.first_break() is None
    again = register_files.upload(cast.mia, "old.csv", as_csv([HEAD, *ROWS]))
    assert register_imports.write(cast.mia, again) == count


def test_what_somebody_worked_on_keeps_the_import(uploaded: RegisterImport, cast: Cast) -> None:
    uploaded.mapping = {**uploaded.mapping, "dates": "dmy"}
    register_imports.write(cast.mia, uploaded)
    history.record(found("7-05"), "add_evidence", cast.ola)
    with pytest.raises(Refusal, match="worked on"):
        register_imports.undo(cast.mia, uploaded)
    assert db.session.query(Nonconformity).count() == 3


def test_one_cell_of_several_becomes_several(app: Flask, cast: Cast) -> None:
    one = register_files.upload(cast.mia, "x.csv", as_csv([["ID", "Violations"], ["9", "First. | Second."]]))
    register_readings.map_columns(cast.mia, one, Reading({"number": 0, "statement": 1}, split="|"), cast.ola)
    register_imports.write(cast.mia, one)
    assert {found("9-1").statement, found("9-2").statement} == {"First.", "Second."}


def test_nothing_is_closed_before_it_is_raised(app: Flask, cast: Cast) -> None:
    rows = [
        ["No.", "Description", "Status", "Date raised", "Date closed"],
        ["1", "Oil outside the bund.", "closed", "2024-05-02", "2024-05-01"],
        ["2", "No list of obligations.", "closed", "", "2024-05-01"],
    ]
    one = register_files.upload(cast.mia, "old.csv", as_csv(rows))
    assert [bad.line for bad in register_readings.look(one).bad] == [2]
    assert register_imports.write(cast.mia, one) == 1
    assert found("2").raised_at == found("2").closed_at


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04broken", b"\x00\x01\x02binary", b"only a head\n", b"a;b\n"])
def test_what_is_no_table_is_refused_in_a_sentence(app: Flask, cast: Cast, data: bytes) -> None:
    with pytest.raises(Refusal):
        register_files.upload(cast.mia, "x.xlsx", data)


def test_an_xlsx_file_reads_as_the_same_rows(app: Flask, cast: Cast) -> None:
    book = openpyxl.Workbook()
    for row in [HEAD, *ROWS[:2]]:
        book.worksheets[0].append(row)
    book.worksheets[0]["E2"] = date(2024, 12, 3)
    file = io.BytesIO()
    book.save(file)
    one = register_files.upload(cast.mia, "old.xlsx", file.getvalue())
    one.mapping = {**one.mapping, "dates": "dmy"}
    assert register_imports.write(cast.mia, one) == 2
    assert found("7-04").raised_at.date() == date(2024, 12, 3)


def test_only_the_ems_lead_brings_in(app: Flask, cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        register_files.upload(cast.lea, "old.csv", as_csv([HEAD, *ROWS]))


def test_the_pages_lead_from_file_to_register_and_back(
    cast: Cast, signed_in: Callable[[Person], DistrustfulClient]
) -> None:
    mia = signed_in(cast.mia)
    mia.get("/register/imports")
    file = {"file": (io.BytesIO(as_csv([HEAD, *ROWS])), "old.csv")}
    here = mia.send("/register/imports", file, content_type="multipart/form-data").location
    text = mia.text(here)
    assert "Row 4 It does not say what fails." in text
    columns = {f"column-{name}": str(place) for name, place in {"number": 0, "statement": 1, "raised_on": 4}.items()}
    sent = {
        **columns,
        "column-grade": "",
        "dates": "dmy",
        "grade": "major",
        "edition": "iso14001-2015",
        "owner": str(cast.ola.id),
    }
    answer = mia.send(here, sent)
    assert answer.status_code == 303, answer.get_data(as_text=True)
    assert "4 nonconformities" in mia.text(here)
    assert mia.send(f"{here}/write").status_code == 303
    assert "7-04" in mia.text("/nonconformities?show=all")
    assert "Oil stands outside the bund." in mia.text("/nonconformities/7-04")
    assert mia.send(f"{here}/undo").status_code == 303
    assert "7-04" not in mia.text("/nonconformities?show=all")


def test_the_command_looks_dry_then_brings_in_real_inspections(app: Flask, cast: Cast, corpora: Path) -> None:
    file = str(corpora / "inspections" / "Food_Inspections.csv")
    run = app.test_cli_runner().invoke
    args = ["import-register", file, "--split", "|", "--column", "statement=Violations", "--column", "place=Address"]
    dry = run(args=[*args, "--dry-run"])
    assert dry.exit_code == 0, dry.output
    assert db.session.query(Nonconformity).count() == 0
    done = run(args=args)
    assert done.exit_code == 0, done.output
    db.session.rollback()
    count = db.session.query(Nonconformity).count()
    assert f"Dry run: {count} would be brought in" in dry.output
    assert count > 1000
    assert registers.page(cast.mia, registers.Filter(show="all", words="physical facilities")).lines
    assert history.first_break() is None
