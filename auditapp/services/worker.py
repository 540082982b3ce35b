"""What runs beside requests: the morning's round, mails at all times, long papers. In the server, or alone."""

import threading
from functools import partial

import structlog
from flask import Flask

from auditapp.adapters import clock
from auditapp.adapters.database import reading
from auditapp.models import db
from auditapp.services import (
    chain_anchors,
    job_runs,
    management_review_reminders,
    notices,
    pack_jobs,
    paper_jobs,
    reminders,
    sign_in_sessions,
)

HANDLERS = (paper_jobs, pack_jobs)
"""Imported here, so that every kind of job has its handler where jobs are done."""
log = structlog.get_logger()


def once(app: Flask) -> int:
    """The morning's round where it is due, then what is to be sent, then the history signed; answers how many mails
    went out. A trouble with the round keeps no mail back."""
    try:
        _morning_round(app)
    except Exception as trouble:
        db.session.rollback()
        log.error("morning round", exc_info=trouble)
    sent = notices.send_due()
    chain_anchors.keep()
    return sent


def _morning_round(app: Flask) -> None:
    """Where a morning began since: remind whoever is to be reminded, and take away sessions that have ended."""
    with reading():  # most of the time there is nothing to do, and that should not wait for writers
        begun = reminders.mornings_begun()
        db.session.rollback()
    if not begun - app.extensions.get("reminded", frozenset()):
        return
    reminders.send_due()
    management_review_reminders.send_due()
    sign_in_sessions.sweep(clock.now())
    db.session.commit()
    app.extensions["reminded"] = begun


def start(app: Flask) -> threading.Thread:
    """In two threads of this process: a long paper keeps no mail back. Answers the one of the mails."""
    job_runs.start(app)
    return notices.start_worker(app, partial(once, app))
