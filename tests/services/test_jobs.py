"""Long papers: ordered, made by the worker, told of; what cannot be made says so and is tried again."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from auditapp.adapters import clock, pdf
from auditapp.domain import paper_length
from auditapp.domain.errors import Conflict, Refusal
from auditapp.models import Audit, Notice, Pack, Paper, Receipt, db
from auditapp.services import job_runs, papers, report_revisions, reports, worker
from tests import reporting as story
from tests.cast import Cast
from tests.pages import DistrustfulClient
from tests.reporting import the_job

SignIn = Callable[..., DistrustfulClient]

assert worker.HANDLERS
pytestmark = pytest.mark.usefixtures("nobody_waits_long")


def test_a_long_report_is_issued_at_once_and_made_by_the_worker(ordered: Audit, cast: Cast) -> None:
    assert (ordered.state, the_job().state, db.session.query(Paper).count()) == ("issued", "queued", 0)
    with pytest.raises(Conflict, match="being made"):
        reports.audit_report(cast.mia, ordered.reference)
    assert job_runs.work_once()
    assert (the_job().state, job_runs.work_once()) == ("done", False)
    said = story.text_of(reports.audit_report(cast.mia, ordered.reference).pdf)
    assert "Oil storage is not controlled." in said
    assert str(the_job().data["paper_id"]) in said.replace(" ", "")


def test_what_was_signed_is_what_is_printed(ordered: Audit, cast: Cast, quick: None) -> None:
    ordered.conclusion = "Written while the worker slept."
    db.session.commit()
    job_runs.work_once()
    said = story.text_of(reports.audit_report(cast.mia, ordered.reference).pdf)
    assert "The system is effective." in said
    assert "Written while" not in said


def test_mails_go_when_it_is_ready_and_not_before(ordered: Audit, quick: None) -> None:
    kinds = ("report_issued", "job_ended")
    assert db.session.query(Notice).filter(Notice.kind.in_(kinds)).count() == 0
    job_runs.work_once()
    sent = db.session.query(Notice).filter(Notice.kind.in_(kinds)).all()
    assert sorted((one.kind, one.recipient) for one in sent) == [
        ("job_ended", "mia@example.com"), ("report_issued", "mia@example.com"), ("report_issued", "tom@example.com"),
    ]  # fmt: skip
    assert f"/jobs/{the_job().id}" in next(one.text for one in sent if one.kind == "job_ended")
    assert db.session.query(Receipt).count() == 2


def test_a_paper_that_cannot_be_made_says_why_and_is_tried_again_on_demand(
    ordered: Audit, cast: Cast, quick: None, monkeypatch: pytest.MonkeyPatch, signed_in: SignIn
) -> None:
    def fail(*_: Any, **__: Any) -> bytes:
        raise pdf.PaperFailed("The paper took too long or too much memory. Print fewer photos or parts.")

    with monkeypatch.context() as patched:
        patched.setattr(pdf, "render", fail)
        job_runs.work_once()
    client, job = signed_in(cast.mia), the_job()
    assert job.state == "failed"
    assert "The paper took too long" in client.text(f"/jobs/{job.id}")
    with pytest.raises(Conflict):
        report_revisions.revise(cast.mia, ordered, {"summary": "Other."}, "Reason.")
    db.session.rollback()
    assert client.send(f"/jobs/{job.id}/again").status_code == 303
    assert job_runs.work_once()
    assert the_job().state == "done"


def test_a_photo_that_is_missing_is_told_before_anything_is_signed(app: Flask, cast: Cast) -> None:
    audit = story.a_walked_audit(cast)
    photo = paper_length.photos_of(reports.content_of(audit))[0]
    Path(papers.store().derivative_path(photo, "print") or "").unlink()
    with pytest.raises(Refusal, match="missing from the store"):
        story.issued(cast, audit)


def test_the_page_shows_how_far_it_is_to_who_ordered_it_alone(
    ordered: Audit, cast: Cast, quick: None, signed_in: SignIn
) -> None:
    client, job = signed_in(cast.mia), the_job()
    page = client.get(f"/jobs/{job.id}").text
    assert 'hx-trigger="every 2s"' in page
    assert '<noscript><meta http-equiv="refresh" content="5"></noscript>' in page
    job.state, job.phase, job.done, job.total = "running", "photos", 3, 4
    db.session.commit()
    fragment = client.get(f"/jobs/{job.id}", headers={"HX-Request": "true", "HX-Target": "div#progress"}).text
    assert "3 of 4" in fragment
    assert "<html" not in fragment
    assert signed_in(cast.lea).get(f"/jobs/{job.id}").status_code == 404
    job.state, job.due_at = "queued", clock.now()
    db.session.commit()
    job_runs.work_once()
    ready = client.get(f"/jobs/{job.id}").text
    assert f'href="/papers/{job.data["paper_id"]}"' in ready
    assert 'hx-trigger="every' not in ready


def test_a_long_draft_is_asked_for_and_its_pages_stand_where_it_is_issued(
    app: Flask, cast: Cast, signed_in: SignIn
) -> None:
    audit = story.a_walked_audit(cast)
    story.audit_steps.take(cast.lea, audit, "conclude")
    db.session.commit()
    client, here = signed_in(cast.lea).confirm(), f"/audits/{audit.reference}"
    assert "It holds 4 photos" in client.text(f"{here}/report.pdf")
    assert "/preview/" not in client.get(f"{here}/issue").text
    first = client.send(f"{here}/report?step=issue").location
    assert client.send(f"{here}/report?step=issue").location == first
    job_runs.work_once()
    assert f'href="{here}/issue' in client.get(first).text
    assert "/preview/" in client.get(f"{here}/issue").text
    assert client.get(f"{first}/paper.pdf").data.startswith(b"%PDF-")
    assert db.session.query(Paper).count() == 0


def test_a_large_pack_freezes_sheet_by_sheet_and_then_its_paper(cast: Cast, quick: None, signed_in: SignIn) -> None:
    audit = story.a_walked_audit(cast)
    again = story.note(cast, audit, None, statement="Drains are not marked.")
    for caption in ("Drain one", "Drain two"):
        story.add_photo(cast.lea, again, caption)
    story.issued(cast, audit)
    job_runs.work_once()
    client = signed_in(cast.mia)
    where = client.send("/packs/new").location
    assert where.startswith("/jobs/")
    assert db.session.query(Pack).count() == 0
    assert job_runs.work_once()
    assert 'href="/packs/PACK-2026-001"' in client.get(where).text
    page = client.text("/packs/PACK-2026-001")
    assert "See how far it is" in page
    assert job_runs.work_once()
    assert not job_runs.work_once()
    assert {one.kind for one in db.session.query(Paper)} == {"audit_report", "nc_sheet", "evidence_pack"}
    assert "Open the PDF" in client.text("/packs/PACK-2026-001")
