"""Long papers: ordered, made by the worker, told of; a worker that is killed leaves nothing half and is followed up."""

import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from auditapp.adapters import clock, pdf
from auditapp.domain import paper_length
from auditapp.domain.errors import Conflict, Refusal
from auditapp.models import Audit, Job, Notice, Pack, Paper, Receipt, db
from auditapp.services import job_runs, jobs, papers, report_revisions, reports, worker
from tests import reporting as story
from tests.cast import Cast
from tests.pages import DistrustfulClient

SignIn = Callable[..., DistrustfulClient]
assert worker.HANDLERS


EVENING = story.WALK + timedelta(hours=9)


@pytest.fixture(autouse=True)
def nobody_waits_long(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Four photos are many here, and it is the evening of the walk."""
    monkeypatch.setattr(paper_length, "PHOTOS_AT_ONCE", 3)
    with clock.moved(EVENING, for_all=True):
        yield


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Papers themselves are tested elsewhere."""
    story.quick_press(monkeypatch)


@pytest.fixture
def ordered(app: Flask, cast: Cast) -> Audit:
    """An audit that is issued; its report is not made yet."""
    return story.issued(cast, story.a_walked_audit(cast))


def the_job() -> Job:
    return db.session.query(Job).populate_existing().one()


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


def test_progress_is_counted_and_keeps_the_lease(ordered: Audit, quick: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "TOLD_EVERY", 0)
    told, plain = [], jobs.Work.tell

    def tell(work: jobs.Work, *said: Any) -> None:
        plain(work, *said)
        with db.engine.connect() as elsewhere:
            row = elsewhere.execute(select(Job.phase, Job.done, Job.total, Job.due_at)).one()
        told.append(tuple(row[:3]))
        assert row.due_at > clock.now() + timedelta(seconds=30)

    monkeypatch.setattr(jobs.Work, "tell", tell)
    job_runs.work_once()
    assert told == [
        ("photos", 1, 4), ("photos", 2, 4), ("pages", 1, 0), ("pages", 2, 0), ("pages", 2, 0), ("writing", 0, 0),
    ]  # fmt: skip


def test_a_worker_that_is_killed_leaves_nothing_and_the_next_one_makes_the_paper(
    ordered: Audit, app: Flask, quick: None
) -> None:
    data = app.config["SETTINGS"].data
    program = (
        "import os, signal, sys\n"
        "from auditapp.adapters import clock\n"
        "from tests.conftest import app_on\n"
        "from auditapp.services import job_runs, jobs, worker\n"
        "from datetime import datetime\n"
        "from pathlib import Path\n"
        "clock.move_for_good(datetime.fromisoformat(sys.argv[2]))\n"
        "plain = jobs.Work.tell\n"
        "def tell(work, phase, *more):\n"
        "    plain(work, phase, *more)\n"
        "    if phase == 'pages':\n"
        "        os.kill(os.getpid(), signal.SIGKILL)\n"
        "jobs.Work.tell = tell\n"
        "with app_on(Path(sys.argv[1])).app_context():\n"
        "    job_runs.work_once()\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", program, str(data), EVENING.isoformat()],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        check=False,
    )
    assert ended.returncode == -signal.SIGKILL, ended.stderr.decode()
    row = the_job()
    assert (row.state, row.phase, row.attempts, db.session.query(Paper).count()) == ("running", "pages", 1, 0)
    db.session.rollback()
    assert not job_runs.work_once()  # its lease still runs
    with clock.moved(clock.now() + timedelta(seconds=50)):
        assert job_runs.work_once()
    assert (the_job().state, the_job().attempts, db.session.query(Paper).count()) == ("done", 2, 1)


def test_who_comes_too_late_keeps_nothing(ordered: Audit, monkeypatch: pytest.MonkeyPatch) -> None:
    def slow(*_: Any, **__: Any) -> bytes:
        db.session.query(Job).update({"attempts": Job.attempts + 1})  # another worker took it meanwhile
        db.session.commit()
        return b"%PDF-1.7"

    monkeypatch.setattr(pdf, "render", slow)
    job_runs.work_once()
    assert (the_job().state, db.session.query(Paper).count()) == ("running", 0)


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


def test_what_kills_each_worker_is_given_up_in_words(ordered: Audit) -> None:
    job = the_job()
    job.state, job.attempts, job.due_at = "running", job_runs.TRIES, clock.now() - timedelta(seconds=1)
    db.session.commit()
    assert not job_runs.work_once()
    assert the_job().state == "failed"
    assert "stopped each time" in the_job().trouble["message"]


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
    client, here = signed_in(cast.lea), f"/audits/{audit.reference}"
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


def test_the_lease_is_kept_while_there_is_nothing_to_tell(
    ordered: Audit, quick: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(job_runs, "LEASE", timedelta(seconds=0.3))
    plain = pdf.render

    def silent(html: str, *, media: Any, **_: Any) -> bytes:
        patience = time.monotonic() + 20
        while lease_of(ordered) < EVENING and time.monotonic() < patience:
            time.sleep(0.05)
        assert lease_of(ordered) > EVENING
        return plain(html, media=media)

    monkeypatch.setattr(pdf, "render", silent)
    with clock.moved(EVENING - timedelta(minutes=30)):  # the keeper's clock is ahead of this thread's
        assert job_runs.work_once()
    assert the_job().state == "done"


def lease_of(audit: Audit) -> datetime:
    with db.engine.connect() as elsewhere:
        found: datetime = elsewhere.execute(select(Job.due_at).where(Job.subject_id == str(audit.id))).scalar_one()
    return found
