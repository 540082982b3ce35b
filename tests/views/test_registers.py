"""The register: filters in its address, search, saved views, files without formulas, handing over."""

import csv
import io
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import openpyxl
import pytest
from flask import Flask

from auditapp.adapters import clock
from auditapp.models import DueDate, Event, Nonconformity, Notice, Person, Round, SavedView, db
from auditapp.services import findings, register_exports
from tests.cast import Cast, an_audit_under_way
from tests.pages import DistrustfulClient

SignIn = Callable[[Person], DistrustfulClient]


def a_nonconformity(cast: Cast, number: int, **changes: object) -> Nonconformity:
    values: dict[str, object] = {
        "number": f"NC-2026-{number:03d}", "state": "raised", "grade": "minor", "statement": f"Statement {number}.",
        "process": cast.boilers, "site": cast.works, "owner": cast.ola, "raised_by": cast.lea,
        "raised_at": datetime(2026, 3, 1, 8, tzinfo=UTC) + timedelta(hours=number), "clauses": ["iso14001-2026:8.1"],
        "rounds": [Round(number=1)],
    }  # fmt: skip
    made = Nonconformity(**(values | changes))
    db.session.add(made)
    db.session.commit()
    return made


@pytest.fixture
def two(app: Flask, cast: Cast) -> tuple[Nonconformity, Nonconformity]:
    """One in the boiler house about oil, and one of the vans about noise, from a complaint, that came back."""
    oil = a_nonconformity(cast, 1, statement="Oil stands outside the bund.")
    noise = a_nonconformity(
        cast, 2, statement="The compressor is too loud at night.", process=cast.vans, site=cast.depot, owner=cast.zed,
        source="complaint", grade="major", clauses=["iso14001-2015:9.1.2"], recurrence=2,
        due_on=(clock.now() + timedelta(days=3)).date(),
    )  # fmt: skip
    return oil, noise


def test_the_command_gives_scripts_the_whole_statement(app: Flask, cast: Cast) -> None:
    whole = "ISO 14001:2026 8.1 Operational control is not met at bay 3: " + "the valve stands open, " * 40
    a_nonconformity(cast, 1, statement=whole)
    (told,) = json.loads(app.test_cli_runner().invoke(args=["nonconformities", "--json"]).stdout)
    assert told["statement"] == whole


def numbers_on(client: DistrustfulClient, query: str) -> set[str]:
    text = client.text(f"/nonconformities?{query}")
    return {number for number in ("NC-2026-001", "NC-2026-002") if number in text}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", {"NC-2026-001", "NC-2026-002"}), ("grade=major", {"NC-2026-002"}), ("source=complaint", {"NC-2026-002"}),
        ("repeat=1", {"NC-2026-002"}), ("due=week", {"NC-2026-002"}), ("due=overdue", set()),
        ("clause=iso14001-2026:8.1", {"NC-2026-001"}), ("clause=iso14001-2026:8", {"NC-2026-001"}),
        ("clause=iso14001-2015:8.1", {"NC-2026-001"}), ("clause=iso14001-2026:9.1.2", {"NC-2026-002"}),
        ("clause=iso14001-2026:81", set()), ("show=raised", {"NC-2026-001", "NC-2026-002"}), ("show=planned", set()),
        ("q=bund", {"NC-2026-001"}), ("q=compr", {"NC-2026-002"}), ("q=loud+night", {"NC-2026-002"}),
        ("q=%22'*(", set()), ("q=nc-2026-002", {"NC-2026-002"}), ("process=nonsense&sort=nonsense",
        {"NC-2026-001", "NC-2026-002"}), ("raised_from=2026-03-01&raised_until=2026-03-01",
        {"NC-2026-001", "NC-2026-002"}), ("raised_from=2026-03-02", set()),
    ],
)  # fmt: skip
def test_a_filter_shows_what_fits_alone(
    signed_in: SignIn, cast: Cast, two: object, query: str, found: set[str]
) -> None:
    assert numbers_on(signed_in(cast.lea), query) == found


def test_process_site_and_owner_narrow_the_list(signed_in: SignIn, cast: Cast, two: object) -> None:
    lea = signed_in(cast.lea)
    for query in (f"process={cast.vans.id}", f"site={cast.depot.id}", f"owner={cast.zed.id}"):
        assert numbers_on(lea, query) == {"NC-2026-002"}


def test_what_is_written_again_is_found_under_its_new_words_alone(
    app: Flask, signed_in: SignIn, cast: Cast, two: tuple[Nonconformity, Nonconformity]
) -> None:
    two[0].statement = "Grease lies beside the pump."
    db.session.commit()
    lea = signed_in(cast.lea)
    assert numbers_on(lea, "q=grease") == {"NC-2026-001"}
    assert numbers_on(lea, "q=bund") == set()


def test_a_change_of_clauses_moves_it_to_the_other_filter(
    signed_in: SignIn, cast: Cast, two: tuple[Nonconformity, Nonconformity]
) -> None:
    two[0].clauses = ["iso14001-2026:7.2"]
    db.session.commit()
    lea = signed_in(cast.lea)
    assert numbers_on(lea, "clause=iso14001-2026:7.2") == {"NC-2026-001"}
    assert numbers_on(lea, "clause=iso14001-2026:8.1") == set()


def test_every_order_pages_without_gap_or_repetition(app: Flask, signed_in: SignIn, cast: Cast) -> None:
    from auditapp.services import registers

    for number in range(1, 2 * registers.PAGE + 4):
        due = datetime(2026, 5, 1 + number % 9, tzinfo=UTC).date() if number % 3 else None
        db.session.add(Nonconformity(
            number=f"NC-{number:04d}", state="raised", grade="major" if number % 4 else "minor", statement="x",
            owner=cast.ola, raised_by=cast.lea, raised_at=datetime(2026, 3, 1, number % 5, tzinfo=UTC), due_on=due,
        ))  # fmt: skip
    db.session.commit()
    for sort in ("newest", "oldest", "due", "number", "grade"):
        seen, after = [], ""
        while True:
            found = registers.page(cast.lea, registers.Filter(sort=sort), after=after)
            seen += [line.number for line in found.lines]
            if found.older is None:
                break
            after = found.older
        assert len(seen) == len(set(seen)) == 2 * registers.PAGE + 3, sort


def test_a_fragment_is_the_list_alone(signed_in: SignIn, cast: Cast, two: object) -> None:
    lea = signed_in(cast.lea)
    answer = lea.get("/nonconformities?q=bund", headers={"HX-Request": "true", "HX-Target": "div#register"})
    html = answer.get_data(as_text=True)
    assert html.strip().startswith('<div class="stack" id="register">')
    assert "NC-2026-001" in html


def test_a_line_is_made_of_few_parts(signed_in: SignIn, cast: Cast, two: object) -> None:
    """Fifty stand on a page: an old phone has to hold what each of them is made of."""
    lines = signed_in(cast.mia).get("/nonconformities?show=all").text.split("<tbody>")[1].split("</tr>")[:2]
    assert [one.count("<") - one.count("</") <= 18 for one in lines] == [True, True]


def test_a_view_is_kept_opened_and_taken_out(signed_in: SignIn, cast: Cast, two: object) -> None:
    lea = signed_in(cast.lea)
    lea.get("/nonconformities?grade=major")
    answer = lea.send("/register/views", {"name": "Majors", "query": "grade=major&after=x"})
    assert answer.location.endswith("?grade=major")
    assert "Majors" in lea.text("/nonconformities")
    assert "Majors" not in signed_in(cast.mia).text("/nonconformities")
    view = db.session.query(SavedView).one()
    assert signed_in(cast.mia).send(f"/register/views/{view.id}/remove").status_code == 404
    assert lea.send(f"/register/views/{view.id}/remove").status_code == 303
    assert "Majors" not in lea.text("/nonconformities")


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


def test_who_leaves_hands_over_with_a_reason(
    signed_in: SignIn, cast: Cast, two: tuple[Nonconformity, Nonconformity]
) -> None:
    mia, sent = signed_in(cast.mia), {"leaver": str(cast.ola.id), "to": str(cast.zed.id)}
    answer = mia.send("/register/hand-over", sent)
    assert answer.status_code == 422
    answer = mia.send("/register/hand-over", {**sent, "reason": "Ola retires."})
    assert answer.status_code == 303
    db.session.expire_all()
    assert two[0].owner_id == cast.zed.id
    assert cast.boilers.owner_id == cast.zed.id
    told = db.session.query(Event).filter_by(verb="reassign", subject_id=str(two[0].id)).one()
    assert (told.note, told.data["before"]) == ("Ola retires.", str(cast.ola.id))
    mail = db.session.query(Notice).filter_by(kind="handed_over").one()
    assert mail.recipient == cast.zed.email
    assert "NC-2026-001" in mail.text


def test_handing_over_is_the_ems_leads(signed_in: SignIn, cast: Cast) -> None:
    assert signed_in(cast.lea).get("/register/hand-over").status_code == 403


def test_what_is_ticked_goes_to_another_owner_at_once(
    signed_in: SignIn, cast: Cast, two: tuple[Nonconformity, Nonconformity]
) -> None:
    mia, here = signed_in(cast.mia), "/register/ticked?numbers=NC-2026-001&numbers=nc-2026-002"
    assert "2 nonconformities ticked" in mia.text(here)
    ticked = "numbers=NC-2026-001+NC-2026-002"
    assert mia.send(f"/register/ticked/reassign?{ticked}", {"owner": str(cast.ann.id)}).status_code == 422
    sent = {"owner": str(cast.ann.id), "owner_reason": "New shifts."}
    assert mia.send(f"/register/ticked/reassign?{ticked}", sent).status_code == 303
    db.session.expire_all()
    assert {one.owner_id for one in two} == {cast.ann.id}
    told = db.session.query(Event).filter_by(verb="reassign", subject_id=str(two[0].id)).one()
    assert told.note == "New shifts."


def test_a_step_that_one_of_the_ticked_refuses_is_taken_for_none(
    signed_in: SignIn, cast: Cast, two: tuple[Nonconformity, Nonconformity]
) -> None:
    for one, days in zip(two, (5, 9), strict=True):
        day = (clock.now() + timedelta(days=days)).date()
        one.due_dates = [DueDate(round_number=1, kind="acknowledge", original_on=day, due_on=day)]
        one.due_dates += [DueDate(round_number=1, kind="plan", original_on=day, due_on=day)]
    db.session.commit()
    mia, here = signed_in(cast.mia), "/register/ticked/extend?numbers=NC-2026-001+NC-2026-002"
    past = {"until": "2026-01-01", "until_reason": "Parts are late."}
    assert mia.send(here, past).status_code == 422
    later = (clock.now() + timedelta(days=7)).date()
    assert mia.send(here, past | {"until": later.isoformat()}).status_code == 303
    db.session.expire_all()
    moved = {one.number: max(due.due_on for due in one.due_dates) for one in two}
    assert moved["NC-2026-001"] == later
    assert moved["NC-2026-002"] > later


def test_who_may_not_is_offered_nothing_and_nothing_ticked_is_a_sentence(
    signed_in: SignIn, cast: Cast, two: object
) -> None:
    zed = signed_in(cast.zed)
    text = zed.text("/register/ticked?numbers=NC-2026-001+NC-2026-002")
    assert "1 nonconformity ticked" in text
    assert "another owner" not in text
    assert zed.get("/register/ticked").status_code == 422


def test_the_ticked_alone_are_taken_along(signed_in: SignIn, cast: Cast, two: object) -> None:
    answer = signed_in(cast.lea).get("/register/nonconformities.xlsx?show=all&numbers=NC-2026-002")
    book = openpyxl.load_workbook(io.BytesIO(answer.get_data()))
    assert [row[0].value for row in book.worksheets[0].iter_rows(min_row=2)] == ["NC-2026-002"]
    assert [row[1].value for row in book["About"].iter_rows(min_row=2, max_row=3)] == [
        "auditapp/register", register_exports.VERSION,
    ]  # fmt: skip


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
