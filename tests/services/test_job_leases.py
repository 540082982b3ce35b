"""Who makes a long paper has it for a lease: kept while it works, taken over when it was killed, given up in words."""

import signal
import subprocess
import sys
import time
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from auditapp.adapters import clock, pdf
from auditapp.models import Audit, Job, Paper, db
from auditapp.services import job_runs, jobs, worker
from tests.reporting import EVENING, the_job

assert worker.HANDLERS
pytestmark = pytest.mark.usefixtures("nobody_waits_long")


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


def test_what_kills_each_worker_is_given_up_in_words(ordered: Audit) -> None:
    job = the_job()
    job.state, job.attempts, job.due_at = "running", job_runs.TRIES, clock.now() - timedelta(seconds=1)
    db.session.commit()
    assert not job_runs.work_once()
    assert the_job().state == "failed"
    assert "stopped each time" in the_job().trouble["message"]


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
