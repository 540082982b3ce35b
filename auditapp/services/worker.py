"""What runs beside requests: reminders in the morning, mails at all times, long papers. In the server, or alone."""

import threading
from functools import partial

import structlog
from flask import Flask

from auditapp.adapters.database import reading
from auditapp.models import db
from auditapp.services import job_runs, notices, pack_jobs, paper_jobs, reminders

HANDLERS = (paper_jobs, pack_jobs)
"""Imported here, so that every kind of job has its handler where jobs are done."""
log = structlog.get_logger()


def once(app: Flask) -> int:
    """Remind whoever is to be reminded, then send what is due; answers how many mails went out. A trouble with
    reminders keeps no mail back."""
    try:
        _remind(app)
    except Exception as trouble:
        db.session.rollback()
        log.error("reminders", exc_info=trouble)
    return notices.send_due()


def _remind(app: Flask) -> None:
    with reading():  # most of the time there is nothing to do, and that should not wait for writers
        begun = reminders.mornings_begun()
        db.session.rollback()
    if not begun - app.extensions.get("reminded", frozenset()):
        return
    reminders.send_due()
    db.session.commit()
    app.extensions["reminded"] = begun


def start(app: Flask) -> threading.Thread:
    """In two threads of this process: a long paper keeps no mail back. Answers the one of the mails."""
    job_runs.start(app)
    return notices.start_worker(app, partial(once, app))
