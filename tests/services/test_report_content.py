"""The record behind a paper: one content, one JSON, one hash."""

import json
import re
from dataclasses import FrozenInstanceError, replace
from datetime import date, datetime, timedelta, timezone

import pytest

from auditapp.domain.nc_sheet import Fact
from auditapp.domain.paper import Due, canonical_json, record_hash
from tests.adapters import paper_samples as samples
from tests.adapters.paper_setting import letter_html, management_html


def test_the_same_content_has_the_same_hash():
    assert record_hash(samples.audit_report()) == record_hash(samples.audit_report())


def test_another_zone_for_the_same_moment_has_the_same_hash():
    content = samples.audit_report()
    elsewhere = replace(content, issued_at=content.issued_at.astimezone(timezone(timedelta(hours=9))))
    assert record_hash(elsewhere) == record_hash(content)


@pytest.mark.parametrize(
    "change",
    [{"title": "x"}, {"revision": 2}, {"findings": ()}, {"issued_at": None}, {"history": ()}, {"evidence": ()}],
    ids=lambda change: next(iter(change)),
)
def test_any_change_changes_the_hash(change):
    content = samples.audit_report()
    assert record_hash(replace(content, **change)) != record_hash(content)


def test_the_record_is_json_that_others_can_read():
    record = json.loads(canonical_json(samples.nc_sheet()))
    assert record["kind"] == "NcSheet"
    assert record["record"]["rounds"][1]["number"] == 2
    assert record["record"]["raised_at"] == "2026-12-03T13:05:00Z"
    assert record["record"]["found_on"] == "2026-12-01"


def test_a_moment_without_zone_is_refused():
    with pytest.raises(ValueError, match="zone"):
        canonical_json(replace(samples.audit_report(), issued_at=datetime(2026, 1, 1)))  # noqa: DTZ001


def test_a_paper_cannot_be_changed():
    with pytest.raises(FrozenInstanceError):
        samples.audit_report().title = "x"


def test_findings_are_counted_by_grade_and_answers_by_result():
    content = samples.audit_report(answers=40)
    assert [len(content.graded(grade)) for grade in ("major", "minor", "good_practice")] == [1, 1, 1]
    assert content.answered("conform") == 34


def test_what_is_void_is_not_counted_and_the_cover_says_so():
    content = samples.audit_report()
    void = replace(content.findings[0], is_void=True)
    content = replace(content, findings=(void, *content.findings[1:]))
    assert (content.graded(void.grade), content.standing) == ((), content.findings[1:])
    for html in (samples.report_html(content), management_html(content)):
        assert "1 nonconformity does not stand any more and is not counted." in html


def test_the_letter_names_the_files_that_show_the_correction():
    sheet = samples.nc_sheet()
    last = replace(sheet.rounds[-1], correction=Fact(text="Pumped empty.", files=("weighing slip 4471.pdf",)))
    assert "weighing slip 4471.pdf" in letter_html(replace(sheet, rounds=(*sheet.rounds[:-1], last)))


def test_the_hash_and_the_address_stand_on_the_paper():
    content = samples.nc_sheet()
    html = samples.sheet_html(content)
    assert record_hash(content)[:32] in html
    assert "https://audits.example.org/check/NC-2026-031" in html


def test_round_one_prints_beside_round_two():
    html = samples.sheet_html(samples.nc_sheet())
    assert "Response, round 1" in html
    assert "Response, round 2" in html
    assert "Judged not effective" in html
    assert "Effectiveness pending" in html


def test_what_was_found_stands_beside_what_shows_it_mended():
    html = " ".join(samples.sheet_html(samples.nc_sheet()).split())
    assert re.search(r"<b>Before</b>(?:(?!class=\"row\").)*<b>After</b>", html)


def test_a_changed_due_date_prints_with_the_first_one_its_reason_and_approver():
    html = samples.report_html(samples.audit_report())
    assert "15 Feb 2027, first set to 1 Feb 2027, change approved by Mia Sommer: the trays are delivered" in html


def test_the_contents_say_how_many_findings_they_leave_out():
    content = samples.audit_report()
    thirty_one = replace(content, findings=(content.findings * 11)[:31])
    html = samples.report_html(thirty_one)
    assert html.count('<p class="sub"><a href="#finding-') == 29
    assert '<p class="sub">and 2 more</p>' in html
    assert " more</p>" not in samples.report_html(replace(content, findings=thirty_one.findings[:30]))


def test_management_reads_when_a_failure_is_to_be_mended_not_when_that_is_checked():
    content = samples.audit_report()
    days = {"plan": date(2026, 11, 7), "implementation": date(2027, 1, 6), "effectiveness": date(2027, 4, 21)}
    due = tuple(Due(kind=kind, day=day) for kind, day in days.items())
    html = management_html(replace(content, findings=(replace(content.findings[0], due=due),)))
    assert "6 Jan 2027" in html
    assert "21 Apr 2027" not in html
    assert "No nonconformity" not in management_html(replace(content, findings=(replace(content.findings[0], due=()),)))


def test_an_override_prints_with_reason_mitigation_and_approver():
    html = samples.report_html(samples.audit_report())
    for words in ("No auditor on own work", "nobody else speaks Danish", "audited training records alone", "Tom Harms"):
        assert words in html


def test_a_paper_needs_no_style_attribute_and_no_script():
    for html in (samples.report_html(samples.audit_report()), samples.sheet_html(samples.nc_sheet())):
        assert "style=" not in html
        assert "<script" not in html
