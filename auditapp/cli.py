"""Commands: `flask --app wsgi ...`. Each finds its words here and its deeds in services."""

from flask import Flask

from auditapp.commands import checklists, data, doctor, reports, tables

GROUPS = (data.attach, checklists.attach, reports.attach, doctor.attach, tables.attach)


def attach(app: Flask) -> None:
    """Give ``app`` its commands."""
    for attach_group in GROUPS:
        attach_group(app)
