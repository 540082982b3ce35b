"""`flask --app wsgi doctor`: what is wrong with this installation and how to mend it."""

import click
from flask import Flask

from auditapp.adapters.database import reading
from auditapp.services import installation


def attach(app: Flask) -> None:
    """Add the command."""
    app.cli.add_command(doctor)


@click.command("doctor")
@click.option("--every-byte", is_flag=True, help="Read every photo and compare its hash; takes a while.")
def doctor(every_byte: bool) -> None:
    """Say what is wrong with this installation and how to mend it. Exits 1 when something is."""
    wrong = 0
    with reading():
        for name, found in installation.examine(every_byte=every_byte):
            grave = [trouble for trouble in found if not trouble.hint]
            wrong += len(grave)
            click.echo(f"{'WRONG ' if grave else 'fine  '}{name}")
            for trouble in found:
                click.echo(f"      {trouble.what}\n      -> {trouble.remedy}")
    if wrong:
        raise SystemExit(1)
    click.echo("Nothing is wrong.")
