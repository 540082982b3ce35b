"""The certificate of the system stands on the papers that a certification auditor reads, and on no other."""

from datetime import date

import pytest
from flask import Flask

from auditapp.domain.report import AuditReport
from auditapp.models import Audit, Organisation, db
from auditapp.services import (
    ems_certificates,
    management_review_papers,
    management_reviews,
    meeting_papers,
    pack_papers,
    packs,
    papers,
    reports,
    sheets,
)
from tests import reporting as story
from tests.cast import Cast
from tests.packing import made

LINE = "WC-EMS-7 · ISO 14001:2015 · valid until 14 Mar 2027"


def certified(cast: Cast) -> None:
    ems_certificates.change(
        cast.mia, db.session.get_one(Organisation, 1), number="WC-EMS-7", body="Weir Cert", edition="iso14001-2015",
        until=date(2027, 3, 14),
    )  # fmt: skip


@pytest.fixture
def audited(app: Flask, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> str:
    """The reference of an audit that is issued, with a nonconformity that a certification body raised again."""
    story.quick_press(monkeypatch)
    audit = story.issued(cast, story.a_walked_audit(cast))
    nc = story.the_nonconformity(audit)
    nc.source, nc.external_body = "external_audit", "Weir Cert"
    db.session.commit()
    return audit.reference


def test_it_stands_on_pack_letter_report_and_management_review(audited: str, cast: Cast) -> None:
    certified(cast)
    number = packs.look(cast.mia, packs.Wanted()).sheets[0].nonconformity.number
    review = management_reviews.prepare(cast.mia)
    pack = made(cast)
    found = {
        "pack": pack_papers.set_in_type(pack)[1].pdf,
        "letter": meeting_papers.response_letter(cast.mia, number).pdf,
        "draft": papers.set_in_type("reports/audit_report.html", content := draft(audited), zone="UTC", report=content),
        "review": management_review_papers.pack(cast.tom, review.reference).pdf,
    }
    assert [name for name, file in found.items() if LINE not in story.text_of(file)] == []
    assert story.text_of(found["pack"]).count("Certification body Weir Cert") == 1


def draft(reference: str) -> AuditReport:
    return reports.content_of(db.session.query(Audit).filter_by(reference=reference).one())


def test_a_neighbour_or_an_authority_reads_nothing_of_it(audited: str, cast: Cast) -> None:
    certified(cast)
    nc = packs.look(cast.mia, packs.Wanted()).sheets[0].nonconformity
    nc.source = "complaint"
    assert "ertificate" not in story.text_of(meeting_papers.response_letter(cast.mia, nc.number).pdf)


def test_a_new_certificate_is_no_reason_for_a_new_sheet(audited: str, cast: Cast) -> None:
    nc = packs.look(cast.mia, packs.Wanted()).sheets[0].nonconformity
    sheets.freeze(cast.mia, sheets.set_missing(sheets.as_they_stand([nc]))[0])
    certified(cast)
    assert sheets.as_they_stand([nc])[0].paper is not None
