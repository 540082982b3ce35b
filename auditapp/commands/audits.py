"""`flask --app wsgi audits [--json]`: the audits, for people and scripts."""

import json

import click
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from auditapp.domain.words import AUDIT_STATES, AUDIT_TYPES
from auditapp.models import Audit, db


def attach(app: Flask) -> None:
    """Add the command."""
    app.cli.add_command(audits)


@click.command("audits")
@click.option("--json", "as_json", is_flag=True, help="A list of objects, dates as 2026-12-03.")
def audits(as_json: bool) -> None:
    """List all audits, the latest first: reference, dates, state, type, leader, title."""
    query = select(Audit).order_by(Audit.starts_on.desc(), Audit.reference.desc())
    found = list(db.session.scalars(query.options(joinedload(Audit.leader), selectinload(Audit.sites))))
    if as_json:
        click.echo(json.dumps([_plain(audit) for audit in found], ensure_ascii=False, indent=2))
        return
    for audit in found:
        days = f"{audit.starts_on.isoformat()} to {audit.ends_on.isoformat()}"
        leader = audit.leader.name if audit.leader else "-"
        kind = AUDIT_TYPES.get(audit.type, audit.type)
        click.echo("  ".join((audit.reference, days, AUDIT_STATES[audit.state], kind, leader, audit.title)))
    if not found:
        click.echo("No audit yet.")


def _plain(audit: Audit) -> dict[str, object]:
    return {
        "reference": audit.reference,
        "title": audit.title,
        "type": audit.type,
        "state": audit.state,
        "starts_on": audit.starts_on.isoformat(),
        "ends_on": audit.ends_on.isoformat(),
        "issued_at": audit.issued_at.isoformat() if audit.issued_at else None,
        "leader": audit.leader.name if audit.leader else None,
        "sites": [site.name for site in audit.sites],
    }
