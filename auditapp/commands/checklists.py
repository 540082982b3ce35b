"""`flask --app wsgi checklists check [FILE...]`: all that is wrong, with line numbers."""

from pathlib import Path

import click
from flask import Flask
from flask.cli import AppGroup

from auditapp.adapters.checklist_files import check_file, check_folder

group = AppGroup("checklists", help="Checklist files.")


def attach(app: Flask) -> None:
    """Add the group."""
    app.cli.add_command(group)


@group.command("check", with_appcontext=False)
@click.argument("files", nargs=-1, type=click.Path(path_type=Path, exists=True, dir_okay=False))
def check(files: tuple[Path, ...]) -> None:
    """Check FILES, or all shipped ones: every error with its line. Exits 1 when there is any."""
    problems = [problem for file in files for problem in check_file(file)] if files else check_folder()
    for problem in problems:
        click.echo(str(problem))
    if problems:
        raise SystemExit(1)
    click.echo("The checklists are sound.")
