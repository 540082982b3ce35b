"""Three layouts of one report: the same record, each as long as its readers have time."""

import pytest
from flask import Flask

from auditapp.domain import paper_length
from auditapp.domain.errors import NotThere
from auditapp.models import Evidence, Paper, db
from auditapp.services import papers, reports
from tests import reporting as story
from tests.adapters import pdf_gate
from tests.cast import Cast, an_audit_under_way


def test_management_gets_two_pages_however_much_was_found(app: Flask, cast: Cast) -> None:
    audit = story.a_walked_audit(cast)
    for number in range(25):
        story.note(cast, audit, None, statement=f"Failure {number}. " + "Long words follow. " * 60)
    audit.conclusion = "The system is effective, with exceptions. " * 80
    audit.summary = audit.obstacles = "Nobody could enter the roof.\n" * 40
    audit.disagreements = "The auditee sees it otherwise. " * 60
    file = reports.audit_report(cast.mia, story.issued(cast, audit).reference, "management")
    pages = story.pages_of(file.pdf)
    assert len([page for page in pages if page]) == 2
    assert "16 more, in the full report" in pages[1]
    assert "Failure 0." in pages[1]
    assert pdf_gate.faults(file.pdf) == []


def test_a_paper_is_waited_for_by_what_is_in_it(app: Flask, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    audit = story.a_walked_audit(cast)
    monkeypatch.setattr(paper_length, "PHOTOS_AT_ONCE", 3)

    def waited_for() -> list[int | None]:
        return [reports.photos_to_wait_for(cast.mia, audit.reference, layout) for layout in reports.LAYOUTS]

    assert waited_for() == [4, None, None]
    monkeypatch.setattr(paper_length, "PHOTOS_AT_ONCE", 60)
    assert waited_for() == [None, None, None]
    for evidence in db.session.query(Evidence):
        db.session.delete(evidence)
    monkeypatch.setattr(paper_length, "ANSWERS_AT_ONCE", 3)
    assert waited_for() == [0, None, None]


def test_every_layout_is_made_from_the_same_record(app: Flask, cast: Cast) -> None:
    audit = story.issued(cast, story.a_walked_audit(cast))
    sha256 = db.session.query(Paper).one().record_sha256
    audit.conclusion = "Written past the program."
    for layout in reports.LAYOUTS:
        said = story.text_of(reports.audit_report(cast.mia, audit.reference, layout).pdf)
        assert f"{sha256[:32]} {sha256[32:]}" in said, layout
        assert "Written past the program." not in said


def test_sheets_alone_hold_nonconformities_alone(app: Flask, cast: Cast) -> None:
    audit = story.issued(cast, story.a_walked_audit(cast))
    file = reports.audit_report(cast.mia, audit.reference, "sheets")
    said = story.text_of(file.pdf)
    assert "Oil storage is not controlled." in said
    assert "Drum on bare concrete" in said
    assert "Labels fade in the sun." not in said
    assert "Answer 0 read in the log." not in said
    assert pdf_gate.faults(file.pdf) == []


def test_a_layout_that_is_not_there_is_not_there(app: Flask, cast: Cast) -> None:
    audit = story.a_walked_audit(cast)
    with pytest.raises(NotThere):
        reports.audit_report(cast.mia, audit.reference, "poster")


def test_a_record_in_a_paper_is_found_where_the_store_has_none_of_its_own(app: Flask, cast: Cast) -> None:
    story.issued(cast, story.a_walked_audit(cast))
    paper = db.session.query(Paper).one()
    kept = papers.record_of(paper)
    place = papers.store().path(paper.record_sha256)
    assert place is not None
    place.unlink()
    assert papers.record_of(paper) == kept


def test_a_photo_of_no_finding_and_no_answer_prints_all_the_same(app: Flask, cast: Cast) -> None:
    audit = an_audit_under_way(cast)
    rows = story.audits.instances(audit)
    story.answer(rows[0], "conform", note="Read in the log.")
    story.add_photo(cast.lea, rows[0], "Log of the week")
    story.add_photo(cast.lea, rows[1], "Gauge nobody asked about")
    content = reports.content_of(audit)
    assert [one.caption for one in content.loose_photos] == ["Gauge nobody asked about"]
    assert "Gauge nobody asked about" in story.text_of(reports.audit_report(cast.mia, audit.reference).pdf)


def test_coverage_tells_what_was_asked_of_no_process_in_particular(cast: Cast) -> None:
    audit = an_audit_under_way(cast, processes=[cast.boilers, cast.drains])
    rows = story.audits.instances(audit)
    story.answer(rows[0], "conform", note="Read in the log.")
    story.note(cast, audit, rows[0], process=cast.drains)
    content = reports.content_of(audit)
    cells = {one.process: set(one.cells) for one in content.coverage}
    assert cells["Boiler house"] == {""}
    assert cells["Water and drains"] == {"", "done"}
    assert "done" in cells["Of no process in particular"]
