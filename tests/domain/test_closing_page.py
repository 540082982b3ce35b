"""What of the findings stands on the page of a closing meeting, and what is cut where it does not hold all."""

from dataclasses import replace
from datetime import date

import pytest

from auditapp.domain.closing_page import COLUMNS, fitted, room, shortened
from auditapp.domain.report import AuditReport, Criterion, Finding, Participant

SENTENCE = "Calibration dates of meters that release effluent are not watched by anybody at all, on any shift."


def a_report(*findings: Finding, editions: int = 1) -> AuditReport:
    criteria = (Criterion(title="ISO 14001:2026"), Criterion(title="ISO 14001:2015"))[:editions]
    return AuditReport(
        organisation="Weir Mill", reference="A-1", title="Audit", type="internal", method="on_site",
        days=(date(2026, 11, 23), date(2026, 11, 23)), criteria=criteria, findings=findings,
    )  # fmt: skip


def found(grade: str, statement: str = SENTENCE, **more: object) -> Finding:
    return Finding(reference="F1", grade=grade, statement=statement, **more)  # type: ignore[arg-type]


TWENTY_FIVE = a_report(*[found("major")] * 2, *[found("minor")] * 10, *[found("observation")] * 13)


def test_majors_and_minors_stand_whole_and_observations_in_a_line() -> None:
    shown, more = fitted(TWENTY_FIVE, 44)
    assert [one.statement for one in shown[:12]] == [SENTENCE] * 12
    assert {one.finding.grade for one in shown[12:]} == {"observation"}
    assert all(len(one.statement) <= COLUMNS and one.statement.endswith("…") for one in shown[12:])
    assert len(shown) + more == 25


def test_what_is_void_is_not_read_out() -> None:
    shown, more = fitted(a_report(found("major", is_void=True), found("minor")), 40)
    assert ([one.finding.grade for one in shown], more) == (["minor"], 0)


def test_where_room_lacks_minors_are_cut_before_majors_and_the_rest_is_counted() -> None:
    shown, more = fitted(TWENTY_FIVE, 20)
    assert [one.statement == SENTENCE for one in shown[:2]] == [True, True]
    assert shown[-1].statement.endswith("…")
    assert {one.finding.grade for one in shown} == {"major", "minor"}
    assert more == 25 - len(shown) > 0


def test_a_statement_of_6000_characters_leaves_room_for_the_others() -> None:
    shown, more = fitted(a_report(found("major", "Oil. " * 1200), *[found("minor")] * 5), 30)
    assert len(shown) == 6
    assert more == 0
    assert len(shown[0].statement) < 30 * COLUMNS
    assert shown[0].statement.endswith("…")


@pytest.mark.parametrize("lines", [0, 0.5, 3, 1000])
def test_nothing_is_lost_however_little_room_there_is(lines: float) -> None:
    shown, more = fitted(TWENTY_FIVE, lines)
    assert len(shown) + more == 25


def test_a_clause_is_said_by_its_number_and_its_edition_where_there_are_two() -> None:
    one = found("minor", clauses=("ISO 14001:2026 8.1 Operational planning and control", "ISO 14001:2026 9.1.2"))
    assert fitted(a_report(one), 9)[0][0].clauses == "8.1, 9.1.2"
    assert fitted(a_report(one, editions=2), 9)[0][0].clauses == "ISO 14001:2026 8.1, ISO 14001:2026 9.1.2"


def test_chinese_takes_two_columns_a_letter() -> None:
    assert shortened("油" * 30, 20) == "油" * 9 + "…"


def test_signatures_of_many_leave_less_room() -> None:
    team = tuple(Participant(role="auditor", name=f"Person {number}") for number in range(8))
    assert room(a_report(), "A4") > room(a_report(), "Letter")
    assert room(replace(a_report(), team=team), "A4") < room(a_report(), "A4") - 5
