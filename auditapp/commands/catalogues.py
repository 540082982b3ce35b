"""`flask --app wsgi catalogues`: bring the catalogues of translations up to date with the program."""

import click
from flask import Flask

from auditapp.adapters import catalogues


def attach(app: Flask) -> None:
    """Give it to the command line."""
    app.cli.add_command(bring_up_to_date)


@click.command("catalogues")
def bring_up_to_date() -> None:
    """Add new sentences to the catalogues, take out those nobody says any more, tell what has no translation."""
    wanted = catalogues.in_use()
    for language in catalogues.languages():
        untold = catalogues.bring_up_to_date(language, wanted)
        click.echo(f"{language}: {len(wanted)} sentences, {len(untold)} without a translation")
        for message in untold:
            click.echo(f"  {message if isinstance(message, str) else message[0]}")
