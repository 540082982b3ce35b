"""Who and where: the organisation, its people, sites and processes, made by the services and found again by key."""

import uuid
from datetime import date
from typing import TypeVar

from auditapp.demo import company
from auditapp.models import Base, Person, Process, Site, db
from auditapp.services import ems_certificates, organisations, people, sites

Thing = TypeVar("Thing", bound=Base)


class Cast:
    """Keys of the story to rows of the database, fetched anew each time: every deed is a transaction of its own."""

    def __init__(self) -> None:
        self._ids: dict[tuple[type[Base], str], uuid.UUID] = {}

    def person(self, key: str) -> Person:
        return self._get(Person, key)

    def site(self, key: str) -> Site:
        return self._get(Site, key)

    def process(self, key: str) -> Process:
        return self._get(Process, key)

    def owner_of(self, process: str) -> Person:
        """Who owns the process."""
        return self.person(next(one.owner for one in company.PROCESSES if one.key == process))

    def _get(self, kind: type[Thing], key: str) -> Thing:
        return db.session.get_one(kind, self._ids[kind, key])

    def _know(self, key: str, thing: Person | Site | Process) -> None:
        self._ids[type(thing), key] = thing.id

    def arrive(self) -> None:
        """Found the organisation and add everybody and everything to it."""
        lead = company.LEAD
        first = people.new_person(lead.name, lead.email, password=company.PASSWORD, job_title=lead.job_title)
        organisations.found(name=company.NAME, timezone=company.TIMEZONE, ems_lead=first, is_demo=True)
        self._know(lead.key, first)
        for one in company.PEOPLE:
            password = company.PASSWORD if one.key in company.SIGN_INS else None
            added = people.add(first, one.name, one.email, one.roles, job_title=one.job_title, password=password)
            self._know(one.key, added)
        for place in company.SITES:
            self._know(place.key, sites.add_site(first, place.name, timezone=place.timezone, address=place.address))
        for activity in company.PROCESSES:
            process = sites.add_process(
                first,
                activity.name,
                sites=[self.site(key) for key in activity.sites],
                owner=self.person(activity.owner),
                description=activity.description,
            )
            self._know(activity.key, process)

    def be_certified(self, until: date) -> None:
        """Type in what is on the certificate."""
        organisation = organisations.current()
        assert organisation is not None
        ems_certificates.change(self.person(company.LEAD.key), organisation, until=until, **company.CERTIFICATE)
