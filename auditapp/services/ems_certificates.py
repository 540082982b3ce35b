"""The certificate that the organisation's environmental management system has, as papers print it."""

from datetime import date, timedelta
from typing import Any

from auditapp.domain.errors import Refusal
from auditapp.domain.paper import Certificate
from auditapp.domain.words import N_
from auditapp.models import Organisation, Person
from auditapp.services import checklists, history, organisations

SOON = timedelta(days=90)
"""How long before its last day the EMS lead is told: recertification is to be over by then (ISO/IEC 17021-1, 9.6.3)."""


def of(organisation: Organisation | None) -> Certificate | None:
    """What papers say of it; None where nothing is given."""
    if organisation is None or not _is_given(organisation):
        return None
    edition = checklists.editions().get(organisation.certificate_edition)
    return Certificate(
        number=organisation.certificate_number,
        body=organisation.certificate_body,
        standard=edition.name if edition else "",
        until=organisation.certificate_until,
    )


def current() -> Certificate | None:
    """`of` the one organisation."""
    return of(organisations.current())


def ending(today: date) -> date | None:
    """Its last day, where that is near or past; None else."""
    organisation = organisations.current()
    until = organisation.certificate_until if organisation else None
    return until if until is not None and until <= today + SOON else None


def change(by: Person, organisation: Organisation, *, number: str, body: str, edition: str, until: date | None) -> None:
    """What is on the certificate from now on; '' and None for what is not known. Each change is on the record. Raises
    a `Refusal` for an edition that there is not."""
    history.allow(by, "manage_sites")
    if edition and edition not in checklists.editions():
        raise Refusal(N_("Choose an edition from the list."), field="certificate_edition")
    wanted = {
        "certificate_number": number.strip(), "certificate_body": body.strip(), "certificate_edition": edition,
        "certificate_until": until,
    }  # fmt: skip
    changed: dict[str, Any] = {}
    for key, value in wanted.items():
        before = getattr(organisation, key)
        if before != value:
            changed[key] = {"before": _plain(before), "after": _plain(value)}
            setattr(organisation, key, value)
    if changed:
        history.record(organisation, "change", by, **changed)


def _plain(value: str | date | None) -> str:
    return value.isoformat() if isinstance(value, date) else value or ""


def _is_given(organisation: Organisation) -> bool:
    return bool(organisation.certificate_number or organisation.certificate_body or organisation.certificate_until)
