"""`flask --app wsgi work`: reminders and mails as a process of their own, where somebody wishes that."""

import time

import click
from flask import Flask, current_app

from auditapp.services import worker

PAUSE = 20


def attach(app: Flask) -> None:
    """Add the command."""
    app.cli.add_command(work)


@click.command("work")
@click.option("--once", is_flag=True, help="Do what is due now, and end.")
def work(once: bool) -> None:
    """Send reminders and mails until it is stopped. The server does this by itself; two of them send nothing twice."""
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    while True:
        sent = worker.once(app)
        if sent:
            click.echo(f"{sent} mails sent.")
        if once:
            return
        time.sleep(PAUSE)
