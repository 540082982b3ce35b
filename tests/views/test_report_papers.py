"""The papers around a report: its preview, its revisions, the letter, the page for the closing meeting."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from flask import Flask

from auditapp.domain.report import Remark, unwritten
from auditapp.models import Attendance, Audit, Paper, db
from auditapp.services import papers, reports, sheet_contents
from tests import reporting as story
from tests.adapters import pdf_gate
from tests.cast import Cast, an_audit_under_way
from tests.pages import DistrustfulClient

SignIn = Callable[..., DistrustfulClient]


def test_the_preview_shows_the_real_pages_and_links_what_is_missing(app: Flask, cast: Cast, signed_in: SignIn) -> None:
    audit = story.a_walked_audit(cast)
    audit.summary = ""
    story.audit_steps.take(cast.lea, audit, "conclude")
    db.session.commit()
    client = signed_in(cast.lea).confirm()
    page = client.get(f"/audits/{audit.reference}/issue").text
    assert f'href="/audits/{audit.reference}/report-parts#summary"' in page
    assert f'href="/audits/{audit.reference}/report-parts#interviewed"' in page
    assert f'href="/audits/{audit.reference}/report-parts#distribution"' not in page
    pictures = re.findall(r'src="(/audits/[^"]+/preview/[^"]+\.jpg[^"]*)"', page)
    assert len(pictures) > 4
    answer = client.get(pictures[0])
    assert answer.mimetype == "image/jpeg"
    assert answer.data.startswith(b"\xff\xd8")
    assert client.get(pictures[0].replace("/1.jpg", "/999.jpg")).status_code == 404
    assert signed_in(cast.zed).get(pictures[0]).status_code == 404


def test_each_objective_has_a_box_and_its_conclusion_reaches_the_report(cast: Cast, signed_in: SignIn) -> None:
    audit = an_audit_under_way(cast, objectives="See that drums stand dry.\nSee that actions hold.")
    client, here = signed_in(cast.lea), f"/audits/{audit.reference}/report-parts"
    assert "See that actions hold." in client.text(here)
    said = {
        "objectives_met-0": "Reached.",
        "objectives_met-1": "",
        "objectives_met-7": "Nobody asked.",
        "follow_up": "May.",
    }
    assert client.send(here, said).status_code == 303
    content = reports.content_of(audit)
    first, second = Remark(what="See that drums stand dry.", reason="Reached."), Remark(what="See that actions hold.")
    assert content.objectives_met == (first, second)
    assert content.follow_up == "May."
    assert "objectives_met" in [name for name, _ in unwritten(content)]
    client.send(here, said | {"objectives_met-1": "<b>In part."})
    assert "objectives_met" not in [name for name, _ in unwritten(reports.content_of(audit))]
    assert "<b>In part." in client.text(f"/audits/{audit.reference}")


def test_a_report_is_revised_on_a_page_and_receipts_are_given(app: Flask, cast: Cast, signed_in: SignIn) -> None:
    audit = story.issued(cast, story.a_walked_audit(cast))
    client = signed_in(cast.mia).confirm()
    here = f"/audits/{audit.reference}/revise"
    assert client.get(here).status_code == 200
    refused = client.send(here, {"conclusion": "Clearer.", "summary": "A walk."})
    assert refused.status_code == 422
    assert "Say why there is a new revision" in refused.text
    assert "Clearer." in refused.text
    done = client.send(here, {"conclusion": "Clearer.", "distribution": "Tom Top", "reason": "It was vague."})
    assert done.status_code == 303
    said = client.text(f"/audits/{audit.reference}")
    assert "It was vague." in said
    assert "Sent to 1, 0 confirmed" in said
    newest = db.session.query(Paper).filter_by(revision=1).one()
    tom = signed_in(cast.tom)
    tom.get(f"/papers/{newest.id}/receipt")
    tom.send(f"/papers/{newest.id}/receipt")
    assert "You confirmed" in tom.text(f"/papers/{newest.id}/receipt")
    first = db.session.query(Paper).filter_by(revision=0).one()
    for page in ("check", "receipt"):
        assert "replaced by revision 1" in tom.text(f"/papers/{first.id}/{page}")


def test_what_was_typed_for_longer_than_a_password_is_good_for_is_not_lost(
    app: Flask, cast: Cast, signed_in: SignIn
) -> None:
    audit = story.issued(cast, story.a_walked_audit(cast))
    client = signed_in(cast.mia).confirm()
    here = f"/audits/{audit.reference}/revise"
    client.get(here)
    app.config["SECURITY_FRESHNESS"] = timedelta(microseconds=1)
    late = client.send(here, {"conclusion": "An hour of words.", "reason": "It was vague."})
    assert late.status_code == 422
    assert "An hour of words." in late.text
    assert re.search(r'href="/password/confirm\?next=[^"]+"[^>]*target="_blank"', late.text)
    assert db.session.query(Paper).count() == 1


def test_owners_do_not_revise(app: Flask, cast: Cast, signed_in: SignIn) -> None:
    audit = story.issued(cast, story.a_walked_audit(cast))
    assert signed_in(cast.ola).get(f"/audits/{audit.reference}/revise").status_code == 403
    assert signed_in(cast.zed).get(f"/audits/{audit.reference}/revise").status_code == 404


def test_the_closing_meeting_takes_one_page(app: Flask, cast: Cast, signed_in: SignIn) -> None:
    audit = story.a_walked_audit(cast)
    for number in range(20):
        story.note(cast, audit, None, statement=f"Failure {number}. " + "Long words. " * 40, place="A place " * 20)
    story.note(cast, audit, None, grade="major", statement="OIL RUNS INTO THE DRAIN. " * 240)
    audit.conclusion, audit.disagreements = "Effective, with exceptions. " * 60, "Seen otherwise. " * 60
    db.session.commit()
    content = signed_in(cast.lea).get(f"/audits/{audit.reference}/closing.pdf").data
    pages = [page for page in story.pages_of(content) if page]
    assert len(pages) == 1
    assert "Plan 30 days" in pages[0]
    assert "OIL RUNS INTO THE DRAIN. OIL RUNS" in pages[0]
    assert pages[0].index("OIL RUNS") < pages[0].index("Failure 0.")
    assert " 8.1 " in pages[0]
    assert "Ola Owner" in pages[0]
    assert pdf_gate.faults(content) == []


def test_the_letter_answers_in_the_order_of_certification_bodies(app: Flask, cast: Cast, signed_in: SignIn) -> None:
    nc = story.the_nonconformity(story.issued(cast, story.a_walked_audit(cast)))
    story.planned(cast, nc)
    db.session.commit()
    content = signed_in(cast.ola).get(f"/nonconformities/{nc.number}/letter.pdf").data
    said = story.text_of(content)
    order = [
        "Both drums were moved",
        "All 4 stores",
        "No place is marked",
        "Mark a bunded place",
        "No drum outside a bund",
    ]
    assert [said.index(words) for words in order] == sorted(said.index(words) for words in order)
    assert pdf_gate.faults(content) == []
    assert signed_in(cast.zed).get(f"/nonconformities/{nc.number}/letter.pdf").status_code == 404


def test_the_letter_repeats_the_bodys_number_and_wording(app: Flask, cast: Cast) -> None:
    nc = story.the_nonconformity(story.issued(cast, story.a_walked_audit(cast)))
    content = replace(
        sheet_contents.fill(nc, "en", as_of=story.WALK), body="Weir Cert", body_reference="WC-7/2026",
        body_wording="Oil was seen to be stored\noutside a bund.",
    )  # fmt: skip
    said = story.text_of(papers.set_in_type("reports/response_letter.html", content, zone="UTC", sheet=content))
    for words in ("Weir Cert", "Response to nonconformity WC-7/2026", "Oil was seen to be stored outside a bund."):
        assert words in said


STROKES = {
    "version": 1,
    "width": 300,
    "height": 90,
    "strokes": [[[10, 10, 0, 0.5], [60, 40, 20, 0.5], [120, 20, 50, 0.5]]],
}


def attend(cast: Cast, audit: Audit, name: str, strokes: dict[str, object], meeting: str = "closing") -> None:
    db.session.add(
        Attendance(
            audit_id=audit.id,
            meeting=meeting,
            name=name,
            strokes=strokes,
            taken_by_id=cast.lea.id,
            signed_at=story.WALK,
            received_at=story.WALK,
        )
    )
    db.session.commit()


def test_there_is_no_closing_page_of_an_audit_that_has_not_begun(app: Flask, cast: Cast, signed_in: SignIn) -> None:
    audit = story.a_walked_audit(cast)
    audit.state = "confirmed"
    db.session.commit()
    client = signed_in(cast.lea)
    refused = client.get(f"/audits/{audit.reference}/closing.pdf")
    assert (refused.status_code, "has not begun" in refused.text) == (409, True)
    assert client.send(f"/audits/{audit.reference}/closing").status_code == 409
    assert db.session.query(Paper).count() == 0


def test_the_closing_page_is_frozen_with_the_signatures_of_who_was_there(
    app: Flask, cast: Cast, signed_in: SignIn
) -> None:
    audit = story.a_walked_audit(cast)
    attend(cast, audit, "Ola Owner", STROKES)
    attend(cast, audit, "<b>Jon Jurist</b>", {})
    client, here = signed_in(cast.lea), f"/audits/{audit.reference}/closing"
    assert client.send(here).status_code == 303
    paper = db.session.query(Paper).one()
    content = papers.frozen(paper).pdf
    (page,) = filter(None, story.pages_of(content))
    for words in ("Ola Owner", "<b>Jon Jurist</b>", "present, not signed", paper.record_sha256[:32], "Revision 0"):
        assert words in page
    assert pdf_gate.faults(content) == []
    again = client.send(here)
    assert (again.status_code, "Nothing is different from revision 0" in again.text) == (422, True)
    attend(cast, audit, "Zed Late", {})
    assert client.send(here).status_code == 303
    assert "Revision 1" in client.text(here)
    assert papers.frozen(paper).pdf == content
    assert signed_in(cast.ola).send(here).status_code == 403
    report = story.text_of(client.get(f"/audits/{audit.reference}/report.pdf").data)
    assert "present, not signed" in report


def test_a_letter_that_was_sent_stays_as_it_was(app: Flask, cast: Cast, signed_in: SignIn) -> None:
    nc = story.the_nonconformity(story.issued(cast, story.a_walked_audit(cast)))
    client, here = signed_in(cast.mia), f"/nonconformities/{nc.number}/letter"
    assert client.send(here).status_code == 303
    assert client.send(here).status_code == 422
    story.planned(cast, nc)
    db.session.commit()
    assert client.send(here).status_code == 303
    first, second = db.session.query(Paper).filter_by(kind="response_letter").order_by(Paper.revision)
    assert "Both drums were moved" not in story.text_of(papers.frozen(first).pdf)
    assert "Both drums were moved" in story.text_of(papers.frozen(second).pdf)
    assert f'href="/papers/{first.id}"' in client.get(here).text
    assert "replaced by revision 1" in client.text(f"/papers/{first.id}/check")
    assert signed_in(cast.ola).send(here).status_code == 403
