"""Commands: `flask --app wsgi ...`. Each finds its words here and its deeds in services."""

from collections.abc import Callable
from functools import wraps
from typing import Any

import click
from flask import Flask, current_app
from sqlalchemy import inspect

from auditapp.adapters.database import reading
from auditapp.commands import (
    audits,
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
    guides.attach,
    tables.attach,
    catalogues.attach,
    worker.attach,
)


READERS = ("audits", "nonconformities", "report", "nc-sheet", "bounces")
"""Commands that say where the data are looked for when there are none."""


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
