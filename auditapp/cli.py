"""Commands: `flask --app wsgi ...`. Each finds its words here and its deeds in services."""

import atexit
import tempfile
from collections.abc import Callable, Mapping, Sequence
from functools import wraps
from typing import Any

import click
from flask import Flask, current_app
from flask.cli import FlaskGroup
from sqlalchemy import inspect

from auditapp.adapters.database import reading
from auditapp.commands import (
    audits,
    backups,
    bounces,
    catalogues,
    checklists,
    data,
    doctor,
    guides,
    nonconformities,
    packs,
    registers,
    reports,
    tables,
    worker,
)
from auditapp.config import Settings, SettingsError, settings_from
from auditapp.demo import command as demo
from auditapp.models import db

GROUPS = (
    data.attach,
    demo.attach,
    checklists.attach,
    audits.attach,
    nonconformities.attach,
    registers.attach,
    reports.attach,
    packs.attach,
    bounces.attach,
    doctor.attach,
    backups.attach,
    guides.attach,
    tables.attach,
    catalogues.attach,
    worker.attach,
)


READERS = ("audits", "nonconformities", "report", "nc-sheet", "bounces", "backup")
"""Commands that say where the data are looked for when there are none."""
MAKERS = ("setup-data", "demo", "restore")
"""Commands that make the data folder."""
WITHOUT_DATA = ("catalogues", "checklists", "guides", "tables")
"""Commands that look at files alone."""


def settings_here(environ: Mapping[str, str], arguments: Sequence[str]) -> Settings:
    """The settings of ``environ``, for a server or for the command in ``arguments``. A folder that is not there is made
    by starting alone: a command that looks for data raises `SettingsError`, one that needs none works in an empty one
    that is gone afterwards."""
    settings, running = settings_from(environ), click.get_current_context(silent=True)
    if settings.data.exists() or running is None or not isinstance(running.command, FlaskGroup):
        return settings
    _, words, _ = running.command.make_parser(running).parse_args([*arguments])
    if words and words[0] in MAKERS:
        return settings
    if words and words[0] not in WITHOUT_DATA and "--help" not in words:
        raise SettingsError(
            [
                f"AUDITAPP_DATA: {settings.data} is not there. Start bin/run once, or say where the data are with "
                "AUDITAPP_DATA=DIR (bin/run --demo keeps its own in data/demo)."
            ]
        )
    empty = tempfile.TemporaryDirectory(prefix="auditapp-")
    atexit.register(empty.cleanup)
    return settings_from({"AUDITAPP_DATA": empty.name})


def attach(app: Flask) -> None:
    """Give ``app`` its commands."""
    for attach_group in GROUPS:
        attach_group(app)
    for name in READERS:
        command = app.cli.commands[name]
        assert command.callback is not None
        command.callback = _where_data_are(command.callback)


def _where_data_are(run: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(run)
    def asked(*args: Any, **options: Any) -> Any:
        with reading(), db.engine.connect() as connection:  # it waits for nobody who writes
            is_there = inspect(connection).has_table("organisation")
        if not is_there:
            folder = current_app.config["SETTINGS"].data
            raise click.ClickException(
                f"There are no data in {folder} yet. Start bin/run once, or say where they are with "
                "AUDITAPP_DATA=DIR (bin/run --demo keeps its own in data/demo)."
            )
        return run(*args, **options)

    return asked
