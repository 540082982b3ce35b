"""`flask --app wsgi work`: reminders, mails and long papers as a process of their own, where somebody wishes that."""

import time

import click
from flask import Flask, current_app

from auditapp.services import job_runs, worker

PAUSE = 20


def attach(app: Flask) -> None:
    """Add the command."""
    app.cli.add_command(work)


@click.command("work")
@click.option("--once", is_flag=True, help="Do what is due now, and end.")
def work(once: bool) -> None:
    """Send reminders and mails and make long papers until it is stopped.

    The server does this by itself; two of them send nothing twice.
    """
    app = current_app._get_current_object()  # type: ignore[attr-defined]  # the app behind the proxy
    while True:
        while job_runs.work_once():
            click.echo("A paper was made.")
        sent = worker.once(app)
        if sent:
            click.echo(f"{sent} mails sent.")
        if once:
            return
        time.sleep(PAUSE)
