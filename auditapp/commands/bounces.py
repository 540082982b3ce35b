"""`flask --app wsgi bounces PLACE`: reads the mails that came back to the sender address."""

import sys
from collections.abc import Iterable
from pathlib import Path

import click
from flask import Flask

from auditapp.adapters import delivery_reports
from auditapp.adapters.delivery_reports import Returned
from auditapp.models import db
from auditapp.services import notices_returned


def attach(app: Flask) -> None:
    """Add the command."""
    app.cli.add_command(bounces)


@click.command("bounces")
@click.argument("place", type=click.Path(exists=True, allow_dash=True, path_type=Path))
def bounces(place: Path) -> None:
    """Read the mails in PLACE that came back: a Maildir, an mbox, a folder of .eml files, one message, or - for one
    message on standard input. Each is marked at its record and shown to the EMS lead. Nothing is removed, and what was
    read before is not marked twice."""
    try:
        count, reported = _all(place)
    except OSError as error:
        raise click.ClickException(f"{place} cannot be read: {error.strerror}.") from None
    marked = notices_returned.take(reported)
    db.session.commit()
    for notice in marked:
        click.echo(f"{notice.recipient}: {notice.trouble or 'no reason given'} ({notice.subject})")
    click.echo(f"{count} read, {len(reported)} of them say that a mail came back, {len(marked)} newly marked.")


def _all(place: Path) -> tuple[int, list[Returned]]:
    read: Iterable[list[Returned]]
    read = [delivery_reports.read_one(sys.stdin.buffer.read())] if str(place) == "-" else delivery_reports.read(place)
    found = list(read)
    return len(found), [one for each in found for one in each]
