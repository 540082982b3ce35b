"""`flask --app wsgi backup PLACE` and `restore FILE`: a copy of everything, and everything from a copy."""

from pathlib import Path

import click
from flask import Flask, current_app

from auditapp.adapters.backup_files import NotABackupError
from auditapp.adapters.database import reading
from auditapp.adapters.durable_files import StorageFull
from auditapp.services import backups


def attach(app: Flask) -> None:
    """backup, restore."""
    app.cli.add_command(backup)
    app.cli.add_command(restore)


@click.command("backup")
@click.argument("place", type=click.Path(path_type=Path))
def backup(place: Path) -> None:
    """Copy database, photos, papers and secrets into the file PLACE, or into a new file in the folder PLACE.

    The server may go on. The file holds secrets: keep it where nobody else reads it.
    """
    try:
        with reading(), click.progressbar(length=1, label="Copying") as bar:

            def done(begun: int, total: int) -> None:
                bar.length = total
                bar.update(begun - bar.pos)

            made, count = backups.make(place, done)
    except (backups.NotPossibleError, StorageFull, OSError) as why:
        raise click.ClickException(_said(why)) from None
    click.echo(f"{made} holds {count} files, {made.stat().st_size / 1e6:,.1f} MB. Keep it on another machine.")


@click.command("restore")
@click.argument("file", type=click.Path(path_type=Path))
def restore(file: Path) -> None:
    """Bring back what the backup FILE holds, into a data folder that is empty (AUDITAPP_DATA)."""
    try:
        made, count = backups.bring_back(file)
    except (backups.NotPossibleError, NotABackupError, StorageFull, OSError) as why:
        raise click.ClickException(_said(why)) from None
    folder = current_app.config["SETTINGS"].data
    click.echo(f"{count} files of the backup of {made} are back in {folder}.")
    click.echo("Start with bin/run, then type .venv/bin/flask --app wsgi doctor --every-byte")


def _said(why: Exception) -> str:
    if isinstance(why, StorageFull):
        return "There is no room left for it; nothing was kept of it."
    return str(why)
