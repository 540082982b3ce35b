"""`flask --app wsgi import-register FILE [--dry-run]`: an old register brought in from the command line."""

from pathlib import Path

import click
from flask import Flask

from auditapp.domain import old_register
from auditapp.domain.errors import Refusal
from auditapp.domain.old_register import Reading
from auditapp.models import Person, Role, db
from auditapp.services import people, register_files, register_imports, register_readings


def attach(app: Flask) -> None:
    """Add the command."""
    app.cli.add_command(import_register)


@click.command("import-register")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Say what would happen, and write nothing.")
@click.option("--by", "mail", help="Mail address of who brings it in (default: the first EMS lead).")
@click.option(
    "--column",
    "columns",
    multiple=True,
    metavar="FIELD=HEAD",
    help="Which column is which, where its name does not say.",
)
@click.option("--dates", type=click.Choice(list(old_register.DATE_ORDERS)), help="Order of year, month, day.")
@click.option("--split", default="", help="Sign between several nonconformities in one cell.")
@click.option("--grade", type=click.Choice(["major", "minor"]), default="minor", help="Grade of rows that name none.")
def import_register(
    file: Path, dry_run: bool, mail: str | None, columns: tuple[str, ...], dates: str | None, split: str, grade: str
) -> None:
    """Bring in the old register FILE (XLSX or CSV). Rows that can't be taken in are named and left out."""
    by = people.find_by_email(mail) if mail else _first_ems_lead()
    if by is None:
        raise click.ClickException("Nobody here has this address, or no EMS lead is there yet.")
    try:
        one = register_files.upload(by, file.name, file.read_bytes())
        kept = one.mapping
        mapped = {**kept["columns"], **_places(columns, register_files.columns_of(one))}
        how = Reading(mapped, dates or kept["dates"], split, grade)
        register_readings.map_columns(by, one, how, by)
        told = register_readings.look(one)
        for bad in told.bad:
            click.echo(f"Row {bad.line}: {bad.message % dict(bad.values)}", err=True)
        for kind, names in told.unknown.items():
            click.echo(f"Unknown {kind}: {', '.join(names)}", err=True)
        if dry_run:
            db.session.rollback()
            click.echo(f"Dry run: {len(told.good)} would be brought in, {len(told.bad)} left out. Nothing is written.")
            return
        count = register_imports.write(by, one)
        db.session.commit()
    except Refusal as refusal:
        db.session.rollback()
        raise click.ClickException(refusal.message % refusal.values) from None
    click.echo(f"{count} brought in, {len(told.bad)} left out. Undo: /register/imports/{one.id}")


def _places(columns: tuple[str, ...], known: list[tuple[str, str]]) -> dict[str, int]:
    heads = [name.lower() for name, _ in known]
    found = {}
    for given in columns:
        name, _, head = given.partition("=")
        if name not in old_register.FIELDS or head.lower() not in heads:
            raise click.ClickException(f"--column {given}: fields are {', '.join(old_register.FIELDS)}.")
        found[name] = heads.index(head.lower())
    return found


def _first_ems_lead() -> Person | None:
    query = db.select(Person).where(Person.active, Person.roles.any(Role.name == "ems_lead"))
    found: Person | None = db.session.scalar(query.order_by(Person.created_at).limit(1))
    return found
