"""The language of a paper: the organisation's, or the one chosen when it is issued; it stays through revisions."""

import io

import pikepdf
import pytest
from flask import Flask

from auditapp.adapters import pdf_pages
from auditapp.domain import record_reading, report
from auditapp.domain.errors import Refusal
from auditapp.models import Nonconformity, Organisation, db
from auditapp.services import findings, papers, reports, sheets
from auditapp.services.papers import File
from tests import reporting as story
from tests.cast import Cast


def test_a_report_is_written_in_the_language_chosen_when_it_is_issued(app: Flask, cast: Cast) -> None:
    audit = story.a_walked_audit(cast)
    reports.speak(cast.mia, audit, "zh_Hans")
    story.issued(cast, audit)
    frozen = papers.in_force(reports.AUDIT_REPORT, audit.id)
    assert frozen is not None
    file = papers.frozen(frozen).pdf
    assert frozen.language == "zh_Hans"
    assert "结论" in story.text_of(file)
    assert record_reading.read(report.AuditReport, pdf_pages.attached(file, "record.json")).language == "zh_Hans"
    with pikepdf.open(io.BytesIO(file)) as document:
        assert str(document.Root.Lang) == "zh-Hans"


def test_a_language_that_there_is_not_is_not_chosen(app: Flask, cast: Cast) -> None:
    with pytest.raises(Refusal, match="language"):
        reports.speak(cast.mia, story.a_walked_audit(cast), "tlh")


def test_a_draft_is_in_the_organisation_s_language(app: Flask, cast: Cast) -> None:
    db.session.get_one(Organisation, 1).language = "de"
    assert reports.content_of(story.a_walked_audit(cast)).language == "de"


def test_a_frozen_sheet_is_not_frozen_again_because_the_organisation_speaks_another_language(
    app: Flask, cast: Cast
) -> None:
    audit = story.a_walked_audit(cast)
    findings.release(cast.mia, next(one for one in audit.findings if one.grade in ("major", "minor")))
    one = db.session.query(Nonconformity).one()
    ready = sheets.as_they_stand([one])[0]
    sheets.freeze(cast.mia, sheets.Set(ready, File("sheet.pdf", b"%PDF-"), papers.new_paper_id()))
    db.session.get_one(Organisation, 1).language = "de"
    db.session.flush()
    assert sheets.as_they_stand([one])[0].paper is not None
