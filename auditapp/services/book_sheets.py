"""What the books that leave the house have in common: how they say clauses, and what each says about itself."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from flask_babel import gettext

from auditapp.adapters import clock
from auditapp.adapters.workbook import Sheet
from auditapp.models import Person
from auditapp.services import checklists, organisations


def clauses(refs: Iterable[str]) -> str:
    """'ISO 14001:2026 8.1, ISO 14001:2015 8.1' for references such as 'iso14001-2026:8.1'."""
    return ", ".join(_clause(ref) for ref in refs)


@lru_cache(maxsize=1024)
def _clause(ref: str) -> str:
    edition, _, number = ref.partition(":")
    known = checklists.editions().get(edition)
    return f"{known.name} {number}" if known else ref


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
