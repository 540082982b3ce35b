"""Sites, and the processes on them."""

import uuid
from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from auditapp.domain.dates import is_zone
from auditapp.domain.errors import NotThere, Refusal
from auditapp.domain.words import N_
from auditapp.models import Person, Process, Site, db
from auditapp.services import history


def add_site(by: Person, name: str, *, timezone: str, address: str = "") -> Site:
    """A new site. Raises a `Refusal` when the name is taken or the zone unknown."""
    history.allow(by, "manage_sites")
    site = Site()
    _write_site(site, name, timezone, address)
    db.session.add(site)
    db.session.flush()
    history.record(site, "create", by, name=site.name)
    return site


def change_site(by: Person, site: Site, *, name: str, timezone: str, address: str) -> None:
    """Change name, zone and address."""
    history.allow(by, "manage_sites")
    before = {"name": site.name, "timezone": site.timezone, "address": site.address}
    _write_site(site, name, timezone, address)
    history.record(site, "change", by, before=before)


def _write_site(site: Site, name: str, timezone: str, address: str) -> None:
    if not is_zone(timezone):
        raise Refusal(N_("Choose a time zone from the list."), field="timezone")
    _name_is_free(Site, name, site.id)
    site.name, site.timezone, site.address = name.strip(), timezone, address.strip()


def add_process(
    by: Person, name: str, *, sites: Iterable[Site], owner: Person | None, description: str = ""
) -> Process:
    """A new process on ``sites`` (at least one)."""
    history.allow(by, "manage_sites")
    process = Process()
    _write_process(process, name, sites, owner, description)
    db.session.add(process)
    db.session.flush()
    history.record(process, "create", by, name=process.name, owner=str(owner.id) if owner else None)
    return process


def change_process(
    by: Person, process: Process, *, name: str, sites: Iterable[Site], owner: Person | None, description: str
) -> None:
    """Change a process; the owner before is kept in the record."""
    history.allow(by, "manage_sites")
    before = {"name": process.name, "owner": str(process.owner_id) if process.owner_id else None}
    _write_process(process, name, sites, owner, description)
    history.record(process, "change", by, before=before)


def _write_process(process: Process, name: str, sites: Iterable[Site], owner: Person | None, description: str) -> None:
    sites = list(sites)
    if not sites:
        raise Refusal(N_("A process sits on at least one site. Choose it."), field="sites")
    _name_is_free(Process, name, process.id)
    process.name, process.description = name.strip(), description.strip()
    process.sites = sites
    process.owner = owner
    process.owner_id = owner.id if owner else None


def _name_is_free(kind: type[Site] | type[Process], name: str, own_id: uuid.UUID | None) -> None:
    if not name.strip():
        raise Refusal(N_("A name is needed."), field="name")
    taken = db.session.scalar(select(kind.id).where(kind.name == name.strip()))
    if taken is not None and taken != own_id:
        raise Refusal(N_("This name is taken. Choose another."), field="name")


def all_sites() -> list[Site]:
    """By name, with their processes and the owners of these."""
    query = select(Site).where(Site.active).order_by(Site.name)
    return list(db.session.scalars(query.options(selectinload(Site.processes).selectinload(Process.owner))))


def all_processes() -> list[Process]:
    """By name, with owner and sites."""
    query = select(Process).where(Process.active).order_by(Process.name)
    return list(db.session.scalars(query.options(selectinload(Process.owner), selectinload(Process.sites))))


def find_site(site_id: uuid.UUID) -> Site:
    """By id; raises `NotThere`."""
    site = db.session.get(Site, site_id)
    if site is None:
        raise NotThere(N_("There is no such site here."))
    return site


def find_process(process_id: uuid.UUID) -> Process:
    """By id; raises `NotThere`."""
    process = db.session.get(Process, process_id)
    if process is None:
        raise NotThere(N_("There is no such process here."))
    return process
