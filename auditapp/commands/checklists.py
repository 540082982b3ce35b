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
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
def check(files: tuple[Path, ...]) -> None:
    """Check FILES, or all shipped ones: every error with its line. Exits 1 when there is any."""
    problems = [said for file in files for said in _said_of(file)] if files else [str(one) for one in check_folder()]
    for problem in problems:
        click.echo(problem)
    if problems:
        raise SystemExit(1)
    click.echo("The checklists are sound.")


def _said_of(file: Path) -> list[str]:
    """All that is wrong with ``file``; one that cannot be read keeps nobody from the others."""
    if file.is_dir():
        return [f"{file}: this is a folder. Name the files in it."]
    try:
        return [str(problem) for problem in check_file(file)]
    except OSError as error:
        return [f"{file}: cannot be read ({error.strerror})."]
