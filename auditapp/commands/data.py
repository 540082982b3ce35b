"""Commands that make and claim an installation's data."""

import click
from flask import Flask, current_app
from flask_migrate import upgrade

from auditapp.models import db
from auditapp.services import checklists, organisations


def attach(app: Flask) -> None:
    """setup-data, claim-code."""
    app.cli.add_command(setup_data)
    app.cli.add_command(show_claim_code)


@click.command("setup-data")
def setup_data() -> None:
    """Bring the database up to date and load the shipped checklists. Safe to do twice."""
    upgrade(directory=current_app.extensions["migrate"].directory)
    organisations.ensure_roles()
    loaded = checklists.load_shipped()
    db.session.commit()
    if loaded:
        click.echo(f"Checklists: {loaded} new revisions loaded.")


@click.command("claim-code")
def show_claim_code() -> None:
    """Print the code that claims this installation; nothing when it is claimed."""
    if organisations.current() is None:
        click.echo(organisations.claim_code(current_app.config["SETTINGS"].data))
