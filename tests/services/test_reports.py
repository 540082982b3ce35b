"""The audit report: what stands in it, and that it is frozen once it is issued."""

import hashlib
import io
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from flask import Flask, current_app

from auditapp.adapters import pdf
from auditapp.domain.errors import Refusal
from auditapp.models import Audit, Evidence, Finding, Paper, db
from auditapp.services import audit_steps, audits, findings, papers, reports
from tests import reporting as story
from tests.bench.measure import counted_queries
from tests.cast import Cast


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only what the report says is looked at."""
    story.quick_press(monkeypatch)


def the_report(cast: Cast, audit: Audit) -> bytes:
    return reports.audit_report(cast.mia, audit.reference).pdf


def test_the_report_says_what_the_record_says(app: Flask, cast: Cast) -> None:
    audit = story.a_walked_audit(cast)
    rows = audits.instances(audit)
    words = [row.note for row in rows if row.note] + ["No steam here.", "2 of 14 drums, every seventh"]
    for finding in audit.findings:
        words += [finding.statement, finding.evidence_text, finding.requirement]
    said = story.text_of(the_report(cast, story.issued(cast, audit)))
    words += ["Weir Mill", audit.reference, audit.title, "The system is effective.", "NC-2026-001", "Lea Auditor"]
    words += ["Ola Owner", "Tom Top", "Works", "Boiler house", "23 Nov 2026", *audit.objectives.splitlines()]
    assert [one for one in words if " ".join(one.split()) not in said] == []


def test_each_photo_stands_on_the_page_of_its_finding(app: Flask, cast: Cast) -> None:
    audit = story.issued(cast, story.a_walked_audit(cast))
    content = the_report(cast, audit)
    with pikepdf.open(io.BytesIO(content)) as opened:
        pictures = [len(page.get_images()) for page in opened.pages]
    for heading, captions in {
        "Minor nonconformity NC-2026-001": ["Drum on bare concrete", "Label of the drum"],
        "Observation F2": ["Faded label"],
    }.items():
        number = next(n for n, page in enumerate(story.pages_of(content)) if heading in page and "Evidence" in page)
        page = story.pages_of(content)[number]
        assert all(caption in page for caption in captions)
        assert pictures[number] >= len(captions)


@pytest.mark.usefixtures("quick")
def test_a_photo_of_an_answer_stands_under_its_question(app: Flask, cast: Cast) -> None:
    audit = story.issued(cast, story.a_walked_audit(cast))
    said = story.text_of(the_report(cast, audit))
    assert said.index("Answer 5 read in the log.") < said.index("Meter in date 23 Nov") < said.index("Answer 7 read")


@pytest.mark.usefixtures("quick")
def test_moments_are_told_in_the_sites_zone(app: Flask, cast: Cast) -> None:
    cast.works.timezone = "America/Chicago"
    audit = story.issued(cast, story.a_walked_audit(cast))
    assert "23 Nov 2026 03:00 CST" in story.text_of(the_report(cast, audit))


@pytest.mark.parametrize(
    ("edition", "heading"),
    [("iso14001-2026", "6.1.5 Planning action"), ("iso14001-2015", "6.1.4 Planning action")],
)
def test_answers_stand_under_the_clauses_of_the_criteria(
    app: Flask, cast: Cast, quick: None, edition: str, heading: str
) -> None:
    audit = story.a_walked_audit(cast, criteria=[edition])
    said = story.text_of(the_report(cast, audit))
    assert heading in said
    assert f"ISO 14001:{edition[-4:]}" in said


@pytest.mark.usefixtures("quick")
def test_questions_without_an_answer_are_named_with_their_reason(app: Flask, cast: Cast) -> None:
    audit = story.a_walked_audit(cast)
    for row in audits.instances(audit)[7:9]:
        story.answer(row, "", note="", kinds=[])
    audits.state_reason_for_unanswered(cast.lea, audit, "The roof was closed by ice.")
    said = story.text_of(the_report(cast, story.issued(cast, audit)))
    assert "2 questions without an answer: 8.1 The roof was closed by ice." in said


@pytest.mark.usefixtures("quick")
def test_a_withdrawn_finding_is_history_and_no_finding(app: Flask, cast: Cast) -> None:
    audit = story.a_walked_audit(cast)
    gone = next(one for one in audit.findings if one.grade == "observation")
    findings.withdraw(cast.lea, gone, "Seen twice.")
    said = story.text_of(the_report(cast, audit))
    assert "Labels fade in the sun." not in said
    assert "Finding withdrawn, Lea Auditor: Seen twice." in said


@pytest.mark.usefixtures("quick")
def test_the_next_report_tells_how_earlier_nonconformities_stand(app: Flask, cast: Cast) -> None:
    story.issued(cast, story.a_walked_audit(cast))
    with story.clock.moved(story.WALK + story.timedelta(days=200)):
        again = story.an_audit_under_way(cast)
        story.note(cast, again, None)
    said = story.text_of(the_report(cast, again))
    assert "Oil storage is not controlled. Raised Found again See F1." in said


@pytest.mark.usefixtures("quick")
def test_what_the_team_found_own_work_prints_with_who_approved_it(app: Flask, cast: Cast) -> None:
    from auditapp.services import audit_overrides, audit_plans
    from tests.cast import a_plan

    audit = audit_plans.plan(cast.mia, a_plan(cast, team=[(cast.ola, "auditor")]))
    asked = audit_overrides.ask_override(
        cast.mia, audit, cast.ola, cast.boilers, reason="Nobody else knows the plant.", mitigation="Lea reads along."
    )
    audit_overrides.approve_override(cast.tom, asked)
    said = story.text_of(the_report(cast, audit))
    assert "Ola Owner audits Boiler house" in said
    assert "Nobody else knows the plant." in said
    assert "Approved by Tom Top" in said


def test_a_report_is_a_draft_until_it_is_issued(app: Flask, cast: Cast) -> None:
    audit = story.a_walked_audit(cast)
    draft = story.pages_of(the_report(cast, audit))
    assert all("Draft, not issued" in page for page in draft[1:-1])
    assert "draft of revision 0" in draft[0]
    assert "raft" not in story.text_of(the_report(cast, story.issued(cast, audit)))


@pytest.mark.usefixtures("quick")
def test_an_issued_report_is_served_byte_for_byte_and_never_set_again(
    app: Flask, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    audit = story.issued(cast, story.a_walked_audit(cast))
    first = the_report(cast, audit)
    monkeypatch.setattr(pdf, "render", lambda *_, **__: pytest.fail("rendered twice"))
    db.session.query(Finding).update({"statement": "Written past the program."})
    assert the_report(cast, audit) == first
    paper = db.session.query(Paper).one()
    assert (paper.sha256, paper.size) == (hashlib.sha256(first).hexdigest(), len(first))


def test_the_record_travels_in_the_paper_and_its_hash_is_printed(app: Flask, cast: Cast) -> None:
    audit = story.issued(cast, story.a_walked_audit(cast))
    content = the_report(cast, audit)
    with pikepdf.open(io.BytesIO(content)) as opened:
        record = opened.attachments["record.json"].get_file().read_bytes()
    sha256 = hashlib.sha256(record).hexdigest()
    assert sha256 == db.session.query(Paper).one().record_sha256
    assert f"{sha256[:32]} {sha256[32:]}" in story.text_of(content)


@pytest.mark.usefixtures("quick")
def test_every_file_of_evidence_is_listed_with_its_hash(app: Flask, cast: Cast) -> None:
    audit = story.a_walked_audit(cast)
    said = story.text_of(the_report(cast, audit))
    hashes = [one.sha256 for one in db.session.query(Evidence)]
    assert len(hashes) == 4
    assert [one for one in hashes if f"{one[:32]} {one[32:]}" not in said] == []


@pytest.mark.usefixtures("quick")
def test_a_photo_that_has_not_arrived_is_listed_as_such(app: Flask, cast: Cast) -> None:
    audit = story.a_walked_audit(cast)
    late = db.session.query(Evidence).filter_by(caption="Faded label").one()
    late.complete_at, late.declared_sha256, late.sha256 = None, "ab" * 32, ""
    said = story.text_of(the_report(cast, audit))
    assert "Faded label.jpg (announced, not received yet)" in said
    assert "ab" * 16 in said


def test_an_audit_whose_report_cannot_be_set_is_not_issued(
    app: Flask, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    audit = story.a_walked_audit(cast)

    def fail(*_: Any, **__: Any) -> bytes:
        raise pdf.PaperFailed("The paper could not be set.")

    monkeypatch.setattr(pdf, "render", fail)
    with pytest.raises(Refusal, match="could not be set"):
        story.issued(cast, audit)


@pytest.mark.usefixtures("quick")
def test_a_photo_lost_from_the_store_stops_the_report_in_words(app: Flask, cast: Cast) -> None:
    audit = story.a_walked_audit(cast)
    lost = db.session.query(Evidence).filter_by(caption="Faded label").one()
    store = current_app.extensions["photo_store"]
    Path(store.derivative_path(lost.sha256, "print")).unlink()
    with pytest.raises(Refusal, match="missing from the store, so the paper would be incomplete"):
        the_report(cast, audit)


@pytest.mark.usefixtures("quick")
def test_queries_do_not_grow_with_the_audit(app: Flask, cast: Cast) -> None:
    small = _queries(cast, story.an_audit_under_way(cast, checklist="contractors"))
    large = _queries(cast, story.a_walked_audit(cast))
    assert large <= small + 2  # the findings' due dates, and words read once a process
    assert large <= 20


def _queries(cast: Cast, audit: Audit) -> int:
    reference = audit.reference
    db.session.commit()
    db.session.expunge_all()
    with counted_queries(db.engine) as found:
        reports.audit_report(None, reference)
    return len(found)


@pytest.mark.usefixtures("quick")
def test_the_event_of_the_paper_holds_both_hashes(app: Flask, cast: Cast) -> None:
    story.issued(cast, story.a_walked_audit(cast))
    paper = db.session.query(Paper).one()
    event = papers.history.of(paper)[-1]
    assert (event.data["sha256"], event.data["record"]) == (paper.sha256, paper.record_sha256)


@pytest.mark.usefixtures("quick")
def test_issuing_twice_makes_no_second_paper(app: Flask, cast: Cast) -> None:
    audit = story.issued(cast, story.a_walked_audit(cast))
    with pytest.raises(Refusal):
        audit_steps.take(cast.mia, audit, "issue")
    assert db.session.query(Paper).count() == 1
