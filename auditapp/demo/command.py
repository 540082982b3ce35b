"""`flask --app wsgi demo [--reset]`: the made-up company, once."""

import click
from flask import Flask, current_app
from flask_migrate import upgrade
from sqlalchemy import inspect, text

from auditapp.adapters import clock
from auditapp.demo import builder, company
from auditapp.models import db
from auditapp.services import organisations


def attach(app: Flask) -> None:
    """Add the command."""
    app.cli.add_command(demo)


@click.command("demo")
@click.option("--reset", is_flag=True, help="Throw the demo company of this data folder away and make it up anew.")
def demo(reset: bool) -> None:
    """Fill an empty installation with the made-up company Lindmoor Valves, and print who can sign in."""
    found = organisations.current() if inspect(db.engine).has_table("organisation") else None
    is_there, is_real = found is not None, found is not None and not found.is_demo
    db.session.rollback()  # and nothing is asked of it after that: the tables could not go while somebody reads them
    if is_real:
        raise click.ClickException("A real organisation lives in this data folder. Choose another with AUDITAPP_DATA.")
    if is_there and (reset or not builder.is_whole()):
        clear()
        is_there = False
    if not is_there:
        upgrade(directory=current_app.extensions["migrate"].directory)
        make_up()
    for line in sign_ins():
        click.echo(line)


def make_up() -> None:
    """Build it at this moment, inside a request, since mails name addresses of pages."""
    store = current_app.extensions["photo_store"]
    with current_app.test_request_context(base_url=current_app.config["SETTINGS"].url):
        builder.build(clock.now(), store)


def clear() -> None:
    """Take the demo's tables away, so that the migrations make empty ones. Photos lie under their hash and may stay."""
    db.drop_all()
    with db.engine.begin() as connection:
        connection.execute(text("DROP TABLE IF EXISTS alembic_version"))
    db.engine.dispose()


def sign_ins() -> list[str]:
    """One line a person who can sign in, and the word they share."""
    everybody = {one.key: one for one in (company.LEAD, *company.PEOPLE)}
    people = [everybody[key] for key in company.SIGN_INS]
    wide = max(len(one.email) for one in people)
    lines = [f"  {one.email:<{wide}}  {one.name}, {one.job_title}" for one in people]
    return [f"{company.NAME} is here. Sign in with the password {company.PASSWORD} as", *lines]
