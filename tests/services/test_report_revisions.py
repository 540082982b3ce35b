"""After the issue: revisions with a reason, kept byte for byte; people are told, and say that they know."""

import pytest
from flask import Flask

from auditapp.domain.errors import Conflict, NotAllowed, NotThere, Refusal
from auditapp.models import Audit, Notice, Paper, db
from auditapp.services import audits, distributions, nonconformities, papers, report_contents, report_revisions, reports
from tests import reporting as story
from tests.cast import Cast


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """What these papers say is read here, not how they are set."""
    story.quick_press(monkeypatch)


def parts(audit: Audit, **changes: str) -> dict[str, str]:
    return {name: getattr(audit, name) for name in audits.REPORT_PARTS} | changes


def test_a_change_after_the_issue_is_revision_1_with_its_reason(app: Flask, cast: Cast) -> None:
    audit = story.issued(cast, story.a_walked_audit(cast))
    first = reports.audit_report(cast.mia, audit.reference).pdf
    report_revisions.revise(
        cast.mia, audit, parts(audit, conclusion="Effective, drums apart."), "Conclusion was vague."
    )
    db.session.commit()
    second = story.text_of(reports.audit_report(cast.mia, audit.reference).pdf)
    assert "revision 1" in second
    assert "Conclusion was vague." in second
    assert "Effective, drums apart." in second
    kept = [papers.frozen(one).pdf for one in report_revisions.of(audit)]
    assert kept[1] == first
    assert len(kept) == 2


def test_a_revision_needs_a_reason_and_a_change(app: Flask, cast: Cast) -> None:
    audit = story.issued(cast, story.a_walked_audit(cast))
    with pytest.raises(Refusal, match="Say why"):
        report_revisions.revise(cast.mia, audit, parts(audit, conclusion="Other."), " ")
    db.session.rollback()
    with pytest.raises(Refusal, match="Nothing is different"):
        report_revisions.revise(cast.mia, audit, parts(audit), "For fun.")
    assert db.session.query(Paper).count() == 1


def test_only_an_issued_report_is_revised_and_only_by_who_may_issue(app: Flask, cast: Cast) -> None:
    audit = story.a_walked_audit(cast)
    with pytest.raises(Conflict):
        report_revisions.revise(cast.mia, audit, {}, "Early.")
    with pytest.raises(NotAllowed):
        report_revisions.revise(cast.ann, audit, {}, "Not mine.")


def test_everybody_on_the_distribution_list_is_told_and_confirms_once(app: Flask, cast: Cast) -> None:
    audit = story.issued(cast, story.a_walked_audit(cast))
    paper = report_revisions.of(audit)[0]
    assert [one.person.name for one in distributions.of(paper)] == ["Mia Manager", "Tom Top"]
    mails = db.session.query(Notice).filter_by(kind="report_issued").all()
    assert sorted(one.recipient for one in mails) == ["mia@example.com", "tom@example.com"]
    assert all(f"/papers/{paper.id}/receipt" in one.text for one in mails)
    seen = distributions.confirm(cast.tom, paper).seen_at
    assert distributions.confirm(cast.tom, paper).seen_at == seen
    with pytest.raises(NotThere):
        distributions.confirm(cast.ann, paper)


def test_who_was_sent_a_report_may_open_it(app: Flask, cast: Cast) -> None:
    audit = story.a_walked_audit(cast)
    audit.distribution = "zed@example.com"
    paper = report_revisions.of(story.issued(cast, audit))[0]
    assert papers.find(cast.zed, paper.id) is paper
    audit.distribution = ""
    report_revisions.revise(cast.mia, audit, {"summary": "Another."}, "Summary.")
    with pytest.raises(NotThere):
        papers.find(cast.zed, report_revisions.of(audit)[0].id)


def test_a_revision_says_what_does_not_stand_any_more(app: Flask, cast: Cast) -> None:
    audit = story.issued(cast, story.a_walked_audit(cast))
    nc = story.the_nonconformity(audit)
    nonconformities.take(cast.mia, nc, "propose_void", note="The drums were empty.")
    nonconformities.take(cast.tom, nc, "void", note="I saw them.")
    report_revisions.revise(cast.mia, audit, {}, "A nonconformity was voided.")
    db.session.commit()
    said = " ".join(story.text_of(reports.audit_report(cast.mia, audit.reference).pdf).split())
    for words in (
        "This nonconformity does not stand",
        "Void proposed, Mia Manager",
        "The drums were empty.",
        "Voided, Tom",
    ):
        assert words in said, words
    assert "Plan, due" not in said
    two = story.text_of(reports.audit_report(cast.mia, audit.reference, "management").pdf)
    assert "No nonconformity stands any more." in two


def test_a_revision_says_which_grade_a_nonconformity_has_since(app: Flask, cast: Cast) -> None:
    audit = story.issued(cast, story.a_walked_audit(cast))
    nc = story.the_nonconformity(audit)
    nonconformities.take(cast.mia, nc, "regrade", note="It came back.", grade="major")
    report_revisions.revise(cast.mia, audit, {}, "A grade was changed.")
    (finding,) = [one for one in reports.content_of(audit).findings if one.reference == nc.number]
    assert (finding.grade, finding.grade_now) == ("minor", "major")
    assert [(one.verb, one.note) for one in finding.since] == [("regrade", "It came back.")]


def test_what_an_owner_disputes_is_told_among_the_disagreements(app: Flask, cast: Cast) -> None:
    audit = story.issued(cast, story.a_walked_audit(cast))
    raised = next(one.nonconformity for one in audit.findings if one.nonconformity)
    nonconformities.take(cast.ola, raised, "dispute", note="The drums were empty.")
    told = [(one.what, one.reason) for one in report_contents.fill(reports.whole(audit), "en").disagreements]
    assert told[-1] == (raised.number, "The drums were empty.")
