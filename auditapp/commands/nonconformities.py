"""`flask --app wsgi nonconformities [--json]`: the register, for people and scripts."""

import json

import click
from flask import Flask

from auditapp.domain.words import NONCONFORMITY_STATES, SHORT_GRADES
from auditapp.services import registers


def attach(app: Flask) -> None:
    """Add the command."""
    app.cli.add_command(nonconformities)


@click.command("nonconformities")
@click.option("--json", "as_json", is_flag=True, help="A list of objects, dates as 2026-12-03.")
def nonconformities(as_json: bool) -> None:
    """List all nonconformities, newest first: number, grade, state, due date, owner, process, statement."""
    lines = registers.everything()
    if as_json:
        whole = registers.statements()
        plain = [_plain(line) | {"statement": whole[line.number]} for line in lines]
        click.echo(json.dumps(plain, ensure_ascii=False, indent=2))
        return
    for line in lines:
        due = line.due_on.isoformat() if line.due_on else "-"
        late = " late" if line.late else ""
        state = NONCONFORMITY_STATES[line.state]
        click.echo(
            "  ".join((
                line.number, SHORT_GRADES[line.grade], state, f"due {due}{late}", line.owner, line.process or "-",
                line.statement,
            ))
        )  # fmt: skip
    if not lines:
        click.echo("No nonconformity yet.")


def _plain(line: registers.Line) -> dict[str, object]:
    return {
        "number": line.number,
        "grade": line.grade,
        "state": line.state,
        "raised_at": line.raised_at.isoformat(),
        "due_on": line.due_on.isoformat() if line.due_on else None,
        "late": line.late,
        "owner": line.owner,
        "process": line.process,
        "site": line.site,
    }
