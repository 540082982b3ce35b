"""`flask --app wsgi report AUDIT -o FILE.pdf`, `... nc-sheet NC -o FILE.pdf`."""

from collections.abc import Callable
from pathlib import Path

import click
from flask import Flask

from auditapp.adapters.database import reading
from auditapp.domain.errors import Refusal
from auditapp.services import reports
from auditapp.services.papers import File

OUTPUT = click.Path(path_type=Path, dir_okay=False)


def attach(app: Flask) -> None:
    """report, nc-sheet."""
    app.cli.add_command(report)
    app.cli.add_command(nc_sheet)


@click.command("report")
@click.argument("audit")
@click.option("-o", "--output", type=OUTPUT, help="Where to write it; else under its own name, here.")
def report(audit: str, output: Path | None) -> None:
    """Write the report of AUDIT ('A-2026-07') as PDF: as issued, or else a draft."""
    _write(lambda: reports.audit_report(None, audit), output)


@click.command("nc-sheet")
@click.argument("nonconformity")
@click.option("-o", "--output", type=OUTPUT, help="Where to write it; else under its own name, here.")
def nc_sheet(nonconformity: str, output: Path | None) -> None:
    """Write the sheet of NONCONFORMITY ('NC-2026-003') as PDF, as things stand."""
    _write(lambda: reports.nc_sheet(None, nonconformity), output)


def _write(make: Callable[[], File], output: Path | None) -> None:
    try:
        with reading():
            file = make()
        path = output or Path(file.name)
        path.write_bytes(file.pdf)
    except Refusal as refusal:
        raise click.ClickException(str(refusal)) from None
    except OSError as error:
        raise click.ClickException(f"{output} cannot be written: {error.strerror}.") from None
    click.echo(f"{path}: {len(file.pdf) / 1000:,.0f} kB")
