"""What every book that leaves the house says about itself, beside its tables."""

from typing import Any
from zoneinfo import ZoneInfo

from flask_babel import gettext

from auditapp.adapters import clock
from auditapp.adapters.spreadsheet import Sheet
from auditapp.models import Person
from auditapp.services import organisations


def about(person: Person, kind: str, version: int, **facts: Any) -> Sheet:
    """The sheet 'About': which table this is, the version of its columns, by whom, when, of what. Its first two rows
    are for programs: 'format' and 'version' are never translated."""
    organisation = organisations.current()
    moment = clock.now().astimezone(ZoneInfo(organisations.zone())).replace(tzinfo=None)
    rows = [
        ("format", f"auditapp/{kind}"), ("version", version),
        (gettext("Organisation"), organisation.name if organisation else ""), (gettext("Made"), moment),
        (gettext("Time zone"), organisations.zone()), (gettext("By"), person.name), *facts.items(),
    ]  # fmt: skip
    return Sheet("About", [gettext("What"), gettext("Value")], rows)
