"""Commands: `flask --app wsgi ...`. Each finds its words here and its deeds in services."""

from flask import Flask

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


def attach(app: Flask) -> None:
    """Give ``app`` its commands."""
    for attach_group in GROUPS:
        attach_group(app)
