"""What runs beside requests: reminders in the morning, mails at all times. In a thread of the server, or alone."""

import threading
from functools import partial

import structlog
from flask import Flask

from auditapp.adapters import clock
from auditapp.adapters.database import reading
from auditapp.models import db
from auditapp.services import notices, organisations, reminders

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
        zone = organisations.zone()
        db.session.rollback()
    today = clock.today(zone)
    if app.extensions.get("reminded_on") == today or clock.now() < reminders.morning_of(today, zone):
        return
    reminders.send_due()
    db.session.commit()
    app.extensions["reminded_on"] = today


def start(app: Flask) -> threading.Thread:
    """In a thread of this process."""
    return notices.start_worker(app, partial(once, app))
